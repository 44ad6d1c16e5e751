package app.safelight.source.takeout;

import app.safelight.core.model.ItemKey;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.Item;
import app.safelight.core.source.Source;
import app.safelight.core.source.SourceFault;
import java.time.Instant;
import java.util.Comparator;

/// One file of an export, wherever its bytes are. About 190 bytes of memory each.
///
/// @param folder path of its folder; shared between the files of one folder
/// @param origin label of the part it came from
record Entry(String folder, String name, long sizeBytes, Instant modifiedAt, String origin, Where where) {
    /// Folder by folder, so that the files of one folder come together whichever part they are in.
    static final Comparator<Entry> BY_FOLDER =
            Comparator.comparing(Entry::folder).thenComparing(Entry::name);

    /// Where a file's bytes are.
    sealed interface Where {
        /// @param headerAt position of the entry's own header in the archive
        /// @param crc CRC-32 of the unpacked bytes
        record InArchive(Archive archive, long headerAt, long packedBytes, int crc, Packing packing) implements Where {}

        record InTree(Source tree, ItemKey key) implements Where {}

        /// Nowhere that it could be read from.
        record Nowhere(SourceFault fault) implements Where {}
    }

    /// How an archive keeps an entry's bytes.
    enum Packing {
        STORED,
        DEFLATED
    }

    String path() {
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    Item item(SourceId source) {
        ItemKey key = new ItemKey(source, path());
        return where instanceof Where.Nowhere(SourceFault fault)
                ? new Item.Blocked(key, fault)
                : new Item.Available(key, sizeBytes, modifiedAt);
    }

    /// Whether two files of one path hold the same bytes for certain enough to be told once: their CRC-32 and
    /// lengths agree. Files of an unpacked tree have no CRC and are both told.
    boolean isSameAs(Entry other) {
        return where instanceof Where.InArchive mine
                && other.where instanceof Where.InArchive theirs
                && sizeBytes == other.sizeBytes
                && mine.crc() == theirs.crc();
    }
}
