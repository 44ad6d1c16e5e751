package app.safelight.app.config;

import app.safelight.core.model.PlaceId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;

/// The library that a person signed in to, in a file that nobody else can read.
///
/// @param address where it is, such as `https://photos.example.org`
/// @param place which library it is
/// @param person who it is there; a number
/// @param name what the person is called there
/// @param key what opens it; empty after signing out
public record LibraryAccount(URI address, PlaceId place, String person, String name, Optional<String> key) {
    private static final String ADDRESS = "address";
    private static final String PLACE = "place";
    private static final String PERSON = "person";
    private static final String NAME = "name";
    private static final String KEY = "key";

    /// @return empty if nobody ever signed in
    /// @throws IOException also if the file is not what [#write] wrote
    public static Optional<LibraryAccount> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            return Optional.of(new LibraryAccount(
                    URI.create(properties.getProperty(ADDRESS, "")),
                    new PlaceId(properties.getProperty(PLACE, "")),
                    properties.getProperty(PERSON, ""),
                    properties.getProperty(NAME, ""),
                    Optional.ofNullable(properties.getProperty(KEY))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException wrong) {
            throw new IOException(file + " is damaged", wrong);
        }
    }

    /// Takes the place of what the file held, in one step.
    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(ADDRESS, address.toString());
        properties.setProperty(PLACE, place.value());
        properties.setProperty(PERSON, person);
        properties.setProperty(NAME, name);
        key.ifPresent(secret -> properties.setProperty(KEY, secret));
        StringWriter text = new StringWriter();
        properties.store(text, "The library you are signed in to. Whoever has this file can read your photos there.");
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path incoming = Files.createTempFile(folder, "library-", ".tmp", ownersOnly());
        try {
            Files.writeString(incoming, text.toString(), StandardCharsets.UTF_8);
            Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    /// From the first byte on. Where there are no such permissions, the folder's own hold.
    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /// The same without what opens it.
    public LibraryAccount signedOut() {
        return new LibraryAccount(address, place, person, name, Optional.empty());
    }

    /// Tells no key, so that no log does.
    @Override
    public String toString() {
        return "LibraryAccount[" + address + ", " + place + ", " + name + "]";
    }
}
