package app.safelight.app.wiring;

import app.safelight.core.model.Body;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.plan.Inspector;
import app.safelight.source.photoslibrary.LibraryFacts;
import app.safelight.source.photoslibrary.LibraryPart;
import app.safelight.source.photoslibrary.PhotoLibrarySource;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What a photo library's database adds to the files' own facts: when a photo was taken, or when the person
/// says it was, and which frames are of one burst.
final class LibraryMedia implements Inspector {
    /// Where the time came from, in the ledger.
    private static final String ORIGIN = "PHOTOS_LIBRARY";

    private final PhotoLibrarySource source;
    private final Inspector ownBytes;

    LibraryMedia(PhotoLibrarySource source, Inspector ownBytes) {
        this.source = source;
        this.ownBytes = ownBytes;
    }

    @Override
    public ItemFacts inspect(ItemKey key, Body body) throws IOException {
        ItemFacts own = ownBytes.inspect(key, body);
        Optional<LibraryFacts> known = source.part(key).map(LibraryPart::facts);
        return known.isEmpty() ? own : joined(own, known.get());
    }

    /// Without a zone the database's time is a moment and no wall clock; a file that has one knows better then.
    private static ItemFacts joined(ItemFacts own, LibraryFacts known) {
        Optional<String> burst =
                own.burstId().or(() -> known.burst().isEmpty() ? Optional.empty() : Optional.of(known.burst()));
        boolean better = known.takenAt().isPresent()
                && (known.takenAtOffset().isPresent() || own.takenAt().isEmpty());
        ZoneOffset offset = known.takenAtOffset().orElse(ZoneOffset.UTC);
        // The database keeps a fraction of a second as a floating number; what lies below a millisecond is noise.
        Optional<LocalDateTime> taken = known.takenAt()
                .filter(LibraryMedia::isTellable)
                .map(moment -> LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.MILLIS), offset));
        boolean use = better && taken.isPresent();
        return new ItemFacts(
                own.kind(),
                own.type(),
                use ? taken : own.takenAt(),
                use ? Optional.of(offset) : own.takenAtOffset(),
                use ? ORIGIN : own.takenAtOrigin(),
                own.contentIdentifier(),
                burst,
                own.durationMillis(),
                own.motionPhoto(),
                own.soundness());
    }

    /// A year that a folder on a drive can be named by.
    private static boolean isTellable(Instant moment) {
        int year = moment.atOffset(ZoneOffset.UTC).getYear();
        return year > 0 && year < 9999;
    }
}
