package app.safelight.core.model;

/// Names one photo as a person sees it, by the item that is its main part.
public record AssetId(ItemKey primary) implements Comparable<AssetId> {
    @Override
    public int compareTo(AssetId other) {
        return primary.compareTo(other.primary);
    }

    @Override
    public String toString() {
        return primary.toString();
    }
}
