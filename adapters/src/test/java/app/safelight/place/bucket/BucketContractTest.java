package app.safelight.place.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.contract.ContractResult;
import app.safelight.core.contract.PlaceContract;
import app.safelight.core.model.ContentId;
import app.safelight.core.place.Place;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Places in buckets keep the contract of all places.
class BucketContractTest {
    private static final int SMALLEST = BucketLimits.SMALLEST_PART_BYTES;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private FakeStore store;

    @BeforeEach
    void start() throws IOException {
        store = new FakeStore();
    }

    @AfterEach
    void stop() {
        store.close();
        threads.shutdownNow();
    }

    private static Stream<DynamicTest> tests(PlaceContract.Setting setting) {
        return PlaceContract.checks().stream()
                .map(check -> DynamicTest.dynamicTest(
                        check.name(),
                        () -> assertThat(check.run(setting)).isEqualTo(new ContractResult.Passed(check.name()))));
    }

    @TestFactory
    Stream<DynamicTest> inOurStore() {
        return tests(new FakeSetting(BucketLimits.STANDARD));
    }

    /// Every content has several segments, and every copy several requests.
    @TestFactory
    Stream<DynamicTest> inSmallPieces() {
        return tests(new FakeSetting(Trials.pieces(700, 3, 900)));
    }

    /// Stores that know no conditions put what they are given.
    @TestFactory
    Stream<DynamicTest> withoutConditions() {
        store.setConditions(false);
        return tests(new FakeSetting(BucketLimits.STANDARD));
    }

    @TestFactory
    Stream<DynamicTest> inCeph() {
        return tests(new CephSetting(BucketLimits.STANDARD));
    }

    /// Everything else in the contract is small, and so one request as in the test above.
    @TestFactory
    Stream<DynamicTest> inCephInPieces() {
        return tests(new CephSetting(Trials.pieces(SMALLEST, 2, SMALLEST)))
                .filter(test -> test.getDisplayName().equals("large-content"));
    }

    private final class FakeSetting implements PlaceContract.Setting, PlaceContract.Sabotage {
        private final BucketLimits limits;
        private long seed;

        FakeSetting(BucketLimits limits) {
            this.limits = limits;
        }

        @Override
        public Place open() throws Exception {
            return Trials.openOrCreate(store.location("a/b"), Trials.means(FakeStore.credentials(), threads), limits);
        }

        @Override
        public long seed() {
            return seed++;
        }

        @Override
        public Optional<PlaceContract.Sabotage> sabotage() {
            return Optional.of(this);
        }

        @Override
        public int largeContentBytes() {
            return limits.partBytes() < 1 << 20 ? 20_001 : 2 * limits.partBytes() + 1;
        }

        @Override
        public void cleanUp(Collection<ContentId> stored) {
            store.removeAll();
        }

        private String key(ContentId content) {
            return "a/b/" + BucketLayout.contentKey(content);
        }

        @Override
        public void delete(ContentId content) {
            store.remove(key(content));
        }

        @Override
        public void truncate(ContentId content, long sizeBytes) {
            store.overwrite(
                    key(content), Arrays.copyOf(store.object(key(content)).bytes(), (int) sizeBytes));
        }

        @Override
        public void flipBit(ContentId content, long bit) {
            store.overwrite(
                    key(content), Trials.flipped(store.object(key(content)).bytes(), bit));
        }

        @Override
        public boolean keeps(byte[] bytes) {
            return store.allBytes().stream().anyMatch(one -> Arrays.equals(one, bytes));
        }
    }

    private final class CephSetting implements PlaceContract.Setting, PlaceContract.Sabotage {
        private final BucketLimits limits;
        private final Ceph.Prefix prefix = Ceph.running().newPrefix("contract");
        private long seed;

        CephSetting(BucketLimits limits) {
            this.limits = limits;
        }

        @Override
        public Place open() throws Exception {
            return Trials.openOrCreate(prefix.location(), Trials.means(Ceph.credentials(), threads), limits);
        }

        @Override
        public long seed() {
            return seed++;
        }

        @Override
        public Optional<PlaceContract.Sabotage> sabotage() {
            return Optional.of(this);
        }

        @Override
        public int largeContentBytes() {
            return 2 * limits.partBytes() + 1;
        }

        @Override
        public void cleanUp(Collection<ContentId> stored) {
            prefix.removeAll();
        }

        @Override
        public void delete(ContentId content) {
            prefix.remove(BucketLayout.contentKey(content));
        }

        @Override
        public void truncate(ContentId content, long sizeBytes) {
            String key = BucketLayout.contentKey(content);
            prefix.overwrite(key, Arrays.copyOf(prefix.bytes(key), (int) sizeBytes));
        }

        @Override
        public void flipBit(ContentId content, long bit) {
            String key = BucketLayout.contentKey(content);
            prefix.overwrite(key, Trials.flipped(prefix.bytes(key), bit));
        }

        @Override
        public boolean keeps(byte[] bytes) {
            return prefix.keys().stream().anyMatch(key -> Arrays.equals(prefix.bytes(key), bytes));
        }
    }
}
