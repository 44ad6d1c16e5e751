package app.safelight.app.cli;

import app.safelight.app.browse.Safety;
import app.safelight.app.wiring.LibraryCensus;
import app.safelight.app.wiring.PhoneName;
import app.safelight.app.wiring.PhotoLibraries;
import app.safelight.app.wiring.SourceName;
import app.safelight.app.wiring.Sources;
import app.safelight.apple.usbmux.Udid;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.policy.Judge;
import app.safelight.core.policy.Verdict;
import app.safelight.core.source.SourceLabel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the ledger knows of the photos of one library: those that a backup of the same source has seen under
/// the same path, and whose files are since then as they were.
final class KnownSafety implements AutoCloseable {
    private final @Nullable Session session;
    private final List<SourceId> sources;
    private final PhotoLibraries library;

    private KnownSafety(@Nullable Session session, List<SourceId> sources, PhotoLibraries library) {
        this.session = session;
        this.sources = sources;
        this.library = library;
    }

    /// With no ledger nothing is known.
    static KnownSafety of(Surroundings surroundings, SourceName name, PhotoLibraries library)
            throws LedgerException, Trouble {
        if (!Session.isLedgerThere(surroundings)) {
            return new KnownSafety(null, List.of(), library);
        }
        Session session = Session.reading(surroundings);
        boolean opened = false;
        try {
            List<SourceId> sources = session.ledger().sources().entrySet().stream()
                    .filter(one -> isAt(name, one.getKey(), one.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            opened = true;
            return new KnownSafety(session, sources, library);
        } finally {
            if (!opened) {
                session.close();
            }
        }
    }

    private static boolean isAt(SourceName name, SourceId id, SourceLabel label) {
        return switch (name) {
            case SourceName.Phone(PhoneName phone) -> id.equals(Sources.idOfPhone(new Udid(phone.text())));
            case SourceName.Stored stored -> label.location().equals(stored.typed());
        };
    }

    /// Of a photo of the library.
    ///
    /// @param asset its path, as in [Asset#path]
    Safety of(String asset) throws LedgerException {
        String path = library.fromRoot(asset);
        return of(path, known -> switch (library.census()) {
            case LibraryCensus.Taken taken -> taken.isAsKnown(path, known);
            // Without the files it might be another photo by now.
            case LibraryCensus.NoFiles(), LibraryCensus.NotTaken _ -> false;
        });
    }

    /// Of a file that the library does not know.
    Safety of(LibraryCensus.Stray stray) throws LedgerException {
        return of(stray.path(), known -> LibraryCensus.Taken.isAsKnown(stray, known));
    }

    private Safety of(String path, Predicate<AssetState> asKnown) throws LedgerException {
        if (session == null || !ItemKey.isClean(path)) {
            return Safety.NOT_SEEN;
        }
        Judge judge = session.judge();
        Instant now = session.clock().instant();
        Safety found = Safety.NOT_SEEN;
        for (SourceId source : sources) {
            Optional<AssetState> asset = session.ledger().assetOf(new ItemKey(source, path));
            if (asset.isPresent()) {
                if (asKnown.test(asset.get()) && judge.judge(asset.get(), now) instanceof Verdict.Safe) {
                    return Safety.SAFE;
                }
                found = Safety.NOT_SAFE;
            }
        }
        return found;
    }

    @Override
    public void close() throws LedgerException {
        if (session != null) {
            session.close();
        }
    }
}
