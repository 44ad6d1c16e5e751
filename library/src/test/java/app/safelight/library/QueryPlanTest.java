package app.safelight.library;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.Sha256;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.accounts.Secret;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Shelf;
import app.safelight.library.assets.Timeline;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import app.safelight.library.uploads.UploadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

/// What is asked often is answered from an index, in its order: a library of a million is as quick as one of
/// ten.
class QueryPlanTest extends LibraryTest {
    /// Remembers the questions that were asked.
    private static final class RecordingDatabase implements Database {
        private final Database database;
        private final Set<String> asked = new LinkedHashSet<>();

        RecordingDatabase(Database database) {
            this.database = database;
        }

        @Override
        public <R> R read(Work<R> work) throws DatabaseException {
            return database.read(rows -> {
                rows.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
                    @Override
                    public void logBeforeExecution(StatementContext context) {
                        asked.add(context.getParsedSql().getSql());
                    }
                });
                try {
                    return work.run(rows);
                } finally {
                    rows.getConfig(SqlStatements.class).setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
                }
            });
        }

        @Override
        public <R> R write(Work<R> work) throws DatabaseException {
            return database.write(work);
        }

        @Override
        public void close() {}
    }

    @Test
    void hotQuestionsUseAnIndex() throws Exception {
        PersonId ann = library.member("Ann");
        RecordingDatabase recording = new RecordingDatabase(library.database);
        try (TestLibrary asking = library.over(recording)) {
            Timeline.Cursor cursor = Timeline.Cursor.before(LocalDateTime.of(2024, 1, 1, 0, 0));
            asking.timeline.page(ann, Shelf.TIMELINE, cursor, 100);
            asking.timeline.month(ann, YearMonth.of(2024, 1), cursor, 100);
            asking.timeline.favourites(ann, cursor, 100);
            asking.timeline.months(ann);
            asking.changes.after(ann, 0, 100);
            asking.changes.newest(ann);
            asking.assets.find(ann, new AssetId(5));
            asking.known.ask(ann, List.of(new Sha256(1, 2, 3, 4)));
            asking.whole.holdings().held(ann, Optional.empty(), 100);
            asking.whole.holdings().origins(ann, 0, 100);
            asking.whole.holdings().find(ann, new Sha256(1, 2, 3, 4));
            asking.facts.pending(0, 100);
            asking.resumable.find(ann, new UploadId(5));
            asking.resumable.unfinished(ann);
            asking.resumable.sweep();
            asking.trash.sweep();
            asking.keys.caller(Secret.parse("A".repeat(43)).orElseThrow());
        }
        assertThat(recording.asked).hasSizeGreaterThanOrEqualTo(10);
        // Asked once, at the start, of a handful.
        recording.asked.removeIf(sql -> sql.contains("FROM place"));
        for (String sql : recording.asked) {
            List<String> plan = engine == Engine.SQLITE ? sqlitePlan(sql) : postgresPlan(sql);
            assertThat(plan).as(sql).isNotEmpty().noneMatch(QueryPlanTest::isSlow);
        }
    }

    /// A scan of everything, or a sort of what was found. The two partial indexes hold only what is asked for.
    private static boolean isSlow(String step) {
        return (step.startsWith("SCAN")
                        && !step.contains("INDEX asset_to_learn")
                        && !step.contains("INDEX asset_in_trash"))
                || step.contains("TEMP B-TREE")
                || step.contains("Seq Scan")
                || step.contains("Sort Key");
    }

    private List<String> sqlitePlan(String sql) throws Exception {
        return library.database.read(rows -> {
            try (PreparedStatement explain = rows.getConnection().prepareStatement("EXPLAIN QUERY PLAN " + sql);
                    ResultSet steps = explain.executeQuery()) {
                List<String> plan = new ArrayList<>();
                while (steps.next()) {
                    plan.add(steps.getString("detail"));
                }
                return plan;
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    /// The tables are empty, so a scan would be cheaper: it is forbidden, and seen if there is no other way.
    private static List<String> postgresPlan(String sql) throws Exception {
        String numbered = sql;
        for (int parameter = 1; numbered.contains("?"); parameter++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + parameter);
        }
        try (Connection connection = Engine.Server.simple(Engine.Server.freshDatabase());
                Statement statement = connection.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            statement.execute("SET enable_bitmapscan = off");
            statement.execute("SET enable_sort = off");
            List<String> plan = new ArrayList<>();
            try (ResultSet steps = statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered)) {
                while (steps.next()) {
                    plan.add(steps.getString(1));
                }
            }
            return plan;
        }
    }
}
