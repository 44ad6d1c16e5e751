package app.safelight.app.cli;

import app.safelight.app.text.DeviceWords;
import app.safelight.app.text.ICloudWords;
import app.safelight.app.wiring.PhoneName;
import app.safelight.app.wiring.Phones;
import app.safelight.app.wiring.PhotoLibraries;
import app.safelight.app.wiring.SourceName;
import app.safelight.apple.backupfiles.BackupException;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.device.Device;
import app.safelight.apple.photoslibrary.LibraryException;
import app.safelight.core.ledger.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A command that reads a photo library, wherever a person has one.
abstract class LibraryCommand extends SafelightCommand {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description =
                    "Which library: " + SourceName.HELP + ", a Mac's .photoslibrary, a backup folder of an iPhone,"
                            + " a copied media folder, or a Photos.sqlite.")
    String source = "";

    @Mixin
    final PasswordOption password = new PasswordOption();

    private final PhoneCommand.Finder finder;

    LibraryCommand(Surroundings surroundings, PhoneCommand.Finder finder) {
        super(surroundings);
        this.finder = finder;
    }

    /// Copies the library anew each time.
    @FunctionalInterface
    interface Opening {
        PhotoLibraries open() throws IOException;
    }

    /// Where a library is.
    ///
    /// @param name the phone by its UDID, or the path
    /// @param title for people
    /// @param living whether each reading finds it as it is now; a copy stays as it was
    record Found(SourceName name, String title, boolean living, Opening opening) {}

    abstract ExitCode run(Found found) throws Trouble, LedgerException, IOException;

    @Override
    final ExitCode run() throws Trouble, LedgerException {
        try {
            return switch (SourceName.of(source, surroundings.folder())) {
                case SourceName.Phone(var name) -> withPhone(name);
                case SourceName.Stored stored -> withStored(stored);
            };
        } catch (InvalidPathException senseless) {
            throw new Trouble(ExitCode.USAGE, source + " can be no path on this computer.", "");
        } catch (DeviceException failure) {
            throw PhoneCommand.trouble(failure.fault());
        } catch (LibraryException failure) {
            throw trouble(failure);
        } catch (BackupException failure) {
            throw new Trouble(ExitCode.SOURCE, ICloudWords.fault(failure.fault()), ICloudWords.fix(failure.fault()));
        } catch (IOException failure) {
            throw new Trouble(ExitCode.SOURCE, "it could not be read or written: " + failure.getMessage(), "");
        }
    }

    /// Nothing is overwritten, and what cannot be written is refused. Asked before a library is read, which may
    /// take minutes.
    final void requireNew(@Nullable String file) throws Trouble {
        if (file != null && Files.exists(surroundings.folder().resolve(file))) {
            throw new Trouble(ExitCode.USAGE, file + " is there already.", "Name a new file.");
        }
        Path folder = file == null
                ? null
                : surroundings.folder().resolve(file).normalize().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new Trouble(
                    ExitCode.USAGE, file + " cannot be written: there is no folder " + folder + ".", "Make it first.");
        }
        if (folder != null && !Files.isWritable(folder)) {
            throw new Trouble(
                    ExitCode.USAGE,
                    file + " cannot be written: you have no permission to write in " + folder + ".",
                    "Name a file in a folder of your own.");
        }
    }

    private ExitCode withPhone(PhoneName name) throws Trouble, LedgerException, IOException {
        Phones phones = finder.find();
        Device device = PhoneCommand.ready(phones, name);
        String title = DeviceWords.name(device)
                + device.facts()
                        .map(facts -> " (" + DeviceWords.model(facts) + ")")
                        .orElse("");
        return run(new Found(new SourceName.Phone(new PhoneName(device.udid().text())), title, true, () -> {
            if (surroundings.terminal() && !common.quiet) {
                output.note("Copying the database of the photo library from " + DeviceWords.name(device) + " …");
            }
            return PhotoLibraries.open(phones, device.udid(), work());
        }));
    }

    private ExitCode withStored(SourceName.Stored stored) throws Trouble, LedgerException, IOException {
        Path path = stored.path();
        char[] secret = PhotoLibraries.needsPassword(path) ? password.password(surroundings) : null;
        try {
            return run(new Found(stored, path.toString(), false, () -> PhotoLibraries.open(path, secret, work())));
        } finally {
            if (secret != null) {
                Arrays.fill(secret, '\0');
            }
        }
    }

    /// When it was the phone that failed, the phone's own fault is told: locked, unplugged.
    private static Trouble trouble(LibraryException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DeviceException device) {
                return PhoneCommand.trouble(device.fault());
            }
        }
        return new Trouble(ExitCode.SOURCE, ICloudWords.fault(failure.fault()), ICloudWords.fix(failure.fault()));
    }
}
