package app.safelight.media.grouping;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Finds the Live Photos of one directory. Stateless.
final class LivePairs {
    /// Photos before RAWs: the photo is what is seen.
    private static final Comparator<Member> STILLS_FIRST_PHOTO =
            Comparator.comparing((Member member) -> member.file.kind()).thenComparing(Member.BY_PATH);

    /// A Live Photo's movie lasts about 3 s; edited ones and those of third-party cameras reach 5 s.
    static final Duration MAX_LIVE_MOVIE = Duration.ofSeconds(5);

    /// Names that the iPhone camera gives. Only they say "one shot" when stems agree.
    private static final Pattern IPHONE_NAME = Pattern.compile("img_e?\\d{4,6}");

    /// Names that Google's camera gives to motion photos: `MVIMG_20190101_120000`, `PXL_20200710_061629144.MP`.
    private static final Pattern MOTION_NAME = Pattern.compile("mvimg_.+|.+\\.m[pv](~\\d+)?");

    private static final Set<String> LIVE_STILL_TYPES = Set.of("JPEG", "HEIC", "HEIF");
    private static final Set<String> LIVE_MOVIE_TYPES = Set.of("MOV", "MP4");

    private LivePairs() {}

    static void find(DirectoryIndex index) {
        byIdentifier(index.members());
        byName(index);
    }

    /// The stem of the still that a movie of this stem belongs to; transfers to Windows and Android put `_HEVC`
    /// after the movie's name.
    static String stillStem(String movieStem) {
        return movieStem.endsWith("_hevc") ? movieStem.substring(0, movieStem.length() - 5) : movieStem;
    }

    private static void byIdentifier(Collection<Member> members) {
        TreeMap<String, Claims> claims = new TreeMap<>();
        for (Member member : members) {
            String identifier = member.file.contentIdentifier();
            if (identifier == null) {
                continue;
            }
            if (member.still()) {
                claims.computeIfAbsent(identifier, _ -> new Claims()).stills.add(member);
            } else if (member.movie()) {
                claims.computeIfAbsent(identifier, _ -> new Claims()).movies.add(member);
            }
        }
        claims.values().forEach(Claims::pair);
    }

    /// The fallback where an identifier was lost on the way. A shared name is never enough: the name must be one
    /// that a camera gives to both halves, the movie short, and the clocks must agree.
    private static void byName(DirectoryIndex index) {
        for (Member movie : index.members()) {
            if (!movie.movie() || !movie.free() || !LIVE_MOVIE_TYPES.contains(movie.file.type())) {
                continue;
            }
            Duration duration = movie.file.duration();
            if (duration == null || duration.compareTo(MAX_LIVE_MOVIE) > 0) {
                continue;
            }
            for (String stem : new String[] {movie.stem, stillStem(movie.stem), movie.name}) {
                Member still = index.firstWithStem(stem, candidate -> byNameOf(candidate, movie));
                if (still != null) {
                    still.pairWith(movie);
                    break;
                }
            }
        }
    }

    private static boolean byNameOf(Member still, Member movie) {
        if (!still.still() || still.paired() || !LIVE_STILL_TYPES.contains(still.file.type())) {
            return false;
        }
        String one = still.file.contentIdentifier();
        String two = movie.file.contentIdentifier();
        if (one != null && two != null && !one.equals(two)) {
            return false;
        }
        if (IPHONE_NAME.matcher(still.stem).matches() && still.stem.equals(stillStem(movie.stem))) {
            return Clocks.together(still.file, movie.file, Clocks.LIVE_PHOTO);
        }
        return MOTION_NAME.matcher(still.stem).matches() && !Clocks.apart(still.file, movie.file, Clocks.LIVE_PHOTO);
    }

    /// All files of a directory that carry one identifier.
    private static final class Claims {
        final List<Member> stills = new ArrayList<>();
        final List<Member> movies = new ArrayList<>();

        /// Pairs one to one, best first: the same stem, the same stem but for `_HEVC`, then in order of names.
        void pair() {
            stills.sort(STILLS_FIRST_PHOTO);
            byStem(false);
            byStem(true);
            List<Member> restStills =
                    stills.stream().filter(still -> !still.paired()).toList();
            List<Member> restMovies = movies.stream().filter(Member::free).toList();
            for (int at = 0; at < Math.min(restStills.size(), restMovies.size()); at++) {
                restStills.get(at).pairWith(restMovies.get(at));
            }
        }

        private void byStem(boolean withoutSuffix) {
            Map<String, ArrayDeque<Member>> open = new HashMap<>();
            for (Member movie : movies) {
                if (movie.free()) {
                    String stem = withoutSuffix ? stillStem(movie.stem) : movie.stem;
                    open.computeIfAbsent(stem, _ -> new ArrayDeque<>()).add(movie);
                }
            }
            for (Member still : stills) {
                ArrayDeque<Member> candidates = open.get(still.stem);
                if (!still.paired() && candidates != null && !candidates.isEmpty()) {
                    still.pairWith(candidates.removeFirst());
                }
            }
        }
    }
}
