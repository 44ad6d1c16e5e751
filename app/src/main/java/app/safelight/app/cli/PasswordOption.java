package app.safelight.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the password of an encrypted backup comes from: a file, or the person. Never an argument, which every
/// program of the machine could see.
final class PasswordOption {
    /// A password is a line; a longer file is another file.
    private static final int MAX_PASSWORD_BYTES = 4096;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with nothing but the password of an encrypted backup. Otherwise it is asked for.")
    @Nullable
    String file;

    /// @return null if nobody can be asked; whoever gets it wipes it
    char @Nullable [] password(Surroundings surroundings) throws Trouble {
        return file == null
                ? surroundings.person().secret("Password of the backup: ").orElse(null)
                : read(surroundings, file);
    }

    /// What a file holds but a password.
    static char[] read(Surroundings surroundings, String file) throws Trouble {
        Path path = surroundings.folder().resolve(file);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_PASSWORD_BYTES + 1);
            if (bytes.length > MAX_PASSWORD_BYTES) {
                throw new Trouble(ExitCode.USAGE, file + " is too long to be a password.", "");
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            return withoutLineEnd(text);
        } catch (NoSuchFileException none) {
            throw new Trouble(ExitCode.USAGE, "there is no file " + file + ".", "");
        } catch (CharacterCodingException binary) {
            throw new Trouble(ExitCode.USAGE, file + " holds no text.", "");
        } catch (IOException failure) {
            throw new Trouble(ExitCode.USAGE, file + " cannot be read: " + failure.getMessage(), "");
        }
    }

    private static char[] withoutLineEnd(CharBuffer text) {
        int length = text.length();
        while (length > 0 && (text.get(length - 1) == '\n' || text.get(length - 1) == '\r')) {
            length--;
        }
        char[] password = new char[length];
        text.get(password);
        text.clear();
        while (text.hasRemaining()) {
            text.put('\0');
        }
        return password;
    }
}
