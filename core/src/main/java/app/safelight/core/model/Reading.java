package app.safelight.core.model;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gives a body to a reader and tells the body's failures from the reader's own, for every source and place
/// alike. One reading; one thread.
public final class Reading implements Body {
    private final Body body;
    private @Nullable IOException failure;

    private Reading(Body body) {
        this.body = body;
    }

    /// Lets a reader work on a body.
    ///
    /// @param blame makes a fault of what the body threw
    /// @throws X if the body failed, even if the reader made light of that
    /// @throws E whatever else the reader threw, untouched
    public static <R, E extends Exception, X extends Exception> R give(
            Body body, BodyReader<R, E> reader, Function<IOException, X> blame) throws X, E {
        Reading reading = new Reading(body);
        R result;
        try {
            result = reader.read(reading);
        } catch (IOException thrown) {
            if (thrown.equals(reading.failure)) {
                throw blame.apply(thrown);
            }
            throw Reading.<E>readersOwn(thrown);
        }
        if (reading.failure != null) {
            throw blame.apply(reading.failure);
        }
        return result;
    }

    /// An `IOException` that did not come from the body can only be the reader's `E`.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E readersOwn(IOException thrown) {
        return (E) thrown;
    }

    @Override
    public long sizeBytes() {
        return body.sizeBytes();
    }

    @Override
    public int read(long positionBytes, byte[] buffer, int offset, int length) throws IOException {
        try {
            return body.read(positionBytes, buffer, offset, length);
        } catch (IOException unreadable) {
            failure = unreadable;
            throw unreadable;
        }
    }
}
