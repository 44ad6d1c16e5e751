package app.safelight.media.grouping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Joins the halves of Live Photos that lie in different sets. Stateless.
final class LiveJoin {
    private LiveJoin() {}

    /// @param groups ordered by primary path
    static List<FileGroup> join(List<FileGroup> groups) {
        TreeMap<String, Waiting> waiting = new TreeMap<>();
        for (FileGroup group : groups) {
            for (OpenHalf half : group.openHalves()) {
                waiting.computeIfAbsent(half.contentIdentifier(), _ -> new Waiting())
                        .add(new Half(group, half, roleOf(group, half)));
            }
        }
        Map<String, List<Match>> movieGroupsOf = new HashMap<>();
        Set<String> absorbed = new HashSet<>();
        for (Waiting halves : waiting.values()) {
            for (Match match : halves.matches()) {
                if (absorbed.add(match.movie.groupName())) {
                    movieGroupsOf
                            .computeIfAbsent(match.still.groupName(), _ -> new ArrayList<>())
                            .add(match);
                }
            }
        }
        if (movieGroupsOf.isEmpty()) {
            return groups;
        }
        List<FileGroup> joined = new ArrayList<>(groups.size());
        for (FileGroup group : groups) {
            if (!absorbed.contains(group.primaryPath())) {
                joined.add(merged(group, movieGroupsOf.getOrDefault(group.primaryPath(), List.of())));
            }
        }
        return joined;
    }

    private static FileGroup merged(FileGroup still, List<Match> matches) {
        if (matches.isEmpty()) {
            return still;
        }
        List<Part> parts = new ArrayList<>(still.parts());
        Set<String> complete = new HashSet<>();
        for (Match match : matches) {
            complete.add(match.still.half.contentIdentifier());
            boolean edited = match.still.role == PartRole.EDITED_RENDER;
            for (Part part : match.movie.group.parts()) {
                parts.add(new Part(part.path(), roleInLivePhoto(part.role(), edited)));
            }
            // A movie half of another identifier goes with its group: it is this photo's edited movie.
            match.movie.group.openHalves().forEach(half -> complete.add(half.contentIdentifier()));
        }
        parts.sort(Part.ORDER);
        List<OpenHalf> open = still.openHalves().stream()
                .filter(half -> !complete.contains(half.contentIdentifier()))
                .toList();
        return new FileGroup(still.primaryPath(), GroupKind.LIVE_PHOTO, parts, still.burst(), open);
    }

    private static PartRole roleInLivePhoto(PartRole roleInVideo, boolean edited) {
        return switch (roleInVideo) {
            case ORIGINAL, LIVE_MOVIE -> edited ? PartRole.EDITED_LIVE_MOVIE : PartRole.LIVE_MOVIE;
            case EDITED_RENDER, EDITED_LIVE_MOVIE -> PartRole.EDITED_LIVE_MOVIE;
            case RAW, ADJUSTMENT, SIDECAR -> roleInVideo;
        };
    }

    private static PartRole roleOf(FileGroup group, OpenHalf half) {
        for (Part part : group.parts()) {
            if (part.path().equals(half.path())) {
                return part.role();
            }
        }
        throw new IllegalStateException(half.path() + " is no part of " + group.primaryPath());
    }

    private record Half(FileGroup group, OpenHalf half, PartRole role) {
        /// Originals before edits before RAWs, then by path.
        static final Comparator<Half> BEST_FIRST = Comparator.comparingInt(
                        (Half half) -> half.role == PartRole.ORIGINAL ? 0 : half.role == PartRole.EDITED_RENDER ? 1 : 2)
                .thenComparing(half -> half.half.path());

        String groupName() {
            return group.primaryPath();
        }

        String stem() {
            return FileNames.stem(FileNames.folded(FileNames.name(half.path())));
        }
    }

    private record Match(Half still, Half movie) {}

    /// All halves that carry one identifier and found no partner in their own set.
    private static final class Waiting {
        private final List<Half> stills = new ArrayList<>();
        private final List<Half> movies = new ArrayList<>();

        void add(Half half) {
            (half.group.kind() == GroupKind.VIDEO ? movies : stills).add(half);
        }

        /// One to one: those of one stem first, then in order. A group takes part once, so the JPEG and the RAW of
        /// one shot do not claim two movies.
        List<Match> matches() {
            stills.sort(Half.BEST_FIRST);
            movies.sort(Half.BEST_FIRST);
            List<Match> matches = new ArrayList<>();
            Set<String> taken = new HashSet<>();
            Map<String, ArrayDeque<Half>> byStem = new HashMap<>();
            movies.forEach(movie -> byStem.computeIfAbsent(LivePairs.stillStem(movie.stem()), _ -> new ArrayDeque<>())
                    .add(movie));
            for (Half still : stills) {
                ArrayDeque<Half> candidates = byStem.get(still.stem());
                take(still, candidates, taken, matches);
            }
            ArrayDeque<Half> rest = new ArrayDeque<>(movies);
            for (Half still : stills) {
                take(still, rest, taken, matches);
            }
            return matches;
        }

        private static void take(
                Half still, @Nullable ArrayDeque<Half> candidates, Set<String> taken, List<Match> matches) {
            while (candidates != null && !candidates.isEmpty() && !taken.contains(still.groupName())) {
                Half movie = candidates.removeFirst();
                if (taken.add(movie.groupName())) {
                    taken.add(still.groupName());
                    matches.add(new Match(still, movie));
                }
            }
        }
    }
}
