package app.safelight.bench.phone;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.usbmux.UsbmuxAddress;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PhoneCopyTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everything_on_the_phone_is_copied(boolean encrypted) throws Exception {
        Path media = Files.createDirectories(folder.resolve("media/DCIM/100APPLE"));
        for (int i = 0; i < 30; i++) {
            Files.writeString(media.resolve(i + ".jpg"), "picture " + i);
        }
        Path copy = Files.createDirectory(folder.resolve("copy"));
        withPhone(encrypted, environment -> {
            PhoneCopy.copy(environment, Optional.of(copy));
            PhoneCopy.copy(environment, Optional.empty());
        });

        for (int i = 0; i < 30; i++) {
            assertThat(copy.resolve("DCIM/100APPLE/" + i + ".jpg")).hasContent("picture " + i);
        }
    }

    @Test
    void the_phone_ends_with_its_input() throws Exception {
        Files.createDirectory(folder.resolve("media"));
        withPhone(
                true,
                environment ->
                        assertThat(environment.get(UsbmuxAddress.VARIABLE)).contains(":"));
    }

    private interface Use {
        void with(Map<String, String> environment) throws Exception;
    }

    /// Runs until the use of it has ended, and waits for its end.
    private void withPhone(boolean encrypted, Use use) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                PipedOutputStream said = new PipedOutputStream();
                BufferedReader heard =
                        new BufferedReader(new InputStreamReader(new PipedInputStream(said), StandardCharsets.UTF_8))) {
            Future<?> phone;
            try (PipedOutputStream until = new PipedOutputStream()) {
                PipedInputStream input = new PipedInputStream(until);
                phone = threads.submit(() -> {
                    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
                    PhoneServer.serve(folder.resolve("media"), Duration.ofMillis(1), encrypted, input, out);
                    return encrypted;
                });
                use.with(Map.of(UsbmuxAddress.VARIABLE, heard.readLine()));
            }
            assertThat(phone.get()).isEqualTo(encrypted);
        }
    }
}
