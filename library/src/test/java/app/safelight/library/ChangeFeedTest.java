package app.safelight.library;

import static app.safelight.library.TestLibrary.random;
import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.library.accounts.PersonId;
import app.safelight.library.assets.Asset;
import app.safelight.library.assets.AssetId;
import app.safelight.library.assets.Assets.Edit;
import app.safelight.library.assets.Offer;
import app.safelight.library.changes.Change;
import app.safelight.library.changes.ChangeFeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ChangeFeedTest extends LibraryTest {
    private static final int SEEDS = 6;
    private static final int STEPS = 60;

    /// A device that keeps what it was told, and where it stands.
    private final class Device {
        private final PersonId person;
        private final Map<Long, Asset> assets = new HashMap<>();
        private final List<Long> cursors = new ArrayList<>(List.of(0L));

        Device(PersonId person) {
            this.person = person;
        }

        /// @return whether there is more
        boolean pull(int limit) throws Exception {
            ChangeFeed.Page page = library.changes.after(person, cursors.getLast(), limit);
            for (Change change : page.changes()) {
                apply(change);
            }
            cursors.add(page.cursor());
            return page.more();
        }

        private void apply(Change change) throws Exception {
            Optional<Asset> now = library.assets.find(person, new AssetId(change.id()));
            if (change.gone()) {
                assertThat(now).isEmpty();
            }
            if (now.isPresent()) {
                assets.put(change.id(), now.get());
            } else {
                assets.remove(change.id());
            }
        }

        /// Forgets where it stood: the page it had just applied comes again, or several.
        void restart(SplittableRandom chance) {
            int keep = 1 + chance.nextInt(cursors.size());
            cursors.subList(keep, cursors.size()).clear();
        }

        void catchUp() throws Exception {
            boolean more = true;
            while (more) {
                more = pull(7);
            }
        }
    }

    private Map<Long, Asset> truth(PersonId person) throws Exception {
        List<AssetId> all =
                library.database.read(rows -> rows.createQuery("SELECT id FROM asset WHERE person_id = :person")
                        .bind("person", person.value())
                        .mapTo(Long.class)
                        .map(AssetId::new)
                        .list());
        Map<Long, Asset> truth = new HashMap<>();
        library.assets.find(person, all).forEach(asset -> truth.put(asset.id().value(), asset));
        return truth;
    }

    @Test
    void aDeviceConvergesWhateverItsPagesRestartsAndRepeats() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom chance = new SplittableRandom(seed);
            PersonId person = library.member("Person " + seed);
            Device device = new Device(person);
            List<AssetId> assets = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                act(chance, person, assets, seed * 1_000L + step);
                if (chance.nextInt(3) == 0) {
                    device.pull(1 + chance.nextInt(9));
                }
                if (chance.nextInt(8) == 0) {
                    device.restart(chance);
                }
            }
            device.catchUp();
            assertThat(device.assets).as("seed " + seed).isEqualTo(truth(person));
            // Whoever begins anew is told of each thing once.
            ChangeFeed.Page all = library.changes.after(person, 0, ChangeFeed.MAX_PAGE);
            assertThat(all.changes()).extracting(Change::id).doesNotHaveDuplicates();
            assertThat(all.cursor()).isEqualTo(library.changes.newest(person));
        }
    }

    private void act(SplittableRandom chance, PersonId person, List<AssetId> assets, long seed) throws Exception {
        if (assets.isEmpty() || chance.nextInt(3) == 0) {
            byte[] photo = random(seed, 20);
            Offer offer = Offer.original(seed + ".jpg", 20, Optional.empty(), Instant.ofEpochMilli(seed));
            assets.add(TestLibrary.taken(library.upload(person, offer, photo)));
            return;
        }
        List<AssetId> one = List.of(assets.get(chance.nextInt(assets.size())));
        switch (chance.nextInt(5)) {
            case 0 -> library.assets.edit(person, one, Edit.none().rating(chance.nextInt(6)));
            case 1 -> library.assets.edit(person, one, Edit.none().hidden(chance.nextBoolean()));
            case 2 -> library.trash.put(person, one);
            case 3 -> library.trash.restore(person, one);
            default -> library.trash.empty(person);
        }
    }

    @Test
    void aReaderMissesNothingOfTwoWritersAtOnce() throws Exception {
        PersonId person = library.member("Ann");
        Device device = new Device(person);
        AtomicBoolean writing = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> reader = threads.submit(() -> {
                while (writing.get()) {
                    device.pull(3);
                }
                return true;
            });
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                SplittableRandom chance = new SplittableRandom(writer);
                long first = writer * 1_000L;
                writers.add(threads.submit(() -> {
                    List<AssetId> assets = new ArrayList<>();
                    for (int step = 0; step < STEPS; step++) {
                        actGently(chance, person, assets, first + step);
                    }
                    return true;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            reader.get();
        }
        device.catchUp();
        assertThat(device.assets).isEqualTo(truth(person));
        assertThat(device.cursors).isSorted();
    }

    /// Without deleting for good, which a reader may meet between a page and its look.
    private void actGently(SplittableRandom chance, PersonId person, List<AssetId> assets, long seed) throws Exception {
        if (assets.isEmpty() || chance.nextInt(3) == 0) {
            byte[] photo = random(seed, 20);
            Offer offer = Offer.original(seed + ".jpg", 20, Optional.empty(), Instant.ofEpochMilli(seed));
            assets.add(TestLibrary.taken(library.upload(person, offer, photo)));
            return;
        }
        List<AssetId> one = List.of(assets.get(chance.nextInt(assets.size())));
        library.assets.edit(person, one, Edit.none().rating(chance.nextInt(6)));
    }
}
