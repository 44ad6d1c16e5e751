package app.safelight.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.media.sniff.FileType;
import app.safelight.media.thumbnail.Decoder;
import app.safelight.media.thumbnail.ThumbnailFault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PictureWordsTest {
    @Test
    void everyFaultIsASentenceOfItsOwn() {
        List<ThumbnailFault> faults = List.of(
                new ThumbnailFault.NotAPicture(FileType.PDF),
                new ThumbnailFault.Undecodable(Decoder.FFMPEG, "no frame"),
                new ThumbnailFault.TooLarge(100_000, 100_000, 100_000_000),
                new ThumbnailFault.DecoderMissing(Decoder.DJXL, "not on this machine"),
                new ThumbnailFault.TimedOut(Decoder.FFMPEG, Duration.ofSeconds(60)),
                new ThumbnailFault.Crashed(Decoder.FFMPEG, 11),
                new ThumbnailFault.Unreadable("gone"));
        assertThat(faults.stream().map(ThumbnailFault::getClass).distinct())
                .hasSize(ThumbnailFault.class.getPermittedSubclasses().length);
        Set<String> said = new HashSet<>();
        for (ThumbnailFault fault : faults) {
            String words = PictureWords.fault(fault);
            assertThat(words).endsWith(".").doesNotContain("ThumbnailFault");
            assertThat(said.add(words)).as(words).isTrue();
        }
    }

    @Test
    void aMissingDecoderIsSaidWithWhatFollowsAndWhatToDo() {
        assertThat(PictureWords.missing(Decoder.FFMPEG, "libxcb.so.1: cannot open"))
                .startsWith("There are no small pictures of HEIC, AVIF and videos")
                .contains("libxcb.so.1: cannot open", "HINT: ");
        for (Decoder decoder : List.of(Decoder.LIBVIPS, Decoder.FFMPEG, Decoder.DJXL)) {
            assertThat(PictureWords.missing(decoder, "why")).contains("why. HINT: ");
        }
    }
}
