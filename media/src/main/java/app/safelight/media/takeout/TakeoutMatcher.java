package app.safelight.media.takeout;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Matches the JSON files of one directory of an export to its photos and videos.
///
/// Names decide first, because the export made both; the title inside the JSON decides between equals and helps
/// where no name fits. The answer does not depend on the order of the input. Time grows as n log n.
///
/// Stateless; safe for any number of threads.
public final class TakeoutMatcher {
    private TakeoutMatcher() {}

    /// Matches by names and by what the JSON files hold.
    ///
    /// @param mediaNames names of photos and videos in the directory, without their path
    /// @param documents what each JSON of the directory holds, by its name
    public static TakeoutMatches match(Collection<String> mediaNames, Map<String, TakeoutDocument> documents) {
        SortedMap<String, String> titles = new TreeMap<>();
        SortedMap<String, UnmatchedSidecar> apart = new TreeMap<>();
        SortedMap<String, TakeoutProblem> problems = new TreeMap<>();
        documents.forEach((name, document) -> {
            switch (document) {
                case TakeoutSidecar sidecar -> titles.put(name, sidecar.title());
                case TakeoutAlbum _ -> apart.put(name, new UnmatchedSidecar.AboutAlbum());
                case TakeoutOther _ -> apart.put(name, new UnmatchedSidecar.AboutSomethingElse());
                case TakeoutProblem problem -> {
                    titles.put(name, "");
                    problems.put(name, problem);
                }
            }
        });
        Matching matching = new Matching(mediaNames, titles);
        matching.run();
        SortedMap<String, UnmatchedSidecar> unmatched = new TreeMap<>(matching.unmatched());
        problems.forEach((name, problem) ->
                unmatched.computeIfPresent(name, (_, _) -> new UnmatchedSidecar.Unreadable(problem)));
        unmatched.putAll(apart);
        return new TakeoutMatches(matching.matches(), unmatched);
    }

    /// Matches by names alone, for when nothing has been read. An album's JSON comes out as
    /// [UnmatchedSidecar.MediaMissing].
    public static TakeoutMatches ofNames(Collection<String> mediaNames, Set<String> sidecarNames) {
        SortedMap<String, String> titles = new TreeMap<>();
        sidecarNames.forEach(name -> titles.put(name, ""));
        Matching matching = new Matching(mediaNames, titles);
        matching.run();
        return new TakeoutMatches(matching.matches(), matching.unmatched());
    }
}
