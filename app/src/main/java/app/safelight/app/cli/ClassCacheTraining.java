package app.safelight.app.cli;

import app.safelight.app.config.Home;
import app.safelight.app.run.Pause;
import app.safelight.app.wiring.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Runs the usual commands once, one after another in one process, while the Java machine writes down which
/// classes they need. From that the launcher makes the class cache that later calls start from. Works on one
/// picture of its own, in a folder that is gone afterwards; touches no ledger or photo of anybody.
final class ClassCacheTraining {
    /// A grey square of 16 by 16 with the tags that an iPhone writes: enough to wake all that reads a photo.
    private static final String PICTURE = """
            /9j/4QF8RXhpZgAATU0AKgAAAAgACQEPAAIAAAAGAAAAegEQAAIAAAAHAAAAgAESAAMAAAABAAYAAAEaAAUAAAABAAAAiAEbAAUA
            AAABAAAAkAEoAAMAAAABAAIAAAITAAMAAAABAAEAAIdpAAQAAAABAAAAmIglAAQAAAABAAABAgAAAABBcHBsZQBpUGhvbmUAAAAA
            AEgAAAABAAAASAAAAAEABpAAAAcAAAAEMDIzMpADAAIAAAAUAAAA5pARAAIAAAAHAAAA+pEBAAcAAAAEAQIDAKAAAAcAAAAEMDEw
            MKABAAMAAAAB//8AAAAAAAAyMDI0OjA2OjAxIDEyOjAwOjAwACswMjowMAAAAAUAAAABAAAABAIDAAAAAQACAAAAAk4AAAAAAgAF
            AAAAAwAAAUQAAwACAAAAAkUAAAAABAAFAAAAAwAAAVwAAAAAAAAAMAAAAAEAAAAGAAAAAQAAAAAAAAABAAAACwAAAAEAAAAeAAAA
            AQAAAAAAAAAB/9sAQwAIPj5JPklVVVVVVVVkXWRoaGhkZGRkaGhocHBwg4ODcHBwaGhwcHx8g4OPk4+Hh4OHk5Obm5u6urKy2dng
            /////8QASgABAAAAAAAAAAAAAAAAAAAAAAEBAAAAAAAAAAAAAAAAAAAAABABAAAAAAAAAAAAAAAAAAAAABEBAAAAAAAAAAAAAAAA
            AAAAAP/AABEIABAAEAMBIgACEQADEQD/2gAMAwEAAhEDEQA/AAAP/9k=
            """;

    /// What people run most, as they type it. `PHOTOS` and `DRIVE` stand for two folders.
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("backup", "PHOTOS", "--to", "DRIVE"),
            List.of("backup", "PHOTOS", "--to", "DRIVE", "--json"),
            List.of("status"),
            List.of("status", "--list"),
            List.of("status", "--json"),
            List.of("why", "IMG_0001.JPG"),
            List.of("verify", "DRIVE"));

    private ClassCacheTraining() {}

    /// @throws IllegalStateException if one of the commands fails: a cache of a broken program must not be made
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("safelight-class-cache");
        try {
            Path photos = Files.createDirectory(folder.resolve("PHOTOS"));
            Files.createDirectory(folder.resolve("DRIVE"));
            byte[] picture = Base64.getMimeDecoder().decode(PICTURE);
            Files.write(photos.resolve("IMG_0001.JPG"), picture);
            for (List<String> command : COMMANDS) {
                run(folder, command);
            }
        } finally {
            Scratch.delete(folder);
        }
        System.exit(ExitCode.OK.code());
    }

    private static void run(Path folder, List<String> command) {
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                new Home(folder.resolve("home")),
                folder,
                InstantSource.system(),
                ZoneId::systemDefault,
                nowhere,
                nowhere,
                false,
                Map.of(),
                "Linux",
                Pause.REAL,
                Person.NOBODY);
        int code = Main.execute(surroundings, command.toArray(String[]::new));
        // Not safe is right where the folder for passing files is kept in memory: there is no medium to read from.
        if (code != ExitCode.OK.code() && code != ExitCode.NOT_SAFE.code()) {
            throw new IllegalStateException(String.join(" ", command) + " ended with exit code " + code);
        }
    }
}
