package app.safelight.apple.photoslibrary;

import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import app.safelight.apple.sqlite.DatabaseException;
import app.safelight.apple.sqlite.ReadOnlyDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Reads the files beside the database that tell how iCloud Photos fares.
final class StatusReader {
    /// Property lists of the engine have some kilobytes.
    private static final int MAX_PLIST_BYTES = 1 << 20;

    /// Markers hold a date of 23 characters.
    private static final int MAX_MARKER_BYTES = 4_096;

    /// Names of the engine's directory that are kept; real ones have a dozen.
    private static final int MAX_NAMES = 1_000;

    private static final List<String> ENGINEERING_MARKERS =
            List.of("pauseSyncMarker", "disableICloudPhotos", "forceSoftResetSync", "wipeCPLOnOpen");

    private final MediaFiles files;
    private final LibraryLayout layout;

    private interface Parser<T> {
        T parse(byte[] bytes) throws MalformedPlist;
    }

    StatusReader(MediaFiles files, LibraryLayout layout) {
        this.files = files;
        this.layout = layout;
    }

    LibraryStatus read(Path folder) throws LibraryException {
        String engine = layout.engineDirectory();
        Reading<List<String>> names = names(engine);
        List<String> found = names.found().orElse(List.of());
        Reading<String> enabled = marker(layout.markerDirectory(), "cpl_enabled_marker");
        return new LibraryStatus(
                icloudPhotos(enabled, names),
                names instanceof Reading.Absent<List<String>> ? null : engine,
                found,
                enabled,
                marker(layout.markerDirectory(), "cpl_download_finished_marker"),
                marker(engine, "initialsync_marker"),
                plist(engine + "/pauseICloudPhotos", StatusReader::pause),
                plist(engine + "/syncstatus.plist", SyncStatus::parse),
                engineStore(folder),
                plist(engine + "/DownloadCounts.plist", StatusReader::downloads),
                lastSyncAfterLaunch(engine),
                plist(engine + "/resetevents.plist", StatusReader::pendingResets),
                found.stream().filter(ENGINEERING_MARKERS::contains).toList());
    }

    private LibraryStatus.ICloudPhotos icloudPhotos(Reading<String> enabled, Reading<List<String>> names) {
        return switch (enabled) {
            case Reading.Found<String> _ -> LibraryStatus.ICloudPhotos.ON;
            case Reading.Unreadable<String> _ -> LibraryStatus.ICloudPhotos.UNKNOWN;
            case Reading.Absent<String> _ ->
                switch (names) {
                    case Reading.Found<List<String>> _ -> LibraryStatus.ICloudPhotos.OFF;
                    case Reading.Unreadable<List<String>> _ -> LibraryStatus.ICloudPhotos.UNKNOWN;
                    case Reading.Absent<List<String>> _ ->
                        layout.kind() == LibraryLayout.Kind.BARE
                                ? LibraryStatus.ICloudPhotos.UNKNOWN
                                : LibraryStatus.ICloudPhotos.NEVER_USED;
                };
        };
    }

    private Reading<List<String>> names(String directory) throws LibraryException {
        try {
            return new Reading.Found<>(files.list(directory).stream()
                    .map(MediaFile::name)
                    .limit(MAX_NAMES)
                    .toList());
        } catch (MediaException failed) {
            return failure(directory, failed);
        }
    }

    private Reading<String> marker(String directory, String name) throws LibraryException {
        String path = directory.isEmpty() ? name : directory + "/" + name;
        try {
            return new Reading.Found<>(
                    new String(files.readWhole(path, MAX_MARKER_BYTES), StandardCharsets.UTF_8).strip());
        } catch (MediaException failed) {
            return failure(path, failed);
        }
    }

    private <T> Reading<T> plist(String path, Parser<T> parser) throws LibraryException {
        try {
            return new Reading.Found<>(parser.parse(files.readWhole(path, MAX_PLIST_BYTES)));
        } catch (MediaException failed) {
            return failure(path, failed);
        } catch (MalformedPlist malformed) {
            return new Reading.Unreadable<>(path, String.valueOf(malformed.getMessage()));
        }
    }

    /// @throws LibraryException if it is the source that failed, of which nothing more can be read
    private static <T> Reading<T> failure(String path, MediaException failed) throws LibraryException {
        if (failed.fault().isOfAll()) {
            throw LibraryException.of(failed);
        }
        return failed.fault() instanceof MediaFault.Missing
                ? new Reading.Absent<>()
                : new Reading.Unreadable<>(path, String.valueOf(failed.getMessage()));
    }

    private static LibraryStatus.Pause pause(byte[] bytes) throws MalformedPlist {
        Plist plist = Plist.parse(bytes);
        return new LibraryStatus.Pause(
                plist.integer("reason").orElse(null), plist.date("unpauseTime").orElse(null));
    }

    private static LibraryStatus.Downloads downloads(byte[] bytes) throws MalformedPlist {
        Plist plist = Plist.parse(bytes);
        return new LibraryStatus.Downloads(
                plist.integer("CountKeyImages").orElse(null),
                plist.integer("CountKeyVideos").orElse(null));
    }

    private Reading<Instant> lastSyncAfterLaunch(String engine) throws LibraryException {
        String path = engine + "/lastsyncafterlaunch.plist";
        return plist(
                path,
                bytes -> Plist.parse(bytes)
                        .date("date")
                        .orElseThrow(() -> new MalformedPlist("a last synchronisation without a date")));
    }

    private static Integer pendingResets(byte[] bytes) throws MalformedPlist {
        return (int) Plist.parseArray(bytes).stream()
                .filter(event -> event.bool("pending").orElse(false))
                .count();
    }

    private Reading<Engine> engineStore(Path folder) throws LibraryException {
        String path = layout.engineDirectory() + "/storage/store.cloudphotodb";
        try {
            if (files.look(path).isEmpty()) {
                return new Reading.Absent<>();
            }
            DatabaseCopy copy = DatabaseCopy.make(files, path, folder);
            try (ReadOnlyDatabase store = ReadOnlyDatabase.open(copy.file())) {
                return new Reading.Found<>(Engine.read(store));
            }
        } catch (MediaException failed) {
            return failure(path, failed);
        } catch (DatabaseException failed) {
            return new Reading.Unreadable<>(path, String.valueOf(failed.getMessage()));
        } catch (LibraryException failed) {
            boolean ofAll = failed.fault() instanceof LibraryFault.CannotRead(MediaFault why) && why.isOfAll();
            if (ofAll || failed.fault() instanceof LibraryFault.CannotCopy) {
                throw failed;
            }
            return new Reading.Unreadable<>(path, String.valueOf(failed.getMessage()));
        } catch (IOException failed) {
            throw new LibraryException(new LibraryFault.CannotCopy(failed.toString()), failed);
        }
    }
}
