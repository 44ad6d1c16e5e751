package app.safelight.core.backup;

import app.safelight.core.ledger.LedgerException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Who does the work: threads in the program, one after another in the simulator. The work itself never makes a
/// thread.
public interface Crew {
    /// Takes each task that is told, works on several at once, and hands the results on in batches, from one
    /// thread at a time and in any order. Results are few at any moment: telling tasks waits for work to be
    /// done. When the crew is told to stop, no new task is begun; what was begun is finished and handed on.
    ///
    /// @param batch how much to hand on at once
    /// @throws LedgerException from telling or handing on; then the rest is not done
    <T, R> void stream(Tasks<T> tasks, Function<? super T, R> work, Batch<R> batch, Handler<R> handler)
            throws LedgerException;

    /// Works on all of a list, several at once; results in the order of the list.
    <T, R> List<R> map(List<T> list, Function<? super T, R> work);

    /// Begins work that goes on beside the caller's own.
    ///
    /// @return gives its result, waiting for it if need be; to be asked once
    <R> Supplier<R> beside(Supplier<R> work);

    /// Whether somebody asked to stop. Long work looks at it between items.
    boolean stopping();

    /// Tells tasks one by one.
    @FunctionalInterface
    interface Tasks<T> {
        void tell(Consumer<? super T> sink) throws LedgerException;
    }

    /// Takes a batch of results.
    @FunctionalInterface
    interface Handler<R> {
        void handle(List<R> results) throws LedgerException;
    }

    /// A batch is handed on when it has this many results, or these many bytes.
    record Batch<R>(int results, long weightBytes, ToLongFunction<? super R> weight) {}
}
