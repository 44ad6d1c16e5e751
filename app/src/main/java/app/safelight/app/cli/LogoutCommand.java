package app.safelight.app.cli;

import app.safelight.app.config.LibraryAccount;
import app.safelight.app.text.Words;
import app.safelight.core.place.PlaceException;
import app.safelight.place.library.LibraryDoor;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
        name = "logout",
        description = {
            "Sign out of the library: the key of this computer opens nothing any more, and is forgotten here.",
            "What was backed up stays known, so that nothing is sent again after signing in."
        },
        footer = {"", "Example: safelight logout"})
final class LogoutCommand extends SafelightCommand {
    LogoutCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws Trouble {
        Optional<LibraryAccount> account = account(surroundings);
        Optional<String> key = account.flatMap(LibraryAccount::key);
        if (account.isEmpty() || key.isEmpty()) {
            return say(false, "You are not signed in to a library.");
        }
        LibraryAccount own = account.get();
        try {
            own.signedOut().write(surroundings.home().library());
        } catch (IOException failure) {
            throw new Trouble(
                    ExitCode.LEDGER,
                    "the key could not be forgotten: " + failure.getMessage() + ".",
                    "Delete " + surroundings.home().library() + " by hand.");
        }
        try (LibraryDoor door = new LibraryDoor(own.address())) {
            door.signOut(key.get());
        } catch (PlaceException unreachable) {
            output.note("The library could not be told. " + Words.fault(unreachable.fault()));
            output.note("HINT: Sign in there with a browser, and take back the key of this computer.");
        }
        return say(true, "You are signed out of the library at " + own.address() + ".");
    }

    private ExitCode say(boolean done, String text) {
        if (common.json) {
            output.json(json -> json.object(it -> it.put("signedOut", done)));
        } else {
            output.line(text);
        }
        return ExitCode.OK;
    }
}
