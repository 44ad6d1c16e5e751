package app.safelight.media.thumbnail;

import java.util.EnumMap;
import java.util.Map;

/// All that is made of one photo or video.
///
/// @param pictures one for each [ThumbnailSize]
/// @param placeholder shown until a picture has arrived
/// @param likeness near for pictures that look alike
public record Thumbnails(
        Map<ThumbnailSize, Picture> pictures, ThumbHash placeholder, PerceptualHash likeness, Rendering rendering) {
    public Thumbnails {
        pictures = Map.copyOf(new EnumMap<>(pictures));
        for (ThumbnailSize size : ThumbnailSize.values()) {
            if (!pictures.containsKey(size)) {
                throw new IllegalArgumentException("no picture of size " + size);
            }
        }
    }

    public Picture picture(ThumbnailSize size) {
        Picture picture = pictures.get(size);
        if (picture == null) {
            throw new IllegalStateException("no picture of size " + size);
        }
        return picture;
    }
}
