package app.safelight.simulator.iphone;

import app.safelight.apple.plist.Plist;
import java.io.IOException;
import java.util.Optional;

/// What a phone tells of its battery and its parts, and how it is switched off.
///
/// Source: libimobiledevice `diagnostics_relay.c`. With `WaitForDisconnect` it switches off when the computer
/// has hung up.
final class DiagnosticsRelay {
    private static final String BATTERY_CLASS = "IOPMPowerSource";

    private final SimulatedPhone phone;
    private final Wire wire;
    private final SimulatedUsbmux usbmux;
    private Optional<String> powerRequest = Optional.empty();

    DiagnosticsRelay(SimulatedPhone phone, Wire wire, SimulatedUsbmux usbmux) {
        this.phone = phone;
        this.wire = wire;
        this.usbmux = usbmux;
    }

    void serve() throws IOException {
        try {
            while (true) {
                Optional<Plist> request = wire.receive();
                if (request.isEmpty()) {
                    return;
                }
                String name = request.get().string("Request").orElse("");
                wire.send(answer(name, request.get()));
                if (name.equals("Goodbye")) {
                    return;
                }
                if (powerRequest.isPresent()
                        && !request.get().bool("WaitForDisconnect").orElse(false)) {
                    return;
                }
            }
        } finally {
            obeyPower();
        }
    }

    private void obeyPower() throws IOException {
        if (powerRequest.isEmpty()) {
            return;
        }
        phone.notePower(powerRequest.get());
        switch (powerRequest.get()) {
            case "Restart" -> usbmux.powerDown(phone, true);
            case "Shutdown" -> usbmux.powerDown(phone, false);
            default -> {} // Asleep, it is still there.
        }
    }

    private Plist answer(String name, Plist request) {
        return switch (name) {
            case "Goodbye" -> status("Success");
            case "Restart", "Shutdown", "Sleep" -> {
                powerRequest = Optional.of(name);
                yield status("Success");
            }
            case "GasGauge" -> diagnostics(Plist.empty().put("GasGauge", gasGauge()));
            case "WiFi" -> diagnostics(Plist.empty().put("WiFi", wifi()));
            case "NAND" -> diagnostics(Plist.empty().put("NAND", nand()));
            case "All" ->
                diagnostics(Plist.empty()
                        .put("GasGauge", gasGauge())
                        .put("NAND", nand())
                        .put("WiFi", wifi()));
            case "MobileGestalt" -> diagnostics(Plist.empty().put("MobileGestalt", gestalt(request)));
            case "IORegistry" -> ioRegistry(request);
            default -> status("UnknownRequest");
        };
    }

    private static Plist status(String status) {
        return Plist.empty().put("Status", status);
    }

    private static Plist diagnostics(Plist values) {
        return status("Success").put("Diagnostics", values);
    }

    private Plist gasGauge() {
        PhoneProfile.Battery battery = phone.profile().battery();
        return Plist.empty()
                .put("CycleCount", battery.cycles())
                .put("DesignCapacity", 100)
                .put("FullChargeCapacity", battery.healthPercent())
                .put("Status", "Success");
    }

    private static Plist wifi() {
        return Plist.empty().put("Active", true).put("Status", "Success");
    }

    private static Plist nand() {
        return Plist.empty().put("Status", "Success");
    }

    /// Since iOS 17.4 a phone says only that it says nothing.
    private Plist gestalt(Plist request) {
        if (phone.profile().isAtLeast(17, 4)) {
            return Plist.empty().put("Status", "MobileGestaltDeprecated");
        }
        Plist values = Plist.empty().put("Status", "Success");
        for (String key : request.strings("MobileGestaltKeys")) {
            phone.values().value(PhoneValues.ROOT, key).ifPresent(value -> values.put(key, value));
        }
        return values;
    }

    private Plist ioRegistry(Plist request) {
        Plist found = Plist.empty();
        if (request.string("EntryClass").orElse("").equals(BATTERY_CLASS)) {
            PhoneProfile.Battery battery = phone.profile().battery();
            found.put("AppleRawMaxCapacity", 30L * battery.healthPercent())
                    .put("CurrentCapacity", battery.percent())
                    .put("CycleCount", battery.cycles())
                    .put("DesignCapacity", 3_000)
                    .put("ExternalConnected", true)
                    .put("IsCharging", battery.charging())
                    .put("MaxCapacity", 100)
                    .put("NominalChargeCapacity", 30L * battery.healthPercent())
                    .put("Temperature", 2_950);
        }
        return diagnostics(Plist.empty().put("IORegistry", found));
    }
}
