package app.safelight.core.doctor;

/// Stable names of checks. Never renamed and never reused.
public enum CheckId {
    LEDGER_SOUND,
    PLACES_REACHABLE,
    PLACES_COMPLETE,
    ENOUGH_PLACES,
    SOURCES_REACHABLE,
    CENSUS_RECENT,
    PHOTOS_SAFE,
    EVIDENCE_YOUNG,
    FILES_DECODE,
    LIVE_PHOTOS_WHOLE
}
