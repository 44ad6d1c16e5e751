package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.DeviceWords;
import app.safelight.app.wiring.PhoneName;
import app.safelight.app.wiring.Phones;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.Pairing;
import app.safelight.apple.device.Patience;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pair",
        description = {
            "Pair this computer with a phone, once, so that its photos can be read.",
            "The phone asks whether to trust this computer; you tap \"Trust\" on it and enter its passcode. Nothing on the"
                    + " phone is changed."
        },
        footer = {"", "Example: safelight pair"})
final class PairCommand extends PhoneCommand {
    /// How long somebody is waited for who has to find the phone and its passcode.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /// How often those who watch are told that it is still waiting.
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(15);

    @Parameters(index = "0", arity = "0..1", paramLabel = "PHONE", description = NAME_HELP)
    String phone = "";

    @Option(names = "--unpair", description = "Make the phone and this computer forget each other instead.")
    boolean unpair;

    PairCommand(Surroundings surroundings) {
        this(surroundings, finder(surroundings));
    }

    PairCommand(Surroundings surroundings, Finder finder) {
        super(surroundings, finder);
    }

    @Override
    ExitCode run(Phones phones) throws Trouble, DeviceException {
        Device device = choose(phones, PhoneName.typed(phone));
        String name = DeviceWords.name(device);
        if (unpair) {
            phones.unpair(device.udid());
            done(device, "UNPAIRED", name + " and this computer have forgotten each other.");
            return ExitCode.OK;
        }
        Pairing pairing = phones.pair(device.udid(), new Watch(name));
        switch (pairing) {
            case FOUND -> done(device, "FOUND", name + " is paired with this computer already.");
            case MADE -> done(device, "MADE", name + " is paired with this computer now.");
        }
        return ExitCode.OK;
    }

    private void done(Device device, String result, String text) {
        if (common.json) {
            output.json(json ->
                    json.object(it -> it.put("udid", device.udid().text()).put("result", result)));
            return;
        }
        output.line(text);
        if (!unpair) {
            output.line("HINT: Ask what iCloud has of it: safelight icloud iphone");
        }
    }

    /// Says what to do on the phone, and waits for it.
    private final class Watch implements Patience {
        private final String name;
        private String said = "";
        private Duration waited = Duration.ZERO;
        private Duration silent = Duration.ZERO;

        Watch(String name) {
            this.name = name;
        }

        @Override
        public boolean again(DeviceFault until) {
            say(until);
            if (waited.compareTo(PATIENCE) >= 0) {
                return false;
            }
            try {
                surroundings.pause().pause(BETWEEN_LOOKS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
            waited = waited.plus(BETWEEN_LOOKS);
            silent = silent.plus(BETWEEN_LOOKS);
            return true;
        }

        private void say(DeviceFault until) {
            String now = until instanceof DeviceFault.Locked
                    ? name + " is locked. Unlock it with its passcode and leave the screen on."
                    : name + " shows \"Trust This Computer?\". Tap \"Trust\" there, then enter its passcode. (It shows"
                            + " this only while it is unlocked; with \"Don't Trust\" nothing can be read.)";
            if (!now.equals(said)) {
                output.note(now);
                said = now;
                silent = Duration.ZERO;
            } else if (!common.quiet && silent.compareTo(BETWEEN_NOTES) >= 0) {
                output.note("Still waiting; " + Amounts.duration(PATIENCE.minus(waited)) + " left.");
                silent = Duration.ZERO;
            }
        }
    }
}
