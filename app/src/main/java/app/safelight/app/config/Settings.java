package app.safelight.app.config;

import app.safelight.core.place.Evidence;
import app.safelight.core.policy.ProtectionPolicy;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/// What a person has chosen, in `settings.properties`. Unknown keys are kept; a wrong value names its key.
///
/// @param policy what counts as safe
public record Settings(ProtectionPolicy policy) {
    private static final String COPIES = "policy.copies";
    private static final String EVIDENCE = "policy.evidence";
    private static final String MAX_AGE_DAYS = "policy.maxAgeDays";

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
            return new Settings(new ProtectionPolicy(copies, Evidence.valueOf(evidence), Duration.ofDays(days)));
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

    public void write(Path file) throws IOException {
        Properties properties = load(file);
        properties.setProperty(COPIES, Integer.toString(policy.copies()));
        properties.setProperty(EVIDENCE, policy.evidence().name());
        properties.setProperty(MAX_AGE_DAYS, Long.toString(policy.maxAge().toDays()));
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
