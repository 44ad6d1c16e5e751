package app.safelight.simulator.world;

import app.safelight.core.model.ItemKey;
import app.safelight.core.place.Disk;
import app.safelight.simulator.world.Medium.Named;
import app.safelight.simulator.world.Medium.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A disk that keeps only what it promised to keep. Everything that no `force` and no `forceFolder` covers is
/// lost, kept or torn by chance when the power goes; see [SimulatedFile] and [Medium] for how.
///
/// A folder made in a folder that was not forced takes everything in it along when it is lost, whatever was
/// forced inside. An open file may hold written bytes back until it is flushed, forced or closed. Reads give
/// fewer bytes than asked for now and then, and a folder's entries come in any order, as both may.
///
/// Failures are those of the JDK on Linux: of operations on a path a [FileSystemException] or the kinds below
/// it, of an open file a plain [IOException] with the operating system's words ("No space left on device").
///
/// Threads: one.
public final class SimulatedDisk implements Disk, Powered {
    /// No simulated file may be longer: all of it is kept in memory.
    private static final long LARGEST_SIMULATED_FILE_BYTES = 1L << 28;

    /// Room of a disk that nothing was said about: a terabyte.
    private static final long USUAL_CAPACITY_BYTES = 1L << 40;

    /// A process holds back at most so many bytes of what was written before it hands them to the operating
    /// system; a common size of such buffers.
    private static final int MOST_HELD_BYTES = 8_192;

    private static final long NEVER = Long.MAX_VALUE;

    private static final String NO_SPACE = "No space left on device";
    private static final String FAILED = "Input/output error";

    private final World world;
    private final SplittableRandom chance;
    private @Nullable Medium medium;
    private @Nullable Medium pulled;
    private final Set<String> locks = new HashSet<>();
    private int life;
    private int openFiles;

    private long capacityBytes = USUAL_CAPACITY_BYTES;
    private boolean liesAboutSync;
    private boolean tellsTheTruthInReads = true;
    private boolean readOnly;
    private long failsAfterStoringAt = NEVER;
    private long failsWithoutStoringAt = NEVER;
    private long vanishesAt = NEVER;
    private long changes;
    private final Set<String> unreadable = new HashSet<>();
    private final Set<String> denied = new HashSet<>();

    /// An empty disk.
    public SimulatedDisk(World world, DiskTraits traits) {
        this.world = world;
        this.chance = world.chance().split();
        this.medium = new Medium(traits);
        world.plugIn(this);
    }

    /// Something goes wrong with it from now on.
    public void strike(DiskTrouble trouble) {
        switch (trouble) {
            case DiskTrouble.LiesAboutSync(var truthful) -> {
                liesAboutSync = true;
                tellsTheTruthInReads = truthful;
            }
            case DiskTrouble.Rots(var path, var bit) -> rot(path, bit);
            case DiskTrouble.FillsUp(var freeBytes) -> capacityBytes = usedBytes() + freeBytes;
            case DiskTrouble.FailsAfterStoring(var after) -> failsAfterStoringAt = changes + after;
            case DiskTrouble.FailsWithoutStoring(var after) -> failsWithoutStoringAt = changes + after;
            case DiskTrouble.FailsReading(var path) -> unreadable.add(path);
            case DiskTrouble.Denies(var path) -> denied.add(path);
            case DiskTrouble.IsReadOnly() -> readOnly = true;
            case DiskTrouble.Vanishes(var after) -> vanishesAt = changes + after;
        }
    }

    /// Nothing goes wrong with it any more; what was lost stays lost, and what is unplugged stays so. A drive
    /// that lied and was not cut off has had the time to write down everything.
    public void recover() {
        if (liesAboutSync && medium != null) {
            medium.drain();
        }
        capacityBytes = USUAL_CAPACITY_BYTES;
        liesAboutSync = false;
        tellsTheTruthInReads = true;
        readOnly = false;
        failsAfterStoringAt = NEVER;
        failsWithoutStoringAt = NEVER;
        vanishesAt = NEVER;
        unreadable.clear();
        denied.clear();
    }

    /// The operating system forgets all it has in memory of what is also on the medium.
    public void dropCaches() {
        for (Named named : plugged("").everything()) {
            if (named.node() instanceof Node.File(var bytes)) {
                bytes.dropCache();
            }
        }
    }

    /// Pulls it out while in use: what was not durable fares as in a power cut.
    ///
    /// @return what can be plugged in again, here or in another disk's stead
    public Medium unplug() {
        Medium leaving = plugged("");
        leaving.powerLost(chance);
        forgetProcess();
        medium = null;
        pulled = leaving;
        return leaving;
    }

    /// Puts back what was pulled out last; does nothing while something is plugged in.
    public void plugInAgain() {
        if (medium == null && pulled != null) {
            plugIn(pulled);
        }
    }

    /// Puts a medium where another was, or was not; an empty one is also what a mount point without its disk
    /// looks like.
    public void plugIn(Medium other) {
        if (medium != null) {
            unplug();
        }
        medium = other;
        vanishesAt = NEVER;
    }

    /// What is in it now.
    ///
    /// @throws IllegalStateException if it is unplugged
    public Medium medium() {
        return plugged("");
    }

    /// What would surely be there if the power went now, on what is plugged in, or else on what was pulled out
    /// last: a drive in a drawer still holds its files.
    public Map<String, byte[]> durableFiles() {
        Medium held = medium == null ? pulled : medium;
        return held == null ? Map.of() : held.durableFiles();
    }

    /// Files opened and not closed again by the running process.
    public int openFiles() {
        return openFiles;
    }

    /// Locks taken and not given back by the running process.
    public int heldLocks() {
        return locks.size();
    }

    /// How many changes were tried since it was made; the trouble that counts changes counts these.
    public long changes() {
        return changes;
    }

    @Override
    public void powerLost() {
        if (medium != null) {
            medium.powerLost(chance);
        }
        forgetProcess();
    }

    @Override
    public void processDied() {
        forgetProcess();
    }

    private void forgetProcess() {
        life++;
        locks.clear();
        openFiles = 0;
    }

    @Override
    public DiskTraits traits() throws IOException {
        return reach("").traits();
    }

    @Override
    public void createFolder(String path) throws IOException {
        change("create folder", path);
        Medium here = reach(path);
        for (int end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
            String folder = end < 0 ? path : path.substring(0, end);
            Named there = here.shown(folder);
            if (there != null && there.node() instanceof Node.File) {
                throw end < 0 ? new FileAlreadyExistsException(path) : notAFolder(path);
            }
            if (there == null) {
                requireGoodName(here, folder);
                requireRoomForName(folder);
                here.add(folder, new Node.Folder());
            }
            if (end < 0) {
                break;
            }
        }
        changed(path);
    }

    @Override
    public DiskFile create(String path) throws IOException {
        change("create", path);
        if (reach(path).shown(path) != null) {
            throw new FileAlreadyExistsException(path);
        }
        SimulatedFile file = addFile(path);
        changed(path);
        return new Writer(path, file);
    }

    @Override
    public DiskFile append(String path) throws IOException {
        change("append", path);
        SimulatedFile file = fileOf(existing(reach(path), path));
        changed(path);
        return new Writer(path, file);
    }

    private SimulatedFile addFile(String path) throws IOException {
        Medium here = reach(path);
        requireFolder(here, path);
        requireGoodName(here, path);
        requireRoomForName(path);
        SimulatedFile file = new SimulatedFile(round(here, world.clock().instant()));
        here.add(path, new Node.File(file));
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        move(from, to, false);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        move(from, to, true);
    }

    private void move(String from, String to, boolean replacing) throws IOException {
        change(replacing ? "replace with" : "rename", from + " -> " + to);
        requireAllowed(from);
        requireAllowed(to);
        Medium here = reach(from);
        Named source = here.shown(from);
        if (source == null) {
            throw new NoSuchFileException(from, to, null);
        }
        fileOf(source);
        requireFolder(here, to);
        requireGoodName(here, to);
        Named target = here.shown(to);
        if (target != null && !target.node().equals(source.node())) {
            if (!replacing) {
                throw new FileAlreadyExistsException(from, to, null);
            }
            fileOf(target);
        }
        here.move(source, to);
        changed(from);
    }

    @Override
    public void forceFolder(String path) throws IOException {
        change("force folder", path);
        Medium here = reach(path);
        requireIsFolder(here, path);
        if (!liesAboutSync) {
            here.forceFolder(path);
        }
        changed(path);
    }

    @Override
    public void delete(String path) throws IOException {
        change("delete", path);
        Medium here = reach(path);
        Named there = existing(here, path);
        if (there.node() instanceof Node.Folder && !here.shownIn(path).isEmpty()) {
            throw new DirectoryNotEmptyException(path);
        }
        here.remove(there);
        changed(path);
    }

    @Override
    public void truncate(String path, long sizeBytes) throws IOException {
        change("truncate", path);
        Medium here = reach(path);
        SimulatedFile file = fileOf(existing(here, path));
        file.truncate((int) Math.min(sizeBytes, file.length()));
        file.setModifiedAt(round(here, world.clock().instant()));
        changed(path);
    }

    @Override
    public Optional<DiskEntry> entry(String path) throws IOException {
        requireClean(path);
        world.look("look at " + path);
        if (medium == null) {
            return Optional.empty();
        }
        if (path.isEmpty()) {
            return Optional.of(new DiskEntry("", DiskEntry.Type.FOLDER, 0, World.START));
        }
        Named there = medium.shown(path);
        return there == null ? Optional.empty() : Optional.of(entryOf(there));
    }

    private static DiskEntry entryOf(Named there) {
        return switch (there.node()) {
            case Node.File(var bytes) ->
                new DiskEntry(there.path(), DiskEntry.Type.FILE, bytes.length(), bytes.modifiedAt());
            case Node.Folder _ -> new DiskEntry(there.path(), DiskEntry.Type.FOLDER, 0, World.START);
        };
    }

    @Override
    public List<DiskEntry> list(String folder) throws IOException {
        world.look("list " + folder);
        Medium here = reach(folder);
        requireIsFolder(here, folder);
        List<DiskEntry> entries = new ArrayList<>();
        for (Named named : here.shownIn(folder)) {
            entries.add(chance.nextInt(entries.size() + 1), entryOf(named));
        }
        return entries;
    }

    @Override
    public OpenBody open(String path, boolean fromMedium) throws IOException {
        world.look("open " + path);
        Medium here = reach(path);
        SimulatedFile file = fileOf(existing(here, path));
        if (fromMedium && !here.traits().mediumReads()) {
            throw new UnsupportedOperationException("no read can get past the caches of this file system: " + path);
        }
        boolean seenThrough = fromMedium && liesAboutSync && tellsTheTruthInReads;
        if (seenThrough && !here.isDurable(path)) {
            throw new NoSuchFileException(path);
        }
        return new Reader(path, bytesOf(file, fromMedium));
    }

    private byte[] bytesOf(SimulatedFile file, boolean fromMedium) {
        if (!fromMedium) {
            return file.cached();
        }
        return liesAboutSync && tellsTheTruthInReads ? file.pastCacheOfLiar() : file.pastCache();
    }

    @Override
    public void setModifiedAt(String path, Instant modifiedAt) throws IOException {
        change("set time of", path);
        Medium here = reach(path);
        if (existing(here, path).node() instanceof Node.File(var bytes)) {
            bytes.setModifiedAt(round(here, modifiedAt));
        }
        changed(path);
    }

    @Override
    public long freeBytes() throws IOException {
        world.look("ask for free bytes");
        reach("");
        return free();
    }

    @Override
    public Optional<AutoCloseable> lock(String path) throws IOException {
        if (locks.contains(path)) {
            world.look("lock " + path);
            return Optional.empty();
        }
        (entry(path).isPresent() ? append(path) : create(path)).close();
        locks.add(path);
        int takenIn = life;
        return Optional.of(() -> {
            if (takenIn == life) {
                locks.remove(path);
            }
        });
    }

    /// Leaves the hardware as it is; it can be used again.
    @Override
    public void close() {}

    private void rot(String path, long bit) {
        if (!(plugged(path).shown(path) instanceof Named(var _, Node.File(var bytes)))) {
            throw new IllegalArgumentException("there is no file " + path);
        }
        bytes.rot(bit);
    }

    private long usedBytes() {
        return medium == null ? 0 : medium.shownBytes();
    }

    private long free() {
        return Math.max(0, capacityBytes - usedBytes());
    }

    private Medium plugged(String path) {
        if (medium == null) {
            throw new IllegalStateException("the disk is unplugged " + path);
        }
        return medium;
    }

    /// The medium, if the path may be used on it.
    private Medium reach(String path) throws IOException {
        requireAllowed(path);
        if (medium == null) {
            throw new NoSuchFileException(path);
        }
        return medium;
    }

    private void requireAllowed(String path) throws IOException {
        requireClean(path);
        if (isAtOrBelow(path, denied)) {
            throw new AccessDeniedException(path);
        }
    }

    private static void requireClean(String path) {
        if (!path.isEmpty() && !ItemKey.isClean(path)) {
            throw new IllegalArgumentException("not a path below the root: " + path);
        }
    }

    private static boolean isAtOrBelow(String path, Set<String> tops) {
        return tops.stream().anyMatch(top -> top.isEmpty() || path.equals(top) || path.startsWith(top + "/"));
    }

    /// Begins a change of something with a path.
    private void change(String what, String path) throws IOException {
        beginChange(what, path);
        if (readOnly) {
            throw new FileSystemException(path, null, "Read-only file system");
        }
        if (failsNow()) {
            throw new FileSystemException(path, null, FAILED);
        }
    }

    private void beginChange(String what, String path) {
        world.operation(what + " " + path);
        if (changes++ >= vanishesAt && medium != null) {
            unplug();
        }
    }

    private boolean failsNow() {
        boolean fails = changes > failsWithoutStoringAt;
        if (fails) {
            failsWithoutStoringAt = NEVER;
        }
        return fails;
    }

    /// Ends a change that was done.
    private void changed(String path) throws IOException {
        if (failsLate()) {
            throw new FileSystemException(path, null, FAILED);
        }
    }

    private boolean failsLate() {
        boolean fails = changes > failsAfterStoringAt;
        if (fails) {
            failsAfterStoringAt = NEVER;
        }
        return fails;
    }

    private static Named existing(Medium here, String path) throws NoSuchFileException {
        Named there = here.shown(path);
        if (there == null) {
            throw new NoSuchFileException(path);
        }
        return there;
    }

    private static SimulatedFile fileOf(Named named) throws FileSystemException {
        return switch (named.node()) {
            case Node.File(var bytes) -> bytes;
            case Node.Folder _ -> throw new FileSystemException(named.path(), null, "Is a directory");
        };
    }

    private static FileSystemException notAFolder(String path) {
        return new FileSystemException(path, null, "Not a directory");
    }

    private static void requireFolder(Medium here, String path) throws IOException {
        String folder = Medium.parent(path);
        if (!folder.isEmpty()) {
            Named parent = here.shown(folder);
            if (parent == null && here.shown(Medium.parent(folder)) instanceof Named(var _, Node.File _)) {
                throw notAFolder(path);
            }
            if (parent == null) {
                throw new NoSuchFileException(path);
            }
            if (parent.node() instanceof Node.File) {
                throw notAFolder(path);
            }
        }
    }

    private static void requireIsFolder(Medium here, String path) throws IOException {
        if (!path.isEmpty() && existing(here, path).node() instanceof Node.File) {
            throw new NotDirectoryException(path);
        }
    }

    private static void requireGoodName(Medium here, String path) throws FileSystemException {
        String name = Medium.name(path);
        if (name.getBytes(StandardCharsets.UTF_8).length > here.traits().longestNameBytes()) {
            throw new FileSystemException(path, null, "File name too long");
        }
        if (here.traits().windowsNames() && isForbiddenOnWindows(name)) {
            throw new FileSystemException(path, null, "Invalid argument");
        }
    }

    private static boolean isForbiddenOnWindows(String name) {
        return name.endsWith(".")
                || name.endsWith(" ")
                || name.chars().anyMatch(letter -> letter < ' ' || "\\:*?\"<>|".indexOf(letter) >= 0);
    }

    private void requireRoomForName(String path) throws FileSystemException {
        if (free() == 0) {
            throw new FileSystemException(path, null, NO_SPACE);
        }
    }

    private static Instant round(Medium here, Instant time) {
        Duration step = here.traits().timeStep();
        long stepSeconds = step.toSeconds();
        if (stepSeconds > 0) {
            return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), stepSeconds) * stepSeconds);
        }
        return time.minusNanos(time.getNano() % step.toNanosPart());
    }

    private final class Writer implements DiskFile {
        private final String path;
        private final SimulatedFile file;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private final int born = life;
        private boolean open = true;

        Writer(String path, SimulatedFile file) {
            this.path = path;
            this.file = file;
            openFiles++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            change("write to");
            held.write(buffer, offset, length);
            if (held.size() > MOST_HELD_BYTES || chance.nextBoolean()) {
                handOver();
            }
            failIfLate();
        }

        @Override
        public void flush() throws IOException {
            requireUsable("flush");
            handOver();
        }

        /// Gives the operating system what the process still holds.
        private void handOver() throws IOException {
            byte[] bytes = held.toByteArray();
            held.reset();
            Medium here = plugged(path);
            if (bytes.length == 0) {
                return;
            }
            long limit = Math.min(here.traits().largestFileBytes(), LARGEST_SIMULATED_FILE_BYTES) - file.length();
            int fits = (int) Math.min(bytes.length, Math.min(free(), limit));
            file.append(bytes, 0, fits);
            file.setModifiedAt(round(here, world.clock().instant()));
            if (fits < bytes.length) {
                throw new IOException(fits == limit ? "File too large" : NO_SPACE);
            }
        }

        @Override
        public void force() throws IOException {
            change("force");
            handOver();
            if (!liesAboutSync) {
                file.force();
            }
            failIfLate();
        }

        private void change(String what) throws IOException {
            if (!open) {
                throw new ClosedChannelException();
            }
            beginChange(what, path);
            if (failsNow()) {
                throw new IOException(FAILED);
            }
            requireUsable(what);
        }

        private void requireUsable(String what) throws IOException {
            world.look(what + " " + path);
            if (!open) {
                throw new ClosedChannelException();
            }
            if (born != life || medium == null) {
                throw new IOException(FAILED);
            }
            if (readOnly) {
                throw new IOException("Read-only file system");
            }
        }

        private void failIfLate() throws IOException {
            if (failsLate()) {
                throw new IOException(FAILED);
            }
        }

        @Override
        public void close() throws IOException {
            if (!open) {
                return;
            }
            try {
                if (held.size() > 0) {
                    requireUsable("close");
                    handOver();
                }
            } finally {
                open = false;
                openFiles -= born == life ? 1 : 0;
            }
        }
    }

    private final class Reader implements OpenBody {
        private final String path;
        private final BytesBody bytes;
        private final int born = life;
        private boolean open = true;

        Reader(String path, byte[] bytes) {
            this.path = path;
            this.bytes = new BytesBody(bytes, chance, _ -> requireReadable());
            openFiles++;
        }

        private void requireReadable() throws IOException {
            world.look("read " + path);
            if (!open) {
                throw new ClosedChannelException();
            }
            if (born != life || isAtOrBelow(path, unreadable)) {
                throw new IOException(FAILED);
            }
        }

        @Override
        public long sizeBytes() {
            return bytes.sizeBytes();
        }

        @Override
        public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
            return bytes.read(positionBytes, buffer, offset, length);
        }

        @Override
        public void close() {
            if (open && born == life) {
                openFiles--;
            }
            open = false;
        }
    }
}
