package app.safelight.core.model;

import java.util.regex.Pattern;

/// Names one source for ever; letters, digits and `. _ -` only, so that it is safe in a file name and a log
/// line.
public record SourceId(String value) implements Comparable<SourceId> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public SourceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a source id: " + value);
        }
    }

    @Override
    public int compareTo(SourceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
