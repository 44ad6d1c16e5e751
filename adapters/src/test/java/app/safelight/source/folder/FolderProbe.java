package app.safelight.source.folder;

import app.safelight.core.source.Item;
import app.safelight.core.source.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Lists a folder and reads every file in it, in a process of its own: as another person, or in another locale.
/// Prints one line an item, in ASCII.
final class FolderProbe {
    private FolderProbe() {}

    public static void main(String[] arguments) {
        for (String line : probe(Path.of(arguments[0]))) {
            System.out.println(line);
        }
    }

    static List<String> probe(Path folder) {
        List<String> lines = new ArrayList<>();
        try (FolderSource source = FolderSource.open(folder)) {
            source.list(item -> lines.add(ascii(item.key().path()) + " " + outcome(source, item)));
        } catch (SourceException failed) {
            lines.add("source " + ascii(failed.fault().toString()));
        }
        return lines;
    }

    private static String outcome(FolderSource source, Item item) {
        return switch (item) {
            case Item.Blocked blocked -> ascii(blocked.fault().toString());
            case Item.Available available -> {
                try {
                    byte[] buffer = new byte[16];
                    yield "read " + source.read(available, body -> body.read(0, buffer, 0, buffer.length));
                } catch (SourceException failed) {
                    yield "unread " + ascii(failed.fault().toString());
                }
            }
        };
    }

    private static String ascii(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(unit -> escaped.append(
                        unit >= ' ' && unit <= '~' ? String.valueOf((char) unit) : "\\u%04x".formatted(unit)));
        return escaped.toString();
    }
}
