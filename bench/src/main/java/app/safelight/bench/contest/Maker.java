package app.safelight.bench.contest;

import java.util.List;

/// A program that has to be on the machine.
///
/// @param program its name; empty if it is the harness itself
/// @param debianPackage where to get it
/// @param version arguments that make it tell its version; empty if that means nothing here
record Maker(String program, String debianPackage, List<String> version) {
    static final Maker HARNESS = new Maker("", "", List.of());
    static final Maker COREUTILS = new Maker("sha256sum", "coreutils", List.of("--version"));
    static final Maker RSYNC = new Maker("rsync", "rsync", List.of("--version"));
    static final Maker RCLONE = new Maker("rclone", "rclone", List.of("version"));
    static final Maker RESTIC = new Maker("restic", "restic", List.of("version"));
    static final Maker BORG = new Maker("borg", "borgbackup", List.of("--version"));

    static final Maker IFUSE = new Maker("ifuse", "ifuse", List.of("--version"));

    static Maker ours(String launcher) {
        return new Maker(launcher, "", List.of("--version"));
    }
}
