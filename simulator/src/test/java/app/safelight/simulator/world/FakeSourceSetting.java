package app.safelight.simulator.world;

import app.safelight.core.contract.SourceContract;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceFault;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/// A fake source, or a wrong variant of it, to run the contract on.
final class FakeSourceSetting implements SourceContract.Setting {
    private final FakeSource source = new FakeSource(new World(1), new SourceId("fake"));
    private final Function<FakeSource, Source> variant;

    FakeSourceSetting(Function<FakeSource, Source> variant) {
        this.variant = variant;
    }

    @Override
    public void put(String path, byte[] bytes, Instant modifiedAt) {
        source.put(path, bytes, modifiedAt);
    }

    @Override
    public void remove(String path) {
        source.remove(path);
    }

    @Override
    public boolean block(String path) {
        source.strike(new SourceTrouble.IsBlocked(path, new SourceFault.AccessDenied("not yours")));
        return true;
    }

    @Override
    public Source open() {
        return variant.apply(source);
    }

    @Override
    public Duration timeStep() {
        return Duration.ofNanos(1);
    }

    @Override
    public void cleanUp() {
        source.recover();
        source.readable().stream().map(Item.Available::key).forEach(key -> source.remove(key.path()));
    }
}
