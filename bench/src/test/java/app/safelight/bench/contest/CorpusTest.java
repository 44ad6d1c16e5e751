package app.safelight.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.bench.machine.Trees;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorpusTest {
    @TempDir
    Path folder;

    @Test
    void photos_have_heads_that_a_reader_of_metadata_understands() throws Exception {
        Corpus.write(folder, Corpus.Content.JPEG, 2, 5_000);

        Metadata metadata = JpegMetadataReader.readMetadata(
                folder.resolve("DCIM/100PHOTO/IMG_0001.jpg").toFile());

        ExifSubIFDDirectory exif = first(metadata, ExifSubIFDDirectory.class);
        assertThat(exif.getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL))
                .isEqualTo("2024-01-01 08:00:00".replace('-', ':'));
        assertThat(exif.getString(ExifSubIFDDirectory.TAG_TIME_ZONE_ORIGINAL)).isEqualTo("+00:00");
        ExifIFD0Directory main = first(metadata, ExifIFD0Directory.class);
        assertThat(main.getString(ExifIFD0Directory.TAG_MAKE)).isEqualTo("Safelight");
        assertThat(main.getInt(ExifIFD0Directory.TAG_ORIENTATION)).isEqualTo(1);
        assertThat(first(metadata, JpegDirectory.class).getImageWidth()).isEqualTo(4032);
        assertThat(metadata.getDirectories()).noneMatch(directory -> directory.hasErrors());
    }

    @Test
    void no_two_files_are_alike_and_a_second_corpus_is_the_same() throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Trees.Extent extent = Corpus.write(one, Corpus.Content.BYTES, 1_001, 100);
        Corpus.write(two, Corpus.Content.BYTES, 1_001, 100);

        Set<String> contents = new HashSet<>();
        List<Path> files = Trees.files(one);
        for (Path file : files) {
            contents.add(HashSpeed.hex(Files.readAllBytes(file)));
            Path twin = two.resolve(one.relativize(file));
            assertThat(twin).hasSameBinaryContentAs(file);
            assertThat(Files.getLastModifiedTime(twin)).isEqualTo(Files.getLastModifiedTime(file));
        }
        assertThat(contents).hasSize(1_001);
        assertThat(extent).isEqualTo(Trees.extent(one)).isEqualTo(new Trees.Extent(1_001, 100_100));
        assertThat(one.resolve("DCIM/101PHOTO/IMG_0000.bin")).exists();
    }

    @Test
    void hashes_are_as_sha256sum_writes_them() throws Exception {
        Files.writeString(folder.resolve("abc"), "abc");

        assertThat(Corpus.sums(folder))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc\n");
    }

    @Test
    void one_file_has_exactly_its_length() throws Exception {
        Path file = folder.resolve("single");
        Corpus.writeOne(file, Corpus.PHOTO_BYTES + 17);

        assertThat(file).hasSize(Corpus.PHOTO_BYTES + 17);
    }

    private static <T extends Directory> T first(Metadata metadata, Class<T> type) {
        return metadata.getDirectoriesOfType(type).iterator().next();
    }
}
