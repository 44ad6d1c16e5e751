package app.safelight.app.wiring;

import app.safelight.core.plan.Grouping;
import app.safelight.core.plan.Inspector;
import app.safelight.core.source.Source;

/// A source, with what else can be known of its items besides their own bytes.
///
/// @param inspector tells facts of its items
/// @param grouping says which of them belong together
public record OpenedSource(Source source, Inspector inspector, Grouping grouping) implements AutoCloseable {
    @Override
    public void close() {
        source.close();
    }
}
