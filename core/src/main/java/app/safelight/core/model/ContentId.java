package app.safelight.core.model;

/// Names bytes by what they are: their SHA-256 and how many there are.
public record ContentId(Sha256 sha256, long sizeBytes) implements Comparable<ContentId> {
    public ContentId {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("a content cannot have " + sizeBytes + " bytes");
        }
    }

    @Override
    public int compareTo(ContentId other) {
        int order = sha256.compareTo(other.sha256);
        return order == 0 ? Long.compare(sizeBytes, other.sizeBytes) : order;
    }

    @Override
    public String toString() {
        return sha256 + ":" + sizeBytes;
    }
}
