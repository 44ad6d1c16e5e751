package app.safelight.media.grouping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Groups the files of one home directory. Stateless.
final class DirectoryGroups {
    private DirectoryGroups() {}

    static List<FileGroup> of(Collection<GroupingFile> files) {
        DirectoryIndex index = new DirectoryIndex(files);
        LivePairs.find(index);
        Edits.find(index);
        Sidecars.find(index);
        Map<Member, List<Member>> byRoot = new LinkedHashMap<>();
        for (Member member : index.members()) {
            byRoot.computeIfAbsent(member.root(), _ -> new ArrayList<>(2)).add(member);
        }
        List<FileGroup> groups = new ArrayList<>(byRoot.size());
        byRoot.forEach((root, members) -> groups.add(group(root, members)));
        return groups;
    }

    private static FileGroup group(Member root, List<Member> members) {
        List<Part> parts = members.stream()
                .map(member -> new Part(member.file.path(), member.roleInGroup()))
                .sorted(Part.ORDER)
                .toList();
        return new FileGroup(
                root.file.path(), kind(root, parts), parts, Bursts.frameOf(root), openHalves(root, members));
    }

    private static GroupKind kind(Member root, List<Part> parts) {
        Set<PartRole> roles = new HashSet<>();
        parts.forEach(part -> roles.add(part.role()));
        boolean live = roles.contains(PartRole.LIVE_MOVIE) || roles.contains(PartRole.EDITED_LIVE_MOVIE);
        return switch (root.file.kind()) {
            case PHOTO ->
                live ? GroupKind.LIVE_PHOTO : roles.contains(PartRole.RAW) ? GroupKind.RAW_WITH_JPEG : GroupKind.PHOTO;
            case RAW -> live ? GroupKind.LIVE_PHOTO : GroupKind.RAW_PHOTO;
            case VIDEO -> GroupKind.VIDEO;
            case AUDIO -> GroupKind.AUDIO;
            case SIDECAR -> GroupKind.ORPHAN_SIDECAR;
            case OTHER -> Sidecars.isSidecar(root) ? GroupKind.ORPHAN_SIDECAR : GroupKind.OTHER_FILE;
        };
    }

    /// Halves that wait for their other half: those that carry an identifier no pair of this group has. A group named
    /// after a video waits for stills only, any other for movies only.
    private static List<OpenHalf> openHalves(Member root, List<Member> members) {
        Set<String> complete = new HashSet<>();
        for (Member member : members) {
            String identifier = member.file.contentIdentifier();
            if (member.paired() && identifier != null) {
                complete.add(identifier);
            }
        }
        List<OpenHalf> open = new ArrayList<>();
        for (Member member : members) {
            String identifier = member.file.contentIdentifier();
            boolean half = !member.paired() && (root.movie() ? member.movie() : member.still());
            if (half && identifier != null && !complete.contains(identifier)) {
                open.add(new OpenHalf(identifier, member.file.path()));
            }
        }
        return open;
    }
}
