package app.safelight.library.assets;

import app.safelight.core.model.Sha256;
import app.safelight.library.accounts.PersonId;
import app.safelight.library.database.Database;
import app.safelight.library.database.DatabaseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Answers which contents need not be sent, from the caller's own library only.
public final class KnownContents {
    /// Most digests of one question.
    public static final int MAX_DIGESTS = 20_000;

    /// Digests of one statement: both databases allow many more, and gain nothing from them.
    private static final int CHUNK = 500;

    /// What no place holds any more must come again.
    private static final String HELD = "SELECT p.sha256 FROM person_content p"
            + " WHERE p.person_id = :person AND p.sha256 IN (<chunk>) AND EXISTS (SELECT 1 FROM content_copy c"
            + " WHERE c.content_id = p.content_id AND c.evidence IS NOT NULL)";

    private static final String DELETED =
            "SELECT sha256 FROM tombstone WHERE person_id = :person AND sha256 IN (<chunk>)";

    private final Database database;

    /// What the library says of the digests, each in the order of the question.
    ///
    /// @param held in an asset, Recently Deleted included, with at least one receipt that counts
    /// @param deleted for good by the person; a device does not send them by itself
    /// @param missing everything else
    public record Answer(List<Sha256> held, List<Sha256> deleted, List<Sha256> missing) {
        public Answer {
            held = List.copyOf(held);
            deleted = List.copyOf(deleted);
            missing = List.copyOf(missing);
        }
    }

    public KnownContents(Database database) {
        this.database = database;
    }

    /// @throws IllegalArgumentException if there are more than [#MAX_DIGESTS]
    public Answer ask(PersonId person, List<Sha256> digests) throws DatabaseException {
        if (digests.size() > MAX_DIGESTS) {
            throw new IllegalArgumentException("too many digests in one question: " + digests.size());
        }
        record Found(Set<Sha256> held, Set<Sha256> deleted) {}
        Found found = database.read(
                rows -> new Found(among(rows, HELD, person, digests), among(rows, DELETED, person, digests)));
        List<Sha256> held = new ArrayList<>();
        List<Sha256> deleted = new ArrayList<>();
        List<Sha256> missing = new ArrayList<>();
        for (Sha256 digest : digests) {
            if (found.held().contains(digest)) {
                held.add(digest);
            } else if (found.deleted().contains(digest)) {
                deleted.add(digest);
            } else {
                missing.add(digest);
            }
        }
        return new Answer(held, deleted, missing);
    }

    private static Set<Sha256> among(Handle rows, String sql, PersonId person, List<Sha256> digests) {
        Set<Sha256> found = new HashSet<>();
        for (int from = 0; from < digests.size(); from += CHUNK) {
            List<byte[]> chunk = digests.subList(from, Math.min(from + CHUNK, digests.size())).stream()
                    .map(Sha256::bytes)
                    .toList();
            rows.createQuery(sql)
                    .bind("person", person.value())
                    .bindList("chunk", chunk)
                    .map((row, _) -> Sha256.ofBytes(row.getBytes("sha256")))
                    .forEach(found::add);
        }
        return found;
    }
}
