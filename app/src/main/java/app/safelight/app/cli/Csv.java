package app.safelight.app.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A new file of comma-separated lines, as RFC 4180 has them.
final class Csv implements AutoCloseable {
    private static final String LINE_END = "\r\n";

    private final BufferedWriter out;

    /// @throws IOException if there is a file of this name already
    Csv(Path file, List<String> names) throws IOException {
        out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        out.write(String.join(",", names) + LINE_END);
    }

    /// For use while assets pass by.
    ///
    /// @param fields null for what is not known
    void line(@Nullable String... fields) {
        StringBuilder line = new StringBuilder();
        boolean first = true;
        for (@Nullable String field : fields) {
            line.append(first ? "" : ",").append(cell(field));
            first = false;
        }
        try {
            out.write(line + LINE_END);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A field that a spreadsheet would take for a formula gets an apostrophe, as names come from strangers
    /// too.
    static String cell(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(unit -> unit == ',' || unit == '"' || unit == '\n' || unit == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
