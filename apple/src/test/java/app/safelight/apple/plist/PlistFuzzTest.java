package app.safelight.apple.plist;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Property lists of any bytes, in both forms.
class PlistFuzzTest {
    static Stream<Arguments> lists() {
        Plist all = Plist.empty()
                .put("text", "Anna’s iPhone")
                .put("whole", 1L << 40)
                .put("no", false)
                .put("bytes", new byte[] {0, 1, -1})
                .put("then", Instant.EPOCH)
                .put("real", new com.dd.plist.NSNumber(1.5))
                .put("inner", Plist.empty().put("key", Plist.empty().put("deeper", "value")))
                .put("list", List.of(Plist.empty().put("n", 1), Plist.empty().put("n", 2)));
        return Stream.of(
                        all.toXml(),
                        all.toBinary(),
                        HostilePlists.nestedXml(50),
                        HostilePlists.nestedXml(2_000),
                        HostilePlists.nested(10, 2, 0xA0),
                        HostilePlists.nested(2_000, 1, 0xA0),
                        HostilePlists.nested(10, 2, 0xC0),
                        "<plist><dict><key>a</key><evil".getBytes(StandardCharsets.UTF_8),
                        new byte[0])
                .map(bytes -> Arguments.of((Object) bytes));
    }

    @MethodSource("lists")
    @FuzzTest
    void anyBytes(byte[] bytes) {
        try {
            read(Plist.parse(bytes), 0);
        } catch (MalformedPlist expected) {
            // The only way to fail.
        }
        try {
            Plist.parseArray(bytes).forEach(inner -> read(inner, 0));
        } catch (MalformedPlist expected) {
            // As above.
        }
    }

    private static void read(Plist list, int depth) {
        for (String key : list.keys()) {
            list.string(key);
            list.integer(key);
            list.real(key);
            list.bool(key);
            list.date(key);
            list.data(key);
            list.strings(key);
            list.dictionaries(key);
            // Two levels: what is below them is read in the same way.
            if (depth < 2) {
                list.dictionary(key).ifPresent(inner -> read(inner, depth + 1));
            }
        }
        if (list.toString().isEmpty()) {
            throw new AssertionError("nothing to show");
        }
    }
}
