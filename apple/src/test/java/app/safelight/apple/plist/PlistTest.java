package app.safelight.apple.plist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlistTest {
    private static final Plist EVERYTHING = Plist.empty()
            .put("text", "Anna’s iPhone")
            .put("whole", 1L << 40)
            .put("yes", true)
            .put("bytes", new byte[] {0, 1, -1})
            .put("then", Instant.parse("2026-01-02T03:04:05Z"))
            .put("inner", Plist.empty().put("key", "value"))
            .put("list", List.of(Plist.empty().put("n", 1), Plist.empty().put("n", 2)));

    @Test
    void bothFormsGiveBackWhatWasPut() throws Exception {
        for (byte[] form : List.of(EVERYTHING.toXml(), EVERYTHING.toBinary())) {
            Plist read = Plist.parse(form);
            assertThat(read.string("text")).contains("Anna’s iPhone");
            assertThat(read.integer("whole")).contains(1L << 40);
            assertThat(read.bool("yes")).contains(true);
            assertThat(read.data("bytes").orElseThrow()).containsExactly(0, 1, -1);
            assertThat(read.date("then")).contains(Instant.parse("2026-01-02T03:04:05Z"));
            assertThat(read.dictionary("inner").orElseThrow().string("key")).contains("value");
            assertThat(read.dictionaries("list")).hasSize(2);
            assertThat(read.string("yes")).isEmpty();
            assertThat(read.integer("nothing")).isEmpty();
            assertThat(read).isEqualTo(EVERYTHING);
        }
    }

    @Test
    void controlCharactersThatIosWritesAreNoObstacle() throws Exception {
        String xml = new String(Plist.empty().put("DeviceName", "a#b").toXml(), StandardCharsets.UTF_8)
                .replace('#', '\u0001');
        assertThat(Plist.parse(xml.getBytes(StandardCharsets.UTF_8)).string("DeviceName"))
                .contains("a b");
    }

    @Test
    void whatIsNoPlistIsRefused() {
        for (String text : List.of(
                "",
                "hello",
                "<plist",
                "bplist00",
                "bplist00" + "\u0000".repeat(64),
                "<!DOCTYPE plist [<!ENTITY a \"b\">]><plist><dict/></plist>",
                "<plist version=\"1.0\"><array/></plist>")) {
            assertThatThrownBy(() -> Plist.parse(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .as(text)
                    .isInstanceOf(MalformedPlist.class);
        }
    }

    @Test
    void whatIsNestedWithoutEndIsRefused() {
        for (byte[] nested : List.of(
                HostilePlists.nestedXml(100_000),
                HostilePlists.nested(30_000, 1, 0xA0),
                "(".repeat(100_000).getBytes(StandardCharsets.US_ASCII))) {
            assertThatThrownBy(() -> Plist.parse(nested)).isInstanceOf(MalformedPlist.class);
        }
    }

    @Test
    void arraysThatHoldTheNextOneTwiceAreReadOnce() throws Exception {
        assertThat(Plist.parse(HostilePlists.nested(100, 2, 0xA0)).has("k")).isTrue();
    }

    /// A set is hashed while it is read, and hashing a hundred arrays that hold the next one twice never ends.
    @Test
    void setsAreRefused() {
        for (int type : new int[] {0xB0, 0xC0}) {
            assertThatThrownBy(() -> Plist.parse(HostilePlists.nested(100, 2, type)))
                    .isInstanceOf(MalformedPlist.class)
                    .hasMessage("a property list with a set");
        }
    }

    /// Found by FuzzTargetsTest: the parser hands a null on, into arrays and dictionaries.
    @Test
    void nothingInThePlaceOfAnObjectIsRefused() {
        byte[] list = HostilePlists.nested(1, 1, 0xA0);
        list[8 + 5 + 2 + 3] = 0;
        assertThatThrownBy(() -> Plist.parse(list))
                .isInstanceOf(MalformedPlist.class)
                .hasMessage("a property list with nothing in the place of an object");
    }

    @Test
    void whatIsWrongWithAListIsNotPrinted() {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            byte[] evil = "<plist><dict><key>a</key><secret></dict></plist>".getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Plist.parse(evil)).isInstanceOf(MalformedPlist.class);
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aListThatHoldsItselfIsRefused() {
        // One dictionary whose only value is that dictionary: objects "d 1 key 1→0", its key, offsets, trailer.
        byte[] circle = {
            'b',
            'p',
            'l',
            'i',
            's',
            't',
            '0',
            '0',
            (byte) 0xD1,
            1,
            0,
            0x51,
            'k',
            8,
            11,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            2,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            13
        };
        assertThatThrownBy(() -> Plist.parse(circle)).isInstanceOf(MalformedPlist.class);
    }
}
