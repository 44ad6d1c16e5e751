package app.safelight.place.bucket;

import app.safelight.core.model.ContentId;
import java.util.ArrayDeque;
import java.util.Optional;

/// Goes through the objects below one folder, in the order of their keys, a page at a time. One thread.
final class BucketListing {
    private final Bucket bucket;
    private final String folder;
    private final String after;
    private final ArrayDeque<Bucket.Entry> page = new ArrayDeque<>();
    private Optional<String> next = Optional.empty();
    private boolean begun;

    BucketListing(Bucket bucket, String folder) {
        this(bucket, folder, "");
    }

    /// @param after the key to begin behind; empty for the first
    BucketListing(Bucket bucket, String folder, String after) {
        this.bucket = bucket;
        this.folder = folder;
        this.after = after;
    }

    /// @return empty at the end
    Optional<Bucket.Entry> next() {
        while (page.isEmpty() && (!begun || next.isPresent())) {
            Bucket.Page found = bucket.list(folder, after, next);
            if (begun && found.next().equals(next)) {
                throw new IllegalStateException("the store's listing goes round in circles");
            }
            begun = true;
            page.addAll(found.entries());
            next = found.next();
        }
        return Optional.ofNullable(page.poll());
    }

    /// An object whose name is a content's.
    record Named(String name, ContentId content, long sizeBytes) {}

    /// The next one that is; others are strangers' and passed over.
    Optional<Named> nextNamed() {
        for (Optional<Bucket.Entry> entry = next(); entry.isPresent(); entry = next()) {
            String name = entry.get().key().substring(folder.length());
            Optional<ContentId> content = BucketLayout.content(name);
            if (content.isPresent()) {
                return Optional.of(new Named(name, content.get(), entry.get().sizeBytes()));
            }
        }
        return Optional.empty();
    }
}
