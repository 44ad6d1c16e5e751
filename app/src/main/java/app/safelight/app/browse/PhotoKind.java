package app.safelight.app.browse;

import app.safelight.apple.photoslibrary.AssetType;
import java.util.EnumSet;
import java.util.Set;

/// Kinds of photos that people ask for. A photo may be of several.
public enum PhotoKind {
    PHOTOS(AssetType.PHOTO),
    VIDEOS(AssetType.VIDEO),
    LIVE(AssetType.LIVE_PHOTO),
    RAW(AssetType.RAW_PLUS_JPEG),
    BURSTS(AssetType.BURST),
    PORTRAITS(AssetType.DEPTH),
    PANORAMAS(AssetType.PANORAMA),
    SELFIES(AssetType.SELFIE),
    SCREENSHOTS(AssetType.SCREENSHOT),
    RECORDINGS(AssetType.SCREEN_RECORDING),
    SLOWMO(AssetType.SLOW_MO),
    TIMELAPSE(AssetType.TIME_LAPSE),
    SPATIAL(AssetType.SPATIAL),
    ANIMATED(AssetType.ANIMATED),
    EDITED(AssetType.EDITED);

    private final AssetType type;

    PhotoKind(AssetType type) {
        this.type = type;
    }

    static Set<PhotoKind> of(Set<AssetType> types) {
        Set<PhotoKind> kinds = EnumSet.noneOf(PhotoKind.class);
        for (PhotoKind kind : values()) {
            if (types.contains(kind.type)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }
}
