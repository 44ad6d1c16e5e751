package app.safelight.place.library;

import app.safelight.core.place.Place;
import app.safelight.core.place.Staging;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Lets one thread at a time at a place that is made for one.
final class Locked {
    private Locked() {}

    static Place place(Place place) {
        return locked(Place.class, place, place);
    }

    private static <T> T locked(Class<T> type, T inner, Object lock) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    synchronized (lock) {
                        try {
                            Object result = method.invoke(inner, arguments);
                            return result instanceof Staging staging ? locked(Staging.class, staging, lock) : result;
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    }
                }));
    }
}
