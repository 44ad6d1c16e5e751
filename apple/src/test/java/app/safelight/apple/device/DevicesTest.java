package app.safelight.apple.device;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.afc.Afc;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.Faults;
import app.safelight.apple.connection.Peer;
import app.safelight.apple.connection.Remedy;
import app.safelight.apple.lockdown.PairRecordFiles;
import app.safelight.apple.usbmux.Udid;
import app.safelight.apple.usbmux.Usbmux;
import app.safelight.apple.usbmux.UsbmuxAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
    private static final Udid UDID = new Udid(ScriptedPhone.UDID);

    private ScriptedPhone phone;
    private Peer peer;
    private Devices devices;

    @BeforeEach
    void plugIn(@TempDir Path folder) throws Exception {
        phone = new ScriptedPhone((in, out) -> in.transferTo(out));
        peer = Peer.onTcp(phone);
        devices = new Devices(
                new Usbmux(new UsbmuxAddress.Tcp("127.0.0.1", peer.port()), "test"),
                new PairRecordFiles(folder),
                "test",
                new SecureRandom(),
                () -> Instant.parse("2026-01-01T00:00:00Z"));
    }

    @AfterEach
    void unplug() {
        peer.close();
    }

    @Test
    void aStrangePhoneIsListedWithWhatItSaysAndWhatToDo() throws Exception {
        Device device = devices.list().getFirst();
        assertThat(device.udid()).isEqualTo(UDID);
        assertThat(device.facts().orElseThrow().name()).isEqualTo("Anna's iPhone");
        assertThat(device.facts().orElseThrow().systemVersion()).isEqualTo("18.1");
        assertThat(device.state()).isEqualTo(new DeviceState.NotReady(new DeviceFault.NotPaired()));
        assertThat(((DeviceState.NotReady) device.state()).why().remedy()).isEqualTo(Remedy.PAIR);
        assertThat(Faults.of(() -> devices.open(UDID))).isEqualTo(new DeviceFault.NotPaired());
    }

    @Test
    void pairingWaitsForThePersonAndThenHolds() throws Exception {
        phone.pairErrors.addAll(
                List.of("PasswordProtected", "PairingDialogResponsePending", "PairingDialogResponsePending"));
        List<DeviceFault> waited = new ArrayList<>();
        assertThat(devices.pair(UDID, waited::add)).isEqualTo(Pairing.MADE);
        assertThat(waited)
                .containsExactly(
                        new DeviceFault.Locked(), new DeviceFault.TrustPending(), new DeviceFault.TrustPending());
        assertThat(devices.pair(UDID, Patience.none())).isEqualTo(Pairing.FOUND);
        phone.locked = true;
        assertThat(devices.list().getFirst().state()).isEqualTo(new DeviceState.Ready(true));
        devices.unpair(UDID);
        assertThat(devices.list().getFirst().state()).isEqualTo(new DeviceState.NotReady(new DeviceFault.NotPaired()));
    }

    @Test
    void patienceEndsAndNoIsNo() throws Exception {
        phone.pairErrors.addAll(List.of("PairingDialogResponsePending", "UserDeniedPairing"));
        assertThat(Faults.of(() -> devices.pair(UDID, Patience.none()))).isEqualTo(new DeviceFault.TrustPending());
        assertThat(Faults.of(() -> devices.pair(UDID, _ -> true))).isEqualTo(new DeviceFault.TrustDenied());
        assertThat(phone.saved).isNull();
    }

    @Test
    void aStalePairingIsToldAndReplacedOnlyWhenThePhoneAgrees() throws Exception {
        devices.pair(UDID, Patience.none());
        byte[] old = phone.saved;
        phone.knownHost = "";
        assertThat(devices.list().getFirst().state())
                .isEqualTo(new DeviceState.NotReady(new DeviceFault.PairingStale()));
        assertThat(Faults.of(() -> devices.open(UDID))).isEqualTo(new DeviceFault.PairingStale());
        phone.pairErrors.add("UserDeniedPairing");
        assertThat(Faults.of(() -> devices.pair(UDID, _ -> true))).isEqualTo(new DeviceFault.TrustDenied());
        assertThat(phone.saved).isEqualTo(old);
        assertThat(devices.pair(UDID, _ -> true)).isEqualTo(Pairing.MADE);
        assertThat(phone.saved).isNotEqualTo(old);
        assertThat(devices.list().getFirst().state()).isEqualTo(new DeviceState.Ready(false));
    }

    @Test
    void hangingUpIsAStalePairingUnlessThePhoneIsGone() throws Exception {
        devices.pair(UDID, Patience.none());
        phone.hangsUpAtHandshake = true;
        assertThat(Faults.of(() -> devices.open(UDID))).isEqualTo(new DeviceFault.PairingStale());
        phone.unplugsAtHandshake = true;
        assertThat(Faults.of(() -> devices.open(UDID))).isEqualTo(new DeviceFault.CableLost());
        assertThat(Faults.of(() -> devices.open(UDID))).isEqualTo(new DeviceFault.NoDevice(UDID.text()));
        assertThat(devices.list()).isEmpty();
    }

    @Test
    void servicesSpeakSecretlyAndTheSessionIsRevivedWhenItWasDropped() throws Exception {
        devices.pair(UDID, Patience.none());
        phone.requestsPerSession = 1;
        try (DeviceSession session = devices.open(UDID)) {
            assertThat(session.facts().serialNumber()).isEqualTo("F00");
            assertThat(session.values("com.apple.disk_usage").keys()).contains("DeviceName");
            try (Afc afc = session.afc()) {
                // This phone sends back what it is told, and a request is no answer.
                assertThat(Faults.of(() -> afc.list("/"))).isInstanceOf(DeviceFault.Malformed.class);
            }
        }
        assertThat(phone.asked.stream().filter("StartSession"::equals)).hasSizeGreaterThanOrEqualTo(3);
    }
}
