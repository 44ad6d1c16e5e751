package app.safelight.apple.photoslibrary;

import java.util.Optional;

/// What looking for something gave. Not being allowed to look is no absence.
public sealed interface Reading<T> {
    record Found<T>(T value) implements Reading<T> {}

    record Absent<T>() implements Reading<T> {}

    /// It is there or may be there, and could not be read or understood.
    record Unreadable<T>(String path, String why) implements Reading<T> {}

    default Optional<T> found() {
        return switch (this) {
            case Found<T>(T value) -> Optional.of(value);
            case Absent<T> _, Unreadable<T> _ -> Optional.empty();
        };
    }
}
