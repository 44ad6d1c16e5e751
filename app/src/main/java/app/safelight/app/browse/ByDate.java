package app.safelight.app.browse;

import app.safelight.apple.photoslibrary.LibraryException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Tells photos in the order in which they were taken, the oldest first, those without a date last; of one
/// moment by path. A library of any size is sorted in little memory: it is read several times, and some days at
/// a time are kept.
public final class ByDate {
    /// Photos kept at once. At some hundred bytes each they take a fifth of the heap that the program has.
    static final int MOST_KEPT = 100_000;

    /// Behind every day.
    private static final long NO_DAY = Long.MAX_VALUE;

    private static final Comparator<PhotoFacts> ORDER = Comparator.<PhotoFacts, LocalDateTime>comparing(
                    photo -> photo.taken().orElse(LocalDateTime.MAX))
            .thenComparing(PhotoFacts::path)
            .thenComparing(PhotoFacts::uuid);

    private final Photos photos;
    private final int mostKept;

    /// Photos that can be gone through again and again, each time the same ones.
    @FunctionalInterface
    public interface Photos {
        void each(Consumer<PhotoFacts> sink) throws LibraryException;
    }

    public ByDate(Photos photos) {
        this(photos, MOST_KEPT);
    }

    ByDate(Photos photos, int mostKept) {
        this.photos = photos;
        this.mostKept = mostKept;
    }

    /// Days that are sorted together.
    ///
    /// @param kept false for one day with more photos than are kept: it is told in the library's own order
    private record Days(long first, long last, boolean kept) {
        boolean contains(PhotoFacts photo) {
            long day = day(photo);
            return day >= first && day <= last;
        }
    }

    public void tell(Consumer<PhotoFacts> sink) throws LibraryException {
        SortedMap<Long, Integer> counts = new TreeMap<>();
        photos.each(photo -> counts.merge(day(photo), 1, Integer::sum));
        for (Days days : parts(counts)) {
            if (days.kept()) {
                List<PhotoFacts> kept = new ArrayList<>();
                photos.each(photo -> {
                    if (days.contains(photo)) {
                        kept.add(photo);
                    }
                });
                kept.sort(ORDER);
                kept.forEach(sink);
            } else {
                photos.each(photo -> {
                    if (days.contains(photo)) {
                        sink.accept(photo);
                    }
                });
            }
        }
    }

    private List<Days> parts(SortedMap<Long, Integer> counts) {
        List<Days> parts = new ArrayList<>();
        long first = 0;
        long last = 0;
        long kept = 0;
        for (Map.Entry<Long, Integer> day : counts.entrySet()) {
            if (kept > 0 && kept + day.getValue() > mostKept) {
                parts.add(new Days(first, last, kept <= mostKept));
                kept = 0;
            }
            first = kept == 0 ? day.getKey() : first;
            last = day.getKey();
            kept += day.getValue();
        }
        if (kept > 0) {
            parts.add(new Days(first, last, kept <= mostKept));
        }
        return parts;
    }

    private static long day(PhotoFacts photo) {
        return photo.taken().map(time -> time.toLocalDate().toEpochDay()).orElse(NO_DAY);
    }
}
