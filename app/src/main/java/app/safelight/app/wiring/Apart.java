package app.safelight.app.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether folders stand apart: a copy inside the folder it was made of is lost together with it, and so is one
/// of two copies that stand within each other. Links are followed, and a folder that is not there yet is where
/// it would be made.
///
/// A folder below another on another file system, such as a drive mounted there, stands apart from it.
public final class Apart {
    private Apart() {}

    /// Whether the inner folder is the outer one or lies in it, and nothing says that it is on another file
    /// system.
    public static boolean isWithin(Path inner, Path outer) {
        Optional<Object> device = device(real(inner));
        return liesIn(inner, outer) && (device.isEmpty() || device.equals(device(real(outer))));
    }

    /// Whether the inner folder is the outer one or lies in it, on whatever file system.
    public static boolean liesIn(Path inner, Path outer) {
        return real(inner).startsWith(real(outer));
    }

    /// Whether one of the two lies in the other.
    public static boolean overlap(Path one, Path other) {
        return isWithin(one, other) || isWithin(other, one);
    }

    /// Whether what breaks the one's file system breaks the other's as well; false if the system does not tell.
    public static boolean onOneFileSystem(Path one, Path other) {
        Optional<Object> device = device(real(one));
        return device.isPresent() && device.equals(device(real(other)));
    }

    private static Optional<Object> device(Path real) {
        for (Path at = real; at != null; at = at.getParent()) {
            try {
                return Optional.of(Files.getAttribute(at, "unix:dev"));
            } catch (IOException notThere) {
                // that of the folder above
            } catch (UnsupportedOperationException notTold) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Path real(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        for (Path at = whole; at != null; at = at.getParent()) {
            try {
                return at.toRealPath().resolve(at.relativize(whole)).normalize();
            } catch (IOException notThere) {
                // that of the folder above
            }
        }
        return whole;
    }
}
