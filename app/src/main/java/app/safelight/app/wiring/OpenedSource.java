package app.safelight.app.wiring;

import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.ItemState;
import app.safelight.core.plan.Grouping;
import app.safelight.core.plan.Inspector;
import app.safelight.core.source.Source;
import app.safelight.source.photoslibrary.PhotoLibrarySource;

/// A source, with what else can be known of its items besides their own bytes.
///
/// @param inspector tells facts of its items
/// @param grouping says which of them belong together
public record OpenedSource(Source source, Inspector inspector, Grouping grouping) implements AutoCloseable {
    /// Whether a database tells of its photos.
    public boolean isPhotoLibrary() {
        return source instanceof PhotoLibrarySource;
    }

    /// Whether a file of an asset is one that the photo library's database does not know, beside a photo that
    /// it may know.
    public boolean holdsUnknown(AssetState asset) {
        return source instanceof PhotoLibrarySource library
                && asset.parts().stream()
                        .map(AssetState.Part::item)
                        .filter(item -> item.presence() == ItemState.Presence.PRESENT)
                        .anyMatch(item -> library.part(item.key())
                                .filter(part -> !part.known())
                                .isPresent());
    }

    @Override
    public void close() {
        source.close();
    }
}
