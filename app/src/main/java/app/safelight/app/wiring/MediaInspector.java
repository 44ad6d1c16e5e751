package app.safelight.app.wiring;

import app.safelight.core.model.Body;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemFacts.MediaKind;
import app.safelight.core.model.ItemFacts.Soundness;
import app.safelight.core.model.ItemKey;
import app.safelight.core.plan.Inspector;
import app.safelight.media.metadata.CaptureTime;
import app.safelight.media.metadata.MediaFacts;
import app.safelight.media.metadata.MetadataReader;
import app.safelight.media.sniff.ByteReader;
import java.io.IOException;
import java.time.Duration;

/// Joins the core's inspector port with the media module's reader.
public final class MediaInspector implements Inspector {
    @Override
    public ItemFacts inspect(ItemKey key, Body body) throws IOException {
        MediaFacts facts = MetadataReader.read(new BodyBytes(body), key.name());
        return new ItemFacts(
                kind(facts),
                facts.type().name(),
                facts.captureTime().map(CaptureTime::wallClock),
                facts.captureTime().flatMap(CaptureTime::offset),
                facts.captureTime().map(time -> time.source().name()).orElse(""),
                facts.contentIdentifier(),
                facts.burstId(),
                facts.duration().map(Duration::toMillis).orElse(0L),
                facts.motionVideo().isPresent(),
                soundness(facts));
    }

    private static MediaKind kind(MediaFacts facts) {
        return switch (facts.type().kind()) {
            case PHOTO -> MediaKind.PHOTO;
            case RAW -> MediaKind.RAW;
            case VIDEO -> MediaKind.VIDEO;
            case AUDIO -> MediaKind.AUDIO;
            case SIDECAR -> MediaKind.SIDECAR;
            case OTHER -> MediaKind.OTHER;
        };
    }

    private static Soundness soundness(MediaFacts facts) {
        return switch (facts.soundness()) {
            case SOUND -> Soundness.SOUND;
            case TRUNCATED -> Soundness.TRUNCATED;
            case MALFORMED -> Soundness.MALFORMED;
            case NOT_CHECKED -> Soundness.NOT_CHECKED;
        };
    }

    private record BodyBytes(Body body) implements ByteReader {
        @Override
        public long sizeBytes() {
            return body.sizeBytes();
        }

        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
            return body.read(positionBytes, buffer, offset, length);
        }
    }
}
