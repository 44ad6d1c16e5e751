package app.safelight.app.wiring;

import app.safelight.apple.afc.Afc;
import app.safelight.apple.afc.AfcFile;
import app.safelight.apple.afc.AfcFileInfo;
import app.safelight.apple.afc.AfcKind;
import app.safelight.apple.afc.AfcMode;
import app.safelight.apple.afc.AfcRange;
import app.safelight.apple.afc.AfcWhence;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.device.DeviceSession;
import app.safelight.apple.device.Devices;
import app.safelight.apple.mediafiles.MediaContent;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.mediafiles.MediaFile;
import app.safelight.apple.mediafiles.MediaFiles;
import app.safelight.apple.usbmux.Udid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The media folder of a phone over its cable, as far as the photo library needs it: a handful of files, of
/// which the database may be large and is read with several requests under way.
///
/// Threads: one at a time.
public final class PhoneMedia implements MediaFiles, AutoCloseable {
    private final DeviceSession session;
    private final Afc afc;

    private PhoneMedia(DeviceSession session, Afc afc) {
        this.session = session;
        this.afc = afc;
    }

    static PhoneMedia open(Devices devices, Udid udid) throws DeviceException {
        DeviceSession session = devices.open(udid);
        try {
            return new PhoneMedia(session, session.afc());
        } catch (DeviceException failed) {
            session.close();
            throw failed;
        }
    }

    @Override
    public Optional<MediaFile> look(String path) throws MediaException {
        try {
            return Optional.of(file(path, afc.info("/" + path)));
        } catch (DeviceException failed) {
            if (isMissing(failed)) {
                return Optional.empty();
            }
            throw failure(path, failed);
        }
    }

    private static MediaFile file(String path, AfcFileInfo info) {
        boolean directory = info.kind() == AfcKind.DIRECTORY;
        return new MediaFile(
                path,
                directory,
                directory ? 0 : info.sizeBytes(),
                info.modifiedAt().orElse(null));
    }

    @Override
    public List<MediaFile> list(String directory) throws MediaException {
        String start = directory.isEmpty() ? "" : directory + "/";
        List<MediaFile> files = new ArrayList<>();
        try {
            for (String name : afc.list("/" + directory)) {
                if (!name.equals(".") && !name.equals("..")) {
                    look(start + name).ifPresent(files::add);
                }
            }
        } catch (DeviceException failed) {
            throw failure(directory, failed);
        }
        files.sort(Comparator.comparing(MediaFile::name));
        return files;
    }

    @Override
    public MediaContent open(String path) throws MediaException {
        try {
            long sizeBytes = afc.info("/" + path).sizeBytes();
            return new Content(path, afc.open("/" + path, AfcMode.READ), sizeBytes);
        } catch (DeviceException failed) {
            throw failure(path, failed);
        }
    }

    @Override
    public byte[] readWhole(String path, int limitBytes) throws MediaException {
        try {
            if (afc.info("/" + path).sizeBytes() > limitBytes) {
                throw new MediaException(new MediaFault.TooLarge(path, limitBytes));
            }
            return afc.readWhole("/" + path, limitBytes);
        } catch (DeviceException failed) {
            throw failure(path, failed);
        }
    }

    /// With several requests under way: the database of a large library has a gigabyte.
    @Override
    public void copyTo(String path, Path target) throws IOException {
        try (OutputStream out =
                Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long sizeBytes = afc.info("/" + path).sizeBytes();
            try (var body = afc.read(AfcRange.part("/" + path, 0, sizeBytes))) {
                body.transferTo(out);
            }
        } catch (DeviceException failed) {
            throw failure(path, failed);
        }
    }

    private static boolean isMissing(DeviceException failed) {
        return failed.fault() instanceof DeviceFault.FileRefused refused && refused.why() == FileRefusal.NOT_FOUND;
    }

    private static MediaException failure(String path, DeviceException failed) {
        if (isMissing(failed)) {
            return new MediaException(new MediaFault.Missing(path), failed);
        }
        boolean denied = failed.fault() instanceof DeviceFault.FileRefused refused
                && refused.why() == FileRefusal.PERMISSION_DENIED;
        return denied
                ? new MediaException(new MediaFault.Denied(path), failed)
                : new MediaException(new MediaFault.Unreadable(path, String.valueOf(failed.getMessage())), failed);
    }

    private record Content(String path, AfcFile file, long sizeBytes) implements MediaContent {
        @Override
        public int read(long position, byte[] buffer, int offset, int length) throws MediaException {
            try {
                file.seek(AfcWhence.START, position);
                return file.read(buffer, offset, length);
            } catch (DeviceException failed) {
                throw failure(path, failed);
            }
        }

        @Override
        public void close() throws MediaException {
            try {
                file.close();
            } catch (DeviceException failed) {
                throw failure(path, failed);
            }
        }
    }

    @Override
    public void close() {
        afc.close();
        session.close();
    }
}
