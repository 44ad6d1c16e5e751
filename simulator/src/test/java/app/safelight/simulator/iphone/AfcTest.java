package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.plist.Plist;
import app.safelight.simulator.iphone.PhoneTrouble.Damage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What `ifuse` does not do, and everything that can go wrong.
class AfcTest {
    private static final PhoneProfile IOS_17 = PhoneProfile.ofIos(17);

    private interface Trial {
        void run(TestBench bench, SimulatedPhone phone, RawHost host) throws Exception;
    }

    private static void with(Trial trial) throws Exception {
        try (TestBench bench = TestBench.onTcp()) {
            SimulatedPhone phone = bench.phone(IOS_17);
            Files.createDirectories(phone.media().resolve("DCIM"));
            Files.writeString(phone.media().resolve("DCIM/a.txt"), "0123456789");
            try (RawHost host = RawHost.afc(bench, phone)) {
                trial.run(bench, phone, host);
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void readsSeeksAndTells() throws Exception {
        with((_, _, host) -> {
            long handle = host.open(1, "/DCIM/a.txt");
            assertThat(handle).isNotZero();
            assertThat(text(host.read(handle, 4))).isEqualTo("0123");
            assertThat(host.askAfc(0x12, handle).u64()).isEqualTo(4);
            assertThat(host.askAfc(0x11, handle, 1, -2).status()).isZero();
            assertThat(text(host.read(handle, 100))).isEqualTo("23456789");
            assertThat(host.read(handle, 100)).isEmpty();
            assertThat(host.askAfc(0x11, handle, 2, -3).status()).isZero();
            assertThat(text(host.read(handle, 2))).isEqualTo("78");
            assertThat(host.askAfc(0x11, handle, 0, -1).status()).isEqualTo(7);
            assertThat(host.askAfc(0x14, handle).status()).isZero();
            assertThat(host.askAfc(0x0F, handle, 1).status()).isEqualTo(7);
        });
    }

    @Test
    void opensInEachOfTheSixWays() throws Exception {
        with((_, phone, host) -> {
            Path file = phone.media().resolve("b.txt");
            assertThatThrownBy(() -> host.open(1, "b.txt")).hasMessage("status 8");
            long both = host.open(2, "b.txt");
            assertThat(host.write(both, "hello")).isZero();
            long append = host.open(5, "b.txt");
            assertThat(host.write(append, "!")).isZero();
            assertThat(host.askAfc(0x11, append, 0, 0).status()).isZero();
            assertThat(host.write(append, "?")).isZero();
            assertThat(file).hasContent("hello!?");
            assertThat(host.askAfc(0x15, both, 2).status()).isZero();
            assertThat(file).hasContent("he");
            assertThat(host.askAfc(0x15, both, 4).status()).isZero();
            assertThat(Files.size(file)).isEqualTo(4);
            host.open(3, "b.txt");
            assertThat(file).isEmptyFile();
            assertThatThrownBy(() -> host.open(7, "b.txt")).hasMessage("status 7");
            assertThatThrownBy(() -> host.open(1, "/DCIM")).hasMessage("status 9");
        });
    }

    @Test
    void answersWhatCannotBe() throws Exception {
        with((_, _, host) -> {
            assertThat(host.askAfc(0x0A, "/nothing").status()).isEqualTo(8);
            assertThat(host.askAfc(0x03, "/nothing").status()).isEqualTo(8);
            assertThat(host.askAfc(0x03, "/DCIM/a.txt").status()).isEqualTo(4);
            assertThat(host.askAfc(0x08, "/DCIM").status()).isEqualTo(1);
            assertThat(host.askAfc(0x27, 1, 2, 3).status()).isEqualTo(15);
            assertThat(host.askAfc(0x0D, 1).status()).isEqualTo(7);
            assertThat(host.askAfc(0x03, "/DCIM").texts()).containsExactlyInAnyOrder(".", "..", "a.txt");
            assertThat(host.askAfc(0x09, "/x/y/z").status()).isZero();
            assertThat(host.askAfc(0x09, "/x/y/z").status()).isZero();
            assertThat(host.askAfc(0x22, "/x").status()).isZero();
            assertThat(host.askAfc(0x03, "/").texts()).containsExactlyInAnyOrder(".", "..", "DCIM");
            assertThat(host.askAfc(0x1C, 1, "/DCIM/a.txt", "/hard").status()).isZero();
            assertThat(host.askAfc(0x0A, "/hard").texts())
                    .containsSequence("st_size", "10")
                    .containsSequence("st_nlink", "2")
                    .containsSequence("st_ifmt", "S_IFREG");
        });
    }

    @Test
    void nothingLeadsOut() throws Exception {
        with((bench, phone, host) -> {
            Path secret = Files.writeString(bench.work().resolve("secret"), "secret");
            assertThat(host.askAfc(0x03, "/..").status()).isEqualTo(10);
            assertThatThrownBy(() -> host.open(1, "/DCIM/../../secret")).hasMessage("status 10");
            assertThat(host.askAfc(0x1C, 2, bench.work().toString(), "/out").status())
                    .isZero();
            assertThat(host.askAfc(0x03, "/out").status()).isEqualTo(10);
            assertThatThrownBy(() -> host.open(1, "/out/secret")).hasMessage("status 10");
            assertThat(host.askAfc(0x09, "/out/new/newer").status()).isEqualTo(10);
            assertThat(host.askAfc(0x1C, 2, secret + "2", "/dangling").status()).isZero();
            assertThatThrownBy(() -> host.open(3, "/dangling")).hasMessage("status 10");
            assertThat(host.askAfc(0x22, "/out").status()).isZero();
            assertThat(secret).hasContent("secret");
            assertThat(bench.work().resolve("new")).doesNotExist();
            assertThat(phone.media().resolve("out")).doesNotExist();
        });
    }

    @Test
    void oneConnectionLocksTheOtherOut() throws Exception {
        with((bench, phone, host) -> {
            try (RawHost other = RawHost.afc(bench, phone)) {
                long mine = host.open(2, "/lock");
                long theirs = other.open(2, "/lock");
                assertThat(host.askAfc(0x1B, mine, 6).status()).isZero();
                assertThat(host.askAfc(0x1B, mine, 6).status()).isZero();
                assertThat(other.askAfc(0x1B, theirs, 6).status()).isEqualTo(19);
                assertThat(other.askAfc(0x1B, theirs, 5).status()).isEqualTo(19);
                assertThat(host.askAfc(0x1B, mine, 12).status()).isZero();
                assertThat(other.askAfc(0x1B, theirs, 5).status()).isZero();
                assertThat(host.askAfc(0x1B, mine, 5).status()).isZero();
                assertThat(host.askAfc(0x1B, mine, 6).status()).isEqualTo(19);
                assertThat(other.askAfc(0x14, theirs).status()).isZero();
                assertThat(host.askAfc(0x1B, mine, 6).status()).isZero();
            }
        });
    }

    @Test
    void severalRequestsAreAnsweredInTheirOrder() throws Exception {
        with((_, phone, host) -> {
            long handle = host.open(1, "/DCIM/a.txt");
            assertThat(phone.tally().requestsFollowed()).isZero();
            ByteArrayOutputStream three = new ByteArrayOutputStream();
            for (int i = 0; i < 3; i++) {
                three.writeBytes(RawHost.packet(20 + i, 0x0F, RawHost.data(handle, 3), new byte[0]));
            }
            host.send(three.toByteArray());
            for (int i = 0; i < 3; i++) {
                RawHost.Answer answer = host.receiveAfc();
                assertThat(answer.number()).isEqualTo(20 + i);
                assertThat(text(answer.body())).isEqualTo("0123456789".substring(i * 3, i * 3 + 3));
            }
            assertThat(phone.tally().requestsFollowed()).isEqualTo(2);
            assertThat(phone.tally().requests()).isEqualTo(4);
            assertThat(phone.tally().bytesRead()).containsEntry("/DCIM/a.txt", 9L);
        });
    }

    @Test
    void isTheSameFromFarAway() throws Exception {
        with((bench, phone, _) -> {
            byte[] content = new byte[3_000_000];
            new Random(1).nextBytes(content);
            Files.write(phone.media().resolve("big"), content);
            phone.strike(new PhoneTrouble.IsFarAway(Duration.ofMillis(2), 50_000_000));
            try (RawHost far = RawHost.afc(bench, phone)) {
                long handle = far.open(1, "/big");
                assertThat(far.read(handle, 2_000_000)).isEqualTo(Arrays.copyOf(content, 2_000_000));
                assertThat(far.read(handle, 2_000_000)).hasSize(1_000_000);
                assertThat(far.askAfc(0x14, handle).status()).isZero();
            }
        });
    }

    @Test
    void theCableIsLostAtExactlyThatByte() throws Exception {
        for (int after : new int[] {0, 1, 39, 40, 41, 47, 81, 82, 83, 200}) {
            with((bench, phone, host) -> {
                long handle = host.open(1, "/DCIM/a.txt");
                phone.strike(new PhoneTrouble.LosesCable(after));
                assertThat(readOneByOne(host, handle)).isEqualTo(after);
                assertThat(bench.usbmux().attachments()).isEmpty();
            });
        }
    }

    /// Asks again and again, one request after another, and counts what comes until the end.
    private static int readOneByOne(RawHost host, long handle) throws IOException {
        int count = 0;
        while (true) {
            host.send(RawHost.packet(1, 0x0F, RawHost.data(handle, 1), new byte[0]));
            for (int i = 0; i < 41; i++) {
                if (host.in().read() < 0) {
                    return count;
                }
                count++;
            }
        }
    }

    @Test
    void aPathIsRefusedWithAllBelowIt() throws Exception {
        with((_, phone, host) -> {
            phone.strike(new PhoneTrouble.RefusesPath("/DCIM", AfcStatus.PERMISSION_DENIED));
            assertThat(host.askAfc(0x03, "/DCIM").status()).isEqualTo(10);
            assertThat(host.askAfc(0x0A, "/DCIM/a.txt").status()).isEqualTo(10);
            assertThat(host.askAfc(0x03, "/").texts()).contains("DCIM");
            phone.recover();
            assertThat(host.askAfc(0x03, "/DCIM").texts()).contains("a.txt");
        });
    }

    @Test
    void filesFailAsTheyAreTold() throws Exception {
        with((_, phone, host) -> {
            String path = "/DCIM/a.txt";
            phone.strike(new PhoneTrouble.LiesAboutSize(path, 77));
            assertThat(host.askAfc(0x0A, path).texts()).containsSequence("st_size", "77");
            phone.strike(new PhoneTrouble.FailsReading(path, 6, AfcStatus.IO_ERROR));
            long handle = host.open(1, path);
            assertThat(text(host.read(handle, 100))).isEqualTo("012345");
            assertThatThrownBy(() -> host.read(handle, 100)).hasMessage("status 20");
            phone.recover();
            phone.strike(new PhoneTrouble.ReadsShort(3));
            phone.strike(new PhoneTrouble.GrowsWhileRead(path, 5));
            assertThat(text(host.read(handle, 100))).isEqualTo("678");
            assertThat(Files.size(phone.media().resolve("DCIM/a.txt"))).isEqualTo(15);
            phone.strike(new PhoneTrouble.RefusesOpening(path, AfcStatus.OBJECT_NOT_FOUND));
            assertThat(host.askAfc(0x0A, path).operation()).isEqualTo(2);
            assertThatThrownBy(() -> host.open(1, path)).hasMessage("status 8");
        });
    }

    @Test
    void runsOutOfSlotsRoomAndKeys() throws Exception {
        with((_, phone, host) -> {
            phone.strike(new PhoneTrouble.HasFileSlots(2));
            long first = host.open(1, "/DCIM/a.txt");
            host.open(1, "/DCIM/a.txt");
            assertThatThrownBy(() -> host.open(1, "/DCIM/a.txt")).hasMessage("status 3");
            assertThat(host.askAfc(0x14, first).status()).isZero();
            long writing = host.open(2, "/c.txt");
            phone.strike(new PhoneTrouble.IsFull());
            assertThat(host.write(writing, "x")).isEqualTo(18);
            assertThat(host.askAfc(0x09, "/new").status()).isEqualTo(18);
            phone.recover();
            phone.lock(LockState.LOCKED_SINCE_START);
            assertThatThrownBy(() -> host.open(1, "/DCIM/a.txt")).hasMessage("status 10");
            phone.lock(LockState.LOCKED);
            host.open(1, "/DCIM/a.txt");
        });
    }

    @Test
    void answersAreSpoiltAsTheyAreTold() throws Exception {
        Set<String> heads = new HashSet<>();
        for (Damage damage : Damage.values()) {
            with((bench, phone, host) -> {
                phone.strike(new PhoneTrouble.SpoilsAnswer(PhoneServices.AFC, 1, damage));
                assertThat(host.askAfc(0x0B).texts()).contains("Model", "iPhone14,5");
                host.send(RawHost.packet(2, 0x14, RawHost.data(99), new byte[0]));
                byte[] spoilt = host.receive(48);
                heads.add(HexFormat.of().formatHex(spoilt));
                byte[] whole = RawHost.packet(2, 0x01, RawHost.data(7), new byte[0]);
                assertThat(spoilt).isNotEqualTo(whole);
                host.send(RawHost.packet(3, 0x14, RawHost.data(99), new byte[0]));
                assertThat(host.receiveAfc().status()).isEqualTo(7);
                try (RawHost next = RawHost.afc(bench, phone)) {
                    assertThat(next.askAfc(0x0B).operation()).isEqualTo(2);
                }
            });
        }
        assertThat(heads).hasSize(Damage.values().length);
    }

    @Test
    void listsAreSpoiltToo() throws Exception {
        Set<String> answers = new HashSet<>();
        for (Damage damage : Damage.values()) {
            with((bench, phone, _) -> {
                phone.strike(new PhoneTrouble.SpoilsAnswer(Lockdown.NAME, 0, damage));
                try (RawHost host = RawHost.lockdown(bench, phone)) {
                    host.sendList(Plist.empty().put("Request", "QueryType"));
                    host.sendList(Plist.empty().put("Request", "StopSession"));
                    answers.add(text(host.receiveAll()));
                }
            });
        }
        assertThat(answers).hasSize(Damage.values().length);
    }

    @Test
    void fallsSilentAndKeepsTheLine() throws Exception {
        with((bench, phone, host) -> {
            phone.strike(new PhoneTrouble.FallsSilent(PhoneServices.AFC, 1));
            assertThat(host.askAfc(0x0B).operation()).isEqualTo(2);
            host.send(RawHost.packet(2, 0x0B, new byte[0], new byte[0]));
            host.send(RawHost.packet(3, 0x09, RawHost.data("/heard"), new byte[0]));
            long limit = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (!Files.exists(phone.media().resolve("heard"))) {
                assertThat(System.nanoTime()).as("waited in vain").isLessThan(limit);
            }
            assertThat(host.in().available()).isZero();
            bench.usbmux().detach(bench.usbmux().attachments().getFirst());
            assertThatThrownBy(host::receiveAfc).isInstanceOf(EOFException.class);
        });
    }

    @Test
    void answersSlowlyAndRight() throws Exception {
        with((_, phone, host) -> {
            phone.strike(new PhoneTrouble.AnswersSlowly(PhoneServices.AFC, Duration.ofMillis(1)));
            assertThat(host.askAfc(0x0B).operation()).isEqualTo(2);
            assertThatThrownBy(() -> new PhoneTrouble.AnswersSlowly("x", Duration.ofHours(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aRefusedServiceHasItsReason() throws Exception {
        with((bench, phone, _) -> {
            phone.strike(new PhoneTrouble.RefusesService(PhoneServices.INSECURE_NOTIFICATIONS, "ServiceLimit"));
            Plist start =
                    Plist.empty().put("Request", "StartService").put("Service", PhoneServices.INSECURE_NOTIFICATIONS);
            try (RawHost host = RawHost.lockdown(bench, phone)) {
                assertThat(host.ask(start).string("Error")).contains("ServiceLimit");
                phone.recover();
                assertThat(host.ask(start).integer("Port")).isPresent();
            }
        });
    }
}
