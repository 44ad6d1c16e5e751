package app.safelight.media.takeout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which media files of a directory may share the JSON of which others, by their names. Confined to one call.
final class Relatives {
    /// Extensions, folded, that the movie of a Live or motion photo has in exports.
    private static final Pattern MOVIE = Pattern.compile("\\.(mp4|mov|m4v|mp|mv|mp~\\d+)");
    /// Extensions of stills that come with such a movie, likeliest first.
    private static final List<String> STILLS = List.of(".heic", ".jpg", ".jpeg", ".heif", ".dng");
    /// Extensions an edit may turn an original's into.
    private static final List<String> ORIGINALS = List.of(".heic", ".jpg", ".jpeg", ".png", ".dng", ".mp4", ".mov");
    /// Media files of one stem that are looked at; a camera writes two or three.
    private static final int MAX_SAME_STEM = 16;

    private final Map<String, String> byName = new HashMap<>();
    private final Map<String, List<String>> byStem = new HashMap<>();

    Relatives(Collection<String> sortedMedia) {
        for (String name : sortedMedia) {
            byName.putIfAbsent(NameKey.fold(name), name);
            List<String> same = byStem.computeIfAbsent(stem(name), _ -> new ArrayList<>(1));
            if (same.size() < MAX_SAME_STEM) {
                same.add(name);
            }
        }
    }

    /// The media file of that name in the directory, or null.
    @Nullable
    String present(String name) {
        return byName.get(NameKey.fold(name));
    }

    /// Whether this file is a copy or a companion of another one that is here.
    boolean isDependent(String name) {
        return presentAmong(stillsOf(name)) || presentAmong(originalsOf(name)) || presentAmong(uncountedOf(name));
    }

    private boolean presentAmong(List<String> names) {
        return names.stream().anyMatch(name -> present(name) != null);
    }

    /// The stills whose movie this may be: those here first, then those that may be missing. Empty for stills.
    List<String> stillsOf(String name) {
        if (!MOVIE.matcher(extension(name)).matches()) {
            return List.of();
        }
        Set<String> stills = new LinkedHashSet<>();
        String ownStem = NameKey.Name.of(name).stem();
        // Google's camera: the movie PXL_….MP beside the still PXL_….MP.jpg.
        for (String stem : List.of(ownStem, name)) {
            for (String candidate : byStem.getOrDefault(NameKey.fold(stem), List.of())) {
                if (STILLS.contains(extension(candidate))) {
                    stills.add(candidate);
                }
            }
        }
        for (String stem : List.of(ownStem, name)) {
            STILLS.forEach(still -> stills.add(stem + still));
        }
        return List.copyOf(stills);
    }

    /// The files this may be an edited copy of: those here first. Empty when the name does not say so.
    List<String> originalsOf(String name) {
        NameKey.Name own = NameKey.Name.of(name);
        Set<String> stems = new LinkedHashSet<>();
        EditedName.originalStem(own.stem()).ifPresent(stems::add);
        if (own.stem().length() >= NameKey.CUT_LENGTH) {
            stems.addAll(EditedName.originalStemsOfCut(own.stem()));
        }
        Set<String> originals = new LinkedHashSet<>();
        for (String stem : stems) {
            String same = present(stem + own.extension());
            if (same != null) {
                originals.add(same);
            }
            originals.addAll(byStem.getOrDefault(NameKey.fold(stem), List.of()));
            originals.add(stem + own.extension());
            ORIGINALS.forEach(extension -> originals.add(stem + extension));
        }
        originals.remove(name);
        return List.copyOf(originals);
    }

    /// The file of the same long name without a number: the edit's mark was cut off and a number put in its place.
    List<String> uncountedOf(String name) {
        List<NameKey> keys = NameKey.ofMedia(name);
        NameKey last = keys.getLast();
        boolean cut = NameKey.Name.of(last.base()).stem().length() >= NameKey.CUT_LENGTH;
        return last.number() != NameKey.NO_NUMBER && cut ? List.of(last.base()) : List.of();
    }

    private static String stem(String name) {
        return NameKey.fold(NameKey.Name.of(name).stem());
    }

    private static String extension(String name) {
        return NameKey.Name.of(name).extension().toLowerCase(Locale.ROOT);
    }
}
