package app.safelight.library;

import app.safelight.core.place.Disk;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/// A disk of one thread made fit for many: one call at a time, of the disk and of what it opened.
final class LockedDisk {
    private LockedDisk() {}

    static Disk over(Disk disk) {
        return locked(disk, Disk.class, disk);
    }

    private static <T> T locked(T one, Class<T> type, Object lock) {
        Object proxy = Proxy.newProxyInstance(
                LockedDisk.class.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    synchronized (lock) {
                        try {
                            return wrapped(method.invoke(one, arguments), lock);
                        } catch (InvocationTargetException failure) {
                            throw failure.getCause();
                        }
                    }
                });
        return type.cast(proxy);
    }

    private static Object wrapped(Object result, Object lock) {
        return switch (result) {
            case Disk.DiskFile file -> locked(file, Disk.DiskFile.class, lock);
            case Disk.OpenBody body -> locked(body, Disk.OpenBody.class, lock);
            case Optional<?> some
            when some.isPresent() && some.get() instanceof AutoCloseable held ->
                Optional.of(locked(held, AutoCloseable.class, lock));
            case null, default -> result;
        };
    }
}
