package app.safelight.core.model;

import java.util.regex.Pattern;

/// Names one place for ever; letters, digits and `. _ -` only, so that it is safe in a file name and a log
/// line.
public record PlaceId(String value) implements Comparable<PlaceId> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public PlaceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a place id: " + value);
        }
    }

    @Override
    public int compareTo(PlaceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
