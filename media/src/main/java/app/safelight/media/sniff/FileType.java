package app.safelight.media.sniff;

import java.util.List;

/// The concrete formats that the [Sniffer] tells apart.
public enum FileType {
    JPEG(Kind.PHOTO, "image/jpeg", "jpg", "jpeg", "jpe"),
    /// A JPEG whose multi-picture index lists further views or panorama frames of the same scene (CIPA DC-007).
    MPO(Kind.PHOTO, "image/mpo", "mpo"),
    /// A HEIF still or burst coded in HEVC.
    HEIC(Kind.PHOTO, "image/heic", "heic", "heif", "hif"),
    /// A HEIF container whose brands do not say HEVC 4:2:0 (`mif1`, `heix` and others).
    HEIF(Kind.PHOTO, "image/heif", "heif", "hif", "heic"),
    AVIF(Kind.PHOTO, "image/avif", "avif"),
    JXL(Kind.PHOTO, "image/jxl", "jxl"),
    JP2(Kind.PHOTO, "image/jp2", "jp2", "jpx"),
    PNG(Kind.PHOTO, "image/png", "png"),
    GIF(Kind.PHOTO, "image/gif", "gif"),
    WEBP(Kind.PHOTO, "image/webp", "webp"),
    BMP(Kind.PHOTO, "image/bmp", "bmp"),
    TIFF(Kind.PHOTO, "image/tiff", "tif", "tiff"),
    PSD(Kind.PHOTO, "image/vnd.adobe.photoshop", "psd", "psb"),

    DNG(Kind.RAW, "image/x-adobe-dng", "dng"),
    CR2(Kind.RAW, "image/x-canon-cr2", "cr2"),
    CR3(Kind.RAW, "image/x-canon-cr3", "cr3"),
    CRW(Kind.RAW, "image/x-canon-crw", "crw"),
    NEF(Kind.RAW, "image/x-nikon-nef", "nef", "nrw"),
    ARW(Kind.RAW, "image/x-sony-arw", "arw", "sr2", "srf"),
    RAF(Kind.RAW, "image/x-fujifilm-raf", "raf"),
    RW2(Kind.RAW, "image/x-panasonic-rw2", "rw2", "rwl", "raw"),
    ORF(Kind.RAW, "image/x-olympus-orf", "orf"),
    PEF(Kind.RAW, "image/x-pentax-pef", "pef"),
    SRW(Kind.RAW, "image/x-samsung-srw", "srw"),
    X3F(Kind.RAW, "image/x-sigma-x3f", "x3f"),

    MOV(Kind.VIDEO, "video/quicktime", "mov", "qt"),
    MP4(Kind.VIDEO, "video/mp4", "mp4", "m4v", "lrv"),
    THREE_GP(Kind.VIDEO, "video/3gpp", "3gp", "3g2", "3gpp"),
    AVI(Kind.VIDEO, "video/x-msvideo", "avi"),
    MATROSKA(Kind.VIDEO, "video/x-matroska", "mkv"),
    WEBM(Kind.VIDEO, "video/webm", "webm"),
    /// MPEG transport stream with the 4-byte time codes of AVCHD cameras (192-byte packets).
    M2TS(Kind.VIDEO, "video/m2ts", "mts", "m2ts"),
    /// Plain MPEG transport stream (188-byte packets).
    MPEG_TS(Kind.VIDEO, "video/mp2t", "ts"),
    MPEG(Kind.VIDEO, "video/mpeg", "mpg", "mpeg", "vob"),
    ASF(Kind.VIDEO, "video/x-ms-asf", "wmv", "asf", "wma"),
    FLV(Kind.VIDEO, "video/x-flv", "flv"),

    M4A(Kind.AUDIO, "audio/mp4", "m4a", "m4b"),
    WAV(Kind.AUDIO, "audio/x-wav", "wav"),
    MP3(Kind.AUDIO, "audio/mpeg", "mp3"),
    OGG(Kind.AUDIO, "audio/ogg", "ogg", "oga", "opus"),
    FLAC(Kind.AUDIO, "audio/flac", "flac"),

    /// Apple's adjustment sidecar: a property list that names its adjustment format.
    AAE(Kind.SIDECAR, "application/x-apple-aae", "aae"),
    XMP(Kind.SIDECAR, "application/rdf+xml", "xmp"),
    JSON(Kind.SIDECAR, "application/json", "json"),
    PLIST(Kind.SIDECAR, "application/x-plist", "plist"),

    ZIP(Kind.OTHER, "application/zip", "zip"),
    PDF(Kind.OTHER, "application/pdf", "pdf"),
    TEXT(Kind.OTHER, "text/plain", "txt", "csv", "srt", "lst"),
    UNKNOWN(Kind.OTHER, "application/octet-stream"),
    /// No bytes at all.
    EMPTY(Kind.OTHER, "application/octet-stream");

    private final Kind kind;
    private final String mimeType;
    // A list of List.of, which cannot change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> extensions;

    FileType(Kind kind, String mimeType, String... extensions) {
        this.kind = kind;
        this.mimeType = mimeType;
        this.extensions = List.of(extensions);
    }

    public Kind kind() {
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
