package app.safelight.media.grouping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Groups the files of a source into assets: one asset is one photo, video or other thing as a person sees it.
///
/// Every file ends up in exactly one group, and the answer depends on the set of files only, not on their order.
/// Time grows as n log n.
///
/// A source with millions of files need not be held at once: give the files to [#group] one home directory at a
/// time (see [#homeDirectory]), keep of the answers only those that [FileGroup#mayJoin()], and give these to
/// [#joinAcross] at the end. Grouping everything at once gives the same groups.
///
/// Stateless; safe for any number of threads.
public final class FileGrouping {
    private FileGrouping() {}

    /// The directory whose files must be in one set for this file to be grouped rightly. It is the file's own
    /// directory, but for edits that iOS keeps under `PhotoData/Mutations` that of the photo.
    public static String homeDirectory(String path) {
        return Member.homeDirectory(path);
    }

    /// Groups one set of files: a whole source, or all files with one [#homeDirectory].
    ///
    /// @return groups ordered by primary path
    /// @throws IllegalArgumentException if two files have one path
    public static List<FileGroup> group(Collection<GroupingFile> files) {
        Set<String> paths = new HashSet<>();
        TreeMap<String, List<GroupingFile>> directories = new TreeMap<>();
        for (GroupingFile file : files) {
            if (!paths.add(file.path())) {
                throw new IllegalArgumentException("twice in one set: " + file.path());
            }
            directories
                    .computeIfAbsent(homeDirectory(file.path()), _ -> new ArrayList<>())
                    .add(file);
        }
        List<FileGroup> groups = new ArrayList<>();
        directories.values().forEach(directory -> groups.addAll(DirectoryGroups.of(directory)));
        return joinAcross(groups);
    }

    /// Completes what several sets share: Live Photos whose still and movie lie in different sets become one group,
    /// and burst frames are counted over all of them.
    ///
    /// @param groups answers of [#group] for sets with no file in common; groups that may not join pass unchanged
    /// @return groups ordered by primary path
    public static List<FileGroup> joinAcross(Collection<FileGroup> groups) {
        List<FileGroup> sorted = new ArrayList<>(groups);
        sorted.sort(Comparator.comparing(FileGroup::primaryPath));
        return Bursts.count(LiveJoin.join(sorted));
    }
}
