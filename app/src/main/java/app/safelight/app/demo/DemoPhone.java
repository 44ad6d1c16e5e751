package app.safelight.app.demo;

import app.safelight.app.run.TaskThreads;
import app.safelight.simulator.fixtures.GivenAsset;
import app.safelight.simulator.fixtures.PhoneLibrary;
import app.safelight.simulator.fixtures.PhonePlan;
import app.safelight.simulator.iphone.Attachment;
import app.safelight.simulator.iphone.PhoneIdentity;
import app.safelight.simulator.iphone.PhoneProfile;
import app.safelight.simulator.iphone.SimulatedPhone;
import app.safelight.simulator.iphone.SimulatedUsbmux;
import app.safelight.simulator.iphone.TrustAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A simulated iPhone with a few hundred photos, plugged into a simulated cable.
public final class DemoPhone implements AutoCloseable {
    private static final int IOS = 18;
    private static final String NAME = "Ada's iPhone";

    /// The name of the computer that the simulated daemon runs on.
    private static final String SYSTEM_ID = "5AFE1167-0000-4000-8000-00000000DE30";

    /// When the last photo was taken.
    private static final Duration LAST_PHOTO_AGO = Duration.ofHours(2);

    private final TaskThreads threads;
    private final SimulatedUsbmux usbmux;
    private final List<GivenAsset> given;

    private DemoPhone(TaskThreads threads, SimulatedUsbmux usbmux, List<GivenAsset> given) {
        this.threads = threads;
        this.usbmux = usbmux;
        this.given = List.copyOf(given);
    }

    /// Makes the photos and plugs the phone in.
    ///
    /// @param media becomes its media folder
    public static DemoPhone plugIn(Path media, InstantSource clock) throws IOException {
        List<GivenAsset> given = new ArrayList<>();
        PhoneLibrary.make(PhonePlan.demo(clock.instant().minus(LAST_PHOTO_AGO)), media, given::add);
        TaskThreads threads = new TaskThreads();
        try {
            SimulatedUsbmux usbmux = SimulatedUsbmux.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), threads, SYSTEM_ID);
            PhoneProfile profile = PhoneProfile.ofIos(IOS);
            SimulatedPhone phone = new SimulatedPhone(
                    profile, PhoneIdentity.numbered(profile, 1, NAME), media, clock, new SecureRandom());
            // Its owner taps "Trust" a moment after being asked.
            phone.answerTrust(new TrustAnswer.Accepts(1));
            usbmux.attach(phone, Attachment.Kind.USB);
            return new DemoPhone(threads, usbmux, given);
        } catch (IOException | RuntimeException failed) {
            threads.close();
            throw failed;
        }
    }

    /// What `USBMUXD_SOCKET_ADDRESS` must be set to.
    public String address() {
        return usbmux.address();
    }

    /// What it was given.
    public List<GivenAsset> given() {
        return given;
    }

    @Override
    public void close() throws IOException {
        usbmux.close();
        threads.close();
    }
}
