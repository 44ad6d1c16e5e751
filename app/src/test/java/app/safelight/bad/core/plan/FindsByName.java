package app.safelight.bad.core.plan;

final class FindsByName {
    Class<?> find(String name) throws ClassNotFoundException {
        return Class.forName(name);
    }
}
