package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.afc.Afc;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.device.DeviceSession;
import app.safelight.apple.device.Devices;
import app.safelight.apple.services.Application;
import app.safelight.apple.services.BatteryHealth;
import app.safelight.apple.services.DiagnosticsRelay;
import app.safelight.apple.services.HouseArrest;
import app.safelight.apple.services.InstallationProxy;
import app.safelight.apple.services.NotificationProxy;
import app.safelight.apple.usbmux.DeviceEvent;
import app.safelight.apple.usbmux.DeviceEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Our own client uses the smaller services of simulated phones.
class OurServicesTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);
    private static final Duration WAIT = Duration.ofSeconds(60);

    @Test
    void noticesAreObservedAndPosted() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            try (DeviceSession session = OurComputer.session(bench, phone);
                    NotificationProxy observer = session.notifications();
                    NotificationProxy poster = session.notifications()) {
                observer.observe(NotificationProxy.DEVICE_NAME_CHANGED);
                observer.observe("org.example.one");
                // What is observed is not confirmed; the own notice coming back shows that it is in force.
                observer.post("org.example.one");
                assertThat(observer.next(WAIT)).contains("org.example.one");
                phone.rename("Bea’s iPhone");
                assertThat(observer.next(WAIT)).contains(NotificationProxy.DEVICE_NAME_CHANGED);
                assertThat(session.facts().name()).isEqualTo("Bea’s iPhone");
                poster.post("org.example.other");
                poster.post("org.example.one");
                poster.shutdown();
                assertThat(observer.next(WAIT)).contains("org.example.one");
                assertThat(observer.next(Duration.ZERO)).isEmpty();
                observer.shutdown();
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void theBatteryIsTold() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            try (DeviceSession session = OurComputer.session(bench, phone);
                    DiagnosticsRelay relay = session.diagnostics()) {
                assertThat(relay.battery())
                        .isEqualTo(new BatteryHealth(
                                Optional.of(72L),
                                Optional.of(30L * 90),
                                Optional.of(3_000L),
                                Optional.of(311L),
                                Optional.of(2_950L),
                                Optional.of(true),
                                Optional.of(true)));
                assertThat(relay.diagnostics(DiagnosticsRelay.Kind.GAS_GAUGE)
                                .dictionary("GasGauge")
                                .orElseThrow()
                                .integer("CycleCount"))
                        .contains(311L);
                assertThat(relay.diagnostics(DiagnosticsRelay.Kind.ALL).keys()).contains("GasGauge", "NAND", "WiFi");
                assertThat(OurComputer.fault(() -> relay.mobileGestalt(List.of("ProductType"))))
                        .isEqualTo(new DeviceFault.Refused("MobileGestalt", "MobileGestaltDeprecated"));
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void anOlderPhoneTellsFactsAboutItself() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(PhoneProfile.ofIos(14));
            try (DeviceSession session = OurComputer.session(bench, phone);
                    DiagnosticsRelay relay = session.diagnostics()) {
                assertThat(relay.mobileGestalt(List.of("ProductType")).string("ProductType"))
                        .contains("iPhone10,4");
            }
        }
    }

    @Test
    void isRestartedAndComesBack() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Devices devices = OurComputer.devices(bench);
            try (DeviceSession session = OurComputer.session(bench, phone);
                    DeviceEvents events = devices.listen()) {
                assertThat(events.next(WAIT).orElseThrow()).isInstanceOf(DeviceEvent.Attached.class);
                session.restart();
                assertThat(events.next(WAIT)).contains(new DeviceEvent.Detached(1));
                assertThat(events.next(WAIT).orElseThrow()).isInstanceOf(DeviceEvent.Attached.class);
                assertThat(phone.powerRequests()).containsExactly("Restart");
                assertThat(OurComputer.fault(session::facts)).isEqualTo(new DeviceFault.NoDevice(phone.udid()));
            }
            try (DeviceSession anew = devices.open(OurComputer.udid(phone));
                    DiagnosticsRelay relay = anew.diagnostics()) {
                relay.sleep();
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    private static SimulatedApp app(TestBench bench, String name, boolean shares, boolean own, boolean system)
            throws Exception {
        Path container = bench.work().resolve(name);
        Files.createDirectories(container.resolve("Documents"));
        Files.writeString(container.resolve("Documents/note.txt"), "of " + name);
        Files.writeString(container.resolve("secret.txt"), "secret");
        return new SimulatedApp("org.example." + name, name, "1.2", container, shares, own, system);
    }

    @Test
    void applicationsAreListed() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            for (int i = 0; i < 45; i++) {
                phone.install(app(bench, "app" + i, i == 7, false, i % 9 == 0));
            }
            try (DeviceSession session = OurComputer.session(bench, phone);
                    InstallationProxy proxy = session.applications()) {
                assertThat(proxy.browse(InstallationProxy.Kind.ANY)).hasSize(45);
                assertThat(proxy.browse(InstallationProxy.Kind.SYSTEM)).hasSize(5);
                assertThat(proxy.browse(InstallationProxy.Kind.USER))
                        .hasSize(40)
                        .contains(new Application("org.example.app7", "app7", "1.2", true))
                        .contains(new Application("org.example.app8", "app8", "1.2", false));
                assertThat(proxy.lookup(List.of("org.example.app7", "org.example.nothing")))
                        .isEqualTo(
                                Map.of("org.example.app7", new Application("org.example.app7", "app7", "1.2", true)));
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void anApplicationSharesItsDocumentsAndNoMore() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            phone.install(app(bench, "shared", true, false, false));
            phone.install(app(bench, "private", false, false, false));
            phone.install(app(bench, "own", false, true, false));
            try (DeviceSession session = OurComputer.session(bench, phone)) {
                try (Afc afc = session.files(HouseArrest.Part.DOCUMENTS, "org.example.shared")) {
                    assertThat(afc.list(HouseArrest.DOCUMENTS_FOLDER)).containsExactly("note.txt");
                    assertThat(new String(afc.readWhole("/Documents/note.txt", 100), StandardCharsets.UTF_8))
                            .isEqualTo("of shared");
                    assertThat(OurComputer.fault(() -> afc.info("/secret.txt")))
                            .isInstanceOf(DeviceFault.FileRefused.class);
                }
                try (Afc afc = session.files(HouseArrest.Part.CONTAINER, "org.example.own")) {
                    assertThat(afc.list("/")).containsExactlyInAnyOrder("Documents", "secret.txt");
                }
                assertThat(OurComputer.fault(() -> session.files(HouseArrest.Part.DOCUMENTS, "org.example.private")))
                        .isInstanceOf(DeviceFault.Refused.class);
                assertThat(OurComputer.fault(() -> session.files(HouseArrest.Part.DOCUMENTS, "org.example.nothing")))
                        .isEqualTo(new DeviceFault.Refused("VendDocuments", "ApplicationLookupFailed"));
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }
}
