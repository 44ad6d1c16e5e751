package app.safelight.apple.device;

import app.safelight.apple.afc.Afc;
import app.safelight.apple.connection.DeviceException;
import app.safelight.apple.connection.DeviceFault;
import app.safelight.apple.connection.FileRefusal;
import app.safelight.apple.mediafiles.MediaException;
import app.safelight.apple.mediafiles.MediaFault;
import app.safelight.apple.usbmux.Udid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The connections to the file service of one phone: a few, made when they are needed, and made anew when they
/// are lost.
///
/// Whoever wants something of the phone takes a connection, alone, for as long as one question takes, and gives
/// it back. If the phone grants fewer than are wanted, threads take turns. If all are lost, one thread brings
/// the phone back, with the caller's [Patience], while the others wait for it.
///
/// Threads: any.
final class PhoneConnections implements AutoCloseable {
    /// Each has up to eight megabytes under way, which fills any cable; more of them only help where files are
    /// so small that each costs round trips and nothing else. Known programs have one.
    static final int MAX_CONNECTIONS = 4;

    /// The longest wait for a turn. Who is before us waits for the phone, at most [#MAX_RETURN_ATTEMPTS] times.
    private static final Duration TURN_LIMIT = Duration.ofHours(1);

    /// At one a second, a quarter of an hour for someone to find the cable.
    private static final int MAX_RETURN_ATTEMPTS = 900;

    /// Connections lost, one after the other, over one question that none of them answered.
    private static final int MAX_FRUITLESS = 16;

    /// A phone that says nothing for so long is asked over a new connection, once.
    private static final int MAX_SILENCES = 2;

    /// A connection, and the files that are open on it.
    static final class Lane {
        private final Afc afc;

        /// Touched only by who has taken the lane.
        private final List<PhoneContent> held = new ArrayList<>();

        private boolean taken = true;

        private Lane(Afc afc) {
            this.afc = afc;
        }

        Afc afc() {
            return afc;
        }

        List<PhoneContent> held() {
            return held;
        }
    }

    /// What is done with a connection.
    @FunctionalInterface
    interface Use<R> {
        R with(Lane lane) throws DeviceException;
    }

    private final Devices devices;
    private final Udid udid;
    private final Patience patience;
    private final Duration silenceLimit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // These are guarded by the lock.
    private final List<Lane> lanes = new ArrayList<>();
    private int mostLanes = MAX_CONNECTIONS;
    private boolean closed;

    /// One thread at a time opens connections; what follows is its alone.
    private boolean opening;

    private @Nullable DeviceSession session;

    /// Nobody waits any more until the phone has been reached again.
    private boolean givenUp;

    private PhoneConnections(Devices devices, Udid udid, Patience patience, Duration silenceLimit) {
        this.devices = devices;
        this.udid = udid;
        this.patience = patience;
        this.silenceLimit = silenceLimit;
    }

    /// Opens the first connection, without waiting for anything a person would have to do.
    static PhoneConnections open(Devices devices, Udid udid, Patience patience, Duration silenceLimit)
            throws DeviceException {
        PhoneConnections connections = new PhoneConnections(devices, udid, patience, silenceLimit);
        try {
            Lane first = new Lane(connections.connect());
            first.afc.silenceLimit(silenceLimit);
            first.taken = false;
            connections.lanes.add(first);
            return connections;
        } catch (DeviceException failed) {
            connections.close();
            throw failed;
        }
    }

    /// Asks the phone something; if the connection is lost meanwhile, once more over another.
    ///
    /// @param path what it is about, for faults
    /// @param wanted the connection on which something is open already, if it is still there; null for any
    <R> R use(String path, @Nullable Lane wanted, Use<R> use) throws MediaException {
        int fruitless = 0;
        int silences = 0;
        while (true) {
            Lane lane = takeFor(path, wanted);
            try {
                return use.with(lane);
            } catch (DeviceException failed) {
                if (lane.afc.isUsable()) {
                    throw new MediaException(faultOfFile(path, failed.fault()), failed);
                }
                fruitless++;
                silences += failed.fault() instanceof DeviceFault.TimedOut ? 1 : 0;
                if (fruitless >= MAX_FRUITLESS || silences >= MAX_SILENCES || !isPassing(failed.fault())) {
                    throw gone(path, failed);
                }
            } finally {
                giveBack(lane);
            }
        }
    }

    /// As [#use], on one connection or not at all, and not a second time.
    ///
    /// @return whether it was done
    boolean useIfThere(Lane wanted, Use<Boolean> use) {
        try {
            if (!takeThis(wanted)) {
                return false;
            }
            try {
                return use.with(wanted);
            } finally {
                giveBack(wanted);
            }
        } catch (DeviceException lost) {
            return false; // who asks for something next learns why
        }
    }

    private Lane takeFor(String path, @Nullable Lane wanted) throws MediaException {
        try {
            return take(wanted);
        } catch (DeviceException failed) {
            throw gone(path, failed);
        }
    }

    private static MediaException gone(String path, DeviceException failed) {
        return new MediaException(new MediaFault.SourceGone(path, failed.fault()), failed);
    }

    private static MediaFault faultOfFile(String path, DeviceFault fault) {
        if (fault instanceof DeviceFault.FileChanged(var _, long expectedBytes, long foundBytes)) {
            return new MediaFault.Changed(path, expectedBytes, foundBytes);
        }
        if (isRefusal(fault, FileRefusal.NOT_FOUND)) {
            return new MediaFault.Missing(path);
        }
        return isRefusal(fault, FileRefusal.PERMISSION_DENIED)
                ? new MediaFault.Denied(path)
                : new MediaFault.Refused(path, fault);
    }

    static boolean isRefusal(DeviceFault fault, FileRefusal why) {
        return fault instanceof DeviceFault.FileRefused refused && refused.why() == why;
    }

    private Lane take(@Nullable Lane wanted) throws DeviceException {
        while (true) {
            Optional<Lane> taken = takeOrBeOpener(wanted);
            if (taken.isPresent()) {
                return taken.get();
            }
            Optional<Lane> opened = openLane();
            if (opened.isPresent()) {
                return opened.get();
            }
        }
    }

    private boolean takeThis(Lane wanted) throws DeviceException {
        lock.lock();
        try {
            long leftNanos = TURN_LIMIT.toNanos();
            while (!closed && lanes.contains(wanted)) {
                if (!wanted.taken) {
                    wanted.taken = true;
                    return true;
                }
                leftNanos = await(leftNanos);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// @return empty if the caller is to open a connection
    private Optional<Lane> takeOrBeOpener(@Nullable Lane wanted) throws DeviceException {
        lock.lock();
        try {
            long leftNanos = TURN_LIMIT.toNanos();
            while (true) {
                if (closed) {
                    throw new DeviceException(new DeviceFault.Stopped());
                }
                boolean bound = wanted != null && lanes.contains(wanted);
                Optional<Lane> free = lanes.stream()
                        .filter(lane -> !lane.taken && (!bound || lane == wanted))
                        .min(Comparator.comparingInt(lane -> lane.held.size()));
                boolean mayOpen = !bound && !opening && lanes.size() < mostLanes;
                if (free.isPresent() && (!mayOpen || free.get().held.isEmpty())) {
                    free.get().taken = true;
                    return free;
                }
                if (mayOpen) {
                    opening = true;
                    return Optional.empty();
                }
                leftNanos = await(leftNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // both callers look again
    private long await(long leftNanos) throws DeviceException {
        if (leftNanos <= 0) {
            throw new DeviceException(new DeviceFault.TimedOut(TURN_LIMIT));
        }
        try {
            return changed.awaitNanos(leftNanos);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DeviceException(new DeviceFault.Stopped(), stopped);
        }
    }

    /// Opens one more connection, as the one who does so now.
    ///
    /// @return empty if the phone grants no more than there are
    private Optional<Lane> openLane() throws DeviceException {
        Lane lane = null;
        try {
            lane = new Lane(connectPatiently());
            return Optional.of(lane);
        } catch (DeviceException failed) {
            if (hasLanes()) {
                return Optional.empty();
            }
            throw failed;
        } finally {
            opened(lane);
        }
    }

    private void opened(@Nullable Lane lane) {
        boolean tooLate;
        lock.lock();
        try {
            opening = false;
            tooLate = closed;
            if (lane == null) {
                limitLanes();
            } else {
                lanes.add(lane);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (tooLate) {
            close();
        }
    }

    /// A phone that refused one more, or closed one when it gave another, is not asked again before all are
    /// lost: the phone that comes back may grant more.
    private void limitLanes() {
        mostLanes = lanes.isEmpty() ? MAX_CONNECTIONS : lanes.size();
    }

    private boolean hasLanes() {
        lock.lock();
        try {
            return !lanes.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private Afc connectPatiently() throws DeviceException {
        for (int attempt = 1; ; attempt++) {
            try {
                Afc afc = connect();
                afc.silenceLimit(silenceLimit);
                givenUp = false;
                return afc;
            } catch (DeviceException failed) {
                if (hasLanes()) {
                    throw failed;
                }
                boolean again = attempt < MAX_RETURN_ATTEMPTS
                        && isPassing(failed.fault())
                        && !givenUp
                        && !isClosed()
                        && patience.again(failed.fault());
                if (!again) {
                    givenUp = true;
                    throw failed;
                }
            }
        }
    }

    /// A session that was there can be one with a cable that is out, while the phone is there by another way.
    private Afc connect() throws DeviceException {
        DeviceSession before = session;
        if (before != null) {
            try {
                return before.afc();
            } catch (DeviceException failed) {
                endSession();
                if (!isPassing(failed.fault())) {
                    throw failed;
                }
            }
        }
        DeviceSession anew = devices.open(udid);
        session = anew;
        try {
            return anew.afc();
        } catch (DeviceException failed) {
            endSession();
            throw failed;
        }
    }

    private void endSession() {
        DeviceSession last = session;
        session = null;
        if (last != null) {
            last.close();
        }
    }

    /// Whether a fault may pass by itself, or by what a person does at the phone.
    private static boolean isPassing(DeviceFault fault) {
        return switch (fault) {
            case DeviceFault.NoDaemon _,
                    DeviceFault.DaemonRefused _,
                    DeviceFault.NoDevice _,
                    DeviceFault.PortRefused _,
                    DeviceFault.Locked _,
                    DeviceFault.TrustPending _,
                    DeviceFault.CableLost _,
                    DeviceFault.TimedOut _,
                    DeviceFault.Malformed _ -> true;
            // The services of the connection that was lost may still be ending.
            case DeviceFault.ServiceRefused refused -> refused.code().equals("ServiceLimit");
            case DeviceFault.BadDaemonAddress _,
                    DeviceFault.TrustDenied _,
                    DeviceFault.NotPaired _,
                    DeviceFault.PairingStale _,
                    DeviceFault.WrongDeviceKey _,
                    DeviceFault.PairingUnusable _,
                    DeviceFault.PairingUnreadable _,
                    DeviceFault.PairingNeedsCable _,
                    DeviceFault.Managed _,
                    DeviceFault.FindMyProtects _,
                    DeviceFault.Refused _,
                    DeviceFault.FileRefused _,
                    DeviceFault.FileChanged _,
                    DeviceFault.Stopped _ -> false;
        };
    }

    private void giveBack(Lane lane) {
        if (!lane.afc.isUsable()) {
            discard(lane);
            return;
        }
        lock.lock();
        try {
            lane.taken = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void discard(Lane lane) {
        lock.lock();
        try {
            if (lanes.remove(lane)) {
                limitLanes();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        lane.afc.close();
    }

    /// How many connections there are now; for measuring.
    int count() {
        lock.lock();
        try {
            return lanes.size();
        } finally {
            lock.unlock();
        }
    }

    /// Ends all; who is just asking something learns it as [DeviceFault.Stopped].
    @Override
    public void close() {
        List<Lane> open;
        boolean busy;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(lanes);
            lanes.clear();
            busy = opening;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        open.forEach(lane -> lane.afc.close());
        if (!busy) { // else who is opening ends it when done
            endSession();
        }
    }
}
