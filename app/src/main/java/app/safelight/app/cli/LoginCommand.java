package app.safelight.app.cli;

import app.safelight.app.config.LibraryAccount;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.PlaceException;
import app.safelight.place.library.LibraryDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "login",
        description = {
            "Sign in to a library, so that 'library' can be named as a place that keeps copies.",
            "The password is asked for and not kept. What is kept is a key of this computer's own, in a file that only"
                    + " you can read; 'safelight logout' makes it worthless."
        },
        footer = {
            "",
            "Example: safelight login https://photos.example.org --name Ada",
            "The link that a new library shows when it is started makes its first person: safelight login 'LINK'"
        })
final class LoginCommand extends SafelightCommand {
    @Parameters(index = "0", paramLabel = "URL", description = "Address of the library, or the link of its first run.")
    String address = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Your name there. Otherwise it is asked for.")
    @Nullable
    String name;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with nothing but your password. Otherwise it is asked for.")
    @Nullable
    String passwordFile;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "How this computer is called in your list of keys there. Default: its own name.")
    @Nullable
    String device;

    @Option(
            names = "--insecure",
            description = "Sign in without encryption. Everybody on the way can then read your password and photos.")
    boolean insecure;

    LoginCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble, PlaceException {
        LibraryAddress typed = LibraryAddress.parse(address);
        requirePrivate(typed);
        try (LibraryDoor door = new LibraryDoor(typed.base())) {
            LibraryDoor.About about = door.about();
            if (typed.secret().isEmpty() && about.setUpNeeded()) {
                throw new Trouble(
                        ExitCode.USAGE,
                        "this library has no people yet.",
                        "Give the link that it showed when it was started, in quotes.");
            }
            String person = name();
            char[] password = password(typed.secret().isPresent());
            try {
                if (typed.secret().isPresent()) {
                    door.setUp(typed.secret().get(), person, password);
                }
                PlaceId place = about.place()
                        .orElseThrow(() -> new Trouble(
                                ExitCode.PLACE,
                                "this library does not say which one it is.",
                                "Update Safelight there."));
                keep(typed, place, person, door.signIn(person, password, device()));
            } finally {
                Arrays.fill(password, '\0');
            }
            return say(typed, person);
        } catch (LibraryDoor.Refused refused) {
            throw new Trouble(ExitCode.PLACE, "the library says: " + refused.getMessage() + ".", "");
        }
    }

    private void requirePrivate(LibraryAddress typed) throws Trouble {
        if (typed.isPrivate()) {
            return;
        }
        if (!insecure) {
            throw new Trouble(
                    ExitCode.USAGE,
                    typed.base() + " is not encrypted: everybody on the way could read your password and photos.",
                    "Use its https:// address. In a network that you trust, --insecure signs in nevertheless.");
        }
        output.note("WARNING: " + typed.base() + " is not encrypted. Everybody on the way can read your password and"
                + " photos.");
    }

    private String name() throws Trouble {
        return Optional.ofNullable(name)
                .or(() -> surroundings.person().line("Your name there: "))
                .filter(typed -> !typed.isBlank())
                .orElseThrow(() -> new Trouble(ExitCode.USAGE, "nobody can be asked for a name.", "Give --name NAME."));
    }

    /// @param fresh whether it is made up just now, and so typed twice
    private char[] password(boolean fresh) throws Trouble {
        if (passwordFile != null) {
            return PasswordOption.read(surroundings, passwordFile);
        }
        char[] first = ask(fresh ? "A new password: " : "Password: ");
        if (fresh) {
            char[] again = ask("The same again: ");
            boolean same = Arrays.equals(first, again);
            Arrays.fill(again, '\0');
            if (!same) {
                Arrays.fill(first, '\0');
                throw new Trouble(ExitCode.USAGE, "the two passwords differ.", "Run it again.");
            }
        }
        return first;
    }

    private char[] ask(String prompt) throws Trouble {
        return surroundings
                .person()
                .secret(prompt)
                .orElseThrow(() -> new Trouble(
                        ExitCode.USAGE, "nobody can be asked for a password.", "Give --password-file FILE."));
    }

    /// What the ledger knows of a library is about one person's part of it. Another person's part would be taken
    /// for the same.
    private void keep(LibraryAddress typed, PlaceId place, String person, LibraryDoor.SignedIn signedIn)
            throws Trouble {
        LibraryAccount account =
                new LibraryAccount(typed.base(), place, signedIn.person(), person, Optional.of(signedIn.key()));
        Optional<LibraryAccount> before = account(surroundings);
        if (before.isPresent()
                && before.get().place().equals(place)
                && !before.get().person().equals(account.person())) {
            revoke(typed, signedIn.key());
            throw new Trouble(
                    ExitCode.USAGE,
                    "this ledger knows what " + before.get().name() + " has in this library, not what " + person
                            + " has.",
                    "Set SAFELIGHT_HOME to a folder of your own, and sign in there.");
        }
        try {
            account.write(surroundings.home().library());
        } catch (IOException failure) {
            revoke(typed, signedIn.key());
            throw new Trouble(
                    ExitCode.LEDGER,
                    "the key could not be kept: " + failure.getMessage() + ".",
                    "Set SAFELIGHT_HOME to a folder that you can write.");
        }
    }

    private void revoke(LibraryAddress typed, String key) {
        try (LibraryDoor door = new LibraryDoor(typed.base())) {
            door.signOut(key);
        } catch (PlaceException unreachable) {
            output.note("The key that was just made could not be made worthless; do so in the library, under your"
                    + " keys.");
        }
    }

    private String device() {
        return Optional.ofNullable(device)
                .or(() -> Optional.ofNullable(surroundings.environment().get("COMPUTERNAME")))
                .or(() -> Optional.ofNullable(surroundings.environment().get("HOSTNAME")))
                .or(LoginCommand::hostname)
                .orElse("a computer");
    }

    private static Optional<String> hostname() {
        try {
            return Optional.of(Files.readString(Path.of("/etc/hostname")).strip())
                    .filter(text -> !text.isEmpty());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private ExitCode say(LibraryAddress typed, String person) {
        if (common.json) {
            output.json(json ->
                    json.object(it -> it.put("address", typed.base().toString()).put("name", person)));
        } else {
            output.line("You are signed in to the library at " + typed.base() + " as " + person + ".");
            output.line("HINT: safelight backup FOLDER --to library");
        }
        return ExitCode.OK;
    }
}
