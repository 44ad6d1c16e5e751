package app.safelight.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The tables as a person finds them, pinned: what changes here changes everybody's library.
class SchemaTest extends LibraryTest {
    private static final Path LIBRARY = Path.of(System.getProperty("safelight.repository"), "library");

    private static final String SQLITE = "SELECT sql || ';' FROM sqlite_schema"
            + " WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'flyway%' ORDER BY tbl_name, type DESC, name";

    private static final String POSTGRES = "SELECT line FROM ("
            + "SELECT table_name, 1 AS part, ordinal_position AS position, table_name || '.' || column_name || ' '"
            + " || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END"
            + " || coalesce(' DEFAULT ' || column_default, '') AS line"
            + " FROM information_schema.columns WHERE table_schema = 'public'"
            + " UNION ALL SELECT conrelid::regclass::text, 2, 0, conrelid::regclass::text || ' '"
            + " || pg_get_constraintdef(oid) FROM pg_constraint"
            + " WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')"
            + " UNION ALL SELECT tablename, 3, 0, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            + ") AS lines WHERE table_name NOT LIKE 'flyway%' ORDER BY table_name COLLATE \"C\", part, position,"
            + " line COLLATE \"C\"";

    @Test
    void isAsPinned() throws Exception {
        String sql = engine == Engine.SQLITE ? SQLITE : POSTGRES.replace("::", "\\:\\:");
        List<String> lines = library.database.read(
                rows -> rows.createQuery(sql).mapTo(String.class).list());
        String found = String.join("\n", lines) + "\n";
        String name = "schema-" + engine.name().toLowerCase(Locale.ROOT) + ".txt";
        Files.writeString(LIBRARY.resolve("target").resolve(name), found);
        Path pinned =
                LIBRARY.resolve("src/test/resources/app/safelight/library").resolve(name);
        assertThat(pinned).as("to pin it, look at target/" + name).exists();
        assertThat(found).isEqualTo(Files.readString(pinned, StandardCharsets.UTF_8));
    }
}
