package app.safelight.apple.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.mediafiles.MemoryFiles;
import app.safelight.apple.plist.Plist;
import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the files beside the database say of iCloud Photos, and what may not be read is never taken for "all is
/// well".
class StatusReaderTest {
    private static final String ENGINE = "PhotoData/CPL";
    private static final String MARKER = "PhotoData/cpl_enabled_marker";

    @TempDir
    private Path folder;

    private final MemoryFiles files = new MemoryFiles().put("PhotoData/Photos.sqlite", new byte[1]);

    private LibraryStatus read() throws Exception {
        return new StatusReader(files, LibraryLayout.PHONE).read(folder);
    }

    private StatusReaderTest marker() {
        files.put(MARKER, "2025-08-01 10.00.00.000\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private StatusReaderTest sync(Plist plist) {
        files.put(ENGINE + "/syncstatus.plist", plist.toBinary());
        return this;
    }

    @Test
    void onOffAndNeverUsedAreToldApart() throws Exception {
        assertThat(read().icloudPhotos()).isEqualTo(LibraryStatus.ICloudPhotos.NEVER_USED);
        sync(Plist.empty());
        assertThat(read().icloudPhotos()).isEqualTo(LibraryStatus.ICloudPhotos.OFF);
        marker();
        assertThat(read().icloudPhotos()).isEqualTo(LibraryStatus.ICloudPhotos.ON);
        assertThat(read().enabledMarker()).isEqualTo(new Reading.Found<>("2025-08-01 10.00.00.000"));
    }

    @Test
    void whatMayNotBeReadIsUnknown() throws Exception {
        files.deny(ENGINE).deny(ENGINE + "/syncstatus.plist").deny(ENGINE + "/pauseICloudPhotos");
        files.deny(ENGINE + "/storage/store.cloudphotodb");
        LibraryStatus status = read();
        assertThat(status.icloudPhotos()).isEqualTo(LibraryStatus.ICloudPhotos.UNKNOWN);
        assertThat(status.unreadable())
                .extracting(Reading.Unreadable::path)
                .containsExactly(
                        ENGINE + "/pauseICloudPhotos",
                        ENGINE + "/syncstatus.plist",
                        ENGINE + "/storage/store.cloudphotodb");
        assertThat(status.causes()).contains(SyncCause.PAUSED_OTHERWISE);
        files.deny(MARKER);
        assertThat(read().icloudPhotos()).isEqualTo(LibraryStatus.ICloudPhotos.UNKNOWN);
    }

    @Test
    void everyFlagOfTheStatusHasItsCause() throws Exception {
        for (SyncCause cause : SyncCause.values()) {
            if (cause.key().isPresent()) {
                String key = cause.key().get();
                sync(Plist.empty().put(key, true));
                assertThat(read().causes()).as(key).containsExactly(cause);
                sync(Plist.empty().put(key, false));
                assertThat(read().causes()).as(key).isEmpty();
            }
        }
    }

    @Test
    void whatIsLeftOutOfTheStatusIsUnderstood() throws Exception {
        sync(Plist.empty());
        assertThat(read().causes()).isEmpty();
        sync(Plist.empty().put("connectedToNetwork", false));
        assertThat(read().causes()).containsExactly(SyncCause.NO_NETWORK);
        sync(Plist.empty().put("hasValidSystemBudgetKey", true));
        assertThat(read().causes()).containsExactly(SyncCause.NO_CELLULAR_BUDGET, SyncCause.NO_BATTERY_BUDGET);
        sync(Plist.empty()
                .put("exitDeleteTime", Instant.EPOCH)
                .put("blockedReason", 7)
                .put("new", "x"));
        assertThat(read().causes()).containsExactly(SyncCause.LEAVING_ICLOUD, SyncCause.BLOCKED_FOR_UNNAMED_REASON);
        assertThat(read().sync().found().orElseThrow().raw())
                .containsEntry("blockedReason", "7")
                .containsEntry("new", "x");
    }

    @Test
    void aPauseIsByThePersonOrNot() throws Exception {
        String path = ENGINE + "/pauseICloudPhotos";
        files.put(path, Plist.empty().put("reason", 3).toBinary());
        assertThat(read().causes()).containsExactly(SyncCause.PAUSED_BY_USER);
        files.put(path, Plist.empty().put("reason", 4).toBinary());
        assertThat(read().causes()).containsExactly(SyncCause.PAUSED_OTHERWISE);
        files.put(path, new byte[] {1, 2, 3});
        assertThat(read().causes()).containsExactly(SyncCause.PAUSED_OTHERWISE);
        assertThat(read().unreadable()).hasSize(1);
    }

    @Test
    void resetsDownloadsAndMarkersAreCounted() throws Exception {
        NSDictionary pending = new NSDictionary();
        pending.put("pending", new NSNumber(true));
        files.put(
                ENGINE + "/resetevents.plist",
                BinaryPropertyListWriter.writeToArray(new NSArray(pending, new NSDictionary())));
        files.put(
                ENGINE + "/DownloadCounts.plist",
                Plist.empty().put("CountKeyImages", 5).put("CountKeyVideos", 6).toBinary());
        files.put(
                ENGINE + "/lastsyncafterlaunch.plist",
                Plist.empty().put("date", Instant.EPOCH).toBinary());
        files.put(ENGINE + "/wipeCPLOnOpen", new byte[0]);
        LibraryStatus status = read();
        assertThat(status.causes()).isEqualTo(Set.of(SyncCause.RESET_PENDING, SyncCause.ENGINEERING_MARKER));
        assertThat(status.pendingResets()).isEqualTo(new Reading.Found<>(1));
        assertThat(status.downloads()).isEqualTo(new Reading.Found<>(new LibraryStatus.Downloads(5L, 6L)));
        assertThat(status.lastSyncAfterLaunch()).isEqualTo(new Reading.Found<>(Instant.EPOCH));
        assertThat(status.engineeringMarkers()).isEqualTo(List.of("wipeCPLOnOpen"));
    }

    @Test
    void anEngineStoreThatIsNoneIsSaidSo() throws Exception {
        String path = ENGINE + "/storage/store.cloudphotodb";
        files.put(path, new byte[5_000]);
        assertThat(read().engine()).isInstanceOf(Reading.Unreadable.class);
    }
}
