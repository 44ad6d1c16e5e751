/// Backups that a computer made of an iPhone, as they lie on disk: plain, or encrypted with the person's
/// password.
///
/// Begin with [app.safelight.apple.backupfiles.IosBackup].
@NullMarked
package app.safelight.apple.backupfiles;

import org.jspecify.annotations.NullMarked;
