package app.safelight.simulator.iphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhoneServerTest {
    @Test
    void saysWhereItIsAndObeys(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("mux");
        List<String> commands = List.of(
                "lock",
                "unlock",
                "trust",
                "deny",
                "ignore",
                "forget",
                "pull",
                "plug",
                "network",
                "lose 5",
                "far 1 0",
                "refuse /DCIM",
                "recover",
                "complaints");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PhoneServer.serve(
                new String[] {folder.toString(), "18", "Bea", "unix:" + socket},
                new StringReader(String.join("\n", commands)),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .startsWith("UNIX:" + socket, "00008120-000A1B2C3D4E0001", "ok")
                .endsWith("ok", "[]")
                .hasSize(2 + commands.size());
        assertThat(socket).doesNotExist();
    }
}
