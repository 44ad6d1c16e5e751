package app.safelight.media.takeout;

/// A place on Earth.
///
/// @param latitude degrees, north positive, -90 to 90
/// @param longitude degrees, east positive, -180 to 180
/// @param altitude metres; 0 when Google knew none
public record GeoPoint(double latitude, double longitude, double altitude) {
    public GeoPoint {
        if (!isPlace(latitude, longitude)) {
            throw new IllegalArgumentException("no place: " + latitude + ", " + longitude);
        }
        if (!Double.isFinite(altitude)) {
            throw new IllegalArgumentException("no altitude: " + altitude);
        }
    }

    static boolean isPlace(double latitude, double longitude) {
        return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    }
}
