package app.safelight.media.metadata;

import app.safelight.media.sniff.ByteReader;
import app.safelight.media.sniff.FileType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the main picture of a HEIF file (HEIC, AVIF) is put together: what a decoder has to know, and what its
/// answer is held against.
///
/// @param isGrid whether it is made of tiles, each coded by itself
/// @param size as the container says, before cropping and turning
/// @param turn by the container's boxes; Exif is not asked
/// @param colourProfile the ICC profile that its colours are meant in
public record HeifPicture(boolean isGrid, PixelSize size, Orientation turn, Optional<byte[]> colourProfile) {
    /// An ICC profile of a camera has under 4 KiB, one of a printer up to 2 MiB.
    private static final int MAX_PROFILE_BYTES = 2 << 20;

    /// Items listed. The same bound as for their facts.
    private static final int MAX_ITEMS = 4_096;

    /// What is left to be done for `whole` if the boxes' own turn was done already.
    public Orientation turnLeftTo(Orientation whole) {
        // MediaFacts takes the boxes' turn where there is one and Exif's where there is none.
        return turn == Orientation.UPRIGHT ? whole : Orientation.UPRIGHT;
    }

    /// @return empty if there is no main picture of a sensible size
    /// @throws IOException only if the reader itself fails
    public static Optional<HeifPicture> read(ByteReader reader) throws IOException {
        BoundedBytes bytes = new BoundedBytes(reader);
        FactsDraft draft = new FactsDraft(FileType.HEIF);
        try {
            Optional<Box> meta = Box.first(Box.list(bytes, 0, bytes.sizeBytes(), draft), "meta");
            return meta.isEmpty() ? Optional.empty() : read(bytes, meta.get().childrenBehind(4, bytes, draft), draft);
        } catch (UnreadablePart part) {
            return Optional.empty(); // the same damage stands among the problems of its facts
        }
    }

    private static Optional<HeifPicture> read(BoundedBytes bytes, List<Box> boxes, FactsDraft draft)
            throws IOException, UnreadablePart {
        Optional<Box> primaryBox = Box.first(boxes, "pitm");
        Optional<Box> information = Box.first(boxes, "iinf");
        Optional<Box> propertiesBox = Box.first(boxes, "iprp");
        if (primaryBox.isEmpty() || information.isEmpty() || propertiesBox.isEmpty()) {
            return Optional.empty();
        }
        long pitm = primaryBox.get().payload();
        long primary = bytes.number(pitm + 4, bytes.u8(pitm) == 0 ? 2 : 4);
        List<Box> properties = HeifParser.propertiesOf(bytes, primary, propertiesBox.get(), draft);
        boolean isGrid = isGrid(bytes, information.get(), primary, draft);
        Optional<byte[]> profile = profile(bytes, properties);
        if (profile.isEmpty() && isGrid) {
            // Some programs give the profile to each tile and none to the whole.
            Optional<Long> tile = firstTile(bytes, Box.first(boxes, "iref"), primary, draft);
            if (tile.isPresent()) {
                profile = profile(bytes, HeifParser.propertiesOf(bytes, tile.get(), propertiesBox.get(), draft));
            }
        }
        return described(bytes, isGrid, properties, profile);
    }

    /// `iref`: version 0 has item numbers of 16 bits, 1 of 32. Its `dimg` from the grid lists the tiles
    /// from the top left.
    private static Optional<Long> firstTile(BoundedBytes bytes, Optional<Box> references, long grid, FactsDraft draft)
            throws IOException, UnreadablePart {
        if (references.isEmpty()) {
            return Optional.empty();
        }
        int idBytes = bytes.u8(references.get().payload()) == 0 ? 2 : 4;
        for (Box reference : references.get().childrenBehind(4, bytes, draft)) {
            long at = reference.payload();
            if (reference.name().equals("dimg")
                    && bytes.number(at, idBytes) == grid
                    && bytes.number(at + idBytes, 2) > 0) {
                return Optional.of(bytes.number(at + idBytes + 2, idBytes));
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> profile(BoundedBytes bytes, List<Box> properties)
            throws IOException, UnreadablePart {
        for (Box property : properties) {
            long at = property.payload();
            if (property.name().equals("colr") && (bytes.has(at, "prof") || bytes.has(at, "rICC"))) {
                byte[] profile = bytes.bytes("colour profile", at + 4, property.payloadBytes() - 4, MAX_PROFILE_BYTES);
                return profile.length > 0 ? Optional.of(profile) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isGrid(BoundedBytes bytes, Box information, long item, FactsDraft draft)
            throws IOException, UnreadablePart {
        int headerBytes = bytes.u8(information.payload()) == 0 ? 6 : 8;
        int seen = 0;
        for (Box entry : information.childrenBehind(headerBytes, bytes, draft)) {
            int version = entry.name().equals("infe") ? bytes.u8(entry.payload()) : 0;
            if (version < 2 || ++seen > MAX_ITEMS) {
                continue;
            }
            int idBytes = version == 2 ? 2 : 4;
            if (bytes.number(entry.payload() + 4, idBytes) == item) {
                return bytes.has(entry.payload() + 4 + idBytes + 2, "grid");
            }
        }
        return false;
    }

    private static Optional<HeifPicture> described(
            BoundedBytes bytes, boolean isGrid, List<Box> properties, Optional<byte[]> profile)
            throws IOException, UnreadablePart {
        Optional<PixelSize> size = Optional.empty();
        List<Orientation> turns = new ArrayList<>();
        for (Box property : properties) {
            long at = property.payload();
            switch (property.name()) {
                case "ispe" -> size = size(bytes.u32(at + 4), bytes.u32(at + 8));
                case "irot", "imir" -> turns.add(HeifParser.turn(property.name(), bytes.u8(at)));
                default -> {
                    // the decoder looks at all others
                }
            }
        }
        Orientation turn = Orientation.UPRIGHT;
        for (Orientation next : turns) {
            turn = turn.then(next);
        }
        Orientation whole = turn;
        return size.map(pixels -> new HeifPicture(isGrid, pixels, whole, profile));
    }

    private static Optional<PixelSize> size(long width, long height) {
        boolean sensible = width > 0 && height > 0 && width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE;
        return sensible ? Optional.of(new PixelSize((int) width, (int) height)) : Optional.empty();
    }
}
