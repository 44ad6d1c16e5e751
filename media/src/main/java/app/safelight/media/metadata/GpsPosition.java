package app.safelight.media.metadata;

import java.util.OptionalDouble;

/// A place on Earth (WGS 84).
///
/// @param latitudeDegrees north positive, -90 to 90
/// @param longitudeDegrees east positive, -180 to 180
/// @param altitudeMetres above sea level, negative below; absent if unknown or impossible
public record GpsPosition(double latitudeDegrees, double longitudeDegrees, OptionalDouble altitudeMetres) {
    public GpsPosition {
        if (!isPossible(latitudeDegrees, longitudeDegrees)) {
            throw new IllegalArgumentException("not on Earth: " + latitudeDegrees + ", " + longitudeDegrees);
        }
    }

    /// Cameras without a fix write 0 or junk: exactly 0,0 counts as no position, and so does anything off the globe.
    static boolean isPossible(double latitude, double longitude) {
        return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !(latitude == 0 && longitude == 0);
    }
}
