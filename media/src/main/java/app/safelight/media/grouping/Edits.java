package app.safelight.media.grouping;

import app.safelight.media.sniff.MediaKind;
import app.safelight.media.takeout.EditedName;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Joins edited renders to their originals, and RAWs to the pictures made of them. Stateless.
final class Edits {
    /// iOS exports the render of `IMG_1234` as `IMG_E1234`.
    private static final Pattern IPHONE_RENDER = Pattern.compile("img_e(\\d{4,6}.*)", Pattern.DOTALL);

    private Edits() {}

    static void find(DirectoryIndex index) {
        for (Member member : index.members()) {
            String original = originalStem(member);
            if (original == null || !member.free()) {
                continue;
            }
            if (member.still()) {
                still(index, member, original);
            } else if (member.movie()) {
                movie(index, member, original);
            }
        }
        for (Member member : index.members()) {
            if (member.still() && member.file.kind() == MediaKind.RAW && member.free()) {
                raw(index, member);
            }
        }
    }

    /// The folded stem of the original this would be an edit of, or null when its name says nothing such.
    private static @Nullable String originalStem(Member member) {
        if (member.mutationOf != null) {
            return member.mutationOf;
        }
        Matcher render = IPHONE_RENDER.matcher(member.stem);
        if (render.matches()) {
            return "img_" + render.group(1);
        }
        return EditedName.originalStem(member.stem).orElse(null);
    }

    private static void still(DirectoryIndex index, Member edited, String original) {
        Comparator<Member> best = Comparator.comparing(
                        (Member candidate) -> !Clocks.together(edited.file, candidate.file, Clocks.SAME_SHOT))
                .thenComparing(candidate -> candidate.file.kind())
                .thenComparing(candidate -> !candidate.extension.equals(edited.extension))
                .thenComparing(Member.BY_PATH);
        index.withStem(original).stream()
                .filter(Member::still)
                .filter(candidate -> !Clocks.apart(edited.file, candidate.file, Clocks.SAME_SHOT))
                .min(best)
                .ifPresent(found -> edited.belongTo(found, PartRole.EDITED_RENDER));
    }

    private static void movie(DirectoryIndex index, Member edited, String original) {
        Member found = index.firstWithStem(
                original,
                candidate -> candidate.movie() && !Clocks.apart(edited.file, candidate.file, Clocks.SAME_SHOT));
        if (found != null) {
            edited.belongTo(found, found.paired() ? PartRole.EDITED_LIVE_MOVIE : PartRole.EDITED_RENDER);
            return;
        }
        // Only the place under Mutations says that a movie belongs to a still that has no movie of its own.
        Member picture = edited.mutationOf == null ? null : index.firstWithStem(original, Member::still);
        if (picture != null) {
            edited.belongTo(picture, PartRole.EDITED_LIVE_MOVIE);
        }
    }

    private static void raw(DirectoryIndex index, Member raw) {
        Comparator<Member> best = Comparator.comparing(
                        (Member candidate) -> !Clocks.together(raw.file, candidate.file, Clocks.SAME_SHOT))
                .thenComparing(candidate -> !candidate.paired())
                .thenComparing(candidate -> !candidate.file.type().equals("JPEG"))
                .thenComparing(Member.BY_PATH);
        index.withStem(pictureStem(raw.stem)).stream()
                .filter(candidate -> candidate.still() && candidate.file.kind() == MediaKind.PHOTO)
                .filter(candidate -> !Clocks.apart(raw.file, candidate.file, Clocks.SAME_SHOT))
                .min(best)
                .ifPresent(found -> raw.belongTo(found, PartRole.RAW));
    }

    /// Google's camera names the two `PXL_….RAW-01.COVER.jpg` and `PXL_….RAW-02.ORIGINAL.dng`; all others give
    /// them one stem.
    private static String pictureStem(String rawStem) {
        String pixel = ".raw-02.original";
        return rawStem.endsWith(pixel)
                ? rawStem.substring(0, rawStem.length() - pixel.length()) + ".raw-01.cover"
                : rawStem;
    }
}
