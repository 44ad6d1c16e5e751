package app.safelight.media.takeout;

import java.util.Objects;

/// The JSON that speaks of a media file.
public record MatchedSidecar(String sidecarName, MatchRule rule) {
    public MatchedSidecar {
        Objects.requireNonNull(sidecarName, "sidecarName");
        Objects.requireNonNull(rule, "rule");
    }
}
