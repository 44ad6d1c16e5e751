package app.safelight.bad.media.sniff;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

final class MakesExecutor {
    final ExecutorService executor = Executors.newSingleThreadExecutor();
}
