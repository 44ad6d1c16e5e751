package app.safelight.apple.afc;

import app.safelight.apple.connection.BytesConnection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.Remedy;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as answers of the file service: what was asked for, or a typed fault.
class AfcFuzzTest {
    private static final int EXPECTED_BYTES = 100;

    static List<Arguments> answers() {
        byte[] info = ScriptedAfc.zeroEnded(
                "st_size", "100", "st_ifmt", "S_IFDIR", "st_mtime", "1700000000000000000", "LinkTarget", "x");
        return List.of(
                seed(
                        ScriptedAfc.packet(1, 2, ScriptedAfc.zeroEnded(".", "..", "a", "b/c")),
                        ScriptedAfc.packet(2, 2, info),
                        ScriptedAfc.packet(3, 2, ScriptedAfc.zeroEnded("d"))),
                seed(
                        ScriptedAfc.packet(1, 0x0E, ScriptedAfc.u64(5)),
                        ScriptedAfc.packet(2, 2, new byte[EXPECTED_BYTES]),
                        ScriptedAfc.packet(3, 2, new byte[0]),
                        ScriptedAfc.status(4, 0)),
                seed(
                        ScriptedAfc.packet(1, 0x0E, ScriptedAfc.u64(5)),
                        ScriptedAfc.packet(3, 2, new byte[1]),
                        ScriptedAfc.packet(2, 2, new byte[EXPECTED_BYTES - 1]),
                        ScriptedAfc.status(4, 0)),
                seed(ScriptedAfc.packet(1, 2, info)),
                seed(ScriptedAfc.status(1, 8)),
                seed(ScriptedAfc.packet(1, 0x13, ScriptedAfc.u64(-1))),
                seed(new byte[40]));
    }

    private static Arguments seed(byte[]... packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        return Arguments.of((Object) all.toByteArray());
    }

    private interface Use {
        void with(Afc afc) throws DeviceException;
    }

    private static void faultOrNot(byte[] incoming, Use use) {
        try (Afc afc = new Afc(new BytesConnection(incoming))) {
            use.with(afc);
        } catch (DeviceException expected) {
            if (expected.fault().remedy() == Remedy.NOTHING) {
                throw new AssertionError("a fault without a remedy", expected);
            }
        }
    }

    @MethodSource("answers")
    @FuzzTest
    void walking(byte[] incoming) {
        faultOrNot(
                incoming,
                afc -> afc.walk("/", entry -> {
                    if (entry instanceof AfcEntry.Found found && found.path().contains("/../")) {
                        throw new AssertionError("led elsewhere");
                    }
                }));
    }

    @MethodSource("answers")
    @FuzzTest
    void asking(byte[] incoming) {
        faultOrNot(incoming, Afc::deviceInfo);
        faultOrNot(incoming, afc -> afc.info("/x"));
        faultOrNot(incoming, afc -> afc.list("/x"));
    }

    @MethodSource("answers")
    @FuzzTest
    void reading(byte[] incoming) {
        faultOrNot(incoming, afc -> {
            try (AfcBody body = afc.read(AfcRange.whole("/x", EXPECTED_BYTES))) {
                int read = body.readAllBytes().length;
                if (read != EXPECTED_BYTES) {
                    throw new AssertionError(read + " bytes taken for a whole file");
                }
            } catch (DeviceException failed) {
                throw failed;
            } catch (IOException other) {
                throw new AssertionError("not a fault", other);
            }
        });
    }

    @MethodSource("answers")
    @FuzzTest
    void writing(byte[] incoming) {
        faultOrNot(incoming, afc -> {
            try (AfcFile file = afc.open("/x", AfcMode.READ_WRITE)) {
                file.write(new byte[10], 0, 10);
                file.seek(AfcWhence.START, file.tell());
            }
        });
    }
}
