package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.plist.Plist;
import com.dd.plist.NSArray;
import com.dd.plist.NSString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the real tools do not look at.
class PhoneServicesTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);

    private static Plist command(String command, String name) {
        return Plist.empty().put("Command", command).put("Name", name);
    }

    @Test
    void relaysTheNoticesThatAreObserved() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            try (RawHost observer = RawHost.service(bench, phone, PhoneServices.NOTIFICATIONS)) {
                observer.sendList(command("ObserveNotification", "two"));
                observer.sendList(command("PostNotification", "one"));
                observer.sendList(command("PostNotification", "two"));
                Plist relayed = observer.receiveList();
                assertThat(relayed.string("Command")).contains("RelayNotification");
                assertThat(relayed.string("Name")).contains("two");
                phone.post("two");
                assertThat(observer.receiveList().string("Name")).contains("two");
                observer.sendList(Plist.empty().put("Command", "Shutdown"));
                assertThat(observer.receiveList().string("Command")).contains("ProxyDeath");
                assertThat(observer.receiveAll()).isEmpty();
            }
        }
    }

    @Test
    void browsesManyApplicationsInParts() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            for (int i = 0; i < 45; i++) {
                phone.install(new SimulatedApp(
                        "org.example.app" + i, "App " + i, "1", bench.work(), false, false, i % 9 == 0));
            }
            try (RawHost host = RawHost.service(bench, phone, PhoneServices.INSTALLATION)) {
                Plist options = Plist.empty()
                        .put("ApplicationType", "User")
                        .put("ReturnAttributes", new NSArray(new NSString("CFBundleIdentifier")));
                host.sendList(Plist.empty().put("Command", "Browse").put("ClientOptions", options));
                List<String> seen = new ArrayList<>();
                Plist part = host.receiveList();
                int parts = 0;
                while (!part.string("Status").orElseThrow().equals("Complete")) {
                    assertThat(part.integer("Total")).contains(40L);
                    assertThat(part.integer("CurrentIndex")).contains((long) seen.size());
                    for (Plist app : part.dictionaries("CurrentList")) {
                        assertThat(app.keys()).containsExactly("CFBundleIdentifier");
                        seen.add(app.string("CFBundleIdentifier").orElseThrow());
                    }
                    parts++;
                    part = host.receiveList();
                }
                assertThat(parts).isEqualTo(2);
                assertThat(seen).hasSize(40).doesNotContain("org.example.app9").contains("org.example.app44");
                Plist only = Plist.empty()
                        .put("BundleIDs", new NSArray(new NSString("org.example.app9"), new NSString("missing")));
                Plist found = host.ask(Plist.empty().put("Command", "Lookup").put("ClientOptions", only));
                assertThat(found.dictionary("LookupResult").orElseThrow().keys())
                        .containsExactly("org.example.app9");
                assertThat(host.ask(Plist.empty().put("Command", "Install")).string("Error"))
                        .contains("UnknownCommand");
            }
        }
    }

    @Test
    void arrestsNoHouseTwice() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            try (RawHost host = RawHost.service(bench, phone, PhoneServices.HOUSE_ARREST)) {
                Plist vend = Plist.empty().put("Command", "VendDocuments").put("Identifier", "org.example.missing");
                assertThat(host.ask(vend).string("Error")).contains("ApplicationLookupFailed");
                assertThat(host.receiveAll()).isEmpty();
            }
        }
    }

    @Test
    void tellsOfItsBatteryAndSaysGoodbye() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            try (RawHost host = RawHost.service(bench, phone, PhoneServices.DIAGNOSTICS)) {
                Plist asked = Plist.empty().put("Request", "IORegistry").put("EntryClass", "IOPMPowerSource");
                Plist registry = host.ask(asked)
                        .dictionary("Diagnostics")
                        .orElseThrow()
                        .dictionary("IORegistry")
                        .orElseThrow();
                assertThat(registry.integer("CycleCount")).contains(311L);
                assertThat(registry.integer("CurrentCapacity")).contains(72L);
                assertThat(host.ask("Dance").string("Status")).contains("UnknownRequest");
                assertThat(host.ask("Goodbye").string("Status")).contains("Success");
                assertThat(host.receiveAll()).isEmpty();
            }
            assertThat(bench.usbmux().attachments()).hasSize(1);
        }
    }
}
