package app.safelight.source.folder;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/// Names of files that the JDK's own reading of them does not give back. On Unix a name is bytes. The JDK reads
/// them in the encoding of the person's locale, and puts U+FFFD for what does not fit: anything beyond ASCII in
/// the `C` locale, and in every locale names that are not UTF-8, as old cameras' and archives' are. A path's
/// URI still has the bytes.
final class RawNames {
    /// What a decoder puts for bytes that are not text; also a character that a name may honestly contain.
    private static final char REPLACEMENT = '\uFFFD';

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private RawNames() {}

    /// Whether the JDK may have read the name wrongly. Cheap: names within ISO 8859-1 never contain the sign.
    static boolean isDoubtful(String name) {
        return name.indexOf(REPLACEMENT) >= 0;
    }

    /// The name of a file as UTF-8 says it; empty if its bytes are not UTF-8.
    static Optional<String> decode(Path file) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file)))
                    .toString());
        } catch (CharacterCodingException undecodable) {
            return Optional.empty();
        }
    }

    /// The name with U+FFFD and two hexadecimal digits for each byte beyond ASCII, so that no two names in a
    /// folder look the same.
    static String escape(Path file) {
        StringBuilder escaped = new StringBuilder();
        for (byte unit : bytes(file)) {
            if (unit >= 0) {
                escaped.append((char) unit);
            } else {
                escaped.append(REPLACEMENT).append(HEX.toHexDigits(unit));
            }
        }
        return escaped.toString();
    }

    /// The path of what stands below a folder, also if the locale's encoding has no bytes for its name.
    static Path resolve(Path folder, String relative) {
        try {
            return folder.resolve(relative);
        } catch (InvalidPathException unmappable) {
            String base = folder.toUri().toString();
            return Path.of(URI.create(base + (base.endsWith("/") ? "" : "/") + percentEncoded(relative)));
        }
    }

    private static String percentEncoded(String relative) {
        StringBuilder encoded = new StringBuilder();
        for (byte unit : relative.getBytes(StandardCharsets.UTF_8)) {
            if (unit == '/') {
                encoded.append('/');
            } else {
                encoded.append('%').append(HEX.toHexDigits(unit));
            }
        }
        return encoded.toString();
    }

    private static byte[] bytes(Path file) {
        String path = file.toUri().getRawPath();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = path.lastIndexOf('/', end - 1) + 1; at < end; at++) {
            char unit = path.charAt(at);
            if (unit == '%') {
                bytes.write(HexFormat.fromHexDigits(path, at + 1, at + 3));
                at += 2;
            } else {
                bytes.write(unit);
            }
        }
        return bytes.toByteArray();
    }
}
