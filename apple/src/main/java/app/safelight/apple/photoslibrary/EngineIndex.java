package app.safelight.apple.photoslibrary;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the engine's store says about single assets, ready to be asked for each of very many.
final class EngineIndex {
    private final Map<String, Long> outgoing;
    private final Map<String, String> reasons = new HashMap<>();

    EngineIndex(Engine engine) {
        outgoing = engine.outgoing();
        for (Engine.Quarantined record : engine.quarantined()) {
            reasons.put(record.identifier(), record.reason());
        }
    }

    long outgoingBytes(String uuid, @Nullable String masterGuid) {
        long own = outgoing.getOrDefault(uuid, 0L);
        return masterGuid == null || masterGuid.equals(uuid) ? own : own + outgoing.getOrDefault(masterGuid, 0L);
    }

    /// The reason of an asset itself before that of its master.
    @Nullable
    String quarantineReason(String uuid, @Nullable String masterGuid) {
        String own = reasons.get(uuid);
        return own != null || masterGuid == null ? own : reasons.get(masterGuid);
    }
}
