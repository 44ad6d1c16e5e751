package app.safelight.apple.photoslibrary;

import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The status file with any bytes. `JAZZER_FUZZ=1 ./mvnw -pl apple test -Dtest=SyncStatusFuzzTest` searches.
class SyncStatusFuzzTest {
    static List<Arguments> seeds() {
        Plist plist = Plist.empty()
                .put("isExceedingQuota", true)
                .put("lastSyncDate", Instant.EPOCH)
                .put("accountFlags", new byte[] {1, 2})
                .put("blockedReason", 4)
                .put("list", List.of(Plist.empty()))
                .put("cloudAssetCountPerType", Plist.empty().put("public.image", Long.MAX_VALUE));
        // An array whose only element is a null, which the binary form can tell: found by FuzzTargetsTest.
        byte[] nothing = HexFormat.of()
                .parseHex("62706c6973743030d1010251" + "6b" + "a10300" + "080b0d0f" + "000000000000" + "0101"
                        + "0000000000000004" + "0000000000000000" + "0000000000000010");
        return List.of(
                Arguments.of((Object) nothing),
                Arguments.of((Object) plist.toBinary()),
                Arguments.of((Object) plist.toXml()),
                Arguments.of((Object) new byte[0]));
    }

    @MethodSource("seeds")
    @FuzzTest
    void anyBytes(byte[] bytes) {
        try {
            SyncStatus status = SyncStatus.parse(bytes);
            if (status.raw().values().stream().anyMatch(shown -> shown.length() > 5_000)) {
                throw new AssertionError("a value shown without end");
            }
        } catch (MalformedPlist expected) {
            // The only way to fail.
        }
    }
}
