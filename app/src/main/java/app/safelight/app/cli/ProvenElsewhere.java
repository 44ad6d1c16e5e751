package app.safelight.app.cli;

import app.safelight.app.browse.Safety;
import app.safelight.app.text.Words;
import app.safelight.app.wiring.LibraryCensus;
import app.safelight.app.wiring.PhotoLibraries;
import app.safelight.app.wiring.SourceName;
import app.safelight.apple.photoslibrary.Asset;
import app.safelight.core.ledger.LedgerException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Says of photos whether copies of one's own are proven to hold them. Where the ledger cannot be read that is
/// told once, and nothing is proven.
final class ProvenElsewhere implements Predicate<Asset>, AutoCloseable {
    private final Surroundings surroundings;
    private @Nullable KnownSafety known;

    private ProvenElsewhere(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static ProvenElsewhere of(Surroundings surroundings, SourceName name, PhotoLibraries library) throws Trouble {
        ProvenElsewhere proven = new ProvenElsewhere(surroundings);
        try {
            proven.known = KnownSafety.of(surroundings, name, library);
        } catch (LedgerException failure) {
            proven.unreadable(failure);
        }
        return proven;
    }

    @Override
    public boolean test(Asset asset) {
        return isSafe(open -> open.of(asset.path()));
    }

    /// Of a file that the library does not know.
    boolean test(LibraryCensus.Stray stray) {
        return isSafe(open -> open.of(stray));
    }

    /// What is asked of the ledger.
    private interface Question {
        Safety ask(KnownSafety open) throws LedgerException;
    }

    private boolean isSafe(Question question) {
        KnownSafety open = known;
        try {
            return open != null && question.ask(open) == Safety.SAFE;
        } catch (LedgerException failure) {
            close();
            unreadable(failure);
            return false;
        }
    }

    private void unreadable(LedgerException failure) {
        surroundings.output().note("What is proven elsewhere is not known: " + Words.fault(failure.fault()));
    }

    @Override
    public void close() {
        KnownSafety open = known;
        known = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (LedgerException failure) {
            unreadable(failure);
        }
    }
}
