package app.safelight.apple.afc;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.BytesConnection;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.Faults;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.connection.Peer;
import app.safelight.apple.connection.SocketConnection;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AfcTest {
    private static final int CHUNK = AfcBody.CHUNK_BYTES;

    private final ScriptedAfc device = new ScriptedAfc();

    private interface Use {
        void with(Afc afc) throws Exception;
    }

    private void use(Use use) throws Exception {
        try (Peer peer = Peer.onTcp(device);
                Afc afc = new Afc(SocketConnection.open(peer.address(), Duration.ofSeconds(30)))) {
            use.with(afc);
        }
    }

    private byte[] file(String path, int length) {
        byte[] content = new byte[length];
        new Random(path.hashCode()).nextBytes(content);
        device.files.put(path, content);
        return content;
    }

    @Test
    void whatTheDeviceSaysAboutItsFilesIsRead() throws Exception {
        file("/DCIM/100APPLE/IMG_0001.HEIC", 1234);
        device.folders.put("/DCIM", List.of("100APPLE", "Ä\u0308 e\u0301"));
        use(afc -> {
            assertThat(afc.deviceInfo())
                    .isEqualTo(new AfcDeviceInfo("iPhone15,2", 128_000_000_000L, 64_000_000_000L, 4096));
            assertThat(afc.list("/DCIM")).containsExactly("100APPLE", "Ä\u0308 e\u0301");
            assertThat(afc.info("/DCIM/100APPLE/IMG_0001.HEIC"))
                    .isEqualTo(new AfcFileInfo(
                            "/DCIM/100APPLE/IMG_0001.HEIC",
                            AfcKind.FILE,
                            1234,
                            8,
                            1,
                            Optional.of(Instant.ofEpochSecond(1_700_000_000L, 123_456_789)),
                            Optional.of(Instant.ofEpochSecond(1_600_000_000L)),
                            Optional.empty()));
            assertThat(afc.exists("/DCIM")).isTrue();
            assertThat(afc.exists("/nothing")).isFalse();
            assertThat(Faults.of(() -> afc.info("/nothing")))
                    .isEqualTo(new DeviceFault.FileRefused("/nothing", FileRefusal.NOT_FOUND));
            assertThat(Faults.of(() -> afc.info("/a\u0000b")))
                    .isEqualTo(new DeviceFault.FileRefused("/a\u0000b", FileRefusal.INVALID_ARGUMENT));
        });
    }

    @Test
    void aWalkFindsEverythingAlsoWhatIsRefused() throws Exception {
        device.folders.put("/", List.of("DCIM", "PhotoData", "stub.jpg"));
        device.folders.put("/DCIM", List.of("100APPLE"));
        device.folders.put("/PhotoData", List.of());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            names.add("IMG_" + i + ".JPG");
            device.files.put("/DCIM/100APPLE/IMG_" + i + ".JPG", new byte[i]);
        }
        device.folders.put("/DCIM/100APPLE", names);
        device.refused.put("/PhotoData", 10L);
        device.refused.put("/stub.jpg", 20L);
        List<AfcEntry> found = new ArrayList<>();
        use(afc -> {
            afc.walk("/", found::add);
            assertThat(afc.mostRequestsUnderWay()).isGreaterThan(20);
        });
        assertThat(found).hasSize(2 + 1 + 200 + 2);
        assertThat(found)
                .contains(
                        new AfcEntry.Refused(
                                "/PhotoData", new DeviceFault.FileRefused("/PhotoData", FileRefusal.PERMISSION_DENIED)),
                        new AfcEntry.Refused(
                                "/stub.jpg", new DeviceFault.FileRefused("/stub.jpg", FileRefusal.INPUT_OUTPUT_ERROR)));
        long bytes = 0;
        for (AfcEntry entry : found) {
            if (entry instanceof AfcEntry.Found one && one.info().kind() == AfcKind.FILE) {
                bytes += one.info().sizeBytes();
            }
        }
        assertThat(bytes).isEqualTo(199 * 200 / 2);
    }

    @Test
    void namesThatLeadElsewhereAreNotFollowed() throws Exception {
        device.folders.put("/", List.of("../secret", "a/b", "ok"));
        device.files.put("/ok", new byte[1]);
        List<AfcEntry> found = new ArrayList<>();
        use(afc -> {
            afc.walk("/", found::add);
            assertThat(Faults.of(() -> afc.list("/"))).isInstanceOf(DeviceFault.Malformed.class);
        });
        assertThat(found).filteredOn(AfcEntry.Found.class::isInstance).hasSize(1);
        assertThat(found).filteredOn(AfcEntry.Refused.class::isInstance).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 11 * CHUNK + 17})
    void wholeFilesComeByteForByte(int length) throws Exception {
        byte[] content = file("/film.mov", length);
        use(afc -> {
            try (AfcBody body = afc.read(AfcRange.whole("/film.mov", length))) {
                assertThat(body.readAllBytes()).isEqualTo(content);
            }
            assertThat(afc.readWhole("/film.mov", 100 * CHUNK)).isEqualTo(content);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 65536, CHUNK - 1})
    void shortAnswersAreNoEnd(int mostBytes) throws Exception {
        int length = mostBytes == 1 ? 3000 : 3 * CHUNK + 5;
        byte[] content = file("/film.mov", length);
        device.mostBytesPerRead = mostBytes;
        use(afc -> {
            try (AfcBody body = afc.read(AfcRange.whole("/film.mov", length))) {
                assertThat(body.readAllBytes()).isEqualTo(content);
            }
        });
    }

    @Test
    void partsAreReadByPosition() throws Exception {
        byte[] content = file("/film.mov", 3 * CHUNK);
        use(afc -> {
            try (AfcBody body = afc.read(AfcRange.part("/film.mov", 12_345, 2 * CHUNK))) {
                assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 12_345, 12_345 + 2 * CHUNK));
            }
            try (AfcBody body = afc.read(AfcRange.from("/film.mov", CHUNK + 7, 3 * CHUNK))) {
                assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, CHUNK + 7, 3 * CHUNK));
            }
        });
    }

    @Test
    void aDeviceThatWaitsForEightReadsGetsThem() throws Exception {
        byte[] content = file("/film.mov", 8 * CHUNK);
        use(afc -> {
            AfcBody body = afc.read(AfcRange.whole("/film.mov", content.length));
            assertThat(afc.exists("/film.mov")).isTrue(); // the file is open by now, and no read was sent yet
            device.holdUntil = 8; // one at a time, nobody would ever say anything again
            assertThat(body.readAllBytes()).isEqualTo(content);
            assertThat(afc.mostRequestsUnderWay()).isGreaterThanOrEqualTo(8);
            body.close();
        });
    }

    @Test
    void manySmallFilesAreOpenedAndReadAhead() throws Exception {
        List<AfcRange> wanted = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            contents.add(file("/" + i, i * 700));
            wanted.add(AfcRange.whole("/" + i, i * 700L));
        }
        use(afc -> {
            try (AfcReader reader = afc.readAll(wanted.iterator())) {
                for (byte[] content : contents) {
                    assertThat(reader.next().orElseThrow().readAllBytes()).isEqualTo(content);
                }
                assertThat(reader.next()).isEmpty();
            }
            assertThat(afc.exists("/1")).isTrue();
        });
        assertThat(device.mostOpen.get()).isBetween(4, AfcReader.MAX_FILES_AHEAD + 2);
    }

    @Test
    void otherQuestionsMayComeBetweenTheBytesOfAFile() throws Exception {
        byte[] content = file("/film.mov", 6 * CHUNK);
        use(afc -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (AfcBody body = afc.read(AfcRange.whole("/film.mov", content.length))) {
                byte[] some = new byte[300_000];
                int count = body.read(some);
                while (count > 0) {
                    all.write(some, 0, count);
                    assertThat(afc.info("/film.mov").sizeBytes()).isEqualTo(content.length);
                    count = body.read(some);
                }
            }
            assertThat(all.toByteArray()).isEqualTo(content);
        });
    }

    @Test
    void aFileLeftInTheMiddleLeavesTheConnectionGood() throws Exception {
        byte[] content = file("/film.mov", 6 * CHUNK);
        file("/photo.jpg", 99);
        use(afc -> {
            for (int i = 0; i < 20; i++) {
                try (AfcBody body = afc.read(AfcRange.whole("/film.mov", content.length))) {
                    assertThat(body.read()).isEqualTo(content[0] & 0xFF);
                }
                assertThat(afc.readWhole("/photo.jpg", 100)).isEqualTo(device.files.get("/photo.jpg"));
            }
            AfcBody closed = afc.read(AfcRange.whole("/film.mov", content.length));
            closed.close();
            assertThat(Faults.of(closed::read)).isEqualTo(new DeviceFault.Stopped());
        });
    }

    @Test
    void answersInAnotherOrderAreReadAgainOneByOne() throws Exception {
        byte[] content = file("/film.mov", 8 * CHUNK);
        device.swapsReads = true;
        use(afc -> {
            AfcBody body = afc.read(AfcRange.whole("/film.mov", content.length));
            assertThat(afc.exists("/film.mov")).isTrue();
            device.holdUntil = 8;
            assertThat(body.readAllBytes()).isEqualTo(content);
            body.close();
        });
        assertThat(device.swapsReads).isFalse();
    }

    @Test
    void filesThatAreNotWhatWasSaidAreNeverTakenForWhole() throws Exception {
        file("/short.jpg", 500);
        file("/long.jpg", 500);
        file("/good.jpg", 500);
        use(afc -> {
            List<AfcRange> wanted = List.of(
                    AfcRange.whole("/short.jpg", 501),
                    AfcRange.whole("/long.jpg", 499),
                    AfcRange.part("/short.jpg", 0, 501),
                    AfcRange.whole("/missing.jpg", 1),
                    AfcRange.whole("/\u0000", 1),
                    AfcRange.whole("/good.jpg", 500));
            try (AfcReader reader = afc.readAll(wanted.iterator())) {
                assertThat(Faults.of(reader.next().orElseThrow()::readAllBytes))
                        .isEqualTo(new DeviceFault.FileChanged("/short.jpg", 501, 500));
                assertThat(Faults.of(reader.next().orElseThrow()::readAllBytes))
                        .isEqualTo(new DeviceFault.FileChanged("/long.jpg", 499, 500));
                assertThat(Faults.of(reader.next().orElseThrow()::readAllBytes))
                        .isEqualTo(new DeviceFault.FileChanged("/short.jpg", 501, 500));
                assertThat(Faults.of(reader.next().orElseThrow()::readAllBytes))
                        .isEqualTo(new DeviceFault.FileRefused("/missing.jpg", FileRefusal.NOT_FOUND));
                assertThat(Faults.of(reader.next().orElseThrow()::readAllBytes))
                        .isEqualTo(new DeviceFault.FileRefused("/\u0000", FileRefusal.INVALID_ARGUMENT));
                assertThat(reader.next().orElseThrow().readAllBytes()).isEqualTo(device.files.get("/good.jpg"));
            }
            try (AfcBody again = afc.read(AfcRange.whole("/short.jpg", 500))) {
                assertThat(again.readAllBytes()).isEqualTo(device.files.get("/short.jpg"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aDeviceWithFewOpenFilesIsReadAllTheSame(int mostOpen) throws Exception {
        device.mostOpenFiles = mostOpen;
        List<AfcRange> wanted = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            file("/" + i, 1000 + i);
            wanted.add(AfcRange.whole("/" + i, 1000 + i));
        }
        use(afc -> {
            try (AfcReader reader = afc.readAll(wanted.iterator())) {
                for (int i = 0; i < 30; i++) {
                    assertThat(reader.next().orElseThrow().readAllBytes()).isEqualTo(device.files.get("/" + i));
                }
            }
        });
    }

    @Test
    void filesAreWrittenAndChanged() throws Exception {
        byte[] content = new byte[5 * AfcFile.WRITE_BYTES + 3];
        new Random(3).nextBytes(content);
        use(afc -> {
            try (AfcFile file = afc.open("/new", AfcMode.WRITE)) {
                file.write(content, 0, content.length);
                assertThat(file.tell()).isEqualTo(content.length);
                file.seek(AfcWhence.START, 10);
                byte[] some = new byte[20];
                assertThat(file.read(some, 0, 20)).isEqualTo(20);
                assertThat(some).isEqualTo(Arrays.copyOfRange(content, 10, 30));
                file.seek(AfcWhence.END, 0);
                assertThat(file.read(some, 0, 20)).isEqualTo(-1);
                assertThat(Faults.of(() -> file.lock(AfcLock.EXCLUSIVE)))
                        .isEqualTo(new DeviceFault.FileRefused("/new", FileRefusal.WOULD_BLOCK));
                file.lock(AfcLock.UNLOCK);
                file.setSize(100);
            }
            assertThat(device.files.get("/new")).isEqualTo(Arrays.copyOf(content, 100));
            afc.rename("/new", "/newer");
            afc.makeDirectory("/folder");
            afc.truncate("/newer", 5);
            afc.makeLink(AfcLink.SYMBOLIC, "/newer", "/link");
            afc.setModified("/newer", Instant.ofEpochSecond(1, 5));
            afc.removeWithContents("/folder");
            afc.remove("/newer");
            assertThat(Faults.of(() -> afc.remove("/newer")))
                    .isEqualTo(new DeviceFault.FileRefused("/newer", FileRefusal.NOT_FOUND));
        });
        assertThat(device.files).isEmpty();
    }

    @Test
    void requestsAreTheBytesOfTheProtocol() throws Exception {
        BytesConnection connection = new BytesConnection(ScriptedAfc.status(1, 0), Integer.MAX_VALUE, false);
        try (Afc afc = new Afc(connection)) {
            afc.makeLink(AfcLink.SYMBOLIC, "a", "b");
        }
        assertThat(connection.written())
                .isEqualTo(ScriptedAfc.packet(1, 0x1C, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 'a', 0, 'b', 0}));
    }

    @Test
    void senselessAnswersAreMalformedAndEndTheConnection() {
        byte[] wrongMagic = ScriptedAfc.status(1, 0);
        wrongMagic[0] = 'X';
        byte[] huge = ScriptedAfc.packet(1, 2, new byte[0]);
        huge[15] = 0x7F;
        byte[] shorterThanItself = ScriptedAfc.packet(1, 2, new byte[0]);
        shorterThanItself[16] = 39;
        for (byte[] senseless : List.of(
                wrongMagic,
                huge,
                shorterThanItself,
                ScriptedAfc.status(2, 0),
                ScriptedAfc.packet(1, 1, new byte[7]),
                ScriptedAfc.packet(1, 0x0D, new byte[8]),
                ScriptedAfc.packet(1, 0x99, new byte[8]))) {
            try (Afc afc = new Afc(new BytesConnection(senseless))) {
                DeviceFault first = Faults.of(() -> afc.list("/"));
                assertThat(first).isInstanceOf(DeviceFault.Malformed.class);
                assertThat(Faults.of(() -> afc.list("/"))).isEqualTo(first);
            }
        }
    }

    @Test
    void theCableIsLostAtEveryByteWithAFaultAndNothingElse() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        said.writeBytes(ScriptedAfc.packet(1, 0x0E, ScriptedAfc.u64(5)));
        said.writeBytes(ScriptedAfc.packet(2, 2, new byte[100]));
        said.writeBytes(ScriptedAfc.packet(3, 2, new byte[0]));
        byte[] whole = said.toByteArray();
        for (int cut = 0; cut < whole.length; cut++) {
            try (Afc afc = new Afc(new BytesConnection(Arrays.copyOf(whole, cut), 13))) {
                AfcBody body = afc.read(AfcRange.whole("/x", 100));
                assertThat(Faults.of(body::readAllBytes)).as("cut at " + cut).isEqualTo(new DeviceFault.CableLost());
            }
        }
        try (Afc afc = new Afc(new BytesConnection(whole, 13));
                AfcBody body = afc.read(AfcRange.whole("/x", 100))) {
            assertThat(body.readAllBytes()).hasSize(100);
        }
    }
}
