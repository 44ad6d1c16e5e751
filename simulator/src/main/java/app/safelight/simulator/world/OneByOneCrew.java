package app.safelight.simulator.world;

import app.safelight.core.backup.Crew;
import app.safelight.core.ledger.LedgerException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// A crew of one: everything happens one step after another, so that one seed replays it. Batches are small, so
/// that a short story has many of them.
public final class OneByOneCrew implements Crew {
    private final int batchResults;

    /// @param batchResults most results handed on at once, whatever the work asks for
    public OneByOneCrew(int batchResults) {
        this.batchResults = batchResults;
    }

    @Override
    public <T, R> void stream(Tasks<T> tasks, Function<? super T, R> work, Batch<R> batch, Handler<R> handler)
            throws LedgerException {
        List<T> told = new ArrayList<>();
        tasks.tell(told::add);
        List<R> results = new ArrayList<>();
        for (T task : told) {
            results.add(work.apply(task));
            if (results.size() >= Math.min(batchResults, batch.results())) {
                handler.handle(results);
                results = new ArrayList<>();
            }
        }
        if (!results.isEmpty()) {
            handler.handle(results);
        }
    }

    @Override
    public <T, R> List<R> map(List<T> list, Function<? super T, R> work) {
        List<R> results = new ArrayList<>();
        for (T one : list) {
            results.add(work.apply(one));
        }
        return results;
    }

    @Override
    public <R> Supplier<R> beside(Supplier<R> work) {
        R result = work.get();
        return () -> result;
    }

    @Override
    public boolean stopping() {
        return false;
    }
}
