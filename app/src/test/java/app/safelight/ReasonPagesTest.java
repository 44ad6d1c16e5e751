package app.safelight;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.policy.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever is told a reason finds its page, and the page does not contradict the program.
class ReasonPagesTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("safelight.repository"));

    private static final Path PAGES = REPOSITORY.resolve("docs/reasons");

    private static final List<String> HEADINGS =
            List.of("## What it means", "## How Safelight knows", "## Who acts", "## What to do", "## What not to do");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

    @Test
    void everyCodeHasAPageAndEveryPageACode() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("README.md"),
                                    Arrays.stream(ReasonCode.values()).map(code -> code + ".md"))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void pageSaysWhatItMust(ReasonCode code) throws IOException {
        List<String> lines = Files.readAllLines(PAGES.resolve(code + ".md"));
        assertThat(lines.get(0)).startsWith("# ");
        assertThat(lines.get(2)).isEqualTo("`" + code + "`");
        assertThat(lines.stream().filter(line -> line.startsWith("## "))).containsExactlyElementsOf(HEADINGS);
        for (String heading : HEADINGS) {
            assertThat(lines.get(lines.indexOf(heading) + 2)).as(heading).isNotBlank();
        }
        assertThat(lines.get(lines.indexOf("## Who acts") + 2)).startsWith(actor(code));
    }

    @ParameterizedTest
    @EnumSource
    void indexLeadsToPage(ReasonCode code) throws IOException {
        assertThat(Files.readString(PAGES.resolve("README.md"))).containsOnlyOnce("[" + code + "](" + code + ".md)");
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            for (Path page : pages.toList()) {
                Matcher link = LINK.matcher(Files.readString(page));
                while (link.find()) {
                    assertThat(PAGES.resolve(link.group(1)))
                            .as("link in " + page)
                            .exists();
                }
            }
        }
    }

    private static String actor(ReasonCode code) {
        return switch (code.actor()) {
            case SAFELIGHT -> "Safelight";
            case PERSON -> "You";
            case NOBODY -> "Nobody";
        };
    }
}
