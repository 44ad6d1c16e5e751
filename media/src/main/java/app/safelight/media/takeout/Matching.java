package app.safelight.media.takeout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One run of [TakeoutMatcher]. Confined to one call.
///
/// Rules are applied from the surest to the least sure, each over all that earlier ones left. A JSON is given to one
/// media file; edited copies and the movies of Live Photos share that of their original afterwards.
final class Matching {
    /// How often one rule is applied: a file that loses a JSON to a better one may have a second candidate, and
    /// there are two keys a file can have.
    private static final int MAX_ROUNDS = 3;

    private final TreeSet<String> media;
    private final SortedMap<String, String> titles;
    private final TreeMap<String, MatchedSidecar> matches = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();
    private final TreeMap<String, List<String>> ambiguous = new TreeMap<>();
    private final Relatives relatives;

    /// @param titles the title inside each JSON by its name, empty when unknown
    Matching(Collection<String> mediaNames, SortedMap<String, String> titles) {
        this.media = new TreeSet<>(mediaNames);
        this.titles = titles;
        this.relatives = new Relatives(media);
    }

    SortedMap<String, MatchedSidecar> matches() {
        return matches;
    }

    void run() {
        List<String> all = List.copyOf(media);
        apply(MatchRule.SAME_NAME, all, NameKey::ofMedia, NameKey::ofSidecar);
        // Copies and companions wait: an original's claim on a cut or vague name is better than theirs.
        List<String> plain =
                all.stream().filter(name -> !relatives.isDependent(name)).toList();
        vague(plain);
        share();
        vague(all);
        share();
    }

    /// Applies the rules that more than one file could satisfy.
    private void vague(List<String> names) {
        List<String> open =
                names.stream().filter(name -> !matches.containsKey(name)).toList();
        apply(MatchRule.CUT_NAME, open, NameKey::cutOfMedia, NameKey::cutOfSidecar);
        apply(MatchRule.FOLDED_NAME, open, Matching::foldedOfMedia, Matching::foldedOfSidecar);
        apply(MatchRule.TITLE, open, name -> folded(NameKey.ofMedia(name)), this::titleKeys);
        apply(MatchRule.WITHOUT_EXTENSION, open, name -> folded(NameKey.ofStem(name)), this::stemKeys);
    }

    /// Every JSON that no media file uses, with the reason.
    SortedMap<String, UnmatchedSidecar> unmatched() {
        Set<String> used = new HashSet<>();
        matches.values().forEach(match -> used.add(match.sidecarName()));
        Map<NameKey, String> mediaByKey = new HashMap<>();
        for (String name : media) {
            foldedOfMedia(name).forEach(key -> mediaByKey.putIfAbsent(key, name));
        }
        TreeMap<String, UnmatchedSidecar> unmatched = new TreeMap<>();
        for (String sidecar : titles.keySet()) {
            if (!used.contains(sidecar)) {
                unmatched.put(sidecar, reason(sidecar, mediaByKey));
            }
        }
        return unmatched;
    }

    private UnmatchedSidecar reason(String sidecar, Map<NameKey, String> mediaByKey) {
        List<String> candidates = ambiguous.get(sidecar);
        if (candidates != null) {
            return new UnmatchedSidecar.Ambiguous(candidates);
        }
        for (NameKey key : foldedOfSidecar(sidecar)) {
            String name = mediaByKey.get(key);
            MatchedSidecar better = name == null ? null : matches.get(name);
            if (name != null && better != null) {
                return new UnmatchedSidecar.BetterMatchTaken(name, better.sidecarName());
            }
        }
        return new UnmatchedSidecar.MediaMissing();
    }

    private void apply(
            MatchRule rule,
            List<String> names,
            Function<String, List<NameKey>> mediaKeys,
            Function<String, List<NameKey>> sidecarKeys) {
        if (names.isEmpty() || taken.size() == titles.size()) {
            return;
        }
        Map<NameKey, List<String>> sidecarsByKey = new HashMap<>();
        for (String sidecar : titles.keySet()) {
            if (!taken.contains(sidecar)) {
                for (NameKey key : sidecarKeys.apply(sidecar)) {
                    sidecarsByKey.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(sidecar);
                }
            }
        }
        List<String> open = names;
        for (int round = 0; round < MAX_ROUNDS && !open.isEmpty(); round++) {
            Map<String, List<String>> wanted = new LinkedHashMap<>();
            List<String> wanting = new ArrayList<>();
            for (String name : open) {
                String best = matches.containsKey(name) ? null : best(name, mediaKeys.apply(name), sidecarsByKey);
                if (best != null) {
                    wanted.computeIfAbsent(best, _ -> new ArrayList<>(1)).add(name);
                    wanting.add(name);
                }
            }
            wanted.forEach((sidecar, claimants) -> award(rule, sidecar, claimants));
            open = wanting;
        }
    }

    private void award(MatchRule rule, String sidecar, List<String> claimants) {
        List<String> fitting = claimants.size() == 1
                ? claimants
                : claimants.stream()
                        .filter(name -> titleFit(name, sidecar) == TitleFit.SAME)
                        .toList();
        if (fitting.size() == 1) {
            matches.put(fitting.getFirst(), new MatchedSidecar(sidecar, rule));
            taken.add(sidecar);
            ambiguous.remove(sidecar);
        } else {
            ambiguous.putIfAbsent(sidecar, claimants);
        }
    }

    /// The JSON that fits a media file best among those still free, or null.
    private @Nullable String best(String name, List<NameKey> keys, Map<NameKey, List<String>> sidecarsByKey) {
        Set<String> candidates = new LinkedHashSet<>();
        for (NameKey key : keys) {
            for (String sidecar : sidecarsByKey.getOrDefault(key, List.of())) {
                if (!taken.contains(sidecar)) {
                    candidates.add(sidecar);
                }
            }
        }
        // Candidates are in the order of their keys, and sorting keeps it among equals.
        return candidates.stream()
                .min(Comparator.comparing((String sidecar) -> titleFit(name, sidecar)))
                .orElse(null);
    }

    /// How well the title inside a JSON fits a media name, best first.
    private enum TitleFit {
        SAME,
        SAME_WITHOUT_NUMBER,
        UNKNOWN,
        OTHER
    }

    private TitleFit titleFit(String name, String sidecar) {
        String title = titles.getOrDefault(sidecar, "");
        if (title.isEmpty()) {
            return TitleFit.UNKNOWN;
        }
        List<NameKey> keys = folded(NameKey.ofMedia(name));
        for (String form : titleForms(title)) {
            if (keys.getFirst().base().equals(form)) {
                return TitleFit.SAME;
            }
            if (keys.getLast().base().equals(form)) {
                return TitleFit.SAME_WITHOUT_NUMBER;
            }
        }
        return TitleFit.OTHER;
    }

    // Sharing ---------------------------------------------------------------------------------------------------

    private void share() {
        if (matches.size() == media.size()) {
            return;
        }
        Map<NameKey, String> sidecarByKey = new HashMap<>();
        for (String sidecar : titles.keySet()) {
            for (NameKey key : foldedOfSidecar(sidecar)) {
                sidecarByKey.putIfAbsent(key, sidecar);
            }
        }
        shareFrom(MatchRule.COMPANION_MOVIE, relatives::stillsOf, sidecarByKey);
        shareFrom(MatchRule.EDITED_COPY, relatives::originalsOf, sidecarByKey);
        shareFrom(MatchRule.CUT_COPY, relatives::uncountedOf, sidecarByKey);
    }

    private void shareFrom(
            MatchRule rule, Function<String, List<String>> originals, Map<NameKey, String> sidecarByKey) {
        for (String name : media) {
            if (matches.containsKey(name)) {
                continue;
            }
            for (String original : originals.apply(name)) {
                String sidecar = sidecarOf(original, sidecarByKey);
                if (sidecar != null) {
                    matches.put(name, new MatchedSidecar(sidecar, rule));
                    break;
                }
            }
        }
    }

    /// The JSON of an original, which need not be in the directory itself.
    private @Nullable String sidecarOf(String original, Map<NameKey, String> sidecarByKey) {
        String present = relatives.present(original);
        MatchedSidecar match = present == null ? null : matches.get(present);
        if (match != null) {
            return match.sidecarName();
        }
        if (present != null) {
            return null;
        }
        for (NameKey key : foldedOfMedia(original)) {
            String sidecar = sidecarByKey.get(key);
            if (sidecar != null) {
                return sidecar;
            }
        }
        return null;
    }

    // Keys ------------------------------------------------------------------------------------------------------

    private static List<NameKey> folded(List<NameKey> keys) {
        return keys.stream().map(NameKey::folded).toList();
    }

    private static List<NameKey> foldedOfMedia(String name) {
        List<NameKey> keys = new ArrayList<>(folded(NameKey.ofMedia(name)));
        keys.addAll(folded(NameKey.cutOfMedia(name)));
        return keys;
    }

    private static List<NameKey> foldedOfSidecar(String sidecar) {
        return folded(NameKey.ofSidecar(sidecar));
    }

    private List<NameKey> titleKeys(String sidecar) {
        return titleForms(titles.getOrDefault(sidecar, "")).stream()
                .map(form -> new NameKey(form, NameKey.numberOf(sidecar)))
                .toList();
    }

    private List<NameKey> stemKeys(String sidecar) {
        List<NameKey> keys = new ArrayList<>(foldedOfSidecar(sidecar));
        keys.addAll(titleKeys(sidecar));
        return keys;
    }

    /// The forms a title may take as a file name, folded; empty for no title.
    private static List<String> titleForms(String title) {
        if (title.isEmpty()) {
            return List.of();
        }
        String asWritten = NameKey.fold(title);
        String unescaped = NameKey.fold(HtmlText.unescape(title));
        return asWritten.equals(unescaped) ? List.of(asWritten) : List.of(asWritten, unescaped);
    }
}
