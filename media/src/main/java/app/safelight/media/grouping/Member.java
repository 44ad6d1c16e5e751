package app.safelight.media.grouping;

import app.safelight.media.sniff.MediaKind;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One file while its directory is being grouped: its name taken apart, and who it turned out to belong to.
/// Confined to one call.
final class Member {
    static final Comparator<Member> BY_PATH = Comparator.comparing(member -> member.file.path());

    /// Where iOS keeps edits: `PhotoData/Mutations/DCIM/100APPLE/IMG_0032/Adjustments/FullSizeRender.jpg` is the
    /// render of `DCIM/100APPLE/IMG_0032.*`.
    private static final Pattern MUTATION =
            Pattern.compile("^(|.*/)PhotoData/Mutations/(DCIM/[^/]+)/([^/]+)/Adjustments/[^/]+$", Pattern.DOTALL);

    final GroupingFile file;
    /// Folded name with its extension.
    final String name;
    /// Folded name without its extension; unlike any other file's for what lies under `Mutations`.
    final String stem;
    /// Folded extension without its dot.
    final String extension;
    /// Folded stem of the photo or video whose edit this is, known from the directory; null elsewhere.
    final @Nullable String mutationOf;

    private @Nullable Member owner;
    private PartRole role = PartRole.ORIGINAL;
    /// Still and movie of one Live Photo point at each other.
    private @Nullable Member otherHalf;

    Member(GroupingFile file) {
        this.file = file;
        String folded = FileNames.folded(FileNames.name(file.path()));
        Matcher mutation = MUTATION.matcher(file.path());
        this.mutationOf = mutation.matches() ? FileNames.folded(mutation.group(3)) : null;
        this.name = folded;
        String ownStem = FileNames.stem(folded);
        this.stem = mutationOf == null ? ownStem : mutationOf + "/" + ownStem;
        this.extension = FileNames.extension(folded);
    }

    /// The directory whose files this path is grouped with: its own, or the photo's for an edit kept elsewhere.
    static String homeDirectory(String path) {
        Matcher mutation = MUTATION.matcher(path);
        return mutation.matches() ? mutation.group(1) + mutation.group(2) : FileNames.directory(path);
    }

    /// Whether this is a picture that may be half of a Live Photo, have a RAW or an edited render.
    boolean still() {
        return file.kind().isStill() && !Sidecars.isSidecar(this);
    }

    /// Whether this is a movie that may be half of a Live Photo or have an edited render.
    boolean movie() {
        return file.kind() == MediaKind.VIDEO && !Sidecars.isSidecar(this);
    }

    boolean free() {
        return owner == null;
    }

    boolean paired() {
        return otherHalf != null;
    }

    @Nullable
    Member otherHalf() {
        return otherHalf;
    }

    PartRole role() {
        return role;
    }

    void belongTo(Member newOwner, PartRole newRole) {
        if (owner != null) {
            throw new IllegalStateException(file.path() + " already belongs to " + owner.file.path());
        }
        if (newOwner.root() == this) {
            throw new IllegalStateException(file.path() + " would belong to itself");
        }
        owner = newOwner;
        role = newRole;
    }

    /// Makes this still and `movie` one Live Photo.
    void pairWith(Member movie) {
        movie.belongTo(this, PartRole.LIVE_MOVIE);
        movie.otherHalf = this;
        otherHalf = movie;
    }

    /// The file that names the asset. Owners form no cycle: movies belong to stills, edits to shorter names, RAWs
    /// to photos, and nothing belongs to a sidecar.
    Member root() {
        Member at = this;
        while (at.owner != null) {
            at = at.owner;
        }
        return at;
    }

    /// The role within the whole asset: the movie of an edited render is an edited movie, and that of a picture that
    /// is itself only a sidecar is one too.
    PartRole roleInGroup() {
        for (Member at = owner; role == PartRole.LIVE_MOVIE && at != null; at = at.owner) {
            switch (at.role) {
                case EDITED_RENDER -> {
                    return PartRole.EDITED_LIVE_MOVIE;
                }
                case ADJUSTMENT, SIDECAR -> {
                    return PartRole.SIDECAR;
                }
                case ORIGINAL, LIVE_MOVIE, RAW, EDITED_LIVE_MOVIE -> {}
            }
        }
        return role;
    }
}
