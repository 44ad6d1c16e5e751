package app.safelight.app.cli;

import app.safelight.app.text.Amounts;
import app.safelight.app.text.DeviceWords;
import app.safelight.app.text.ModelNames;
import app.safelight.app.wiring.Phones;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.DeviceFacts;
import app.safelight.apple.device.DeviceState;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(
        name = "devices",
        description = {
            "List the iPhones and iPads that are plugged in, and what to do if one cannot be read.",
            "Says name, model, version, UDID, cable or network, and its state. Nothing is changed; no phone asks"
                    + " anything."
        },
        footer = {"", "Example: safelight devices"})
final class DevicesCommand extends PhoneCommand {
    DevicesCommand(Surroundings surroundings) {
        this(surroundings, finder(surroundings));
    }

    DevicesCommand(Surroundings surroundings, Finder finder) {
        super(surroundings, finder);
    }

    @Override
    ExitCode run(Phones phones) throws Trouble, DeviceException {
        List<Device> devices = phones.list();
        if (common.json) {
            output.json(json -> json.object(it ->
                    it.array("devices", devices, (array, device) -> array.object(one -> write(one, device)))));
        } else if (devices.isEmpty()) {
            output.line("No phone is plugged in.");
            output.line("HINT: " + DeviceWords.NOTHING_THERE_FIX);
        } else {
            devices.forEach(this::say);
            long ready =
                    devices.stream().filter(device -> device.state().isPaired()).count();
            output.line(Amounts.count(devices.size(), "device", "devices") + ", " + Amounts.number(ready) + " ready.");
        }
        boolean allReady = devices.stream().allMatch(device -> device.state().isPaired());
        return !devices.isEmpty() && allReady ? ExitCode.OK : ExitCode.SOURCE;
    }

    private void say(Device device) {
        output.line(DeviceWords.name(device)
                + device.facts()
                        .map(facts -> "  (" + DeviceWords.model(facts) + ")")
                        .orElse(""));
        output.line("  UDID " + device.udid() + ", "
                + DeviceWords.route(device.attached().route()));
        output.line("  " + DeviceWords.state(device.state()));
        DeviceWords.fix(device.state()).ifPresent(fix -> output.line("  HINT: " + fix));
    }

    private static void write(Output.Json json, Device device) throws IOException {
        json.put("udid", device.udid().text())
                .put("name", said(device, DeviceFacts::name))
                .put("productType", said(device, DeviceFacts::productType))
                .put("model", said(device, facts -> ModelNames.of(facts.productType())))
                .put("systemVersion", said(device, DeviceFacts::systemVersion))
                .put("route", device.attached().route().name())
                .put("state", DeviceWords.code(device.state()))
                .put("locked", locked(device))
                .put("text", DeviceWords.state(device.state()))
                .put("remedy", remedy(device.state()))
                .put("fix", DeviceWords.fix(device.state()).orElse(null));
    }

    private static @Nullable String said(Device device, Function<DeviceFacts, String> fact) {
        return device.facts().map(fact).filter(text -> !text.isEmpty()).orElse(null);
    }

    private static boolean locked(Device device) {
        return switch (device.state()) {
            case DeviceState.Ready(var locked) -> locked;
            case DeviceState.NotReady(var why) ->
                why instanceof DeviceFault.Locked
                        || device.facts().flatMap(DeviceFacts::locked).orElse(false);
        };
    }

    private static @Nullable String remedy(DeviceState state) {
        return switch (state) {
            case DeviceState.Ready _ -> null;
            case DeviceState.NotReady(var why) -> why.remedy().name();
        };
    }
}
