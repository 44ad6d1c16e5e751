package app.safelight.bad.core.plan;

import java.util.concurrent.Executor;

record AsksExecutor(Executor executor) {
    void ask() {
        executor.execute(() -> {});
    }
}
