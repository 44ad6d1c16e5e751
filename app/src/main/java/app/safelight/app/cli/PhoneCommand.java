package app.safelight.app.cli;

import app.safelight.app.text.DeviceWords;
import app.safelight.app.wiring.PhoneName;
import app.safelight.app.wiring.Phones;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.DeviceState;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.place.PlaceException;
import app.safelight.core.source.SourceException;
import java.util.List;

/// A command about phones that are plugged in.
abstract class PhoneCommand extends SafelightCommand {
    /// Where phones come from; a test brings its own.
    @FunctionalInterface
    interface Finder {
        Phones find() throws DeviceException;
    }

    static final String NAME_HELP = "Which phone, by its UDID or its name. Not needed while only one is plugged in.";

    private final Finder finder;

    PhoneCommand(Surroundings surroundings, Finder finder) {
        super(surroundings);
        this.finder = finder;
    }

    /// Those that the environment leads to.
    static Finder finder(Surroundings surroundings) {
        return () -> Phones.of(surroundings.environment(), surroundings.systemName(), surroundings.clock());
    }

    abstract ExitCode run(Phones phones) throws Trouble, DeviceException;

    @Override
    final ExitCode run() throws Trouble, LedgerException, PlaceException, SourceException {
        try {
            return run(finder.find());
        } catch (DeviceException failure) {
            throw trouble(failure.fault());
        }
    }

    static Trouble trouble(DeviceFault fault) {
        ExitCode code = fault instanceof DeviceFault.Stopped ? ExitCode.INTERRUPTED : ExitCode.SOURCE;
        return new Trouble(code, DeviceWords.fault(fault), DeviceWords.fix(fault));
    }

    /// The one phone that a person means.
    ///
    /// @throws Trouble if there is none, none of this name, or if they must say which
    static Device choose(Phones phones, PhoneName name) throws Trouble, DeviceException {
        return switch (name.among(phones.list())) {
            case PhoneName.Choice.One(var device) -> device;
            case PhoneName.Choice.NoneThere _ ->
                throw new Trouble(ExitCode.SOURCE, "no phone is plugged in.", DeviceWords.NOTHING_THERE_FIX);
            case PhoneName.Choice.NoneOfThisName(var there) ->
                throw new Trouble(
                        ExitCode.NOT_FOUND,
                        "no phone called " + name.text() + " is plugged in.",
                        "There is: " + list(there) + ".");
            case PhoneName.Choice.Several(var fitting) ->
                throw new Trouble(
                        ExitCode.USAGE,
                        fitting.size() + " phones are plugged in.",
                        "Say which, by its UDID: " + list(fitting) + ".");
        };
    }

    /// The one phone that a person means, if one can work with it.
    ///
    /// @throws Trouble also if it is locked, not paired, or else not ready
    static Device ready(Phones phones, PhoneName name) throws Trouble, DeviceException {
        Device device = choose(phones, name);
        if (device.state() instanceof DeviceState.NotReady(var why)) {
            throw trouble(why);
        }
        return device;
    }

    private static String list(List<Device> devices) {
        return String.join(
                "; ",
                devices.stream()
                        .map(device -> DeviceWords.name(device) + " = " + device.udid())
                        .toList());
    }
}
