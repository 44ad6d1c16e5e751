package app.safelight.core.ledger;

import java.time.Instant;
import java.util.regex.Pattern;

/// An answer worked out from a ledger, kept so that it need not be worked out again.
///
/// @param ledgerSize how many events there were when it was worked out; with any other number it is stale
/// @param validUntil when it becomes stale by time alone, because evidence grows too old
/// @param data the answer in the asker's own form
public record Snapshot(long ledgerSize, Instant validUntil, String data) {
    /// Longest answer kept, in UTF-16 units: counts and a few names, never a list of everything.
    public static final int MAX_DATA_LENGTH = 1 << 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public Snapshot {
        if (data.length() > MAX_DATA_LENGTH) {
            throw new IllegalArgumentException("a snapshot of " + data.length() + " characters is too long");
        }
    }

    /// Whether a snapshot may have this name: letters, digits and `. _ -`, at most 128, so that it is safe in a
    /// file name.
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /// Whether the answer still holds for a ledger of this size at this time.
    public boolean holds(long size, Instant now) {
        return ledgerSize == size && now.isBefore(validUntil);
    }
}
