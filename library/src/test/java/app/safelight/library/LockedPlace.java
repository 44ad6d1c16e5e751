package app.safelight.library;

import app.safelight.core.model.BodyReader;
import app.safelight.core.model.ContentId;
import app.safelight.core.model.PlaceId;
import app.safelight.core.place.Evidence;
import app.safelight.core.place.NameHint;
import app.safelight.core.place.Origin;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceException;
import app.safelight.core.place.PlaceTraits;
import app.safelight.core.place.Staged;
import app.safelight.core.place.Staging;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A place of one thread made fit for many, that counts how often it settled.
final class LockedPlace implements Place {
    private final Place place;
    final AtomicInteger settles = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private volatile CountDownLatch settling = new CountDownLatch(0);

    LockedPlace(Place place) {
        this.place = place;
    }

    /// Lets no settle begin.
    void hold() {
        settling = new CountDownLatch(1);
    }

    void letGo() {
        settling.countDown();
    }

    /// Waits until so many stagings came to their end.
    void awaitFinished(int count) {
        while (finished.get() < count) {
            Thread.onSpinWait();
        }
    }

    @Override
    public PlaceId id() {
        return place.id();
    }

    @Override
    public String location() {
        return place.location();
    }

    @Override
    public PlaceTraits traits() {
        return place.traits();
    }

    @Override
    public Staging stage(NameHint hint, long sizeBytes) throws PlaceException {
        synchronized (place) {
            return new LockedStaging(place.stage(hint, sizeBytes));
        }
    }

    private final class LockedStaging implements Staging {
        private final Staging staging;

        LockedStaging(Staging staging) {
            this.staging = staging;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws PlaceException {
            synchronized (place) {
                staging.write(buffer, offset, length);
            }
        }

        @Override
        public Staged finish(ContentId content) throws PlaceException {
            synchronized (place) {
                Staged staged = staging.finish(content);
                finished.incrementAndGet();
                return staged;
            }
        }

        @Override
        public void abandon() {
            synchronized (place) {
                staging.abandon();
            }
        }
    }

    @Override
    public void settle(List<Staged> staged, List<Origin> origins) throws PlaceException {
        try {
            settling.await();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
        synchronized (place) {
            settles.incrementAndGet();
            place.settle(staged, origins);
        }
    }

    @Override
    public boolean claims(ContentId content) throws PlaceException {
        synchronized (place) {
            return place.claims(content);
        }
    }

    @Override
    public <R, E extends Exception> R read(ContentId content, Evidence evidence, BodyReader<R, E> reader)
            throws PlaceException, E {
        synchronized (place) {
            return place.read(content, evidence, reader);
        }
    }

    @Override
    public void list(Consumer<? super ContentId> sink) throws PlaceException {
        synchronized (place) {
            place.list(sink);
        }
    }

    @Override
    public void missing(Consumer<? super ContentId> sink) throws PlaceException {
        synchronized (place) {
            place.missing(sink);
        }
    }

    @Override
    public void origins(Consumer<? super Origin> sink) throws PlaceException {
        synchronized (place) {
            place.origins(sink);
        }
    }

    @Override
    public void setAside(ContentId content) throws PlaceException {
        synchronized (place) {
            place.setAside(content);
        }
    }

    @Override
    public void close() throws PlaceException {
        synchronized (place) {
            place.close();
        }
    }
}
