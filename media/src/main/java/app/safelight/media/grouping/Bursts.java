package app.safelight.media.grouping;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers the frames of bursts. Stateless.
final class Bursts {
    /// Google's and Sony's cameras: `00001IMG_00001_BURST20191225120000123_COVER.jpg`,
    /// `DSC_0001_BURST20191225120000123.jpg`; all frames of a burst share the digits.
    private static final Pattern SHARED_TIME = Pattern.compile("_BURST(\\d{14,20})");
    /// Others count: `IMG_20191225_120000_BURST001_COVER.jpg`; all frames share what stands before.
    private static final Pattern COUNTED = Pattern.compile("^(.+)_BURST\\d{1,4}(_COVER)?$", Pattern.DOTALL);

    private Bursts() {}

    /// The burst this asset is a frame of, alone so far, or null.
    static @Nullable BurstFrame frameOf(Member root) {
        if (!root.still()) {
            return null;
        }
        String identifier = root.file.burstId();
        String burst = identifier == null ? byName(root.file.path()) : identifier;
        return burst == null ? null : new BurstFrame(burst, root.file.takenAt(), 1, 1);
    }

    private static @Nullable String byName(String path) {
        String stem = FileNames.stem(FileNames.name(path));
        String prefix = "name:" + FileNames.directory(path) + "/";
        Matcher time = SHARED_TIME.matcher(stem);
        if (time.find()) {
            return prefix + time.group(1);
        }
        Matcher counted = COUNTED.matcher(stem);
        return counted.matches() ? prefix + counted.group(1) : null;
    }

    /// Numbers the frames of every burst anew, over all groups given.
    static List<FileGroup> count(List<FileGroup> groups) {
        TreeMap<String, List<Frame>> bursts = new TreeMap<>();
        for (FileGroup group : groups) {
            BurstFrame burst = group.burst();
            if (burst != null) {
                bursts.computeIfAbsent(burst.burstId(), _ -> new ArrayList<>())
                        .add(new Frame(group.primaryPath(), burst.takenAt()));
            }
        }
        if (bursts.isEmpty()) {
            return groups;
        }
        Map<String, Map<String, Integer>> numbers = new HashMap<>();
        bursts.forEach((burst, frames) -> numbers.put(burst, numbersByName(frames)));
        return groups.stream().map(group -> numbered(group, numbers)).toList();
    }

    private static FileGroup numbered(FileGroup group, Map<String, Map<String, Integer>> numbers) {
        BurstFrame burst = group.burst();
        if (burst == null) {
            return group;
        }
        Map<String, Integer> byName = numbers.getOrDefault(burst.burstId(), Map.of());
        int number = byName.getOrDefault(frameName(group.primaryPath()), 1);
        BurstFrame frame = new BurstFrame(burst.burstId(), burst.takenAt(), number, Math.max(1, byName.size()));
        return new FileGroup(group.primaryPath(), group.kind(), group.parts(), frame, group.openHalves());
    }

    /// Frames by their time, those without one last, then by name; a copy in another directory shares its number.
    private static Map<String, Integer> numbersByName(List<Frame> frames) {
        frames.sort(Comparator.comparing(Frame::takenAt, Comparator.nullsLast(Comparator.<LocalDateTime>naturalOrder()))
                .thenComparing(frame -> frameName(frame.path()))
                .thenComparing(Frame::path));
        Map<String, Integer> numbers = new HashMap<>();
        for (Frame frame : frames) {
            numbers.putIfAbsent(frameName(frame.path()), numbers.size() + 1);
        }
        return numbers;
    }

    private static String frameName(String path) {
        return FileNames.folded(FileNames.name(path));
    }

    private record Frame(String path, @Nullable LocalDateTime takenAt) {}
}
