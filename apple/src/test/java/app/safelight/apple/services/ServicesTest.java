package app.safelight.apple.services;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.afc.Afc;
import app.safelight.apple.connection.BytesConnection;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.Faults;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private static BytesConnection answers(String... dictionaries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String inner : dictionaries) {
                byte[] xml = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>" + inner
                                + "</dict></plist>")
                        .getBytes(StandardCharsets.UTF_8);
                out.writeInt(xml.length);
                out.write(xml);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new BytesConnection(bytes.toByteArray());
    }

    private static String text(String key, String value) {
        return "<key>" + key + "</key><string>" + value + "</string>";
    }

    private static String said(BytesConnection connection) {
        return new String(connection.written(), StandardCharsets.UTF_8).replaceAll("\\s*\n\\s*", "");
    }

    @Test
    void notificationsArePostedAndObserved() throws Exception {
        BytesConnection connection = answers(
                text("Command", "RelayNotification") + text("Name", NotificationProxy.DEVICE_NAME_CHANGED),
                text("Command", "RelayNotification") + text("Name", "late"),
                text("Command", "ProxyDeath"));
        try (NotificationProxy proxy = new NotificationProxy(connection)) {
            proxy.observe(NotificationProxy.DEVICE_NAME_CHANGED);
            proxy.post("com.example.hello");
            assertThat(proxy.next(Duration.ZERO)).contains("com.apple.mobile.lockdown.device_name_changed");
            proxy.shutdown();
        }
        assertThat(said(connection))
                .contains(
                        text("Command", "ObserveNotification"),
                        text("Command", "PostNotification"),
                        text("Name", "com.example.hello"),
                        text("Command", "Shutdown"));
    }

    @Test
    void theDeathOfTheProxyIsNoNotification() {
        try (NotificationProxy proxy = new NotificationProxy(answers(text("Command", "ProxyDeath")))) {
            assertThat(Faults.of(() -> proxy.next(Duration.ZERO))).isEqualTo(new DeviceFault.CableLost());
        }
    }

    @Test
    void restartingWaitsForTheEndOfTheConnection() throws Exception {
        BytesConnection connection = answers(text("Status", "Success"), text("Status", "Success"));
        try (DiagnosticsRelay relay = new DiagnosticsRelay(connection)) {
            relay.restart();
        }
        assertThat(said(connection))
                .contains(
                        text("Request", "Restart"), "<key>WaitForDisconnect</key><true/>", text("Request", "Goodbye"));
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void theBatteryIsReadFromTheRegistry() throws Exception {
        BytesConnection connection = answers(text("Status", "Success")
                + "<key>Diagnostics</key><dict><key>IORegistry</key><dict>"
                + "<key>AppleRawMaxCapacity</key><integer>2600</integer><key>DesignCapacity</key><integer>3000</integer>"
                + "<key>CycleCount</key><integer>321</integer><key>IsCharging</key><true/></dict></dict>");
        try (DiagnosticsRelay relay = new DiagnosticsRelay(connection)) {
            BatteryHealth battery = relay.battery();
            assertThat(battery.chargeWhenFull()).contains(2600L);
            assertThat(battery.chargeWhenNew()).contains(3000L);
            assertThat(battery.cycles()).contains(321L);
            assertThat(battery.charging()).contains(true);
            assertThat(battery.centiCelsius()).isEqualTo(Optional.empty());
        }
        assertThat(said(connection)).contains(text("EntryClass", "IOPMPowerSource"));
    }

    @Test
    void diagnosticsThatTheDeviceDoesNotGiveAreRefusals() {
        try (DiagnosticsRelay relay = new DiagnosticsRelay(answers(
                text("Status", "UnknownRequest"),
                text("Status", "Success") + "<key>Diagnostics</key><dict><key>MobileGestalt</key><dict>"
                        + text("Status", "MobileGestaltDeprecated") + "</dict></dict>",
                text("Status", "Success"),
                ""))) {
            assertThat(Faults.of(() -> relay.diagnostics(DiagnosticsRelay.Kind.NAND)))
                    .isEqualTo(new DeviceFault.Refused("NAND", "UnknownRequest"));
            assertThat(Faults.of(() -> relay.mobileGestalt(List.of("ProductType"))))
                    .isEqualTo(new DeviceFault.Refused("MobileGestalt", "MobileGestaltDeprecated"));
            assertThat(Faults.of(() -> relay.registryPlane("IOPower"))).isInstanceOf(DeviceFault.Malformed.class);
            assertThat(Faults.of(relay::sleep)).isInstanceOf(DeviceFault.Malformed.class);
        }
    }

    @Test
    void applicationsComeInParts() throws Exception {
        String first = "<key>CurrentList</key><array><dict>" + text("CFBundleIdentifier", "com.example.a")
                + text("CFBundleDisplayName", "A") + "<key>UIFileSharingEnabled</key><true/></dict><dict/></array>"
                + text("Status", "BrowsingApplications");
        String second = "<key>CurrentList</key><array><dict>" + text("CFBundleIdentifier", "com.example.b")
                + "</dict></array>" + text("Status", "BrowsingApplications");
        BytesConnection connection = answers(
                first,
                second,
                text("Status", "Complete"),
                "<key>LookupResult</key><dict><key>com.example.b</key><dict>"
                        + text("CFBundleIdentifier", "com.example.b") + text("CFBundleShortVersionString", "2.1")
                        + "</dict></dict>" + text("Status", "Complete"),
                text("Error", "APIInternalError"));
        try (InstallationProxy proxy = new InstallationProxy(connection)) {
            assertThat(proxy.browse(InstallationProxy.Kind.USER))
                    .containsExactly(
                            new Application("com.example.a", "A", "", true),
                            new Application("com.example.b", "com.example.b", "", false));
            assertThat(proxy.lookup(List.of("com.example.b", "com.example.c")))
                    .containsOnlyKeys("com.example.b")
                    .containsValue(new Application("com.example.b", "com.example.b", "2.1", false));
            assertThat(Faults.of(() -> proxy.browse(InstallationProxy.Kind.ANY)))
                    .isEqualTo(new DeviceFault.Refused("Browse", "APIInternalError"));
        }
        assertThat(said(connection)).contains(text("ApplicationType", "User"), text("Command", "Lookup"));
    }

    @Test
    void anApplicationsFilesAreTheSameConnection() throws Exception {
        BytesConnection connection = answers(text("Status", "Complete"));
        try (Afc afc = HouseArrest.open(connection, HouseArrest.Part.DOCUMENTS, "com.example.a")) {
            assertThat(Faults.of(() -> afc.list("/Documents"))).isEqualTo(new DeviceFault.CableLost());
        }
        assertThat(said(connection))
                .contains(text("Command", "VendDocuments"), text("Identifier", "com.example.a"), "CFA6LPAA");
    }

    @Test
    void anApplicationThatSharesNothingIsARefusal() {
        BytesConnection connection = answers(text("Error", "InstallationLookupFailed"));
        assertThat(Faults.of(() -> HouseArrest.open(connection, HouseArrest.Part.CONTAINER, "x")))
                .isEqualTo(new DeviceFault.Refused("VendContainer", "InstallationLookupFailed"));
        assertThat(connection.isClosed()).isTrue();
    }
}
