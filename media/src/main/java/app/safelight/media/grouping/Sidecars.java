package app.safelight.media.grouping;

import app.safelight.media.sniff.MediaKind;
import app.safelight.media.takeout.TakeoutMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds what the sidecars of one directory speak of. Stateless.
final class Sidecars {
    private static final List<MediaKind> PICTURES_FIRST =
            List.of(MediaKind.RAW, MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.OTHER);
    private static final List<MediaKind> ADJUSTED = List.of(MediaKind.PHOTO, MediaKind.RAW, MediaKind.VIDEO);
    private static final List<MediaKind> MOVIES_FIRST = List.of(MediaKind.VIDEO, MediaKind.RAW, MediaKind.PHOTO);
    private static final List<MediaKind> MOVIES_ONLY = List.of(MediaKind.VIDEO);
    private static final List<MediaKind> PICTURES_ONLY = List.of(MediaKind.PHOTO, MediaKind.RAW);

    /// Extensions that mark a sidecar whatever its content was taken for, each with the kinds it may speak of,
    /// likeliest first. Adobe's `a.xmp` speaks of the RAW; a THM is the small picture of a video, on old Canons of
    /// a RAW; LRV and LRF are small copies of a video that action cameras and drones write; a WAV of a photo's
    /// name is the spoken note that some cameras record.
    private static final Map<String, List<MediaKind>> SUBJECTS = Map.ofEntries(
            Map.entry("xmp", PICTURES_FIRST),
            Map.entry("dop", PICTURES_FIRST),
            Map.entry("pp3", PICTURES_FIRST),
            Map.entry("on1", PICTURES_FIRST),
            Map.entry("cos", PICTURES_FIRST),
            Map.entry("nksc", PICTURES_FIRST),
            Map.entry("aae", ADJUSTED),
            Map.entry("thm", MOVIES_FIRST),
            Map.entry("srt", MOVIES_ONLY),
            Map.entry("lrv", MOVIES_ONLY),
            Map.entry("lrf", MOVIES_ONLY),
            Map.entry("wav", PICTURES_ONLY));

    /// GoPro begins the low-resolution copy's name with GL and the video's with one of these.
    private static final List<String> GOPRO_VIDEOS = List.of("gx", "gh", "gp", "gopr");

    private Sidecars() {}

    private static boolean isSidecarName(String foldedExtension) {
        return SUBJECTS.containsKey(foldedExtension);
    }

    /// Whether a file is no photo or video of its own when a subject is found for it.
    static boolean isSidecar(Member member) {
        return switch (member.file.kind()) {
            case SIDECAR -> true;
            case OTHER, AUDIO, VIDEO -> isSidecarName(member.extension);
            case PHOTO, RAW -> member.extension.equals("thm");
        };
    }

    static void find(DirectoryIndex index) {
        List<Member> unowned = new ArrayList<>();
        for (Member member : index.members()) {
            if (!member.free() || (!isSidecar(member) && member.mutationOf == null)) {
                continue;
            }
            Member subject = subject(index, member);
            if (subject != null) {
                member.belongTo(subject, role(member));
            } else if (member.extension.equals("json")) {
                unowned.add(member);
            }
        }
        takeout(index, unowned);
    }

    private static PartRole role(Member sidecar) {
        boolean recipe =
                sidecar.extension.equals("aae") || (sidecar.mutationOf != null && !sidecar.still() && !sidecar.movie());
        return recipe ? PartRole.ADJUSTMENT : PartRole.SIDECAR;
    }

    private static @Nullable Member subject(DirectoryIndex index, Member sidecar) {
        Predicate<Member> subject = candidate -> isSubject(candidate) && candidate.root() != sidecar;
        String owner = sidecar.file.ownerPath();
        if (owner != null && isSidecar(sidecar)) {
            Member named = index.withPath(owner);
            if (named != null && subject.test(named)) {
                return named;
            }
        }
        if (sidecar.mutationOf != null) {
            return byStem(index, sidecar.mutationOf, ADJUSTED, subject);
        }
        if (sidecar.extension.equals("json")) {
            return null;
        }
        Member whole = index.firstWithName(sidecar.stem, subject);
        if (whole != null) {
            return whole;
        }
        List<MediaKind> kinds = SUBJECTS.getOrDefault(sidecar.extension, PICTURES_FIRST);
        for (String stem : stems(sidecar)) {
            Member found = byStem(index, stem, kinds, subject);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// The stems a sidecar's subject may have, likeliest first.
    private static List<String> stems(Member sidecar) {
        List<String> stems = new ArrayList<>();
        stems.add(sidecar.stem);
        if (sidecar.extension.equals("aae")) {
            // iOS: IMG_O1234.AAE is the recipe before the last edit, IMG_E1234.AAE that of the render.
            for (String mark : List.of("img_o", "img_e")) {
                if (sidecar.stem.startsWith(mark)) {
                    stems.add("img_" + sidecar.stem.substring(mark.length()));
                }
            }
        }
        if (sidecar.extension.equals("lrv") && sidecar.stem.startsWith("gl")) {
            GOPRO_VIDEOS.forEach(start -> stems.add(start + sidecar.stem.substring(2)));
        }
        return stems;
    }

    private static @Nullable Member byStem(
            DirectoryIndex index, String stem, List<MediaKind> kinds, Predicate<Member> subject) {
        for (MediaKind kind : kinds) {
            Member found =
                    index.firstWithStem(stem, candidate -> candidate.file.kind() == kind && subject.test(candidate));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// Whether a sidecar may speak of this file.
    private static boolean isSubject(Member member) {
        return !isSidecar(member) && !member.extension.equals("json");
    }

    /// Takeout names its JSON in many ways, so it has a matcher of its own.
    private static void takeout(DirectoryIndex index, List<Member> sidecars) {
        if (sidecars.isEmpty()) {
            return;
        }
        Map<String, Member> media = new HashMap<>();
        for (Member member : index.members()) {
            if (isSubject(member) && member.mutationOf == null) {
                media.putIfAbsent(FileNames.name(member.file.path()), member);
            }
        }
        Map<String, Member> byName = new HashMap<>();
        sidecars.forEach(sidecar -> byName.put(FileNames.name(sidecar.file.path()), sidecar));
        TakeoutMatcher.ofNames(media.keySet(), Set.copyOf(byName.keySet()))
                .owners()
                .forEach((sidecarName, mediaName) -> {
                    Member sidecar = byName.get(sidecarName);
                    Member subject = media.get(mediaName);
                    if (sidecar != null && subject != null) {
                        sidecar.belongTo(subject, PartRole.SIDECAR);
                    }
                });
    }
}
