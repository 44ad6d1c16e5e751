package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.device.Patience;
import app.safelight.apple.device.PhoneFiles;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The cable is pulled again and again, at any byte, while all of a phone is read: what was read is the same,
/// and no file is read twice but the one that was being read.
///
/// A loss costs some 50 ms, most of it two handshakes with new keys, which smaller files do not make cheaper. So a
/// thousand take about a minute of both processors of a small machine, and are part of `./check --long`; every
/// other run has fewer of them, with the same assertions.
class LostCableTest {
    private static final int LOSSES = Boolean.getBoolean("safelight.long") ? 1_000 : 60;

    private static final long SEED = 20_261_123;

    /// Shaking hands alone takes about ten thousand bytes; so some losses are in the midst of that, and most in
    /// the midst of files.
    private static final int MOST_BYTES = 300_000;

    /// What a computer asks is short, but for its certificate: most losses are in the midst of asking for files.
    private static final int MOST_BYTES_ASKED = 6_000;

    private final Random chance = new Random(SEED);
    private final Map<String, Integer> lossesWhile = new HashMap<>();
    private String reading = "";
    private int losses;
    private boolean whileAsked;

    /// The person who plugs the phone in again, each time until there have been enough losses, and then once
    /// more.
    private Patience plugsIn(TestBench bench, SimulatedPhone phone) {
        return until -> {
            assertThat(until).isInstanceOfAny(DeviceFault.NoDevice.class, DeviceFault.CableLost.class);
            assertThat(bench.usbmux().attachments()).isEmpty();
            losses++;
            lossesWhile.merge(reading, 1, Integer::sum);
            bench.usbmux().attach(phone, Attachment.Kind.USB);
            strike(phone);
            return true;
        };
    }

    private void strike(SimulatedPhone phone) {
        if (losses < LOSSES) {
            phone.strike(
                    whileAsked
                            ? new PhoneTrouble.LosesCableWhileAsked(1 + chance.nextInt(MOST_BYTES_ASKED))
                            : new PhoneTrouble.LosesCable(1 + chance.nextInt(MOST_BYTES)));
        }
    }

    private void copy(MediaFiles files, String directory, Path target) throws IOException {
        reading = directory;
        for (MediaFile file : files.list(directory)) {
            Path to = target.resolve(file.path());
            if (file.directory()) {
                Files.createDirectory(to);
                copy(files, file.path(), target);
            } else {
                reading = file.path();
                files.copyTo(file.path(), to);
            }
        }
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.toList()) {
                contents.put(
                        folder.relativize(path).toString(),
                        Files.isDirectory(path) ? new byte[0] : Files.readAllBytes(path));
            }
        }
        return contents;
    }

    @Test
    void nothingIsLostAndNothingReadTwice() throws Exception {
        loseAndRead();
    }

    @Test
    void norWhenItIsPulledInTheMidstOfWhatIsAsked() throws Exception {
        whileAsked = true;
        loseAndRead();
    }

    private void loseAndRead() throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.photoPhone(PhoneProfile.ofIos(17));
            for (int i = 0; i < 4; i++) {
                byte[] film = new byte[1_500_000];
                chance.nextBytes(film);
                Files.write(phone.media().resolve("DCIM/100APPLE/FILM_" + i + ".MOV"), film);
            }
            Map<String, byte[]> expected = contents(phone.media());
            Map<String, Long> before = new HashMap<>();
            try (PhoneFiles files = OurComputer.files(bench, phone, plugsIn(bench, phone))) {
                strike(phone);
                for (int pass = 0; losses < LOSSES; pass++) {
                    lossesWhile.clear();
                    Path target = Files.createDirectory(bench.work().resolve("copy" + pass));
                    copy(files, "", target);
                    Map<String, byte[]> copied = contents(target);
                    assertThat(copied.keySet()).isEqualTo(expected.keySet());
                    expected.forEach((path, bytes) ->
                            assertThat(copied.get(path)).as(path).isEqualTo(bytes));
                    checkReadOnce(phone.tally().bytesRead(), before, expected);
                }
            }
            assertThat(losses).isEqualTo(LOSSES);
            assertThat(bench.usbmux().complaints()).isEmpty();
        }
    }

    private void checkReadOnce(Map<String, Long> tally, Map<String, Long> before, Map<String, byte[]> expected) {
        tally.forEach((path, bytes) -> {
            long now = bytes - before.getOrDefault(path, 0L);
            String name = path.substring(1);
            long size = expected.getOrDefault(name, new byte[0]).length;
            assertThat(now).as(path).isBetween(size, size * (1 + lossesWhile.getOrDefault(name, 0)));
        });
        before.putAll(tally);
    }
}
