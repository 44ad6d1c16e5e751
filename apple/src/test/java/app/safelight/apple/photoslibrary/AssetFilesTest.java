package app.safelight.apple.photoslibrary;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.apple.Fixtures;
import app.safelight.apple.mediafiles.MemoryFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of a Mac's library are found by the names that the list of the real folder has.
class AssetFilesTest {
    /// Lies in that library's folder, and its database knows nothing of it.
    private static final Set<String> ORPHANS = Set.of("originals/F/F12384F6-CD17-4151-ACBA-AE0E36FFFFFF.jpeg");

    @TempDir
    private Path folder;

    @Test
    void everyOriginalAndRenderOfARealLibraryBelongsToAnAsset() throws Exception {
        for (String name : List.of("Test-Media-Types-15.7.2", "Test-10.15.7", "Test-Cloud-10.16.0")) {
            Fixtures.unzip("photos-libraries/" + name + ".zip", folder);
            Path library = folder.resolve(name + ".photoslibrary");
            MemoryFiles files = new MemoryFiles();
            Set<String> listed = new TreeSet<>();
            for (String line : Files.readAllLines(library.resolve("FILES.tsv"))) {
                String path = line.split("\t", -1)[0];
                files.put(path, new byte[1]);
                if (path.startsWith("originals/") || path.startsWith("resources/renders/")) {
                    listed.add(path);
                }
            }
            Set<String> claimed = new TreeSet<>();
            List<String> missing = new ArrayList<>();
            try (PhotosLibrary opened = PhotosLibrary.open(library, folder)) {
                AssetFiles assetFiles = new AssetFiles(opened.layout(), files);
                List<Asset> assets = new ArrayList<>();
                opened.assets(assets::add);
                for (Asset asset : assets) {
                    for (AssetFile file : assetFiles.of(asset)) {
                        assertThat(file.file() == null || claimed.add(file.path()))
                                .isTrue();
                        boolean own = asset.icloud() instanceof ICloudState.SharedAlbumItem
                                || asset.originalLocal() instanceof OriginalLocal.NotLocal;
                        if (file.file() == null && !own) {
                            missing.add(file.path());
                        }
                    }
                }
            }
            assertThat(missing).as(name).isEmpty();
            listed.removeAll(claimed);
            assertThat(listed).as(name).isEqualTo(name.equals("Test-10.15.7") ? ORPHANS : Set.of());
        }
    }
}
