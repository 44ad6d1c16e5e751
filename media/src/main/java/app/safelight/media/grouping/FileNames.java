package app.safelight.media.grouping;

import java.text.Normalizer;
import java.util.Locale;

/// Takes file names apart. Stateless.
final class FileNames {
    private FileNames() {}

    /// Text in the form that is compared: composed and lower case, as most file systems of cameras, phones and
    /// computers see it.
    static String folded(String text) {
        String composed = Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
        return composed.toLowerCase(Locale.ROOT);
    }

    /// The path without its last part, empty at the top.
    static String directory(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// The name without its last extension. A leading dot starts no extension.
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    /// The last extension without its dot, empty when there is none.
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1);
    }
}
