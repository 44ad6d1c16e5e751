package app.safelight.source.takeout;

import java.io.IOException;

/// An archive is not made as archives are, or an entry in it is not what the archive promises.
final class ArchiveDamage extends IOException {
    private static final long serialVersionUID = 1L;

    private final String detail;

    ArchiveDamage(String detail) {
        super(detail);
        this.detail = detail;
    }

    String detail() {
        return detail;
    }
}
