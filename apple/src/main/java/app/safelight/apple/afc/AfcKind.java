package app.safelight.apple.afc;

/// What is under a path.
public enum AfcKind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER;

    static AfcKind of(String format) {
        return switch (format) {
            case "S_IFREG" -> FILE;
            case "S_IFDIR" -> DIRECTORY;
            case "S_IFLNK" -> LINK;
            default -> OTHER;
        };
    }
}
