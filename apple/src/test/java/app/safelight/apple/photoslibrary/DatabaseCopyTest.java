package app.safelight.apple.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.safelight.apple.mediafiles.MemoryFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy whose two files do not belong together is made again.
class DatabaseCopyTest {
    private static final String DATABASE = "PhotoData/Photos.sqlite";
    private static final String WAL = DATABASE + "-wal";

    @TempDir
    private Path folder;

    private final MemoryFiles files =
            new MemoryFiles().put(DATABASE, bytes(1, 9_000)).put(WAL, bytes(1, 400));
    private final AtomicInteger opened = new AtomicInteger();

    private static byte[] bytes(int value, int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /// Runs an event at each of some openings of a file.
    private void between(int first, int last, Runnable event) {
        files.onOpen(() -> {
            int now = opened.incrementAndGet();
            if (now >= first && now <= last) {
                event.run();
            }
        });
    }

    private static final int FOREVER = Integer.MAX_VALUE;

    @Test
    void aLibraryAtRestIsCopiedAtOnce() throws Exception {
        between(1, FOREVER, () -> {});
        DatabaseCopy copy = DatabaseCopy.make(files, DATABASE, folder);
        assertThat(copy.hasWal()).isTrue();
        assertThat(copy.file()).hasBinaryContent(bytes(1, 9_000));
        assertThat(folder.resolve("Photos.sqlite-wal")).hasBinaryContent(bytes(1, 400));
        assertThat(opened).hasValue(4);
    }

    @Test
    void aDatabaseThatChangedMeanwhileIsCopiedAgain() throws Exception {
        between(3, 3, () -> files.put(DATABASE, bytes(2, 9_000)));
        DatabaseCopy copy = DatabaseCopy.make(files, DATABASE, folder);
        assertThat(copy.file()).hasBinaryContent(bytes(2, 9_000));
        assertThat(opened).hasValueGreaterThan(4);
    }

    @Test
    void aLogBegunAnewIsCopiedAgainWithItsDatabase() throws Exception {
        between(4, 4, () -> files.put(WAL, bytes(2, 400)));
        DatabaseCopy.make(files, DATABASE, folder);
        assertThat(folder.resolve("Photos.sqlite-wal")).hasBinaryContent(bytes(2, 400));
        assertThat(opened).hasValueGreaterThan(4);
    }

    @Test
    void aLogThatOnlyGrewIsGoodEnough() throws Exception {
        between(3, 3, () -> files.put(WAL, bytes(1, 800)));
        DatabaseCopy.make(files, DATABASE, folder);
        assertThat(opened).hasValue(4);
    }

    @Test
    void aLogThatVanishedIsNoFailure() throws Exception {
        between(3, 3, () -> files.remove(WAL).put(DATABASE, bytes(3, 9_000)));
        DatabaseCopy copy = DatabaseCopy.make(files, DATABASE, folder);
        assertThat(copy.hasWal()).isFalse();
        assertThat(copy.file()).hasBinaryContent(bytes(3, 9_000));
        assertThat(folder.resolve("Photos.sqlite-wal")).doesNotExist();
    }

    @Test
    void aLogThatAppearedMeansAnotherTry() throws Exception {
        files.remove(WAL);
        between(1, 1, () -> files.put(WAL, bytes(5, 400)));
        assertThat(DatabaseCopy.make(files, DATABASE, folder).hasWal()).isTrue();
    }

    @Test
    void aLibraryThatNeverRestsIsSaidSo() {
        between(1, FOREVER, () -> files.put(DATABASE, bytes(opened.get(), 9_000)));
        assertThatThrownBy(() -> DatabaseCopy.make(files, DATABASE, folder))
                .isInstanceOfSatisfying(
                        LibraryException.class,
                        failed -> assertThat(failed.fault())
                                .isEqualTo(new LibraryFault.Restless(DatabaseCopy.MAX_ATTEMPTS)));
    }

    @Test
    void aCopyBeforeItIsNotMistakenForThisOne() throws Exception {
        Files.write(folder.resolve("Photos.sqlite"), new byte[1]);
        Files.write(folder.resolve("Photos.sqlite-wal"), new byte[1]);
        files.remove(WAL);
        DatabaseCopy.make(files, DATABASE, folder);
        assertThat(folder.resolve("Photos.sqlite-wal")).doesNotExist();
    }
}
