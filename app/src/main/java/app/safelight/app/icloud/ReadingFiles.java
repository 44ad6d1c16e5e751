package app.safelight.app.icloud;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// The last reading of each library, a small JSON file each in a folder that only its owner can look into.
/// Nothing depends on them: one that is lost or cannot be read only means that there is no earlier reading.
public final class ReadingFiles {
    /// Of the file's form; a later one is not read.
    private static final int FORMAT = 1;

    /// Twice what a file with as many fingerprints as are kept has.
    private static final int MAX_FILE_BYTES = 2 << 20;

    /// Libraries that are remembered; the ones longest not looked at are forgotten.
    private static final int MAX_FILES = 100;

    private static final int MAX_DEPTH = 4;
    private static final int MAX_TEXT_CHARACTERS = 100;
    private static final int MAX_NUMBER_CHARACTERS = 20;

    private static final String ENDING = ".json";

    /// Half of a SHA-256 in hex: enough to tell libraries apart, and short for a file name.
    private static final int NAME_CHARACTERS = 32;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_FILE_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT_CHARACTERS)
                    .maxNameLength(MAX_TEXT_CHARACTERS)
                    .maxNumberLength(MAX_NUMBER_CHARACTERS)
                    .build())
            .build();

    private final Path folder;

    /// @param home where Safelight keeps its own files
    public ReadingFiles(Path home) {
        this.folder = home.resolve("icloud-readings");
    }

    /// A file that is no reading, or a damaged one, or of a later version.
    public static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(String why) {
            super(why);
        }
    }

    /// @param library what it is known by, such as `iphone:` and its UDID, or its path
    /// @return empty if there is none yet
    /// @throws Unusable if there is one that cannot be used
    public Optional<LibraryReading> read(String library) throws IOException {
        Path file = file(library);
        try (JsonParser json = JSON.createParser(Files.newInputStream(file))) {
            return Optional.of(read(json));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (JsonProcessingException broken) {
            throw new Unusable("it is not well-formed: " + broken.getOriginalMessage());
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new Unusable(String.valueOf(wrong.getMessage()));
        }
    }

    private static LibraryReading read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new Unusable("it is no JSON object");
        }
        int format = 0;
        Optional<Instant> takenAt = Optional.empty();
        Optional<Instant> changedAt = Optional.empty();
        long assets = 0;
        long waiting = 0;
        long waitingBytes = 0;
        long largestBytes = 0;
        Fingerprints queue = Fingerprints.NONE;
        Fingerprints sample = Fingerprints.NONE;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "safelightReading" -> format = json.getIntValue();
                case "takenAt" -> takenAt = Optional.of(Instant.parse(json.getText()));
                case "changedAt" -> changedAt = Optional.of(Instant.parse(json.getText()));
                case "assets" -> assets = json.getLongValue();
                case "waiting" -> waiting = json.getLongValue();
                case "waitingBytes" -> waitingBytes = json.getLongValue();
                case "largestBytes" -> largestBytes = json.getLongValue();
                case "queue" -> queue = fingerprints(json, LibraryReading.MAX_QUEUE);
                case "sample" -> sample = fingerprints(json, LibraryReading.MAX_SAMPLE);
                default -> json.skipChildren();
            }
        }
        if (format != FORMAT) {
            throw new Unusable(format > FORMAT ? "a later version of Safelight has made it" : "it is no reading");
        }
        return new LibraryReading(
                takenAt.orElseThrow(() -> new Unusable("it does not say when")),
                changedAt,
                assets,
                waiting,
                waitingBytes,
                largestBytes,
                queue,
                sample);
    }

    private static Fingerprints fingerprints(JsonParser json, int most) throws IOException {
        LongStream.Builder values = LongStream.builder();
        int count = 0;
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            if (++count > most) {
                throw new Unusable("it lists more than " + most + " fingerprints");
            }
            values.add(HexFormat.fromHexDigitsToLong(json.getText()));
        }
        return Fingerprints.of(values.build().toArray());
    }

    /// Remembers a reading in place of the last one.
    public void write(String library, LibraryReading reading) throws IOException {
        Files.createDirectories(folder, ownersOnly("rwx------"));
        Path passing = Files.createTempFile(folder, "reading-", ".tmp", ownersOnly("rw-------"));
        try {
            try (OutputStream out = Files.newOutputStream(passing);
                    JsonGenerator json = JSON.createGenerator(out)) {
                write(json, reading);
            }
            Files.move(passing, file(library), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(passing);
        }
        forgetOldest();
    }

    private static void write(JsonGenerator json, LibraryReading reading) throws IOException {
        json.writeStartObject();
        json.writeNumberField("safelightReading", FORMAT);
        json.writeStringField("takenAt", reading.takenAt().toString());
        if (reading.changedAt().isPresent()) {
            json.writeStringField("changedAt", reading.changedAt().get().toString());
        }
        json.writeNumberField("assets", reading.assets());
        json.writeNumberField("waiting", reading.waiting());
        json.writeNumberField("waitingBytes", reading.waitingBytes());
        json.writeNumberField("largestBytes", reading.largestBytes());
        fingerprints(json, "queue", reading.queue());
        fingerprints(json, "sample", reading.sample());
        json.writeEndObject();
    }

    private static void fingerprints(JsonGenerator json, String name, Fingerprints fingerprints) throws IOException {
        json.writeArrayFieldStart(name);
        for (long value : fingerprints.values()) {
            json.writeString(HexFormat.of().toHexDigits(value));
        }
        json.writeEndArray();
    }

    /// Only its owner may know which libraries somebody has.
    private static FileAttribute<?>[] ownersOnly(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> owners = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owners)};
    }

    private record Kept(Path file, FileTime time) {}

    private void forgetOldest() throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                kept.add(new Kept(file, Files.getLastModifiedTime(file)));
            }
        }
        kept.sort(Comparator.comparing(Kept::time));
        for (int i = 0; i < kept.size() - MAX_FILES; i++) {
            Files.deleteIfExists(kept.get(i).file());
        }
    }

    private Path file(String library) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(library.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(hash).substring(0, NAME_CHARACTERS) + ENDING);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
