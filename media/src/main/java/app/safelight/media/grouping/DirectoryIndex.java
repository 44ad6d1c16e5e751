package app.safelight.media.grouping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The files of one directory by name. Confined to one call.
final class DirectoryIndex {
    /// Files of one stem that are looked at. A camera writes two or three; hostile input with a hundred thousand
    /// extensions must not make the search quadratic.
    private static final int MAX_SAME_STEM = 64;

    private final List<Member> members;
    private final Map<String, List<Member>> byStem = new HashMap<>();
    private final Map<String, List<Member>> byName = new HashMap<>();
    private final Map<String, Member> byPath = new HashMap<>();

    DirectoryIndex(Collection<GroupingFile> files) {
        members = files.stream().map(Member::new).sorted(Member.BY_PATH).toList();
        for (Member member : members) {
            remember(byStem, member.stem, member);
            remember(byName, member.name, member);
            byPath.put(member.file.path(), member);
        }
    }

    /// Ordered by path.
    List<Member> members() {
        return members;
    }

    @Nullable
    Member withPath(String path) {
        return byPath.get(path);
    }

    /// The first file of that stem, by path, that passes.
    @Nullable
    Member firstWithStem(String stem, Predicate<Member> wanted) {
        return first(byStem.get(stem), wanted);
    }

    /// The first file of that full name, by path, that passes. Names that differ in case only are one name here.
    @Nullable
    Member firstWithName(String name, Predicate<Member> wanted) {
        return first(byName.get(name), wanted);
    }

    /// The files of that stem, by path, at most [#MAX_SAME_STEM].
    List<Member> withStem(String stem) {
        return byStem.getOrDefault(stem, List.of());
    }

    private static @Nullable Member first(@Nullable List<Member> candidates, Predicate<Member> wanted) {
        if (candidates != null) {
            for (Member candidate : candidates) {
                if (wanted.test(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static void remember(Map<String, List<Member>> map, String key, Member member) {
        List<Member> same = map.computeIfAbsent(key, _ -> new ArrayList<>(1));
        if (same.size() < MAX_SAME_STEM) {
            same.add(member);
        }
    }
}
