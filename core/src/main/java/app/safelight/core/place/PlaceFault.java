package app.safelight.core.place;

import app.safelight.core.model.PlaceId;

/// What can go wrong at a place. Facts only; the words are made elsewhere.
public sealed interface PlaceFault {
    /// How far a fault reaches, and so whether trying the next content, or the same one later, makes sense.
    enum Reach {
        /// Only this content is concerned; others can go on.
        CONTENT,
        /// Nothing can be stored until somebody does something; stop once, say so once.
        PLACE
    }

    /// The one switch that says whether to go on.
    default Reach reach() {
        return switch (this) {
            case Missing _, Corrupt _, NameTooLong _, TooLarge _, ReadFailed _ -> Reach.CONTENT;
            case DeletedThere _ -> Reach.CONTENT;
            case Full _, OverQuota _, WrongMedium _, Unreachable _, Denied _, Locked _ -> Reach.PLACE;
            case Busy _, DamagedIndex _, NewerFormat _, WriteFailed _ -> Reach.PLACE;
        };
    }

    /// It should be there and is not.
    record Missing() implements PlaceFault {}

    /// Something is there under its name, but these are not its bytes.
    record Corrupt(String found) implements PlaceFault {}

    /// No room left.
    record Full(long freeBytes, long neededBytes) implements PlaceFault {}

    /// The person's share of it is used up, whatever room there is.
    record OverQuota(long freeBytes, long neededBytes) implements PlaceFault {}

    /// The person deleted it there, on purpose; it is not taken again unless they say so there.
    record DeletedThere() implements PlaceFault {}

    /// Another disk, or an empty folder, stands where the place should be.
    record WrongMedium(PlaceId expected, String found) implements PlaceFault {}

    /// It cannot be reached now: unplugged, unmounted, gone.
    record Unreachable(String detail) implements PlaceFault {}

    /// It may not be written, or not be read.
    record Denied(String detail) implements PlaceFault {}

    /// Its files are encrypted, and the key that opens them is not at hand.
    record Locked() implements PlaceFault {}

    /// The file system allows no name that this content could have.
    record NameTooLong(String name) implements PlaceFault {}

    /// The file system allows no file of this size.
    record TooLarge(long largestBytes) implements PlaceFault {}

    /// Its medium failed to give the bytes.
    record ReadFailed(String detail) implements PlaceFault {}

    /// Its medium failed to take the bytes.
    record WriteFailed(String detail) implements PlaceFault {}

    /// Another run is using it.
    record Busy(String holder) implements PlaceFault {}

    /// Its own records are damaged; they can be rebuilt from the files.
    record DamagedIndex(String detail) implements PlaceFault {}

    /// A later version of the program has written it.
    record NewerFormat(int found, int supported) implements PlaceFault {}
}
