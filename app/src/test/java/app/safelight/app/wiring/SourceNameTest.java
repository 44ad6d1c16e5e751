package app.safelight.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.device.Device;
import app.safelight.apple.device.DeviceFacts;
import app.safelight.apple.device.DeviceState;
import app.safelight.apple.usbmux.AttachedDevice;
import app.safelight.apple.usbmux.Route;
import app.safelight.apple.usbmux.Udid;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceNameTest {
    private static final Path HERE = Path.of("/here").toAbsolutePath();

    private static final Device ADA = device("00008120-000A1B2C3D4E0001", "Ada\u2019s iPhone");
    private static final Device BOB = device("a1b2c3d4e5f60718293a4b5c6d7e8f9001122334", "Zo\u00eb");

    private static Device device(String udid, String name) {
        return new Device(
                new AttachedDevice(1, new Udid(udid), Route.CABLE, 0, 0),
                Optional.of(new DeviceFacts(name, "", "", "", "", "", Optional.empty())),
                new DeviceState.NotReady(new DeviceFault.NotPaired()));
    }

    @Test
    void iphoneIsAPhoneAndAllElseAPath() {
        assertThat(SourceName.of("iphone", HERE)).isEqualTo(new SourceName.Phone(PhoneName.ANY));
        assertThat(SourceName.of("iPhone", HERE)).isEqualTo(new SourceName.Phone(PhoneName.ANY));
        assertThat(SourceName.of("iphone:", HERE)).isEqualTo(new SourceName.Phone(PhoneName.ANY));
        assertThat(SourceName.of("iphone:Ada: 2", HERE)).isEqualTo(new SourceName.Phone(new PhoneName("Ada: 2")));
        for (String path : List.of("./iphone", "iphones", "iphone/DCIM", "my iphone", "")) {
            assertThat(SourceName.of(path, HERE))
                    .isEqualTo(new SourceName.Stored(HERE.resolve(path).normalize()));
        }
    }

    @Test
    void whatIsTypedIsReadBackAsTheSame() {
        for (String text : List.of("iphone", "iphone:00008120-000A1B2C3D4E0001", "/media/card")) {
            SourceName name = SourceName.of(text, HERE);
            assertThat(name.typed()).isEqualTo(text);
            assertThat(SourceName.of(name.typed(), HERE)).isEqualTo(name);
        }
    }

    @Test
    void whereOnlyAPhoneCanBeMeantTheWordMayBeLeftOut() {
        assertThat(PhoneName.typed("Ada")).isEqualTo(new PhoneName("Ada"));
        assertThat(PhoneName.typed("iphone:Ada")).isEqualTo(new PhoneName("Ada"));
        assertThat(PhoneName.typed("iphone").isAny()).isTrue();
        assertThat(PhoneName.typed("").isAny()).isTrue();
    }

    @Test
    void aPhoneIsKnownByUdidOrName() {
        List<Device> both = List.of(ADA, BOB);
        for (String name : List.of(
                "00008120-000A1B2C3D4E0001",
                "00008120000a1b2c3d4e0001",
                "Ada\u2019s iPhone",
                "ada's iphone",
                " Ada's iPhone ")) {
            assertThat(new PhoneName(name).among(both)).isEqualTo(new PhoneName.Choice.One(ADA));
        }
        for (String name : List.of("A1B2C3D4E5F60718293A4B5C6D7E8F9001122334", "Zoe\u0308", "ZO\u00cb")) {
            assertThat(new PhoneName(name).among(both)).isEqualTo(new PhoneName.Choice.One(BOB));
        }
    }

    @Test
    void whatIsNotClearIsNotGuessed() {
        Device twin = device("00008120-000A1B2C3D4E0002", "Ada\u2019s iPhone");
        assertThat(PhoneName.ANY.among(List.of())).isEqualTo(new PhoneName.Choice.NoneThere());
        assertThat(PhoneName.ANY.among(List.of(ADA))).isEqualTo(new PhoneName.Choice.One(ADA));
        assertThat(PhoneName.ANY.among(List.of(ADA, BOB))).isEqualTo(new PhoneName.Choice.Several(List.of(ADA, BOB)));
        assertThat(new PhoneName("Ada's iPhone").among(List.of(ADA, BOB, twin)))
                .isEqualTo(new PhoneName.Choice.Several(List.of(ADA, twin)));
        assertThat(new PhoneName("Ada").among(List.of(ADA)))
                .isEqualTo(new PhoneName.Choice.NoneOfThisName(List.of(ADA)));
    }
}
