package app.safelight.media.thumbnail;

import app.safelight.media.sniff.FileType;
import java.time.Duration;

/// Why there is no small picture of a file. Facts, never sentences.
public sealed interface ThumbnailFault {
    /// Longest `detail` kept of what a decoder says; it may repeat parts of a hostile file.
    int MAX_DETAIL_CHARACTERS = 200;

    /// Nothing in it to be seen: sound, a sidecar, text (SVG is text, and is never drawn), an archive.
    record NotAPicture(FileType type) implements ThumbnailFault {}

    /// The decoder for its format refused it, gave nothing, or gave something else than the container
    /// describes.
    record Undecodable(Decoder decoder, String detail) implements ThumbnailFault {
        public Undecodable {
            detail = shortened(detail);
        }
    }

    /// More pixels than are decoded for a small picture. Found in the header, before anything was decoded.
    record TooLarge(long widthPixels, long heightPixels, long limitPixels) implements ThumbnailFault {}

    /// This machine has no decoder for the format. Making the pictures again later may help.
    record DecoderMissing(Decoder decoder, String detail) implements ThumbnailFault {
        public DecoderMissing {
            detail = shortened(detail);
        }
    }

    /// The decoder used up its time on a clock or a processor, whichever came first, and was ended.
    record TimedOut(Decoder decoder, Duration limit) implements ThumbnailFault {}

    /// The decoder's process died of the file.
    record Crashed(Decoder decoder, int signal) implements ThumbnailFault {}

    /// The medium did not give the bytes; says nothing about what they are.
    record Unreadable(String detail) implements ThumbnailFault {
        public Unreadable {
            detail = shortened(detail);
        }
    }

    private static String shortened(String detail) {
        String line = detail.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_DETAIL_CHARACTERS ? line : line.substring(0, MAX_DETAIL_CHARACTERS);
    }
}
