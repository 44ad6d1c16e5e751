package app.safelight.apple.photoslibrary;

/// What an asset is; most are several. Their order is that of their labels.
public enum AssetType {
    ANIMATED("animated"),
    BURST("burst"),
    BURST_KEY("burstKey"),
    BURST_SELECTED("burstSelected"),
    DEPTH("depth"),
    EDITED("edited"),
    LIVE_PHOTO("livePhoto"),
    LOOP_OR_BOUNCE("loopOrBounce"),
    PANORAMA("panorama"),
    PHOTO("photo"),
    RAW_PLUS_JPEG("rawPlusJpeg"),
    SCREEN_RECORDING("screenRecording"),
    SCREENSHOT("screenshot"),
    SELFIE("selfie"),
    SLOW_MO("slowMo"),
    SPATIAL("spatial"),
    TIME_LAPSE("timeLapse"),
    VIDEO("video");

    private final String label;

    AssetType(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
