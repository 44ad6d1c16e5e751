package app.safelight.server;

/// Who is told what no caller should be. Threads: any.
@FunctionalInterface
public interface ServerLog {
    /// A failure that nobody foresaw. The caller heard that there is one, and nothing else.
    ///
    /// @param route by its pattern, without anything that the caller sent
    void defect(String route, Exception failure);
}
