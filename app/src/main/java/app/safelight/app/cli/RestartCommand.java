package app.safelight.app.cli;

import app.safelight.app.text.DeviceWords;
import app.safelight.app.wiring.PhoneName;
import app.safelight.app.wiring.Phones;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.device.Device;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restart",
        description = {
            "Restart a phone, which resolves glitches that keep photos from being uploaded.",
            "Photos and settings stay. It ends calls, apps, and every transfer under way; afterwards the phone needs its"
                    + " passcode once before a computer can read it again."
        },
        footer = {"", "Example: safelight restart --yes"})
final class RestartCommand extends PhoneCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "PHONE", description = NAME_HELP)
    String phone = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    RestartCommand(Surroundings surroundings) {
        this(surroundings, finder(surroundings));
    }

    RestartCommand(Surroundings surroundings, Finder finder) {
        super(surroundings, finder);
    }

    @Override
    ExitCode run(Phones phones) throws Trouble, DeviceException {
        Device device = ready(phones, PhoneName.typed(phone));
        String name = DeviceWords.name(device);
        if (!yes && !agreed(name)) {
            throw new Trouble(ExitCode.INTERRUPTED, name + " was not restarted.", "");
        }
        phones.restart(device.udid());
        if (common.json) {
            output.json(json ->
                    json.object(it -> it.put("udid", device.udid().text()).put("result", "RESTARTING")));
        } else {
            output.line(name + " restarts now. It takes a minute or two.");
            output.line("HINT: Unlock it with its passcode once; then ask again: safelight icloud iphone");
        }
        return ExitCode.OK;
    }

    private boolean agreed(String name) throws Trouble {
        output.note("Restarting " + name + " ends calls, apps, and every transfer under way, also one that Safelight"
                + " is making.");
        output.note("Photos and settings stay. Afterwards it needs its passcode once before a computer can read it.");
        Optional<Boolean> answer = surroundings.person().agrees("Restart it now?");
        return answer.orElseThrow(() -> new Trouble(
                ExitCode.USAGE, name + " was not restarted: nobody is here to be asked.", "Add --yes to do it."));
    }
}
