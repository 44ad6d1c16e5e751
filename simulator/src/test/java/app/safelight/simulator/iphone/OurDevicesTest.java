package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.Remedy;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.DeviceFacts;
import app.safelight.apple.device.DeviceSession;
import app.safelight.apple.device.DeviceState;
import app.safelight.apple.device.Devices;
import app.safelight.apple.device.Pairing;
import app.safelight.apple.device.Patience;
import app.safelight.apple.usbmux.AttachedDevice;
import app.safelight.apple.usbmux.DeviceEvent;
import app.safelight.apple.usbmux.DeviceEvents;
import app.safelight.apple.usbmux.Route;
import app.safelight.apple.usbmux.Udid;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our own client finds and pairs simulated phones.
class OurDevicesTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);

    /// Long enough for the slowest machine: what is waited for comes at once.
    private static final Duration WAIT = Duration.ofSeconds(60);

    private static DeviceState state(Devices devices) throws IOException {
        List<Device> found = devices.list();
        assertThat(found).hasSize(1);
        return found.getFirst().state();
    }

    private static DeviceEvent next(DeviceEvents events) throws IOException {
        return events.next(WAIT).orElseThrow();
    }

    @Test
    void eachPhoneIsListed() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            Devices devices = OurComputer.devices(bench);
            assertThat(devices.list()).isEmpty();
            SimulatedPhone first = bench.phone(IOS_17);
            SimulatedPhone second = bench.phone(PhoneProfile.ofIos(12));
            assertThat(devices.list().stream().map(Device::udid))
                    .containsExactlyInAnyOrder(OurComputer.udid(first), OurComputer.udid(second));
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void isFoundOnAUnixSocket(@TempDir Path folder) throws Exception {
        try (TestBench bench = TestBench.on(UnixDomainSocketAddress.of(folder.resolve("usbmuxd")))) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Devices devices = OurComputer.devices(bench);
            assertThat(devices.pair(OurComputer.udid(phone), Patience.none())).isEqualTo(Pairing.MADE);
            try (DeviceSession session = devices.open(OurComputer.udid(phone))) {
                assertThat(session.facts().systemVersion()).isEqualTo("17.5.1");
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void aSpoiltMessageOfTheDaemonIsMalformedAndTheNextOneIsRead() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Devices devices = OurComputer.devices(bench);
            for (PhoneTrouble.Damage damage : PhoneTrouble.Damage.values()) {
                bench.usbmux().spoilNextMessage(damage);
                assertThat(OurComputer.fault(devices::list))
                        .as(damage.name())
                        .isInstanceOf(DeviceFault.Malformed.class);
                assertThat(devices.list().stream().map(Device::udid)).containsExactly(OurComputer.udid(phone));
                try (DeviceEvents events = devices.listen()) {
                    next(events);
                    bench.usbmux().spoilNextMessage(damage);
                    bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
                    assertThat(OurComputer.fault(() -> next(events)))
                            .as("an event with " + damage.name())
                            .isInstanceOf(DeviceFault.Malformed.class);
                }
                bench.usbmux().detach(bench.usbmux().attachments().getLast());
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void comingAndGoingIsTold() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Devices devices = OurComputer.devices(bench);
            try (DeviceEvents events = devices.listen()) {
                assertThat(next(events)).isInstanceOfSatisfying(DeviceEvent.Attached.class, attached -> {
                    assertThat(attached.device().udid()).isEqualTo(OurComputer.udid(phone));
                    assertThat(attached.device().route()).isEqualTo(Route.CABLE);
                });
                assertThat(events.next(Duration.ZERO)).isEmpty();
                Attachment network = bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
                assertThat(next(events))
                        .isInstanceOfSatisfying(
                                DeviceEvent.Attached.class,
                                attached ->
                                        assertThat(attached.device().route()).isEqualTo(Route.NETWORK));
                bench.usbmux().detach(network);
                assertThat(next(events)).isEqualTo(new DeviceEvent.Detached(network.deviceId()));
                devices.pair(OurComputer.udid(phone), Patience.none());
                assertThat(next(events)).isEqualTo(new DeviceEvent.Paired(1));
            }
        }
    }

    @Test
    void aPhoneOnCableAndNetworkIsOneByItsCable() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Attachment cable = bench.usbmux().attachments().getFirst();
            bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
            Devices devices = OurComputer.devices(bench);
            devices.pair(OurComputer.udid(phone), Patience.none());
            assertThat(devices.list().stream().map(Device::attached).map(AttachedDevice::route))
                    .containsExactly(Route.CABLE);
            bench.usbmux().detach(cable);
            assertThat(devices.list().stream().map(Device::attached).map(AttachedDevice::route))
                    .containsExactly(Route.NETWORK);
            assertThat(state(devices)).isEqualTo(new DeviceState.Ready(false));
            try (DeviceSession session = devices.open(OurComputer.udid(phone))) {
                assertThat(session.attached().route()).isEqualTo(Route.NETWORK);
            }
        }
    }

    @Test
    void aPhoneOnTheNetworkAloneCannotBePaired() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            bench.usbmux().detach(bench.usbmux().attachments().getFirst());
            bench.usbmux().attach(phone, Attachment.Kind.NETWORK);
            Devices devices = OurComputer.devices(bench);
            assertThat(OurComputer.fault(() -> devices.pair(OurComputer.udid(phone), Patience.none())))
                    .isEqualTo(new DeviceFault.PairingNeedsCable());
        }
    }

    @Test
    void isPairedOnceThePersonTrusts() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Udid udid = OurComputer.udid(phone);
            Devices devices = OurComputer.devices(bench);
            assertThat(state(devices)).isEqualTo(new DeviceState.NotReady(new DeviceFault.NotPaired()));
            phone.answerTrust(new TrustAnswer.Accepts(3));
            List<DeviceFault> waitedFor = new ArrayList<>();
            assertThat(devices.pair(udid, waitedFor::add)).isEqualTo(Pairing.MADE);
            assertThat(waitedFor).hasSize(3).containsOnly(new DeviceFault.TrustPending());
            assertThat(phone.trustedHosts()).hasSize(1);
            assertThat(state(devices)).isEqualTo(new DeviceState.Ready(false));
            assertThat(devices.pair(udid, Patience.none())).isEqualTo(Pairing.FOUND);
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void isNotPairedAgainstThePersonsWill() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Udid udid = OurComputer.udid(phone);
            Devices devices = OurComputer.devices(bench);
            phone.answerTrust(new TrustAnswer.Denies(1));
            List<DeviceFault> waitedFor = new ArrayList<>();
            assertThat(OurComputer.fault(() -> devices.pair(udid, waitedFor::add)))
                    .isEqualTo(new DeviceFault.TrustDenied());
            assertThat(waitedFor).containsExactly(new DeviceFault.TrustPending());
            phone.answerTrust(new TrustAnswer.Ignores());
            assertThat(OurComputer.fault(() -> devices.pair(udid, Patience.none())))
                    .isEqualTo(new DeviceFault.TrustPending());
            assertThat(phone.trustedHosts()).isEmpty();
            assertThat(bench.usbmux().pairingRecord(phone.udid())).isEmpty();
            assertThat(OurComputer.fault(() -> devices.open(udid))).isEqualTo(new DeviceFault.NotPaired());
        }
    }

    @Test
    void aLockedPhoneIsWaitedFor() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Udid udid = OurComputer.udid(phone);
            Devices devices = OurComputer.devices(bench);
            phone.lock(LockState.LOCKED);
            DeviceFault locked = OurComputer.fault(() -> devices.pair(udid, Patience.none()));
            assertThat(locked).isEqualTo(new DeviceFault.Locked());
            assertThat(locked.remedy()).isEqualTo(Remedy.UNLOCK);
            Pairing pairing = devices.pair(udid, until -> {
                phone.lock(LockState.UNLOCKED);
                return until.equals(new DeviceFault.Locked());
            });
            assertThat(pairing).isEqualTo(Pairing.MADE);
            phone.lock(LockState.LOCKED);
            assertThat(state(devices)).isEqualTo(new DeviceState.Ready(true));
        }
    }

    @Test
    void aPhoneThatForgotUsIsPairedAnewUnderTheSameName() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Udid udid = OurComputer.udid(phone);
            Devices devices = OurComputer.devices(bench);
            devices.pair(udid, Patience.none());
            String host = phone.trustedHosts().iterator().next();
            phone.forgetPairings();
            assertThat(state(devices)).isEqualTo(new DeviceState.NotReady(new DeviceFault.PairingStale()));
            assertThat(devices.pair(udid, Patience.none())).isEqualTo(Pairing.MADE);
            assertThat(phone.trustedHosts()).containsExactly(host);
            assertThat(state(devices)).isEqualTo(new DeviceState.Ready(false));
        }
    }

    @Test
    void phoneAndComputerForgetEachOther() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Udid udid = OurComputer.udid(phone);
            Devices devices = OurComputer.devices(bench);
            devices.pair(udid, Patience.none());
            devices.unpair(udid);
            assertThat(phone.trustedHosts()).isEmpty();
            assertThat(bench.usbmux().pairingRecord(phone.udid())).isEmpty();
            assertThat(state(devices)).isEqualTo(new DeviceState.NotReady(new DeviceFault.NotPaired()));
            assertThat(OurComputer.fault(() -> devices.unpair(udid))).isEqualTo(new DeviceFault.NotPaired());
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void aPairingOfTheRealToolServesUs() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.photoPhone(IOS_17);
            RealTool.ok(bench, "idevicepair", "pair");
            Devices devices = OurComputer.devices(bench);
            assertThat(state(devices)).isEqualTo(new DeviceState.Ready(false));
            assertThat(devices.pair(OurComputer.udid(phone), Patience.none())).isEqualTo(Pairing.FOUND);
            try (DeviceSession session = devices.open(OurComputer.udid(phone));
                    var afc = session.afc()) {
                assertThat(session.facts().serialNumber()).isEqualTo("SIM0000001");
                assertThat(afc.list("/")).contains("DCIM", "PhotoData");
            }
            devices.unpair(OurComputer.udid(phone));
            assertThat(phone.trustedHosts()).isEmpty();
            assertThat(bench.usbmux().pairingRecord(phone.udid())).isEmpty();
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void aPairingOfOursServesTheRealTools() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            OurComputer.devices(bench).pair(OurComputer.udid(phone), Patience.none());
            assertThat(RealTool.ok(bench, "idevicepair", "validate")).contains("SUCCESS: Validated pairing");
            assertThat(RealTool.ok(bench, "ideviceinfo", "-k", "SerialNumber").strip())
                    .isEqualTo("SIM0000001");
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> factsOfEveryIos() {
        return Stream.concat(
                        PhoneProfile.all().stream(),
                        Stream.of(
                                PhoneProfile.ofIos(26).withTls13(true),
                                PhoneProfile.ofIos(15).withEncryptedServices(false)))
                .map(profile -> DynamicTest.dynamicTest(
                        "iOS " + profile.version() + (profile.tls13() ? " with TLS 1.3" : ""), () -> facts(profile)));
    }

    private static void facts(PhoneProfile profile) throws IOException {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.photoPhone(profile);
            Devices devices = OurComputer.devices(bench);
            DeviceFacts stranger = devices.list().getFirst().facts().orElseThrow();
            assertThat(stranger.systemVersion()).isEqualTo(profile.version());
            assertThat(stranger.serialNumber()).isEmpty();
            devices.pair(OurComputer.udid(phone), Patience.none());
            try (DeviceSession session = devices.open(OurComputer.udid(phone));
                    var afc = session.afc()) {
                DeviceFacts facts = session.facts();
                assertThat(facts.name()).isEqualTo("Ada’s iPhone 1");
                assertThat(facts.productType()).isEqualTo(profile.productType());
                assertThat(facts.systemVersion()).isEqualTo(profile.version());
                assertThat(facts.buildVersion()).isEqualTo(profile.build());
                assertThat(facts.deviceClass()).isEqualTo("iPhone");
                assertThat(facts.serialNumber()).isEqualTo("SIM0000001");
                assertThat(facts.locked()).contains(false);
                assertThat(session.values("com.apple.disk_usage").integer("TotalDiskCapacity"))
                        .contains(profile.disk().totalBytes());
                assertThat(session.values("com.apple.mobile.battery").integer("BatteryCurrentCapacity"))
                        .contains((long) profile.battery().percent());
                assertThat(afc.deviceInfo().model()).isEqualTo(profile.productType());
            }
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    @Test
    void anOwnersNameCannotConfuseATerminal() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            phone.rename("Ada\u001b[31m\u0007\n" + "x".repeat(500));
            String name = OurComputer.devices(bench)
                    .list()
                    .getFirst()
                    .facts()
                    .orElseThrow()
                    .name();
            assertThat(name).startsWith("Ada").hasSize(256);
            assertThat(name.chars().noneMatch(Character::isISOControl)).isTrue();
        }
    }

    /// Certificates that ended long ago, or begin years from now: neither side asks what time it is.
    @ParameterizedTest
    @ValueSource(strings = {"1999-01-01T00:00:00Z", "2049-06-01T00:00:00Z"})
    void aWrongClockDoesNotMatter(String now) throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Devices wrong = OurComputer.devices(bench, InstantSource.fixed(Instant.parse(now)));
            assertThat(wrong.pair(OurComputer.udid(phone), Patience.none())).isEqualTo(Pairing.MADE);
            Devices right = OurComputer.devices(bench);
            assertThat(state(right)).isEqualTo(new DeviceState.Ready(false));
            try (DeviceSession session = right.open(OurComputer.udid(phone));
                    var afc = session.afc()) {
                assertThat(afc.list("/")).isEmpty();
            }
        }
    }

    @Test
    void whatIsNotThereIsSaidSo() throws Exception {
        Devices none;
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            none = OurComputer.devices(bench);
            Udid udid = OurComputer.udid(phone);
            none.pair(udid, Patience.none());
            bench.usbmux().detach(bench.usbmux().attachments().getFirst());
            assertThat(OurComputer.fault(() -> none.open(udid))).isEqualTo(new DeviceFault.NoDevice(phone.udid()));
        }
        assertThat(OurComputer.fault(none::list)).isInstanceOf(DeviceFault.NoDaemon.class);
    }

    @Test
    void aPhoneThatWasNeverUnlockedGivesNoFiles() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            try (DeviceSession session = OurComputer.session(bench, phone)) {
                phone.lock(LockState.LOCKED_SINCE_START);
                assertThat(OurComputer.fault(session::afc)).isEqualTo(new DeviceFault.Locked());
                phone.lock(LockState.UNLOCKED);
                phone.strike(new PhoneTrouble.RefusesService("com.apple.afc", "ServiceLimit"));
                DeviceFault refused = OurComputer.fault(session::afc);
                assertThat(refused).isEqualTo(new DeviceFault.ServiceRefused("com.apple.afc", "ServiceLimit"));
                assertThat(refused.remedy()).isEqualTo(Remedy.RESTART_DEVICE);
                phone.recover();
                session.afc().close();
            }
        }
    }
}
