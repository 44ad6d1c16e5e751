package app.safelight.place.drive;

import app.safelight.core.model.ContentId;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Origin;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;

/// One line of a drive's index.
///
/// Shape: eight hexadecimal digits (CRC-32, as zlib computes it, of everything after the next space and before
/// the line feed), a space, one letter for the kind, then the fields, each after a tab. Paths are last; in them
/// `\`, tab, line feed and carriage return are written `\\`, `\t`, `\n`, `\r`. Text is UTF-8; a half surrogate
/// pair, which UTF-8 cannot hold, is written as a backslash, `u` and four hexadecimal digits.
sealed interface JournalEntry {
    /// No line is longer: two paths of [ItemKey#MAX_PATH_LENGTH] units would fit, every unit written as six
    /// bytes.
    int MAX_LINE_BYTES = 64 << 10;

    /// Where the kind stands in a line: after checksum and space.
    int KIND_OFFSET = 9;

    /// `H format place`: the first line.
    record Header(int format, PlaceId place) implements JournalEntry {}

    /// `S sha256 size incoming path`: a content is stored; or `E sha256 size fileSha256 fileSize incoming path`
    /// if the file holds it encrypted.
    ///
    /// @param file what the file itself is: the content, or what it was encrypted to
    /// @param incoming name below `incoming/` that the file had before
    record Stored(ContentId content, ContentId file, String incoming, String path) implements JournalEntry {}

    /// `O sha256 size seconds nanos source path`: where a content came from.
    record CameFrom(Origin origin) implements JournalEntry {}

    /// `R sha256 size aside path`: a content is not of record any more.
    ///
    /// @param aside name below `set-aside/` that its file gets, if there is one
    record Removed(ContentId content, String aside, String path) implements JournalEntry {}

    /// `M contents sumsBytes`: all before is durable, and the sums file agrees with it.
    record Mark(long contents, long sumsBytes) implements JournalEntry {}

    /// Adds the line to `lines`.
    default void write(ByteArrayOutputStream lines) {
        String text = switch (this) {
            case Header(var format, var place) -> "H\t" + format + "\t" + place;
            case Stored(var content, var file, var incoming, var path) ->
                (content.equals(file) ? "S\t" + fields(content) : "E\t" + fields(content) + "\t" + fields(file))
                        + "\t"
                        + incoming
                        + "\t"
                        + escape(path);
            case CameFrom(Origin(var key, var at, var content)) ->
                "O\t" + fields(content) + "\t" + at.getEpochSecond() + "\t" + at.getNano() + "\t" + key.source() + "\t"
                        + escape(key.path());
            case Removed(var content, var aside, var path) ->
                "R\t" + fields(content) + "\t" + aside + "\t" + escape(path);
            case Mark(var contents, var sumsBytes) -> "M\t" + contents + "\t" + sumsBytes;
        };
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        lines.writeBytes(hex(checksum.getValue()).getBytes(StandardCharsets.US_ASCII));
        lines.write(' ');
        lines.writeBytes(bytes);
        lines.write('\n');
    }

    private static String hex(long checksum) {
        return java.util.HexFormat.of().toHexDigits((int) checksum);
    }

    private static String fields(ContentId content) {
        return content.sha256() + "\t" + content.sizeBytes();
    }

    /// Reads a line whose checksum is right.
    ///
    /// @param start where the kind stands
    /// @return empty if it makes no sense all the same
    static Optional<JournalEntry> read(byte[] bytes, int start, int end) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
            return Optional.ofNullable(parse(text.split("\t", -1)));
        } catch (CharacterCodingException | IllegalArgumentException | DateTimeException senseless) {
            return Optional.empty();
        }
    }

    private static @org.jspecify.annotations.Nullable JournalEntry parse(String[] field) {
        String shape = field[0] + field.length;
        return switch (shape) {
            case "H3" -> new Header(Integer.parseInt(field[1]), new PlaceId(field[2]));
            case "S5" -> {
                ContentId content = content(field[1], field[2]);
                yield new Stored(content, content, incoming(field[3]), unescape(field[4]));
            }
            case "E7" ->
                new Stored(
                        content(field[1], field[2]),
                        content(field[3], field[4]),
                        incoming(field[5]),
                        unescape(field[6]));
            case "O7" ->
                new CameFrom(new Origin(
                        new ItemKey(new SourceId(field[5]), unescape(field[6])),
                        Instant.ofEpochSecond(Long.parseLong(field[3]), Integer.parseInt(field[4])),
                        content(field[1], field[2])));
            case "R5" -> new Removed(content(field[1], field[2]), incoming(field[3]), unescape(field[4]));
            case "M3" -> new Mark(Long.parseLong(field[1]), Long.parseLong(field[2]));
            default -> null;
        };
    }

    private static ContentId content(String sha256, String size) {
        return new ContentId(Sha256.parse(sha256), Long.parseLong(size));
    }

    /// A plain name: an index must not be able to point elsewhere.
    private static String incoming(String name) {
        if (!ItemKey.isClean(name) || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("not a plain name: " + name);
        }
        return name;
    }

    /// A path as it is written in a line.
    static String escape(String path) {
        StringBuilder escaped = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char unit = path.charAt(i);
            switch (unit) {
                case '\\' -> escaped.append("\\\\");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> {
                    if (isLoneSurrogate(path, i)) {
                        escaped.append("\\u").append(java.util.HexFormat.of().toHexDigits(unit));
                    } else {
                        escaped.append(unit);
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char unit = text.charAt(index);
        if (Character.isHighSurrogate(unit)) {
            return index + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(unit) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    /// The path that was written so.
    ///
    /// @throws IllegalArgumentException if nothing is written so
    static String unescape(String escaped) {
        if (escaped.indexOf('\\') < 0) {
            return escaped;
        }
        StringBuilder path = new StringBuilder(escaped.length());
        int i = 0;
        while (i < escaped.length()) {
            char unit = escaped.charAt(i++);
            if (unit != '\\') {
                path.append(unit);
                continue;
            }
            if (i >= escaped.length()) {
                throw new IllegalArgumentException("ends in the middle of an escape");
            }
            switch (escaped.charAt(i++)) {
                case '\\' -> path.append('\\');
                case 't' -> path.append('\t');
                case 'n' -> path.append('\n');
                case 'r' -> path.append('\r');
                case 'u' -> {
                    path.append(
                            (char) java.util.HexFormat.fromHexDigits(escaped, i, Math.min(i + 4, escaped.length())));
                    i += 4;
                }
                default -> throw new IllegalArgumentException("no such escape");
            }
        }
        return path.toString();
    }
}
