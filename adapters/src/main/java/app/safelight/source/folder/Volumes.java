package app.safelight.source.folder;

import app.safelight.core.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Knows the file systems of a Linux machine by their UUIDs, without being root.
///
/// Source: `proc(5)`, `/proc/self/mountinfo`: `id parent major:minor root mount-point options … - type source
/// options`, one mount a line, later ones over earlier ones, blanks and backslashes as three octal digits.
///
/// @param mountInfo what is mounted where
/// @param byUuid a folder of links, each named by a UUID and leading to a device
record Volumes(Path mountInfo, Path byUuid) {
    /// Digits of the fingerprint: 64 bits keep a person's few sources apart and stay short enough to read.
    private static final int FINGERPRINT_BYTES = 8;

    /// Mount information read at most. A desktop has about 50 lines, a container host a few thousand.
    private static final int MAX_MOUNT_INFO_BYTES = 4 << 20;

    /// Devices looked through at most.
    private static final int MAX_DEVICES = 4_096;

    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /// @param subtree the folder of the file system that is shown at the mount point
    private record Mount(String subtree, Path point, String device) {}

    static Volumes ofThisMachine() {
        return new Volumes(Path.of("/proc/self/mountinfo"), Path.of("/dev/disk/by-uuid"));
    }

    /// 16 hexadecimal digits that stay the same for a folder as long as it stays where it is on its volume.
    ///
    /// @param folder a real path
    String fingerprint(Path folder) {
        String standsAt = withinVolume(folder).orElse("path\0" + folder);
        byte[] digest = Sha256.digester().digest(standsAt.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
    }

    private Optional<String> withinVolume(Path folder) {
        try {
            Optional<Mount> mount = mountOf(folder);
            if (mount.isEmpty()) {
                return Optional.empty();
            }
            Path subtree = Path.of(mount.get().subtree());
            Path within =
                    subtree.resolve(mount.get().point().relativize(folder)).normalize();
            return uuid(mount.get().device()).map(uuid -> "uuid\0" + uuid + "\0" + within);
        } catch (IOException | IllegalArgumentException untold) {
            // Not Linux, or a sandbox that hides its mounts: the real path has to do.
            return Optional.empty();
        }
    }

    private Optional<Mount> mountOf(Path folder) throws IOException {
        byte[] told;
        try (InputStream in = Files.newInputStream(mountInfo)) {
            told = in.readNBytes(MAX_MOUNT_INFO_BYTES);
        }
        Optional<Mount> nearest = Optional.empty();
        for (String line : new String(told, StandardCharsets.UTF_8).lines().toList()) {
            String[] fields = line.split(" ", -1);
            int dash = List.of(fields).indexOf("-");
            if (dash < 6 || dash + 2 >= fields.length) {
                continue;
            }
            Mount mount = new Mount(unescape(fields[3]), Path.of(unescape(fields[4])), unescape(fields[dash + 2]));
            boolean covers = folder.startsWith(mount.point());
            if (covers
                    && (nearest.isEmpty()
                            || mount.point().getNameCount()
                                    >= nearest.get().point().getNameCount())) {
                nearest = Optional.of(mount);
            }
        }
        return nearest;
    }

    private Optional<String> uuid(String device) throws IOException {
        if (!device.startsWith("/")) {
            return Optional.empty();
        }
        Path real = Path.of(device).toRealPath();
        int looked = 0;
        try (DirectoryStream<Path> links = Files.newDirectoryStream(byUuid)) {
            for (Path link : links) {
                if (++looked > MAX_DEVICES) {
                    break;
                }
                if (Files.exists(link) && link.toRealPath().equals(real)) {
                    return Optional.of(String.valueOf(link.getFileName()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unescape(String field) {
        Matcher matcher = OCTAL.matcher(field);
        return matcher.replaceAll(
                octal -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octal.group(1), 8))));
    }
}
