package app.safelight.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.connection.Remedy;
import app.safelight.apple.device.DeviceFacts;
import app.safelight.apple.device.DeviceState;
import app.safelight.apple.usbmux.Route;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceWordsTest {
    private static final List<DeviceFault> FAULTS = List.of(
            new DeviceFault.NoDaemon("UNIX:/var/run/usbmuxd"),
            new DeviceFault.BadDaemonAddress("x"),
            new DeviceFault.DaemonRefused("Listen", 1),
            new DeviceFault.NoDevice("0000"),
            new DeviceFault.PortRefused(62078),
            new DeviceFault.Locked(),
            new DeviceFault.TrustPending(),
            new DeviceFault.TrustDenied(),
            new DeviceFault.NotPaired(),
            new DeviceFault.PairingStale(),
            new DeviceFault.WrongDeviceKey(),
            new DeviceFault.PairingUnusable("it has no certificate"),
            new DeviceFault.PairingUnreadable("/var/lib/lockdown/0000.plist"),
            new DeviceFault.PairingNeedsCable(),
            new DeviceFault.Managed("Pair"),
            new DeviceFault.FindMyProtects("Erase"),
            new DeviceFault.ServiceRefused("com.apple.afc", "InvalidService"),
            new DeviceFault.Refused("GetValue", "GetProhibited"),
            new DeviceFault.FileRefused("/DCIM", FileRefusal.PERMISSION_DENIED),
            new DeviceFault.FileChanged("/DCIM/IMG_0001.HEIC", 2, 1),
            new DeviceFault.CableLost(),
            new DeviceFault.TimedOut(Duration.ofSeconds(30)),
            new DeviceFault.Malformed("AFC", "a number instead of data"),
            new DeviceFault.Stopped());

    @Test
    void everyFaultIsASentenceWithACodeOfItsOwn() {
        assertThat(FAULTS).hasSize(DeviceFault.class.getPermittedSubclasses().length);
        Set<String> codes = new HashSet<>();
        Set<String> sentences = new HashSet<>();
        for (DeviceFault fault : FAULTS) {
            assertThat(codes.add(DeviceWords.code(fault))).as("%s", fault).isTrue();
            assertThat(DeviceWords.code(fault)).matches("[A-Z_]+");
            assertThat(sentences.add(DeviceWords.fault(fault))).as("%s", fault).isTrue();
            assertThat(DeviceWords.fault(fault)).matches("(?s)[A-Za-z/].*\\.");
            boolean stopped = fault.remedy() == Remedy.NOTHING;
            assertThat(DeviceWords.fix(fault).isEmpty()).as("%s", fault).isEqualTo(stopped);
        }
    }

    @Test
    void everyRemedyButNothingIsAnInstruction() {
        for (Remedy remedy : Remedy.values()) {
            if (remedy == Remedy.NOTHING) {
                assertThat(DeviceWords.fix(remedy)).isEmpty();
            } else {
                assertThat(DeviceWords.fix(remedy)).matches("[A-Z].*\\.");
            }
        }
    }

    @Test
    void everyRefusalOfAFileIsSaid() {
        for (FileRefusal refusal : FileRefusal.values()) {
            assertThat(DeviceWords.fault(new DeviceFault.FileRefused("/DCIM/a", refusal)))
                    .startsWith("The phone ")
                    .endsWith(": /DCIM/a.");
        }
    }

    @Test
    void whoSaidNoIsToldToPlugInAnew() {
        assertThat(DeviceWords.fix(new DeviceFault.TrustDenied())).contains("Unplug", "tap \"Trust\" this time");
        assertThat(DeviceWords.fix(new DeviceFault.PairingStale()))
                .contains("safelight pair")
                .doesNotContain("Unplug");
    }

    @Test
    void statesHaveWords() {
        assertThat(DeviceWords.state(new DeviceState.Ready(false))).contains("unlocked");
        assertThat(DeviceWords.state(new DeviceState.Ready(true))).contains("It is locked");
        assertThat(DeviceWords.fix(new DeviceState.Ready(true))).isEmpty();
        assertThat(DeviceWords.fix(new DeviceState.NotReady(new DeviceFault.Stopped())))
                .isEmpty();
        assertThat(DeviceWords.route(Route.CABLE)).isEqualTo("by cable");
        assertThat(DeviceWords.route(Route.NETWORK)).isEqualTo("over the network");
    }

    @Test
    void modelsAreCalledAsInShops() {
        assertThat(DeviceWords.model(facts("iPhone15,2", "18.1", "iPhone"))).isEqualTo("iPhone 14 Pro, iOS 18.1");
        assertThat(DeviceWords.model(facts("iPad13,1", "17.4", "iPad"))).isEqualTo("iPad13,1, iPadOS 17.4");
        assertThat(DeviceWords.model(facts("", "", "iPhone"))).isEqualTo("iPhone");
        assertThat(DeviceWords.model(facts("", "", ""))).isEmpty();
    }

    private static DeviceFacts facts(String type, String version, String deviceClass) {
        return new DeviceFacts("Ada", type, version, "22B83", deviceClass, "SERIAL", Optional.empty());
    }
}
