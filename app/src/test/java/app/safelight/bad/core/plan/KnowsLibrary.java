package app.safelight.bad.core.plan;

import org.assertj.core.api.Condition;

final class KnowsLibrary {
    final Condition<String> condition = new Condition<>();
}
