package app.safelight.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import app.safelight.bench.result.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs real programs of every Linux machine; GNU time is among the witnesses that `./check` installs.
final class AccountingTest {
    @TempDir
    Path folder;

    private Accounting accounting;

    @BeforeEach
    void open() throws IOException {
        accounting = new Accounting(folder.resolve("logs"), Deadline.in(Duration.ofMinutes(5)));
    }

    @Test
    void counts_what_the_children_of_a_program_used() throws Exception {
        // A child of the shell that keeps 64 MiB of text and counts through it.
        Usage usage = accounting.run(
                "work",
                Command.of(folder, "sh", "-c", "(head -c 67108864 /dev/zero | tr '\\0' x | tail -n 1 | wc -c); :"));

        assertThat(usage.cpuSeconds()).isPositive();
        assertThat(usage.wallSeconds()).isPositive();
        assertThat(usage.peakMemoryBytes()).isGreaterThan(64L << 20);
    }

    @Test
    void memory_is_that_of_the_program_and_not_of_this_java() throws Exception {
        assertThat(accounting.run("true", Command.of(folder, "true")).peakMemoryBytes())
                .isPositive()
                .isLessThan(16L << 20);
    }

    @Test
    void a_program_that_fails_says_why() {
        assertThatExceptionOfType(StepFailed.class)
                .isThrownBy(() -> accounting.run("fail", Command.of(folder, "sh", "-c", "echo the reason; exit 3")))
                .withMessageContaining("exit code 3")
                .withMessageContaining("the reason");
    }

    @Test
    void an_exit_code_that_is_good_here_is_no_failure() throws Exception {
        Command command = Command.of(folder, "sh", "-c", "exit 3").orExits(3);

        assertThat(accounting.run("three", command).peakMemoryBytes()).isPositive();
    }

    @Test
    void nothing_starts_after_the_limit() throws IOException {
        Accounting late = new Accounting(folder.resolve("logs"), Deadline.in(Duration.ZERO));
        Path made = folder.resolve("made");

        assertThatExceptionOfType(LimitReached.class)
                .isThrownBy(() -> late.run("touch", Command.of(folder, "touch", made.toString())));
        assertThat(made).doesNotExist();
    }

    @Test
    void a_program_still_running_at_the_limit_is_ended_with_its_children() throws IOException {
        Accounting brief = new Accounting(folder.resolve("logs"), Deadline.in(Duration.ofMillis(300)));
        Path pipe = folder.resolve("pipe");

        // Nobody ever opens the other end, so the child would wait for ever.
        assertThatExceptionOfType(LimitReached.class)
                .isThrownBy(() -> brief.run(
                        "hang", Command.of(folder, "sh", "-c", "mkfifo \"$1\"; cat \"$1\"; :", "sh", pipe.toString())));
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(ProcessHandle::isAlive)
                        .map(one -> one.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains(pipe.toString()));
    }

    @Test
    void the_environment_is_passed_on() throws Exception {
        Command command =
                Command.of(folder, "sh", "-c", "echo \"$ONE $TWO\"").with(java.util.Map.of("ONE", "1", "TWO", "2"));

        assertThat(accounting.ask("ask", command)).isEqualTo("1 2\n");
    }

    @Test
    void emptying_the_page_cache_keeps_the_bytes() throws Exception {
        Path file = Files.writeString(
                Files.createDirectories(folder.resolve("tree")).resolve("one"), "kept");
        PageCache cache = new PageCache(accounting);

        cache.empty(folder.resolve("tree"));
        cache.fill(folder.resolve("tree"));

        assertThat(file).hasContent("kept");
    }

    @Test
    void a_tree_is_counted_and_deleted_but_not_what_its_links_lead_to() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside"), "stays");
        Path tree = Files.createDirectories(folder.resolve("tree/inner"));
        Files.writeString(tree.resolve("one"), "123");
        Files.writeString(tree.resolve("two"), "4567");
        Files.createSymbolicLink(tree.resolve("link"), outside);

        assertThat(Trees.extent(folder.resolve("tree"))).isEqualTo(new Trees.Extent(2, 7));
        Trees.delete(folder.resolve("tree"));

        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(outside).hasContent("stays");
    }
}
