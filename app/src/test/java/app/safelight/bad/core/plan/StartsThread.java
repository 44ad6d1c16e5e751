package app.safelight.bad.core.plan;

final class StartsThread {
    Thread start() {
        Thread thread = new Thread(() -> {});
        thread.start();
        return thread;
    }
}
