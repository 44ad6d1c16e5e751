package app.safelight.media.metadata;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads the size of a JPEG 2000 file and whether its boxes fit it.
///
/// Source: ITU-T T.800 Annex I.
final class Jpeg2000Parser {
    private Jpeg2000Parser() {}

    static void read(BoundedBytes bytes, FactsDraft draft) throws IOException, UnreadablePart {
        List<Box> top = Box.list(bytes, 0, bytes.sizeBytes(), draft);
        Optional<Box> header = Box.first(top, "jp2h");
        Optional<Box> image =
                header.isPresent() ? Box.first(header.get().children(bytes, draft), "ihdr") : Optional.empty();
        if (image.isPresent()) {
            draft.storedSize(
                    bytes.u32(image.get().payload() + 4), bytes.u32(image.get().payload()));
        }
        if (top.stream().anyMatch(Box::isCut)) {
            draft.soundness(Soundness.TRUNCATED);
        } else {
            boolean whole = image.isPresent() && Box.first(top, "jp2c").isPresent();
            draft.soundness(whole ? Soundness.SOUND : Soundness.MALFORMED);
        }
    }
}
