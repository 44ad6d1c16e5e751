package app.safelight.place.bucket;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// What a place in a bucket works with.
///
/// @param executor runs the requests of one step beside each other; `Runnable::run` runs them one by one. It
///     must not wait for the thread that uses the place
/// @param clock stamps origins, so that the newest is known
/// @param chance makes names that nobody else makes; shared by threads
public record BucketMeans(
        BucketCredentials credentials, Executor executor, InstantSource clock, RandomGenerator chance) {
    @Override
    public String toString() {
        return "BucketMeans";
    }
}
