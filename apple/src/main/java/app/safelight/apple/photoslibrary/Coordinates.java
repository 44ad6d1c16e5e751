package app.safelight.apple.photoslibrary;

import org.jspecify.annotations.Nullable;

/// Where an asset was taken, in degrees.
public record Coordinates(double latitude, double longitude) {
    /// Null for the -180/-180 that stands for none, and for what is on no globe.
    static @Nullable Coordinates of(@Nullable Double latitude, @Nullable Double longitude) {
        if (latitude == null || longitude == null) {
            return null;
        }
        return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? new Coordinates(latitude, longitude) : null;
    }
}
