package app.safelight.source.photoslibrary;

import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.core.model.Sha256;
import app.safelight.core.model.SourceId;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Where a photo library comes from: a Mac, a copied media folder, a backup, a phone over its cable.
///
/// `files` is asked by one thread at a time unless it is for any; contents that are open are in any case read
/// by several threads at once, each by one.
///
/// @param files from the library's root, as [LibraryTree] says
/// @param faults what a failure of `files` means: [#faultOf] for all that are files of this computer; a phone
///     also has to tell why nothing of it can be read ([SourceFault.Disconnected], [SourceFault.DeviceLocked]
///     …)
/// @param isThere if the whole of it is still there; asked before and after a listing
/// @param workFolder with room for a copy of the library's database; made if need be
/// @param photos hears of every photo that the database knows
/// @param release gives back what `files` holds when the source is closed
public record LibraryOrigin(
        SourceId id,
        SourceLabel label,
        LibraryTree tree,
        MediaFiles files,
        Function<MediaException, SourceFault> faults,
        BooleanSupplier isThere,
        Path workFolder,
        PhotoListener photos,
        Runnable release) {
    /// Bytes of the digest in an id, as folders have them too: enough to keep a family's devices apart.
    private static final int ID_BYTES = 8;

    /// The id of a device, or of its backups, made from what the device calls itself. It is a digest, because
    /// it is written to drives, and a device's serial number is nobody's business.
    ///
    /// @param kind begins the id: `iphone`, `iosbackup`
    public static SourceId idOfDevice(String kind, String udid) {
        byte[] digest = Sha256.digester().digest(("udid\0" + udid).getBytes(StandardCharsets.UTF_8));
        return new SourceId(kind + "-" + HexFormat.of().formatHex(digest, 0, ID_BYTES));
    }

    /// What a failure means for one file, where the whole is known to be there.
    public static SourceFault faultOf(MediaException failed) {
        return switch (failed.fault()) {
            case MediaFault.Missing _ -> new SourceFault.Vanished();
            case MediaFault.Denied(String path) -> new SourceFault.AccessDenied(path);
            case MediaFault.Unreadable(String _, String why) -> new SourceFault.ReadFailed(why);
            case MediaFault.Damaged(String _, String why) -> new SourceFault.ReadFailed(why);
            case MediaFault.TooLarge(String _, long limit) ->
                new SourceFault.ReadFailed("longer than " + limit + " bytes");
            case MediaFault.Refused(String _, DeviceFault why) -> new SourceFault.FileWithheld(why.toString());
            case MediaFault.Changed _ -> new SourceFault.ChangedWhileRead(1);
            case MediaFault.SourceGone(String _, DeviceFault why) -> new SourceFault.Disconnected(why.toString());
        };
    }
}
