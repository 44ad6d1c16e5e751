package app.safelight.media.thumbnail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the decoders that are not Java lie on this machine. Each may be absent.
///
/// The build leaves those of its own platform in a folder `natives/OS-ARCH` with `libvips/` and `ffmpeg/`. They
/// are files of their own: whoever wants another build of them puts it there.
///
/// @param libvips the shared library
/// @param ffmpeg the program; its libraries lie beside it
/// @param djxl the program; not shipped, used where the system has it
public record NativeParts(Optional<Path> libvips, Optional<Path> ffmpeg, Optional<Path> djxl) {
    /// Beginnings of the library's file name: Linux and macOS put the version behind, Windows a number before
    /// it.
    private static final List<String> LIBVIPS_NAMES = List.of("libvips-cpp.", "libvips-42.", "libvips.");

    /// Nothing at all: pictures that Java can read are made in degraded mode, others not.
    public static final NativeParts NONE = new NativeParts(Optional.empty(), Optional.empty(), Optional.empty());

    /// Looks below `natives` for this platform's folder.
    ///
    /// @param searchPath folders where programs of the system lie, as in the environment's `PATH`
    public static NativeParts below(Path natives, List<Path> searchPath) throws IOException {
        Path folder = natives.resolve(platform());
        return new NativeParts(
                library(folder.resolve("libvips")), program(folder.resolve("ffmpeg"), "ffmpeg"), djxl(searchPath));
    }

    /// Only what is never shipped.
    ///
    /// @param searchPath as in [#below(Path, List)]
    public static NativeParts ofSystem(List<Path> searchPath) {
        return new NativeParts(Optional.empty(), Optional.empty(), djxl(searchPath));
    }

    private static Optional<Path> djxl(List<Path> searchPath) {
        return searchPath.stream()
                .flatMap(path -> program(path, "djxl").stream())
                .findFirst();
    }

    /// This platform as the folders are named, such as `linux-x64`, `macos-arm64` or `windows-x64`.
    public static String platform() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = name.startsWith("win") ? "windows" : name.startsWith("mac") ? "macos" : name;
        String processor = switch (machine) {
            case "amd64", "x86_64" -> "x64";
            case "aarch64" -> "arm64";
            default -> machine;
        };
        return system + "-" + processor;
    }

    private static Optional<Path> library(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> LIBVIPS_NAMES.stream()
                            .anyMatch(name -> String.valueOf(file.getFileName()).startsWith(name)))
                    .sorted()
                    .findFirst();
        }
    }

    private static Optional<Path> program(Path folder, String name) {
        return Stream.of(folder.resolve(name), folder.resolve(name + ".exe"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
