package app.safelight.app.cli;

import app.safelight.app.config.LibraryAccount;
import app.safelight.app.text.ICloudWords;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.KeyFiles;
import app.safelight.app.wiring.OpenedSource;
import app.safelight.app.wiring.PlaceName;
import app.safelight.app.wiring.Sources;
import app.safelight.apple.backupfiles.BackupException;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.ledger.LedgerFault;
import app.safelight.core.place.PlaceException;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.source.SourceException;
import app.safelight.place.drive.AgeKeyFile;
import app.safelight.place.drive.AgeKeys;
import app.safelight.source.photoslibrary.PhotoListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// A command: runs, and turns each failure into a fact, a hint and an exit code.
abstract class SafelightCommand implements Callable<Integer> {
    static final String KEY_HELP = "The key file of an encrypted place, if it is not where it was made.";

    @Mixin
    final Common common = new Common();

    final Surroundings surroundings;
    final Output output;

    SafelightCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.output = surroundings.output();
    }

    /// The keys of encrypted drives: of the one file a person named for this run, or else those of the
    /// settings.
    ///
    /// @throws Trouble if the named file cannot be used
    final AgeKeys keys(@Nullable String named) throws Trouble {
        if (named == null) {
            return new KeyFiles(Session.settings(surroundings.home()).keyFiles());
        }
        try {
            return AgeKeyFile.read(surroundings.folder().resolve(named));
        } catch (IOException failure) {
            throw keyTrouble(named, failure);
        }
    }

    /// The folder of a place, as a person named it.
    ///
    /// @throws Trouble if a file stands there, which no connecting of drives will change
    static Path placeFolder(Surroundings surroundings, String named) throws Trouble {
        Path folder = surroundings.folder().resolve(named).normalize();
        if (Files.isRegularFile(folder)) {
            throw new Trouble(ExitCode.PLACE, named + " is a file, not a folder.", "Name a folder on a drive.");
        }
        return folder;
    }

    /// What a person named as a place.
    ///
    /// @throws Trouble if a file stands there
    static PlaceName placeName(Surroundings surroundings, String named) throws Trouble {
        PlaceName name = PlaceName.of(named, surroundings.folder());
        if (name instanceof PlaceName.Folder) {
            return new PlaceName.Folder(placeFolder(surroundings, named));
        }
        return name;
    }

    /// The library that the person is signed in to, or was.
    ///
    /// @throws Trouble if nobody can read which
    static Optional<LibraryAccount> account(Surroundings surroundings) throws Trouble {
        try {
            return LibraryAccount.read(surroundings.home().library());
        } catch (IOException wrong) {
            throw new Trouble(
                    ExitCode.USAGE,
                    "which library you are signed in to cannot be read: " + wrong.getMessage() + ".",
                    "Sign in again: safelight login URL");
        }
    }

    static Trouble keyTrouble(String file, IOException failure) {
        String fact = failure instanceof AgeKeyFile.Unusable
                ? String.valueOf(failure.getMessage())
                : failure instanceof NoSuchFileException
                        ? "there is no key file " + file + "."
                        : "the key file " + file + " cannot be used: " + failure.getMessage();
        return new Trouble(ExitCode.USAGE, fact, "A key file is what 'age-keygen' or 'places add --encrypt' makes.");
    }

    /// Opens what stands at a path as a source.
    ///
    /// @param password where that of an encrypted backup comes from
    /// @param photos as [Sources#open]
    final OpenedSource source(Path path, PasswordOption password, PhotoListener photos)
            throws Trouble, SourceException {
        if (Files.isRegularFile(path) && !Sources.isArchive(path)) {
            throw new Trouble(
                    ExitCode.SOURCE,
                    path + " is a file, not a folder.",
                    "Name the folder it is in. Of files only the parts of a Google Takeout (.zip) can be a source.");
        }
        char[] secret = null;
        try {
            secret = Sources.needsPassword(path) ? password.password(surroundings) : null;
            return Sources.open(path, secret, work(), photos);
        } catch (BackupException failure) {
            throw new Trouble(ExitCode.SOURCE, ICloudWords.fault(failure.fault()), ICloudWords.fix(failure.fault()));
        } finally {
            if (secret != null) {
                Arrays.fill(secret, '\0');
            }
        }
    }

    /// Where copies of the databases of photo libraries lie for as long as they are read.
    final Path work() {
        return surroundings.home().folder().resolve("work");
    }

    abstract ExitCode run() throws Trouble, LedgerException, PlaceException, SourceException;

    @Override
    public final Integer call() {
        try {
            return run().code();
        } catch (Trouble trouble) {
            output.error(String.valueOf(trouble.getMessage()), trouble.hint());
            return trouble.exitCode().code();
        } catch (LedgerException failure) {
            output.error(Words.fault(failure.fault()), hint(failure.fault()));
            return ExitCode.LEDGER.code();
        } catch (PlaceException failure) {
            output.error(Words.fault(failure.fault()), Words.fix(ReasonCode.of(failure.fault())));
            return ExitCode.PLACE.code();
        } catch (SourceException failure) {
            output.error(Words.fault(failure.fault()), Words.fix(ReasonCode.of(failure.fault())));
            return ExitCode.SOURCE.code();
        }
    }

    private static String hint(LedgerFault fault) {
        return switch (fault) {
            case LedgerFault.Damaged _ ->
                "Keep the file. 'safelight doctor' looks closer; 'safelight verify PLACE' with SAFELIGHT_HOME set to"
                        + " a new folder makes a new ledger from a place.";
            case LedgerFault.NewerFormat _ -> "Update Safelight.";
            case LedgerFault.Busy _ -> "Wait until the other run has ended.";
            case LedgerFault.Full _ -> "Free space on the disk that holds it, then run the command again.";
            case LedgerFault.Unreachable _ -> "Set SAFELIGHT_HOME to a folder that you can read and write.";
        };
    }
}
