package app.safelight.apple.backupfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.Fixtures;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Keybags with known passwords give the published keys, two of them from real iPhones.
class KeybagTest {
    private static final HexFormat HEX = HexFormat.of();

    static List<Map<String, @Nullable Object>> vectors() throws IOException {
        List<Map<String, @Nullable Object>> vectors = Fixtures.objects(Fixtures.parse("keybag/keybag-vectors.json"));
        assertThat(vectors).hasSize(6);
        return vectors;
    }

    private static byte[] hex(Map<String, @Nullable Object> vector, String field) {
        return HEX.parseHex((String) Objects.requireNonNull(vector.get(field)));
    }

    private static byte[] keybag(Map<String, @Nullable Object> vector) {
        KeybagBytes bytes = new KeybagBytes()
                .number("VERS", 4)
                .number("TYPE", 1)
                .bytes("UUID", new byte[16])
                .bytes("SALT", hex(vector, "salt"))
                .number("ITER", ((Long) Objects.requireNonNull(vector.get("iter"))).intValue());
        if (vector.get("dpic") instanceof Long rounds) {
            bytes.bytes("DPSL", hex(vector, "dpsl")).number("DPIC", rounds.intValue());
        }
        return bytes.bytes("UUID", new byte[16])
                .number("CLAS", 3)
                .number("WRAP", 2)
                .number("KTYP", 0)
                .bytes("WPKY", hex(vector, "wpky"))
                .toBytes();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void thePasswordGivesThePublishedKeys(Map<String, @Nullable Object> vector) throws Exception {
        Keybag keybag = Keybag.parse(keybag(vector));
        char[] password = String.valueOf(vector.get("password")).toCharArray();
        assertThat(keybag.derive(password)).isEqualTo(hex(vector, "passcodeKeyHex"));
        assertThat(KeyWrap.unwrap(hex(vector, "passcodeKeyHex"), hex(vector, "wpky")))
                .hasValueSatisfying(key -> assertThat(key).isEqualTo(hex(vector, "classKeyHex")));
    }

    @Test
    void unlockingOpensTheClassAndAWrongPasswordNothing() throws Exception {
        Map<String, @Nullable Object> vector = vectors().get(1);
        Keybag keybag = Keybag.parse(keybag(vector));
        try (ClassKeys keys = keybag.unlock("hashcat".toCharArray())) {
            assertThat(keys.key(3)).hasValueSatisfying(key -> assertThat(key).isEqualTo(hex(vector, "classKeyHex")));
            assertThat(keys.key(4)).isEmpty();
            assertThat(keys).hasToString("keys of 1 classes");
        }
        for (String wrong : List.of("", "hashcaT", "hashcat ", "Ω", "\uD800")) {
            assertThatThrownBy(() -> keybag.unlock(wrong.toCharArray()))
                    .isInstanceOfSatisfying(
                            BackupException.class,
                            failed -> assertThat(failed.fault()).isEqualTo(new BackupFault.WrongPassword()))
                    .hasMessage("WrongPassword[]");
        }
    }

    @Test
    void aPasswordOfManyScriptsIsTakenAsUtf8() throws Exception {
        Keybag keybag = Keybag.parse(keybag(vectors().get(0)));
        String password = "päßwörd–日本語🔑";
        assertThat(HEX.formatHex(keybag.derive(password.toCharArray())))
                .isEqualTo(HEX.formatHex(javaDerivation(password, hex(vectors().get(0), "salt"), 10_000)));
    }

    /// The JDK's own derivation, which takes characters as UTF-8 too.
    private static byte[] javaDerivation(String password, byte[] salt, int rounds) throws Exception {
        return javax.crypto.SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(new javax.crypto.spec.PBEKeySpec(password.toCharArray(), salt, rounds, 256))
                .getEncoded();
    }

    static Stream<byte[]> senseless() throws IOException {
        byte[] good = keybag(vectors().get(1));
        byte[] endless = good.clone();
        endless[4] = 0x7F;
        return Stream.of(
                new byte[0],
                new byte[7],
                endless,
                new byte[Keybag.MAX_BYTES + 1],
                new KeybagBytes().bytes("UUID", new byte[16]).toBytes(),
                new KeybagBytes().bytes("SALT", new byte[20]).number("ITER", 0).toBytes(),
                new KeybagBytes().bytes("SALT", new byte[20]).number("ITER", -1).toBytes(),
                new KeybagBytes()
                        .bytes("SALT", new byte[20])
                        .bytes("ITER", new byte[3])
                        .toBytes(),
                new KeybagBytes().bytes("SALT", new byte[20]).number("ITER", 1).toBytes());
    }

    @ParameterizedTest
    @MethodSource("senseless")
    void whatIsNoKeybagIsDamaged(byte[] bytes) {
        assertThatThrownBy(() -> Keybag.parse(bytes))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        failed -> assertThat(failed.fault()).isInstanceOf(BackupFault.Damaged.class));
    }

    @Test
    void roundsBeyondReasonAreRefusedBeforeTheyAreDone() {
        byte[] bytes = new KeybagBytes()
                .bytes("UUID", new byte[16])
                .bytes("SALT", new byte[20])
                .number("ITER", Integer.MAX_VALUE)
                .bytes("UUID", new byte[16])
                .number("CLAS", 3)
                .number("WRAP", 2)
                .bytes("WPKY", new byte[40])
                .toBytes();
        assertThatThrownBy(() -> Keybag.parse(bytes))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        failed -> assertThat(failed.fault()).isInstanceOf(BackupFault.Unsupported.class));
    }
}
