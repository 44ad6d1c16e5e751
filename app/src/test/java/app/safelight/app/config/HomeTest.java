package app.safelight.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeTest {
    private static final Path ACCOUNT = Path.of("/home/of-the-account");

    private static Path linux(Map<String, String> environment) {
        return Home.of(environment, ACCOUNT, "Linux").folder();
    }

    @Test
    void whatIsNamedGoesFirst() {
        assertThat(linux(Map.of("SAFELIGHT_HOME", "/a", "XDG_DATA_HOME", "/b", "HOME", "/c")))
                .isEqualTo(Path.of("/a"));
        assertThat(linux(Map.of("SAFELIGHT_HOME", "", "XDG_DATA_HOME", "/b", "HOME", "/c")))
                .isEqualTo(Path.of("/b/safelight"));
        assertThat(linux(Map.of("HOME", "/c"))).isEqualTo(Path.of("/c/.local/share/safelight"));
        assertThat(linux(Map.of("HOME", ""))).isEqualTo(ACCOUNT.resolve(".local/share/safelight"));
        assertThat(linux(Map.of("HOME", "relative"))).isEqualTo(ACCOUNT.resolve(".local/share/safelight"));
        assertThat(linux(Map.of())).isEqualTo(ACCOUNT.resolve(".local/share/safelight"));
    }

    @Test
    void eachSystemHasItsUsualFolder() {
        assertThat(Home.of(Map.of("HOME", "/c"), ACCOUNT, "Mac OS X").folder())
                .isEqualTo(Path.of("/c/Library/Application Support/Safelight"));
        assertThat(Home.of(Map.of("HOME", "/c"), ACCOUNT, "Windows 11").folder())
                .isEqualTo(ACCOUNT.resolve("AppData/Local/Safelight"));
    }

    @Test
    void aRelativeFolderIsThatOfToday() {
        assertThat(linux(Map.of("SAFELIGHT_HOME", "here")))
                .isEqualTo(Path.of("here").toAbsolutePath());
    }
}
