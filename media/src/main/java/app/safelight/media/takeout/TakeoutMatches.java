package app.safelight.media.takeout;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which JSON of one directory speaks of which media file.
///
/// @param sidecars by media name; media without a JSON are absent
/// @param unmatched by the name of the JSON; every JSON is either here or in `sidecars`
public record TakeoutMatches(
        SortedMap<String, MatchedSidecar> sidecars, SortedMap<String, UnmatchedSidecar> unmatched) {
    public TakeoutMatches {
        sidecars = Collections.unmodifiableSortedMap(new TreeMap<>(sidecars));
        unmatched = Collections.unmodifiableSortedMap(new TreeMap<>(unmatched));
    }

    /// The one media file that each matched JSON is the sidecar of: the one it was written for, or where that is
    /// missing the first that shares it.
    public NavigableMap<String, String> owners() {
        NavigableMap<String, String> owners = new TreeMap<>();
        for (boolean shared : new boolean[] {false, true}) {
            for (Map.Entry<String, MatchedSidecar> match : sidecars.entrySet()) {
                if (match.getValue().rule().shared() == shared) {
                    owners.putIfAbsent(match.getValue().sidecarName(), match.getKey());
                }
            }
        }
        return owners;
    }
}
