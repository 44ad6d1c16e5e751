package app.safelight.media.grouping;

import java.util.Arrays;
import java.util.List;

/// Groups a few files as lines of text.
final class Groups {
    private Groups() {}

    static List<String> grouped(Shot... shots) {
        return FileGrouping.group(Arrays.stream(shots).map(Shot::file).toList()).stream()
                .map(GroupText::of)
                .toList();
    }
}
