package app.safelight.simulator.iphone;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The notices that go around on a phone, to whoever wants them.
///
/// Threads: any; a listener is called on the thread that posts.
final class Notifications {
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    void forget(Consumer<String> listener) {
        listeners.remove(listener);
    }

    void post(String name) {
        for (Consumer<String> listener : listeners) {
            listener.accept(name);
        }
    }
}
