package app.safelight.apple.afc;

import app.safelight.apple.connection.DeviceException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the device says about a file.
///
/// @param modifiedAt to the nanosecond; empty if not told, as the others
/// @param linkTarget where a symbolic link leads
public record AfcFileInfo(
        String path,
        AfcKind kind,
        long sizeBytes,
        long blocks,
        long links,
        Optional<Instant> modifiedAt,
        Optional<Instant> bornAt,
        Optional<String> linkTarget) {
    /// @param told names and values as the device tells them
    /// @throws DeviceException if the kind or size is missing, or a number is none
    static AfcFileInfo of(String path, Map<String, String> told) throws DeviceException {
        AfcKind kind = AfcKind.of(AfcData.required(told, "st_ifmt"));
        long sizeBytes = AfcData.number(AfcData.required(told, "st_size"));
        if (sizeBytes < 0) {
            throw AfcChannel.malformed("a file of less than no bytes");
        }
        return new AfcFileInfo(
                path,
                kind,
                sizeBytes,
                AfcData.number(told.getOrDefault("st_blocks", "0")),
                AfcData.number(told.getOrDefault("st_nlink", "1")),
                time(told, "st_mtime"),
                time(told, "st_birthtime"),
                Optional.ofNullable(told.get("LinkTarget")));
    }

    private static Optional<Instant> time(Map<String, String> told, String name) throws DeviceException {
        String nanos = told.get(name);
        return nanos == null ? Optional.empty() : Optional.of(Instant.ofEpochSecond(0, AfcData.number(nanos)));
    }
}
