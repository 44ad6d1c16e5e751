package app.safelight.media.grouping;

import java.util.Collection;
import java.util.stream.Collectors;

/// Groups as text that people read, one line a group.
final class GroupText {
    private GroupText() {}

    static String of(FileGroup group) {
        String parts = group.parts().stream()
                .filter(part -> part.role() != PartRole.ORIGINAL)
                .map(part -> " + " + part.role() + " " + part.path())
                .collect(Collectors.joining());
        BurstFrame burst = group.burst();
        String frame =
                burst == null ? "" : " [" + burst.number() + "/" + burst.count() + " of " + burst.burstId() + "]";
        String open = group.openHalves().stream()
                .map(half -> " (open " + half.path() + ")")
                .collect(Collectors.joining());
        return group.kind() + " " + group.primaryPath() + parts + frame + open;
    }

    static String of(Collection<FileGroup> groups) {
        return groups.stream().map(group -> of(group) + "\n").collect(Collectors.joining());
    }
}
