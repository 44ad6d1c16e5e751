package app.safelight.app.run;

import app.safelight.core.backup.Crew;
import app.safelight.core.ledger.LedgerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A crew of threads. Reading and staging run on some, reading back on others, and one hands on batches, so
/// that a batch is made durable and read back while the next one is being copied.
public final class ThreadCrew implements Crew, AutoCloseable {
    /// Threads that read and stage. More than cores, since each waits for a disk half of the time.
    private static final int THREADS = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 16);

    /// Threads that read back. They read past the page cache, where nobody reads ahead for them, so it takes
    /// twice as many to keep disk and cores busy at once.
    private static final int READING_BACK_THREADS = 2 * THREADS;

    /// Tasks told but not yet handed on by a worker; bounds memory when telling is faster than work.
    private static final int MAX_WAITING_TASKS = 4 * THREADS;

    /// Batches waiting for the one that is being handed on.
    private static final int MAX_WAITING_BATCHES = 1;

    private final BooleanSupplier stopRequested;
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, daemons("safelight-work-"));
    private final ExecutorService mappers =
            Executors.newFixedThreadPool(READING_BACK_THREADS, daemons("safelight-read-"));

    public ThreadCrew(BooleanSupplier stopRequested) {
        this.stopRequested = stopRequested;
    }

    private static ThreadFactory daemons(String prefix) {
        return Thread.ofPlatform().daemon().name(prefix, 1).factory();
    }

    @Override
    public <T, R> void stream(Tasks<T> tasks, Function<? super T, R> work, Batch<R> batch, Handler<R> handler)
            throws LedgerException {
        new Stream<T, R>(work, batch, handler).run(tasks);
    }

    @Override
    public <T, R> List<R> map(List<T> list, Function<? super T, R> work) {
        if (list.size() <= 1) {
            return list.stream().<R>map(work).toList();
        }
        List<Future<R>> futures = new ArrayList<>(list.size());
        for (T one : list) {
            futures.add(mappers.submit(() -> work.apply(one)));
        }
        List<R> results = new ArrayList<>(list.size());
        for (Future<R> future : futures) {
            results.add(await(future));
        }
        return results;
    }

    @Override
    public <R> Supplier<R> beside(Supplier<R> work) {
        Future<R> future = mappers.submit(work::get);
        return () -> await(future);
    }

    private static <R> R await(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a worker failed", failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a worker", interruption);
        }
    }

    @Override
    public boolean stopping() {
        return stopRequested.getAsBoolean();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        mappers.shutdownNow();
    }

    /// One call of `stream`.
    private final class Stream<T, R> {
        private final Function<? super T, R> work;
        private final Batch<R> limit;
        private final Handler<R> handler;
        private final Semaphore room = new Semaphore(MAX_WAITING_TASKS);
        private final BlockingQueue<List<R>> full = new ArrayBlockingQueue<>(MAX_WAITING_BATCHES);
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Object collecting = new Object();
        private List<R> batch = new ArrayList<>();
        private long weight;

        Stream(Function<? super T, R> work, Batch<R> limit, Handler<R> handler) {
            this.work = work;
            this.limit = limit;
            this.handler = handler;
        }

        void run(Tasks<T> tasks) throws LedgerException {
            Thread settling =
                    Thread.ofPlatform().daemon().name("safelight-settle").start(this::handleAll);
            try {
                tasks.tell(this::submit);
            } catch (LedgerException | RuntimeException broken) {
                failure.compareAndSet(null, broken);
            } finally {
                room.acquireUninterruptibly(MAX_WAITING_TASKS);
                List<R> rest = takeRest();
                if (!rest.isEmpty()) {
                    handOn(rest);
                }
                handOn(List.of());
                join(settling);
            }
            Throwable broken = failure.get();
            switch (broken) {
                case null -> {}
                case LedgerException ledger -> throw ledger;
                case RuntimeException runtime -> throw runtime;
                case Error error -> throw error;
                default -> throw new IllegalStateException("a worker failed", broken);
            }
        }

        private void submit(T task) {
            if (failure.get() != null || stopping()) {
                return;
            }
            room.acquireUninterruptibly();
            workers.execute(() -> {
                try {
                    if (failure.get() == null) {
                        collect(work.apply(task));
                    }
                } catch (RuntimeException | Error broken) {
                    failure.compareAndSet(null, broken);
                } finally {
                    room.release();
                }
            });
        }

        private void collect(R result) {
            List<R> complete = List.of();
            synchronized (collecting) {
                batch.add(result);
                weight += limit.weight().applyAsLong(result);
                if (batch.size() >= limit.results() || weight >= limit.weightBytes()) {
                    complete = takeRest();
                }
            }
            if (!complete.isEmpty()) {
                handOn(complete);
            }
        }

        private List<R> takeRest() {
            synchronized (collecting) {
                List<R> rest = batch;
                batch = new ArrayList<>();
                weight = 0;
                return rest;
            }
        }

        private void handOn(List<R> results) {
            try {
                full.put(results);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                failure.compareAndSet(null, interruption);
            }
        }

        /// Hands on batches until the empty one that ends them.
        private void handleAll() {
            try {
                boolean last = false;
                while (!last) {
                    List<R> results = full.take();
                    if (results.isEmpty()) {
                        last = true;
                    } else if (failure.get() == null) {
                        handle(results);
                    }
                }
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                failure.compareAndSet(null, interruption);
            }
        }

        private void handle(List<R> results) {
            try {
                handler.handle(results);
            } catch (LedgerException | RuntimeException | Error broken) {
                failure.compareAndSet(null, broken);
            }
        }

        private static void join(Thread thread) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException interruption) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
