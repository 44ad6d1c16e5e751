package app.safelight.bad.core.model;

import app.safelight.bad.core.backup.Later;

final class LooksAhead {
    final Later later = new Later();
}
