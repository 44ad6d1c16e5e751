package app.safelight.apple.backupfiles;

/// Why a backup could not be read.
public sealed interface BackupFault {
    /// The folder is no backup of an iPhone.
    record NotABackup(String why) implements BackupFault {}

    /// The backup was never completed: files may be missing or old.
    ///
    /// @param state as the backup says it
    record Unfinished(String state) implements BackupFault {}

    /// It is encrypted and no password was given.
    record PasswordNeeded() implements BackupFault {}

    /// The password does not open it. Nothing was read.
    record WrongPassword() implements BackupFault {}

    /// A form that this reader does not know.
    record Unsupported(String what) implements BackupFault {}

    /// Its bytes contradict each other.
    record Damaged(String why) implements BackupFault {}

    /// The files of the backup, or the work folder, could not be read or written.
    record CannotRead(String why) implements BackupFault {}
}
