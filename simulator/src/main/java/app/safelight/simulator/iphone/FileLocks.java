package app.safelight.simulator.iphone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which files are locked by whom, over all of a phone's connections.
///
/// Threads: any.
final class FileLocks {
    /// @param exclusive one holder keeps all others out
    private record Held(boolean exclusive, Set<Object> holders) {}

    private final Map<Path, Held> held = new HashMap<>();

    /// False if another holder is in the way.
    ///
    /// @param holder any object; equal to itself alone
    synchronized boolean lock(Path path, Object holder, boolean exclusive) {
        Set<Object> holders = new HashSet<>(Set.of(holder));
        Held now = held.get(path);
        if (now != null && !now.holders().equals(holders)) {
            if (exclusive || now.exclusive()) {
                return false;
            }
            holders.addAll(now.holders());
        }
        held.put(path, new Held(exclusive, holders));
        return true;
    }

    synchronized void unlock(Path path, Object holder) {
        Held now = held.get(path);
        if (now != null && now.holders().remove(holder) && now.holders().isEmpty()) {
            held.remove(path);
        }
    }
}
