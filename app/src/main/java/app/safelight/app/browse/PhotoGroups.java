package app.safelight.app.browse;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Photos counted by something they have in common, while they pass by.
///
/// Threads: one.
public final class PhotoGroups {
    /// What photos are counted by.
    public enum By {
        ALBUM,
        KIND,
        MONTH,
        SIZE
    }

    /// Groups that are counted apart; people have some hundred albums. A hostile library must not fill the
    /// memory.
    private static final int MAX_GROUPS = 100_000;

    /// For all that is beyond that.
    private static final String OTHERS = "others";

    /// Stands behind every other name.
    private static final String NONE = "\uFFFF";

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);

    private final By by;
    private final Map<String, Group> groups = new TreeMap<>();

    public PhotoGroups(By by) {
        this.by = by;
    }

    /// How many, their originals' bytes, and how many of them are not proven safe.
    public static final class Group {
        private long photos;
        private long sizeBytes;
        private long notSafe;

        public long photos() {
            return photos;
        }

        public long sizeBytes() {
            return sizeBytes;
        }

        public long notSafe() {
            return notSafe;
        }

        public void add(PhotoFacts photo, Safety safety) {
            photos++;
            sizeBytes += photo.sizeBytes();
            notSafe += safety == Safety.SAFE ? 0 : 1;
        }
    }

    /// One group by its name.
    public record Named(String name, Group group) {}

    /// A photo in several albums, or of several kinds, is counted in each.
    public void add(PhotoFacts photo, Safety safety) {
        for (String name : names(photo)) {
            boolean full = groups.size() >= MAX_GROUPS && !groups.containsKey(name);
            groups.computeIfAbsent(full ? OTHERS : name, _ -> new Group()).add(photo, safety);
        }
    }

    private List<String> names(PhotoFacts photo) {
        List<String> names = switch (by) {
            case ALBUM -> photo.albums();
            case KIND ->
                photo.kinds().stream()
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList();
            case MONTH -> photo.taken().map(MONTH::format).stream().toList();
            case SIZE -> photo.sizeBytes() == 0 ? List.of() : List.of(SizeClass.of(photo.sizeBytes()));
        };
        return names.isEmpty() ? List.of(NONE) : names.stream().distinct().toList();
    }

    /// In the order of their names: months by time, sizes from small to large; what has none last.
    public List<Named> groups() {
        List<Named> named = new ArrayList<>();
        groups.forEach((name, group) -> named.add(new Named(name.equals(NONE) ? none() : shown(name), group)));
        return named;
    }

    private String shown(String name) {
        return by == By.SIZE ? name.substring(SizeClass.SORTED_BY) : name;
    }

    private String none() {
        return switch (by) {
            case ALBUM -> "in no album";
            case KIND -> "of no known kind";
            case MONTH -> "without a date";
            case SIZE -> "of unknown size";
        };
    }

    /// Sizes as people tell them apart.
    private static final class SizeClass {
        /// Characters in front of the words by which the classes are sorted.
        static final int SORTED_BY = 2;

        private static final long MB = 1_000_000;

        private static final Map<Long, String> CLASSES = Map.of(
                1 * MB, "0 under 1 MB",
                10 * MB, "1 1 to 10 MB",
                100 * MB, "2 10 to 100 MB",
                1_000 * MB, "3 100 MB to 1 GB");

        private SizeClass() {}

        static String of(long sizeBytes) {
            return CLASSES.entrySet().stream()
                    .filter(one -> sizeBytes < one.getKey())
                    .min(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue)
                    .orElse("4 over 1 GB");
        }
    }
}
