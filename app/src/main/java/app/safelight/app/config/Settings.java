package app.safelight.app.config;

import app.safelight.core.place.Evidence;
import app.safelight.core.policy.ProtectionPolicy;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a person has chosen, in `settings.properties`. Unknown keys are kept; a wrong value names its key.
///
/// @param policy what counts as safe
/// @param keyFiles where the keys of encrypted drives are
public record Settings(ProtectionPolicy policy, List<Path> keyFiles) {
    private static final String COPIES = "policy.copies";
    private static final String EVIDENCE = "policy.evidence";
    private static final String MAX_AGE_DAYS = "policy.maxAgeDays";

    /// Paths, separated as the platform separates them in a search path.
    private static final String KEY_FILES = "encryption.keyFiles";

    public Settings {
        keyFiles = List.copyOf(keyFiles);
    }

    public Settings with(ProtectionPolicy other) {
        return new Settings(other, keyFiles);
    }

    /// These settings with one more key file.
    public Settings withKeyFile(Path file) {
        return keyFiles.contains(file)
                ? this
                : new Settings(
                        policy,
                        Stream.concat(keyFiles.stream(), Stream.of(file)).toList());
    }

    /// A value in the file that cannot be used.
    public static final class WrongSetting extends IOException {
        private static final long serialVersionUID = 1L;

        WrongSetting(Path file, String key, String value, String wanted) {
            super(file + ": " + key + "=" + value + " cannot be used; it must be " + wanted + ".");
        }
    }

    /// @throws WrongSetting naming the key
    public static Settings read(Path file) throws IOException {
        Properties properties = load(file);
        ProtectionPolicy standard = ProtectionPolicy.STANDARD;
        int copies = (int) number(file, properties, COPIES, standard.copies(), ProtectionPolicy.MAX_COPIES);
        long days = number(file, properties, MAX_AGE_DAYS, standard.maxAge().toDays(), 36_500);
        String evidence =
                properties.getProperty(EVIDENCE, standard.evidence().name()).strip();
        try {
            return new Settings(
                    new ProtectionPolicy(copies, Evidence.valueOf(evidence), Duration.ofDays(days)),
                    keyFiles(properties));
        } catch (IllegalArgumentException wrong) {
            throw new WrongSetting(file, EVIDENCE, evidence, "one of " + java.util.Arrays.toString(Evidence.values()));
        }
    }

    private static long number(Path file, Properties properties, String key, long standard, long most)
            throws WrongSetting {
        String value = properties.getProperty(key, Long.toString(standard)).strip();
        try {
            long number = Long.parseLong(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            throw new WrongSetting(file, key, value, "a whole number from 1 to " + most);
        }
        throw new WrongSetting(file, key, value, "a whole number from 1 to " + most);
    }

    private static List<Path> keyFiles(Properties properties) {
        return Stream.of(properties.getProperty(KEY_FILES, "").split(Pattern.quote(File.pathSeparator)))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList();
    }

    public void write(Path file) throws IOException {
        Properties properties = load(file);
        properties.setProperty(COPIES, Integer.toString(policy.copies()));
        properties.setProperty(EVIDENCE, policy.evidence().name());
        properties.setProperty(MAX_AGE_DAYS, Long.toString(policy.maxAge().toDays()));
        if (!keyFiles.isEmpty()) {
            properties.setProperty(
                    KEY_FILES, keyFiles.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        }
        Files.createDirectories(file.getParent());
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "Safelight");
        }
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (NoSuchFileException none) {
            return properties;
        }
        return properties;
    }
}
