package app.safelight.apple.photoslibrary;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The state of iCloud Photos for the whole library, as the files beside the database report it.
///
/// @param icloudPhotos on, off, or not to be seen from here
/// @param engineDirectory of the engine's files; null if there is none
/// @param files the names in it
/// @param enabledMarker local time as text, without a zone, since when it is on; the same for the other markers
/// @param pendingResets how many queued resets hold up all uploads
/// @param engineeringMarkers names of markers that only Apple's engineers set
public record LibraryStatus(
        ICloudPhotos icloudPhotos,
        @Nullable String engineDirectory,
        List<String> files,
        Reading<String> enabledMarker,
        Reading<String> downloadFinishedMarker,
        Reading<String> initialSyncMarker,
        Reading<Pause> pause,
        Reading<SyncStatus> sync,
        Reading<Engine> engine,
        Reading<Downloads> downloads,
        Reading<Instant> lastSyncAfterLaunch,
        Reading<Integer> pendingResets,
        List<String> engineeringMarkers) {
    public LibraryStatus {
        files = List.copyOf(files);
        engineeringMarkers = List.copyOf(engineeringMarkers);
    }

    /// Whether iCloud Photos is switched on.
    public enum ICloudPhotos {
        ON,
        /// There are traces of it, and it is switched off now.
        OFF,
        /// There is no trace that it ever was on.
        NEVER_USED,
        /// The marker could not be looked for.
        UNKNOWN
    }

    /// A pause.
    ///
    /// @param reason raw; 3 is the person
    /// @param until null if it is not said
    public record Pause(@Nullable Long reason, @Nullable Instant until) {
        private static final long BY_USER = 3;

        public boolean byUser() {
            return reason != null && reason == BY_USER;
        }
    }

    /// Originals that are still to be downloaded.
    public record Downloads(@Nullable Long images, @Nullable Long videos) {}

    /// All that holds iCloud Photos up, from all the files.
    public Set<SyncCause> causes() {
        Set<SyncCause> causes = EnumSet.noneOf(SyncCause.class);
        sync.found().ifPresent(status -> causes.addAll(status.causes()));
        switch (pause) {
            case Reading.Found<Pause>(Pause found) ->
                causes.add(found.byUser() ? SyncCause.PAUSED_BY_USER : SyncCause.PAUSED_OTHERWISE);
            case Reading.Unreadable<Pause> _ -> causes.add(SyncCause.PAUSED_OTHERWISE);
            case Reading.Absent<Pause> _ -> {}
        }
        if (pendingResets.found().orElse(0) > 0) {
            causes.add(SyncCause.RESET_PENDING);
        }
        if (!engineeringMarkers.isEmpty()) {
            causes.add(SyncCause.ENGINEERING_MARKER);
        }
        return Collections.unmodifiableSet(causes);
    }

    /// What is there and could not be read: causes may hide in it.
    public List<Reading.Unreadable<?>> unreadable() {
        return java.util.stream.Stream.<Reading<?>>of(
                        enabledMarker,
                        downloadFinishedMarker,
                        initialSyncMarker,
                        pause,
                        sync,
                        engine,
                        downloads,
                        lastSyncAfterLaunch,
                        pendingResets)
                .<Reading.Unreadable<?>>mapMulti((reading, sink) -> {
                    if (reading instanceof Reading.Unreadable<?> unreadable) {
                        sink.accept(unreadable);
                    }
                })
                .toList();
    }
}
