package app.safelight.app.cli;

import app.safelight.simulator.iphone.Attachment;
import app.safelight.simulator.iphone.PhoneIdentity;
import app.safelight.simulator.iphone.PhoneProfile;
import app.safelight.simulator.iphone.SimulatedPhone;
import app.safelight.simulator.iphone.SimulatedUsbmux;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A daemon with simulated phones, which commands find through their environment.
final class PhoneBench implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SecureRandom chance = new SecureRandom();
    private final SimulatedUsbmux usbmux;
    private final Path folder;
    private int phones;

    /// @param folder for the phones' files
    PhoneBench(Path folder) throws IOException {
        this.folder = folder;
        this.usbmux = SimulatedUsbmux.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                threads,
                "5AFE1167-0000-4000-8000-00000000C0DE");
    }

    Map<String, String> environment() {
        return Map.of("USBMUXD_SOCKET_ADDRESS", usbmux.address());
    }

    SimulatedUsbmux usbmux() {
        return usbmux;
    }

    /// A phone with nothing on it, plugged in.
    SimulatedPhone phone(int ios, String name) throws IOException {
        return phone(ios, name, Files.createDirectories(folder.resolve("media" + phones)));
    }

    SimulatedPhone phone(int ios, String name, Path media) {
        return phone(ios, name, media, Attachment.Kind.USB);
    }

    SimulatedPhone phone(int ios, String name, Path media, Attachment.Kind kind) {
        phones++;
        PhoneProfile profile = PhoneProfile.ofIos(ios);
        SimulatedPhone phone = new SimulatedPhone(
                profile, PhoneIdentity.numbered(profile, phones, name), media, InstantSource.system(), chance);
        usbmux.attach(phone, kind);
        return phone;
    }

    @Override
    public void close() throws IOException {
        usbmux.close();
        threads.close();
    }
}
