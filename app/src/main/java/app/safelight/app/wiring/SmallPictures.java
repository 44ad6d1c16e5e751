package app.safelight.app.wiring;

import app.safelight.media.thumbnail.NativeParts;
import app.safelight.media.thumbnail.Thumbnailer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens what makes small pictures, with the decoders that lie beside the program. Takes tens of milliseconds, and
/// tens of megabytes beside Java's heap: only for those who make any.
public final class SmallPictures {
    /// Set by the starter: the folder of what is not Java.
    private static final String NATIVE = "safelight.native";

    private SmallPictures() {}

    /// The folder that the starter of this process named; none where Java was started by other means.
    public static Optional<Path> nativeFolder() {
        return Optional.ofNullable(System.getProperty(NATIVE)).map(Path::of);
    }

    /// Opens with whatever decoders there are. [Thumbnailer#missing()] tells which are not, and `PictureWords` what to
    /// say about each.
    ///
    /// @param nativeFolder without it only programs of the system are used
    /// @param environment whose `PATH` is looked through for programs that are not shipped
    /// @param scratch a folder for passing files
    public static Thumbnailer open(Optional<Path> nativeFolder, Map<String, String> environment, Path scratch)
            throws IOException, InterruptedException {
        List<Path> searchPath = Arrays.stream(
                        environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        NativeParts parts = nativeFolder.isPresent()
                ? NativeParts.below(nativeFolder.get(), searchPath)
                : NativeParts.ofSystem(searchPath);
        return Thumbnailer.open(parts, scratch);
    }
}
