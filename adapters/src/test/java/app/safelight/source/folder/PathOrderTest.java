package app.safelight.source.folder;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.SourceFault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PathOrderTest {
    private static final SourceId SOURCE = new SourceId("folder-1");

    @Test
    void sortsAsTextCompares() {
        sorts(List.of());
        sorts(List.of("a"));
        sorts(List.of(
                "b/2", "b/10", "b/1", "b/1x", "b/" + "é", "b/z", "b/\uD83D\uDE00", "b/\uFFFD", "b/~", "b/\u007F"));
        sorts(List.of("IMG_0002.JPG", "IMG_0001.JPG", "IMG_0001.JPG.json", "IMG_0001", "IMG_000", "IMG"));
    }

    @Test
    void sortsWhateverNamesAreMadeOf() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            List<String> names = new ArrayList<>();
            for (int name = 0; name < 60; name++) {
                StringBuilder made = new StringBuilder("folder/");
                int length = 1 + random.nextInt(9);
                for (int at = 0; at < length; at++) {
                    made.append("aab\u007F\u0080é\uFFFD".charAt(random.nextInt(7)));
                }
                names.add(made.toString());
            }
            sorts(names);
        }
    }

    private static void sorts(List<String> paths) {
        List<Item> items = new ArrayList<>();
        for (String path : paths) {
            if (ItemKey.isClean(path)) {
                items.add(new Item.Blocked(new ItemKey(SOURCE, path), new SourceFault.Vanished()));
            }
        }
        PathOrder.sort(items);
        assertThat(items)
                .extracting(item -> item.key().path())
                .isSortedAccordingTo(Comparator.<String>naturalOrder())
                .containsExactlyInAnyOrderElementsOf(
                        paths.stream().filter(ItemKey::isClean).toList());
    }
}
