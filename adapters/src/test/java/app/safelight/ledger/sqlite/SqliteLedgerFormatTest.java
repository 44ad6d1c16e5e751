package app.safelight.ledger.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.ledger.Fold;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.ledger.LedgerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file is what `docs/format/ledger.md` says, the example beside it can still be read, and the `sqlite3` program
/// agrees with us on what stands in it.
///
/// With `-Dsafelight.rewrite=true` the example and the schema are written anew, to be looked at before they are
/// committed.
final class SqliteLedgerFormatTest {
    private static final Path FORMAT = Path.of(System.getProperty("safelight.repository", "."), "docs", "format");
    private static final boolean REWRITE = Boolean.getBoolean("safelight.rewrite");

    @TempDir
    Path folder = Path.of("");

    private static String sqlite3(Path database, String sql) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sqlite3", "-readonly", database.toString(), sql)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("sqlite3 said: %s", output).isZero();
        return output.strip();
    }

    private Path example() throws LedgerException, IOException {
        Path stored = FORMAT.resolve("example-ledger").resolve("ledger.sqlite");
        if (REWRITE) {
            ExampleLedger.write(folder);
            Files.createDirectories(FORMAT.resolve("example-ledger"));
            Files.write(stored, Files.readAllBytes(new LedgerFiles(folder).database()));
        }
        Path copy = Files.createDirectories(folder.resolve("copy"));
        Files.write(new LedgerFiles(copy).database(), Files.readAllBytes(stored));
        return copy;
    }

    @Test
    void theExampleCanBeReadForEver() throws LedgerException, IOException {
        Path copy = example();
        List<Ledger.Entry> expected = new ArrayList<>();
        Fold fold = new Fold();
        for (ExampleLedger.Append append : ExampleLedger.appends()) {
            for (LedgerEvent event : append.events()) {
                expected.add(new Ledger.Entry(expected.size() + 1L, append.at(), event));
                fold.apply(append.at(), event);
            }
        }
        try (SqliteLedger ledger = SqliteLedger.openForReading(copy)) {
            ledger.check();
            List<Ledger.Entry> told = new ArrayList<>();
            ledger.events(1, told::add);
            assertThat(told).isEqualTo(expected);
            for (String path : List.of(
                    "DCIM/100APPLE/IMG_0001.HEIC",
                    "DCIM/100APPLE/IMG_0002.JPG",
                    "DCIM/100APPLE/IMG_0003.JPG",
                    "MISC/INDEX.DAT")) {
                assertThat(ledger.assetOf(ExampleLedger.key(path)))
                        .isPresent()
                        .isEqualTo(fold.assetOf(ExampleLedger.key(path)));
            }
        }
    }

    @Test
    void theSchemaIsTheGoldenOne() throws LedgerException, IOException, InterruptedException {
        ExampleLedger.write(folder);
        String schema =
                sqlite3(new LedgerFiles(folder).database(), "SELECT sql || ';' FROM sqlite_schema WHERE sql <> ''")
                        + "\n";
        Path golden = FORMAT.resolve("ledger-schema.sql");
        if (REWRITE) {
            Files.writeString(golden, schema);
        }
        assertThat(schema).isEqualTo(Files.readString(golden));
    }

    /// Every command of the description, with what it prints there.
    @Test
    void theCommandsOfTheDescriptionPrintWhatItSays() throws LedgerException, IOException, InterruptedException {
        Path database = new LedgerFiles(example()).database();
        List<Command> commands = commands(Files.readString(FORMAT.resolve("ledger.md")));
        assertThat(commands).hasSizeGreaterThan(5);
        for (Command command : commands) {
            assertThat(sqlite3(database, command.sql())).as(command.sql()).isEqualTo(command.output());
        }
    }

    private record Command(String sql, String output) {}

    /// Blocks that begin with `$ sqlite3 ledger.sqlite "`; the rest of a block is the output.
    private static List<Command> commands(String description) {
        String start = "```\n$ sqlite3 ledger.sqlite \"";
        List<Command> commands = new ArrayList<>();
        for (int at = description.indexOf(start); at >= 0; at = description.indexOf(start, at + 1)) {
            int sqlEnd = description.indexOf("\"\n", at + start.length());
            int end = description.indexOf("```", sqlEnd);
            commands.add(new Command(
                    description.substring(at + start.length(), sqlEnd),
                    description.substring(sqlEnd + 2, end).strip()));
        }
        return commands;
    }

    @Test
    void theSqliteProgramAgrees() throws LedgerException, IOException, InterruptedException {
        int assets = 1_000;
        try (SqliteLedger ledger = SqliteLedger.openForWriting(folder, "test")) {
            GeneratedLibrary.appendTo(ledger, assets);
            ledger.append(GeneratedLibrary.AT, List.of(new LedgerEvent.ItemGone(GeneratedLibrary.photo(7))));
            Path database = new LedgerFiles(folder).database();
            assertThat(sqlite3(database, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(sqlite3(database, "PRAGMA foreign_key_check")).isEmpty();
            assertThat(sqlite3(database, "SELECT count(*) FROM events")).isEqualTo(ledger.size() + "");
            assertThat(sqlite3(database, "SELECT count(*) FROM items")).isEqualTo(GeneratedLibrary.items(assets) + "");
            assertThat(sqlite3(database, "SELECT count(DISTINCT asset) FROM items"))
                    .isEqualTo(assets + "");
            assertThat(sqlite3(database, "SELECT count(*) FROM items WHERE presence = 'gone'"))
                    .isEqualTo("1");
            assertThat(sqlite3(database, "SELECT count(*) FROM copies WHERE evidence = 'read back from medium'"))
                    .isEqualTo(GeneratedLibrary.items(assets) + "");
            assertThat(sqlite3(database, "SELECT sum(items) FROM folder"))
                    .isEqualTo(GeneratedLibrary.items(assets) - 1 + "");
            assertThat(sqlite3(database, "PRAGMA journal_mode")).isEqualTo("wal");
        }
    }

    /// The words of the codes stand in the file itself.
    @Test
    void everyCodeHasItsWord() throws LedgerException, IOException, InterruptedException {
        String words = sqlite3(
                new LedgerFiles(example()).database(),
                "SELECT list, count(*), min(code), max(code) FROM code GROUP BY list");
        assertThat(words).isEqualTo("asset|8|1|8\nevent|14|1|14\nevidence|4|1|4\npresence|3|1|3\nrole|7|1|7");
    }
}
