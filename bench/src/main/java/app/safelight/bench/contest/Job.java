package app.safelight.bench.contest;

/// What can be measured.
public enum Job {
    /// A first backup.
    BACKUP(3),
    /// A second run with nothing new.
    RESCAN(7),
    /// Reading everything back.
    VERIFY(3),
    /// Starting.
    START(20),
    /// Status of a large ledger.
    STATUS(20),
    /// Reading a phone.
    PHONE(3),
    /// What iCloud reports of a large photo library.
    LIBRARY(5),
    /// Decrypting a backup of an iPhone.
    DECRYPT(5);

    private final int usualRounds;

    Job(int usualRounds) {
        this.usualRounds = usualRounds;
    }

    /// Odd where turns are long, so that a median is a reading; many where they are short.
    public int usualRounds() {
        return usualRounds;
    }
}
