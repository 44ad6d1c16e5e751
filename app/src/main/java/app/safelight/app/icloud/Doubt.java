package app.safelight.app.icloud;

import app.safelight.core.source.SourceFault;

/// Why a report of iCloud cannot be taken for the whole truth, even if by it nothing is at risk.
public sealed interface Doubt {
    /// The photo folders could not be listed, so there may be files that the library does not know.
    record FoldersNotListed(SourceFault why) implements Doubt {}

    /// Some folders or files could not be looked at.
    record FoldersNotRead(long number) implements Doubt {}

    /// iCloud Photos is switched off, and what the database says of iCloud is from before.
    ///
    /// @param photos that were reported to be in iCloud
    record SwitchedOff(long photos) implements Doubt {}

    /// By iCloud's own count it has fewer than the device believes to have uploaded.
    ///
    /// @param counted by iCloud, when the device last asked
    /// @param uploaded by the device's database
    record CountedLess(long counted, long uploaded) implements Doubt {}
}
