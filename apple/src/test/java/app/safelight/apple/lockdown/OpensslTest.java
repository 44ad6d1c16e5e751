package app.safelight.apple.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.SocketConnection;
import app.safelight.apple.plist.Plist;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The certificates and the TLS that we make, held against OpenSSL, which the programs that we have to get on
/// with use.
class OpensslTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private String openssl(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private PairRecord newPairing() throws Exception {
        openssl("genrsa", "-traditional", "-out", "device.key", "2048");
        openssl("rsa", "-in", "device.key", "-RSAPublicKey_out", "-out", "device.pub");
        byte[] publicKey = Files.readAllBytes(folder.resolve("device.pub"));
        PairCertificates certificates = PairCertificates.issue(publicKey, RANDOM, Instant.now());
        PairRecord record = PairRecord.of(certificates, "HOST", "BUID");
        for (String name : List.of("RootCertificate", "HostCertificate", "DeviceCertificate", "HostPrivateKey")) {
            Files.write(folder.resolve(name), record.field(name));
        }
        return record;
    }

    @Test
    void ourCertificatesAreWhatTheyShouldBe() throws Exception {
        newPairing();
        assertThat(openssl("verify", "-CAfile", "RootCertificate", "HostCertificate", "DeviceCertificate"))
                .contains("HostCertificate: OK", "DeviceCertificate: OK");
        assertThat(openssl("x509", "-in", "RootCertificate", "-noout", "-text"))
                .contains("Version: 3", "sha256WithRSAEncryption", "CA:TRUE", "Public-Key: (2048 bit)");
        assertThat(openssl("x509", "-in", "HostCertificate", "-noout", "-text"))
                .contains("Digital Signature, Key Encipherment", "CA:FALSE", "Issuer: CN");
        assertThat(openssl("x509", "-in", "DeviceCertificate", "-noout", "-text"))
                .contains("Subject Key Identifier", "CA:FALSE");
        String key = openssl("rsa", "-in", "device.key", "-pubout");
        assertThat(openssl("x509", "-in", "DeviceCertificate", "-noout", "-pubkey"))
                .contains(key.substring(key.indexOf("-----BEGIN"), key.indexOf("-----END")));
        assertThat(openssl("rsa", "-in", "HostPrivateKey", "-check", "-noout")).contains("RSA key ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslAcceptsOurHandshake(String version) throws Exception {
        talks(newPairing(), version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void soItDoesWithTheRootsKeyAlone(String version) throws Exception {
        Plist record = Plist.parse(newPairing().toBytes()).remove("HostPrivateKey");
        talks(PairRecord.parse(record.toXml()), version);
    }

    private void talks(PairRecord record, String version) throws Exception {
        Process server = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        version,
                        "-accept",
                        "127.0.0.1:0",
                        "-cert",
                        "DeviceCertificate",
                        "-key",
                        "device.key",
                        "-CAfile",
                        "RootCertificate",
                        "-Verify",
                        "2",
                        "-verify_return_error",
                        "-rev",
                        "-naccept",
                        "1")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
            int port = portOf(said);
            Connection plain = SocketConnection.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Duration.ofSeconds(30));
            try (Connection secret = TlsConnection.open(plain, record, RANDOM)) {
                byte[] sent = "safe\n".getBytes(StandardCharsets.US_ASCII);
                secret.write(sent, 0, sent.length);
                byte[] back = new byte[sent.length];
                secret.readFully(back, 0, back.length);
                assertThat(new String(back, StandardCharsets.US_ASCII)).isEqualTo("efas\n");
            }
        } finally {
            server.destroy();
        }
    }

    private static int portOf(BufferedReader said) throws Exception {
        String line = said.readLine();
        while (line != null) {
            if (line.startsWith("ACCEPT ")) {
                return Integer.parseInt(
                        line.substring(line.lastIndexOf(':') + 1).trim());
            }
            line = said.readLine();
        }
        throw new AssertionError("openssl does not listen");
    }
}
