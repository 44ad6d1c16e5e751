package app.safelight.apple.photoslibrary;

import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.Rows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows ordered by the asset they belong to, handed out asset by asset while the assets pass by in the same
/// order: one pass over two tables in place of a question for each asset.
final class Groups<T> implements AutoCloseable {
    /// Rows of one asset. Real ones have a dozen resources and some dozen albums.
    private static final int MAX_ROWS = 50_000;

    private final Rows rows;
    private final String what;
    private final Reader<T> reader;
    private @Nullable Member<T> next;

    /// A row.
    ///
    /// @param asset the key of the asset it belongs to
    record Member<T>(long asset, T what) {}

    /// Makes a member of the row that a question stands on.
    interface Reader<T> {
        Member<T> read(Rows rows) throws DatabaseException;
    }

    Groups(Rows rows, String what, Reader<T> reader) throws DatabaseException {
        this.rows = rows;
        this.what = what;
        this.reader = reader;
        advance();
    }

    /// What belongs to an asset whose key is larger than all that were asked for before.
    List<T> of(long key) throws DatabaseException, LibraryException {
        while (next != null && next.asset() < key) {
            advance();
        }
        List<T> found = new ArrayList<>(4);
        while (next != null && next.asset() == key) {
            if (found.size() == MAX_ROWS) {
                throw new LibraryException(new LibraryFault.TooMuch(what + " of one asset", MAX_ROWS));
            }
            found.add(next.what());
            advance();
        }
        return found;
    }

    private void advance() throws DatabaseException {
        next = rows.next() ? reader.read(rows) : null;
    }

    @Override
    public void close() throws DatabaseException {
        rows.close();
    }
}
