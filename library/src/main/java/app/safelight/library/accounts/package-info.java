/// Who may come in: people, their passwords, their devices and keys, and the record of what was done.
@NullMarked
package app.safelight.library.accounts;

import org.jspecify.annotations.NullMarked;
