package app.safelight.app.text;

import app.safelight.app.wiring.LibraryFolder;
import app.safelight.library.database.DatabaseFault;
import app.safelight.library.storage.StorageFault;

/// What people read about a library that cannot be used, and what to do.
public final class LibraryWords {
    private LibraryWords() {}

    public static String fault(LibraryFolder.Fault fault) {
        return switch (fault) {
            case LibraryFolder.Fault.NotEmpty(var folder) -> folder + " has files in it, and none is a library's.";
            case LibraryFolder.Fault.NoOriginals(var originals) ->
                "the library's photos should be in " + originals + ", and nothing of them is there.";
            case LibraryFolder.Fault.NoRows(var rows) ->
                "there are photos beside " + rows + ", but the file that says whose they are is gone.";
            case LibraryFolder.Fault.Unusable(var folder, var detail) -> folder + " cannot be used: " + detail;
        };
    }

    public static String fix(LibraryFolder.Fault fault) {
        return switch (fault) {
            case LibraryFolder.Fault.NotEmpty _ ->
                "Name a new or empty folder. To add photos from this one, copy them in later:"
                        + " safelight backup FOLDER --to library.";
            case LibraryFolder.Fault.NoOriginals _ ->
                "Connect or mount the disk that holds them, then start again. The library does not start without"
                        + " its photos.";
            case LibraryFolder.Fault.NoRows _ -> "Put the file back, from a copy of the folder or of the disk.";
            case LibraryFolder.Fault.Unusable _ -> "Name a folder that you can read and write.";
        };
    }

    public static String fault(StorageFault fault) {
        return switch (fault) {
            case StorageFault.PlaceMissing(var place) ->
                "the library keeps photos in " + place.value() + ", and another drive stands where it should be.";
            case StorageFault.PlaceUnusable(var _, var why) -> Words.fault(why);
            case StorageFault.TooFewCopies(var _, var _, var _, var why) -> Words.fault(why);
            case StorageFault.NoGoodCopy(var _, var _, var why) -> Words.fault(why);
            case StorageFault.WrongDigest _, StorageFault.WrongLength _ ->
                "the bytes that came are not those that were announced.";
        };
    }

    public static String fault(DatabaseFault fault) {
        return switch (fault) {
            case DatabaseFault.Unreachable(var detail) -> "the library's database cannot be reached: " + detail;
            case DatabaseFault.Busy(var detail) -> "another program uses the library's database: " + detail;
            case DatabaseFault.Full(var detail) -> "the disk of the library's database is full: " + detail;
            case DatabaseFault.Damaged(var detail) -> "the library's database is damaged: " + detail;
            case DatabaseFault.NewerFormat(var found, var supported) ->
                "a later version of Safelight has written the library's database (" + found + ", this one reads "
                        + supported + ").";
        };
    }

    public static String fix(DatabaseFault fault) {
        return switch (fault) {
            case DatabaseFault.Unreachable _ -> "See that its disk is there and can be read and written.";
            case DatabaseFault.Busy _ -> "End the other program first.";
            case DatabaseFault.Full _ -> "Free space on that disk, then start again. Nothing was lost.";
            case DatabaseFault.Damaged _ ->
                "Keep the file as it is, and put a copy of it in its place. The photos themselves are not touched.";
            case DatabaseFault.NewerFormat _ -> "Update Safelight.";
        };
    }
}
