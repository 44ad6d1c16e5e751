package app.safelight.simulator.iphone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The folder that a computer sees as the phone's `/`. Nothing leads out of it: neither `..` nor a link.
///
/// @param root the folder
/// @param allowed the phone's path below which alone a computer may look; `/` for everywhere
record AfcFolder(Path root, String allowed) {
    /// Longest path taken, as on phones.
    private static final int MAX_PATH = 1_024;

    static AfcFolder whole(Path root) {
        return new AfcFolder(root, "/");
    }

    static AfcFolder only(Path root, String allowed) {
        return new AfcFolder(root, allowed);
    }

    /// A computer's path in the one form it is known by: from `/`, without `.`, `..` or doubled slashes.
    String normal(String path) throws AfcRefusal {
        if (path.length() > MAX_PATH) {
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
        List<String> names = new ArrayList<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                if (names.isEmpty()) {
                    throw new AfcRefusal(AfcStatus.PERMISSION_DENIED);
                }
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        String normal = "/" + String.join("/", names);
        if (!Troubles.covers(allowed, normal)) {
            throw new AfcRefusal(AfcStatus.PERMISSION_DENIED);
        }
        return normal;
    }

    /// The file of a normal path itself, also if it is a link.
    Path place(String normal) throws AfcRefusal, IOException {
        Path path;
        try {
            path = root.resolve(normal.substring(1));
        } catch (InvalidPathException senseless) {
            throw new AfcRefusal(AfcStatus.INVALID_ARGUMENT);
        }
        Path parent = path.getParent();
        if (!normal.equals("/") && parent != null && !isInside(parent)) {
            throw new AfcRefusal(AfcStatus.PERMISSION_DENIED);
        }
        return path;
    }

    /// The file of a normal path, or what a link there leads to.
    Path followed(String normal) throws AfcRefusal, IOException {
        Path path = place(normal);
        if (Files.isSymbolicLink(path) && !isInside(path)) {
            throw new AfcRefusal(AfcStatus.PERMISSION_DENIED);
        }
        return path;
    }

    /// Whether a path is inside, by the nearest folder of it that is there. A link to nothing leads nowhere
    /// good.
    private boolean isInside(Path path) throws IOException {
        Path there = path;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = there.getParent();
            if (parent == null) {
                return false;
            }
            there = parent;
        }
        return Files.exists(there) && there.toRealPath().startsWith(root.toRealPath());
    }
}
