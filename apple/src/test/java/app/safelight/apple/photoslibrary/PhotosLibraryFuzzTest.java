package app.safelight.apple.photoslibrary;

import app.safelight.apple.DamageRecipe;
import app.safelight.apple.Fixtures;
import app.safelight.apple.mediafiles.MemoryFiles;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A phone's library of which anything is damaged: its database, the engine's store, markers and lists. It is
/// read whole, or fails as a fault; nothing is left in the work folder.
class PhotosLibraryFuzzTest {
    private static final String MEDIA = "iphone-synthetic/Media.zip";

    /// The tables that are read; those whose name ends so joins albums, and its number differs by version.
    private static final List<String> TABLES = List.of(
            "ZASSET",
            "ZADDITIONALASSETATTRIBUTES",
            "ZCLOUDMASTER",
            "ZINTERNALRESOURCE",
            "ZGENERICALBUM",
            "Z%ASSETS",
            "ZUNMANAGEDADJUSTMENT",
            "ZASSETDESCRIPTION",
            "ZKEYWORD",
            "Z%KEYWORDS",
            "Z_METADATA",
            "Z_PRIMARYKEY");

    private static final List<String> ENGINE_TABLES =
            List.of("outgoingResources", "quarantinedRecords", "pushRepository", "cloudCache", "clientCache", "scopes");

    /// More than any damage makes of 18 assets: rows cannot be invented by it, only read twice.
    private static final int MOST_ASSETS = 10_000;

    private static final Map<String, byte[]> GOOD = good();

    private static Map<String, byte[]> good() {
        try {
            Path folder = Files.createTempDirectory("fuzz-library");
            Fixtures.unzip(MEDIA, folder);
            Path data = folder.resolve("Media/PhotoData");
            Map<String, byte[]> files = new TreeMap<>();
            for (String name : List.of(
                    "cpl_enabled_marker",
                    "cpl_download_finished_marker",
                    "CPL/DownloadCounts.plist",
                    "CPL/initialsync_marker",
                    "CPL/pauseICloudPhotos",
                    "CPL/syncstatus.plist")) {
                files.put("PhotoData/" + name, Files.readAllBytes(data.resolve(name)));
            }
            files.put("PhotoData/Photos.sqlite", DamageRecipe.reduced(data.resolve("Photos.sqlite"), TABLES));
            files.put(
                    "PhotoData/CPL/storage/store.cloudphotodb",
                    DamageRecipe.reduced(data.resolve("CPL/storage/store.cloudphotodb"), ENGINE_TABLES));
            DamageRecipe.delete(folder);
            return files;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    static Stream<Arguments> recipes() {
        return DamageRecipe.seeds(GOOD.size()).stream().map(recipe -> Arguments.of((Object) recipe));
    }

    @MethodSource("recipes")
    @FuzzTest
    void library(byte[] recipe) throws IOException {
        MemoryFiles files = new MemoryFiles();
        DamageRecipe.follow(GOOD, recipe).forEach(files::put);
        Path work = Files.createTempDirectory("fuzz-work");
        try {
            long assets = read(files, work);
            if (assets > MOST_ASSETS || (recipe.length < DamageRecipe.EDIT_BYTES && assets != 18)) {
                throw new AssertionError(assets + " assets of 18");
            }
        } catch (LibraryException expected) {
            if (recipe.length < DamageRecipe.EDIT_BYTES) {
                throw new AssertionError("nothing is damaged", expected);
            }
        } finally {
            // Fails if anything was left.
            Files.delete(work);
        }
    }

    private static long read(MemoryFiles files, Path work) throws LibraryException {
        Summary summary = new Summary();
        try (PhotosLibrary library = PhotosLibrary.open(files, work)) {
            library.assets(summary::add);
            library.albums();
            library.mastersByState();
            library.resourcesByState();
            LibraryStatus status = library.status();
            if (status.engine().found().map(Engine::outgoingBytes).orElse(0L) < 0) {
                throw new AssertionError("less than nothing waits");
            }
        }
        return summary.assets();
    }
}
