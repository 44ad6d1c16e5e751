package app.safelight.bench.phone;

import app.safelight.apple.device.Devices;
import app.safelight.apple.device.Patience;
import app.safelight.apple.lockdown.PairRecordFiles;
import app.safelight.apple.usbmux.Udid;
import app.safelight.apple.usbmux.Usbmux;
import app.safelight.apple.usbmux.UsbmuxAddress;
import app.safelight.simulator.iphone.Attachment;
import app.safelight.simulator.iphone.PhoneIdentity;
import app.safelight.simulator.iphone.PhoneProfile;
import app.safelight.simulator.iphone.PhoneTrouble;
import app.safelight.simulator.iphone.SimulatedPhone;
import app.safelight.simulator.iphone.SimulatedUsbmux;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A simulated iPhone as a program, so that all who read it read the same one, and none of them is slowed by
/// living in one process with it.
///
/// ```
/// PhoneServer FOLDER ROUND_TRIP_MICROSECONDS encrypted|clear
/// ```
///
/// It is paired with this computer already. Its one line says what `USBMUXD_SOCKET_ADDRESS` must be; it ends
/// when its input ends.
public final class PhoneServer {
    private static final int IOS = 17;

    private static final String COMPUTER = "5AFE1167-0000-4000-8000-000000000003";

    private PhoneServer() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Duration roundTrip = Duration.ofNanos(Long.parseLong(arguments[1]) * 1_000);
        serve(Path.of(arguments[0]), roundTrip, arguments[2].equals("encrypted"), System.in, out);
    }

    static void serve(Path folder, Duration roundTrip, boolean encrypted, InputStream until, PrintStream out)
            throws IOException {
        PhoneProfile profile = PhoneProfile.ofIos(IOS).withEncryptedServices(encrypted);
        SecureRandom chance = new SecureRandom();
        PhoneIdentity identity = PhoneIdentity.numbered(profile, 1, "Measured iPhone");
        SimulatedPhone phone =
                new SimulatedPhone(profile, identity, folder.toAbsolutePath(), InstantSource.system(), chance);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                SimulatedUsbmux usbmux = SimulatedUsbmux.open(address, threads, COMPUTER)) {
            usbmux.attach(phone, Attachment.Kind.USB);
            pair(usbmux.address(), phone.udid(), folder, chance);
            if (roundTrip.isPositive()) {
                phone.strike(new PhoneTrouble.IsFarAway(roundTrip, 0));
            }
            out.println(usbmux.address());
            until.transferTo(PrintStream.nullOutputStream());
        }
    }

    private static void pair(String address, String udid, Path folder, SecureRandom chance) throws IOException {
        Usbmux usbmux = new Usbmux(UsbmuxAddress.of(Map.of(UsbmuxAddress.VARIABLE, address), ""), "bench");
        PairRecordFiles none = new PairRecordFiles(folder.resolve("no records"));
        new Devices(usbmux, none, "bench", chance, InstantSource.system()).pair(new Udid(udid), Patience.none());
    }
}
