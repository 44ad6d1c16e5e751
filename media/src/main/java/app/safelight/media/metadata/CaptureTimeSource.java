package app.safelight.media.metadata;

/// Where a capture time was read. The order is the order of trust: of several readings the first listed is taken.
public enum CaptureTimeSource {
    /// EXIF DateTimeOriginal, when the shutter opened.
    EXIF_ORIGINAL,
    /// `com.apple.quicktime.creationdate`: local time with its offset.
    QUICKTIME_CREATION_DATE,
    /// The modified digital video pack of an AVCHD camera, in the H.264 stream.
    H264,
    /// RIFF `IDIT` of an AVI.
    RIFF,
    /// EXIF DateTimeDigitized (CreateDate): equals the original except for scans.
    EXIF_DIGITIZED,
    /// XMP `exif:DateTimeOriginal` or `photoshop:DateCreated`.
    XMP_ORIGINAL,
    /// IPTC DateCreated with TimeCreated.
    IPTC,
    /// XMP `xmp:CreateDate`: when the file was made, which editors may rewrite.
    XMP_CREATED,
    /// QuickTime user data `©day` with a time.
    QUICKTIME_USER_DATA,
    /// The movie header's creation time, UTC by specification; some cameras write local time there.
    QUICKTIME_HEADER_UTC,
    /// Matroska DateUTC.
    MATROSKA_UTC,
    /// A date and time in the file's name, as cameras and messengers write them.
    FILE_NAME,
    /// The clock of the GPS satellites: an instant, without the local wall clock.
    GPS_UTC,
    /// A day in the file's name without a time (WhatsApp); the wall clock stands at noon.
    FILE_NAME_DAY,
    /// EXIF DateTime (ModifyDate), PNG tIME: the last change. Weaker than a camera's file name, since every edit moves
    /// it.
    EXIF_MODIFIED
}
