package app.safelight.media.sniff;

import java.util.List;

/// The concrete formats that the [Sniffer] tells apart.
public enum FileType {
    JPEG(MediaKind.PHOTO, "image/jpeg", "jpg", "jpeg", "jpe"),
    /// A JPEG whose multi-picture index lists further views or panorama frames of the same scene (CIPA DC-007).
    MPO(MediaKind.PHOTO, "image/mpo", "mpo"),
    /// A HEIF still or burst coded in HEVC.
    HEIC(MediaKind.PHOTO, "image/heic", "heic", "heif", "hif"),
    /// A HEIF container whose brands do not say HEVC 4:2:0 (`mif1`, `heix` and others).
    HEIF(MediaKind.PHOTO, "image/heif", "heif", "hif", "heic"),
    AVIF(MediaKind.PHOTO, "image/avif", "avif"),
    JXL(MediaKind.PHOTO, "image/jxl", "jxl"),
    JP2(MediaKind.PHOTO, "image/jp2", "jp2", "jpx"),
    PNG(MediaKind.PHOTO, "image/png", "png"),
    GIF(MediaKind.PHOTO, "image/gif", "gif"),
    WEBP(MediaKind.PHOTO, "image/webp", "webp"),
    BMP(MediaKind.PHOTO, "image/bmp", "bmp"),
    TIFF(MediaKind.PHOTO, "image/tiff", "tif", "tiff"),
    PSD(MediaKind.PHOTO, "image/vnd.adobe.photoshop", "psd", "psb"),

    DNG(MediaKind.RAW, "image/x-adobe-dng", "dng"),
    CR2(MediaKind.RAW, "image/x-canon-cr2", "cr2"),
    CR3(MediaKind.RAW, "image/x-canon-cr3", "cr3"),
    CRW(MediaKind.RAW, "image/x-canon-crw", "crw"),
    NEF(MediaKind.RAW, "image/x-nikon-nef", "nef", "nrw"),
    ARW(MediaKind.RAW, "image/x-sony-arw", "arw", "sr2", "srf"),
    RAF(MediaKind.RAW, "image/x-fujifilm-raf", "raf"),
    RW2(MediaKind.RAW, "image/x-panasonic-rw2", "rw2", "rwl", "raw"),
    ORF(MediaKind.RAW, "image/x-olympus-orf", "orf"),
    PEF(MediaKind.RAW, "image/x-pentax-pef", "pef"),
    SRW(MediaKind.RAW, "image/x-samsung-srw", "srw"),
    X3F(MediaKind.RAW, "image/x-sigma-x3f", "x3f"),

    MOV(MediaKind.VIDEO, "video/quicktime", "mov", "qt"),
    MP4(MediaKind.VIDEO, "video/mp4", "mp4", "m4v", "lrv"),
    THREE_GP(MediaKind.VIDEO, "video/3gpp", "3gp", "3g2", "3gpp"),
    AVI(MediaKind.VIDEO, "video/x-msvideo", "avi"),
    MATROSKA(MediaKind.VIDEO, "video/x-matroska", "mkv"),
    WEBM(MediaKind.VIDEO, "video/webm", "webm"),
    /// MPEG transport stream with the 4-byte time codes of AVCHD cameras (192-byte packets).
    M2TS(MediaKind.VIDEO, "video/m2ts", "mts", "m2ts"),
    /// Plain MPEG transport stream (188-byte packets).
    MPEG_TS(MediaKind.VIDEO, "video/mp2t", "ts"),
    MPEG(MediaKind.VIDEO, "video/mpeg", "mpg", "mpeg", "vob"),
    ASF(MediaKind.VIDEO, "video/x-ms-asf", "wmv", "asf", "wma"),
    FLV(MediaKind.VIDEO, "video/x-flv", "flv"),

    M4A(MediaKind.AUDIO, "audio/mp4", "m4a", "m4b"),
    WAV(MediaKind.AUDIO, "audio/x-wav", "wav"),
    MP3(MediaKind.AUDIO, "audio/mpeg", "mp3"),
    OGG(MediaKind.AUDIO, "audio/ogg", "ogg", "oga", "opus"),
    FLAC(MediaKind.AUDIO, "audio/flac", "flac"),

    /// Apple's adjustment sidecar: a property list that names its adjustment format.
    AAE(MediaKind.SIDECAR, "application/x-apple-aae", "aae"),
    XMP(MediaKind.SIDECAR, "application/rdf+xml", "xmp"),
    JSON(MediaKind.SIDECAR, "application/json", "json"),
    PLIST(MediaKind.SIDECAR, "application/x-plist", "plist"),

    ZIP(MediaKind.OTHER, "application/zip", "zip"),
    PDF(MediaKind.OTHER, "application/pdf", "pdf"),
    TEXT(MediaKind.OTHER, "text/plain", "txt", "csv", "srt", "lst"),
    UNKNOWN(MediaKind.OTHER, "application/octet-stream"),
    /// No bytes at all.
    EMPTY(MediaKind.OTHER, "application/octet-stream");

    private final MediaKind kind;
    private final String mimeType;
    // A list of List.of, which cannot change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> extensions;

    FileType(MediaKind kind, String mimeType, String... extensions) {
        this.kind = kind;
        this.mimeType = mimeType;
        this.extensions = List.of(extensions);
    }

    public MediaKind kind() {
        return kind;
    }

    public String mimeType() {
        return mimeType;
    }

    /// Usual extensions, lower case, without the dot, the most usual first. Empty if the type has none.
    public List<String> extensions() {
        return extensions;
    }
}
