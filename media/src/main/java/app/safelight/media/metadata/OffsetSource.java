package app.safelight.media.metadata;

/// How the offset from UTC of a [CaptureTime] is known.
public enum OffsetSource {
    /// Stored beside the time in the file.
    STORED,
    /// Derived: the file's wall clock less the GPS satellites' time is close to a whole quarter of an hour.
    GPS_CLOCK,
    /// The format defines the time as UTC; the wall clock is UTC's and not the photographer's.
    UTC_BY_DEFINITION,
    NONE
}
