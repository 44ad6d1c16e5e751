package app.safelight.apple.connection;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.plist.Plist;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlistChannelTest {
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict>"
            + "<key>Type</key><string>com.apple.mobile.lockdown</string></dict></plist>";

    private static final int LIMIT = 1 << 20;

    private static byte[] frame(int length, byte[] body) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(length);
        out.write(body);
        return bytes.toByteArray();
    }

    private static PlistChannel channel(byte[] incoming) {
        return new PlistChannel(new BytesConnection(incoming, 7), "test", LIMIT);
    }

    @Test
    void aMessageIsALengthInNetworkOrderAndXml() throws Exception {
        byte[] xml = XML.getBytes(StandardCharsets.UTF_8);
        try (PlistChannel channel = channel(frame(xml.length, xml))) {
            assertThat(channel.receive().string("Type")).contains("com.apple.mobile.lockdown");
        }
        BytesConnection connection = new BytesConnection(new byte[0]);
        try (PlistChannel channel = new PlistChannel(connection, "test", LIMIT)) {
            channel.send(Plist.empty().put("Request", "QueryType"));
        }
        byte[] sent = connection.written();
        assertThat(new String(sent, 4, sent.length - 4, StandardCharsets.UTF_8))
                .startsWith("<?xml")
                .contains("<key>Request</key>")
                .contains("<string>QueryType</string>");
        assertThat(new byte[] {sent[0], sent[1], sent[2], sent[3]})
                .containsExactly(0, 0, (sent.length - 4) >> 8, (byte) (sent.length - 4));
    }

    @Test
    void binaryAnswersAreReadToo() throws Exception {
        byte[] binary = Plist.empty().put("Port", 4321).toBinary();
        try (PlistChannel channel = channel(frame(binary.length, binary))) {
            assertThat(channel.receive(Duration.ZERO).orElseThrow().integer("Port"))
                    .contains(4321L);
        }
    }

    @Test
    void hostileLengthsAreRefusedBeforeAnythingIsAllocated() throws Exception {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, LIMIT + 1, 0x7FFFFFFF}) {
            try (PlistChannel channel = channel(frame(length, new byte[100]))) {
                assertThat(Faults.of(channel::receive)).isInstanceOf(DeviceFault.Malformed.class);
            }
        }
    }

    @Test
    void messagesCutShortAreALostCable() throws Exception {
        byte[] xml = XML.getBytes(StandardCharsets.UTF_8);
        byte[] whole = frame(xml.length, xml);
        for (int cut : new int[] {0, 1, 4, 5, whole.length - 1}) {
            try (PlistChannel channel = channel(java.util.Arrays.copyOf(whole, cut))) {
                assertThat(Faults.of(channel::receive)).isEqualTo(new DeviceFault.CableLost());
            }
        }
    }
}
