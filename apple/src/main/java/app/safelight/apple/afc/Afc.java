package app.safelight.apple.afc;

import app.safelight.apple.connection.Connection;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/// The file service of a device, on one connection: the media folder, where photos and films are, or the
/// documents of an application.
///
/// Paths begin with `/` and are counted from the service's own root. Refusals are [DeviceFault.FileRefused],
/// after which the connection is as good as before; after any other fault it is of no more use.
///
/// Threads: one at a time.
public final class Afc implements AutoCloseable {
    /// The service that gives the media folder.
    public static final String SERVICE = "com.apple.afc";

    /// Half a million names of photos.
    private static final int MAX_LISTING_BYTES = 16 << 20;

    /// What is told about one file: under a KB, and a path.
    private static final int MAX_INFO_BYTES = 64 << 10;

    /// Photos lie four folders deep; this only stops a device whose folders never end.
    private static final int MAX_DEPTH = 64;

    /// Questions about files and folders under way while walking.
    private static final int MAX_QUESTIONS_UNDER_WAY = 32;

    private static final byte[] NOTHING = {};

    private final AfcChannel channel;

    /// @param connection to the service, made secret already if the service wants it; belongs to this from now
    ///     on
    public Afc(Connection connection) {
        this.channel = new AfcChannel(connection);
    }

    public AfcDeviceInfo deviceInfo() throws DeviceException {
        AfcRequest request = channel.send(AfcOperation.GET_DEVICE_INFO, "", 0, MAX_INFO_BYTES, NOTHING);
        return AfcDeviceInfo.of(AfcData.pairs(channel.awaitData(request)));
    }

    /// The names in a folder, in the device's order.
    ///
    /// @throws DeviceException also if one of them is no name
    public List<String> list(String folder) throws DeviceException {
        List<String> senseless = new ArrayList<>();
        List<String> names = AfcData.names(channel.awaitData(askList(folder)), senseless);
        if (!senseless.isEmpty()) {
            throw AfcChannel.malformed("a name that is none");
        }
        return names;
    }

    private AfcRequest askList(String folder) throws DeviceException {
        return channel.send(AfcOperation.READ_DIRECTORY, folder, 0, MAX_LISTING_BYTES, AfcData.path(folder));
    }

    /// What is under a path; a link is not followed.
    public AfcFileInfo info(String path) throws DeviceException {
        return AfcFileInfo.of(path, AfcData.pairs(channel.awaitData(askInfo(path))));
    }

    private AfcRequest askInfo(String path) throws DeviceException {
        return channel.send(AfcOperation.GET_FILE_INFO, path, 0, MAX_INFO_BYTES, AfcData.path(path));
    }

    /// Whether there is something under a path.
    public boolean exists(String path) throws DeviceException {
        AfcRequest request = askInfo(path);
        channel.await(request);
        if (request.stage() == AfcRequest.Stage.STATUS && request.refusal().why() == FileRefusal.NOT_FOUND) {
            return false;
        }
        channel.awaitData(request);
        return true;
    }

    /// Everything below a folder, folders included, itself not; links are found and not followed. Many
    /// questions are under way at once. The order is the device's own, each folder before what is in it.
    ///
    /// @throws DeviceException if the folder itself is refused, or the connection fails; what is refused below
    ///     it is found as [AfcEntry.Refused]
    public void walk(String folder, Consumer<AfcEntry> sink) throws DeviceException {
        new Walk(sink, MAX_DEPTH).from(folder);
    }

    /// Everything directly in a folder, as [#walk] finds it.
    public void entries(String folder, Consumer<AfcEntry> sink) throws DeviceException {
        new Walk(sink, 0).from(folder);
    }

    /// A question that a walk has to ask.
    ///
    /// @param listing what is in it, rather than what it is
    private record Question(String path, boolean listing, int depth) {}

    private record Asked(Question question, AfcRequest request) {}

    private final class Walk {
        private final Consumer<AfcEntry> sink;
        private final int depth;

        /// The last one found is asked first, which keeps this short.
        private final Deque<Question> open = new ArrayDeque<>();

        private final Deque<Asked> underWay = new ArrayDeque<>();

        /// @param depth how many folders deep below the first; 0 for what is in that alone
        Walk(Consumer<AfcEntry> sink, int depth) {
            this.sink = sink;
            this.depth = depth;
        }

        void from(String folder) throws DeviceException {
            foundNames(new Question(folder, true, 0), channel.awaitData(askList(folder)));
            while (!open.isEmpty() || !underWay.isEmpty()) {
                while (!open.isEmpty() && underWay.size() < MAX_QUESTIONS_UNDER_WAY) {
                    ask(open.pop());
                }
                if (!underWay.isEmpty()) {
                    take(underWay.remove());
                }
            }
        }

        private void ask(Question question) throws DeviceException {
            try {
                AfcRequest request = question.listing() ? askList(question.path()) : askInfo(question.path());
                underWay.add(new Asked(question, request));
            } catch (DeviceException failed) {
                refused(question, failed);
            }
        }

        private void take(Asked asked) throws DeviceException {
            Question question = asked.question();
            channel.await(asked.request());
            try {
                byte[] answer = channel.awaitData(asked.request());
                if (question.listing()) {
                    foundNames(question, answer);
                } else {
                    foundInfo(question, AfcFileInfo.of(question.path(), AfcData.pairs(answer)));
                }
            } catch (DeviceException failed) {
                refused(question, failed);
            }
        }

        private void refused(Question question, DeviceException failed) throws DeviceException {
            boolean onlyThis = failed.fault() instanceof DeviceFault.FileRefused
                    || (failed.fault() instanceof DeviceFault.Malformed && channel.isUsable());
            if (!onlyThis) {
                throw failed;
            }
            sink.accept(new AfcEntry.Refused(question.path(), failed.fault()));
        }

        private void foundNames(Question folder, byte[] answer) {
            List<String> senseless = new ArrayList<>();
            List<String> names = AfcData.names(answer, senseless);
            String prefix = folder.path().endsWith("/") ? folder.path() : folder.path() + "/";
            for (String name : names.reversed()) {
                open.push(new Question(prefix + name, false, folder.depth() + 1));
            }
            for (String name : senseless) {
                sink.accept(
                        new AfcEntry.Refused(prefix + name, new DeviceFault.Malformed("AFC", "a name that is none")));
            }
        }

        private void foundInfo(Question question, AfcFileInfo info) {
            sink.accept(new AfcEntry.Found(info));
            if (info.kind() == AfcKind.DIRECTORY && depth > 0) {
                if (question.depth() >= depth) {
                    sink.accept(new AfcEntry.Refused(
                            question.path(), new DeviceFault.Malformed("AFC", "folders without end")));
                } else {
                    open.push(new Question(question.path(), true, question.depth()));
                }
            }
        }
    }

    /// Reads one range; what comes is checked against what is expected.
    public AfcBody read(AfcRange range) throws DeviceException {
        return readAll(List.of(range).iterator())
                .next()
                .orElseThrow(() -> new IllegalStateException("one range is one body"));
    }

    /// Reads a whole file of at most so many bytes into memory.
    ///
    /// @throws DeviceException with [DeviceFault.Malformed] if it is larger
    public byte[] readWhole(String path, int maxBytes) throws DeviceException {
        long sizeBytes = info(path).sizeBytes();
        if (sizeBytes > maxBytes) {
            throw AfcChannel.malformed("a file of " + sizeBytes + " bytes");
        }
        byte[] all = new byte[(int) sizeBytes];
        try (AfcBody body = read(AfcRange.whole(path, sizeBytes))) {
            int done = 0;
            while (done < all.length) {
                // Before the end there are bytes or a fault, never an end.
                done += body.read(all, done, all.length - done);
            }
            body.expectEnd();
        }
        return all;
    }

    /// Reads many ranges one after the other, the next ones being under way already.
    ///
    /// @param wanted asked for the next range some files before that is read
    public AfcReader readAll(Iterator<AfcRange> wanted) {
        return new AfcReader(channel, wanted);
    }

    public AfcFile open(String path, AfcMode mode) throws DeviceException {
        AfcRequest request = askOpen(path, mode);
        channel.await(request);
        return new AfcFile(channel, path, handle(request));
    }

    private AfcRequest askOpen(String path, AfcMode mode) throws DeviceException {
        return channel.send(
                AfcOperation.FILE_OPEN,
                path,
                0,
                AfcChannel.MAX_SMALL_REPLY_BYTES,
                AfcData.join(AfcData.numbers(mode.code()), AfcData.path(path)));
    }

    private static long handle(AfcRequest opening) throws DeviceException {
        long handle = opening.expectNumber();
        if (handle == 0) {
            throw AfcChannel.malformed("an open file without a handle");
        }
        return handle;
    }

    /// Looks at a file and opens it for reading, both in one round trip.
    ///
    /// @throws DeviceException with [DeviceFault.FileRefused] if there is none, or if it cannot be opened, as
    ///     an original that is only in iCloud
    public AfcOpened openToRead(String path) throws DeviceException {
        AfcRequest looking = askInfo(path);
        AfcRequest opening = askOpen(path, AfcMode.READ);
        AfcFileInfo info;
        try {
            info = AfcFileInfo.of(path, AfcData.pairs(channel.awaitData(looking)));
        } catch (DeviceException refused) {
            if (channel.isUsable()) {
                channel.await(opening);
                if (opening.stage() == AfcRequest.Stage.NUMBER && opening.number() != 0) {
                    channel.closeFile(path, opening.number());
                }
            }
            throw refused;
        }
        channel.await(opening);
        return new AfcOpened(channel, info, handle(opening));
    }

    /// Makes a file shorter, or longer with zero bytes.
    public void truncate(String path, long sizeBytes) throws DeviceException {
        done(AfcOperation.TRUNCATE, path, AfcData.join(AfcData.numbers(sizeBytes), AfcData.path(path)));
    }

    /// Removes a file or an empty folder.
    public void remove(String path) throws DeviceException {
        done(AfcOperation.REMOVE_PATH, path, AfcData.path(path));
    }

    /// Removes a folder with all that is in it.
    public void removeWithContents(String path) throws DeviceException {
        done(AfcOperation.REMOVE_PATH_AND_CONTENTS, path, AfcData.path(path));
    }

    public void makeDirectory(String path) throws DeviceException {
        done(AfcOperation.MAKE_DIRECTORY, path, AfcData.path(path));
    }

    public void rename(String from, String to) throws DeviceException {
        done(AfcOperation.RENAME, from, AfcData.join(AfcData.path(from), AfcData.path(to)));
    }

    /// @param target where the link leads
    /// @param link the link itself
    public void makeLink(AfcLink kind, String target, String link) throws DeviceException {
        byte[] paths = AfcData.join(AfcData.path(target), AfcData.path(link));
        done(AfcOperation.MAKE_LINK, link, AfcData.join(AfcData.numbers(kind.code()), paths));
    }

    public void setModified(String path, Instant when) throws DeviceException {
        long nanos = Duration.between(Instant.EPOCH, when).toNanos();
        done(AfcOperation.SET_FILE_TIME, path, AfcData.join(AfcData.numbers(nanos), AfcData.path(path)));
    }

    private void done(AfcOperation operation, String path, byte[] data) throws DeviceException {
        channel.awaitSuccess(channel.send(operation, path, 0, AfcChannel.MAX_SMALL_REPLY_BYTES, data));
    }

    /// How long an answer may be silent from now on; [Connection#SILENCE_LIMIT] unless told.
    public void silenceLimit(Duration limit) {
        channel.silenceLimit(limit);
    }

    /// Whether no failure has put the connection out of step. If one has, all it does is fail.
    public boolean isUsable() {
        return channel.isUsable();
    }

    /// Most requests that have been under way together; for measuring.
    public int mostRequestsUnderWay() {
        return channel.mostRequestsUnderWay();
    }

    @Override
    public void close() {
        channel.close();
    }
}
