package app.safelight.source.photoslibrary;

import app.safelight.core.source.SourceFault;
import java.util.Optional;

/// What it means if a file that the database knows of is not there.
enum Absence {
    /// Nothing is missed: it is no part of the photo, or the photo was deleted for good.
    NOT_EXPECTED(0),
    /// It should be there.
    MISSING(1),
    /// The device has left it to iCloud (Optimise Storage).
    ONLY_IN_CLOUD(2),
    /// The library only refers to it.
    ELSEWHERE(3),
    SHARED_BY_ALBUM(4),
    SHARED_BY_MESSAGE(5);

    private final byte code;

    Absence(int code) {
        this.code = (byte) code;
    }

    /// A small number that stands for it in packed photos.
    byte code() {
        return code;
    }

    static Absence ofCode(byte code) {
        for (Absence absence : values()) {
            if (absence.code == code) {
                return absence;
            }
        }
        throw new IllegalArgumentException("no absence has the code " + code);
    }

    /// If somebody else shared it: it is not missed, and not the person's own.
    boolean isShared() {
        return this == SHARED_BY_ALBUM || this == SHARED_BY_MESSAGE;
    }

    /// @param bytes its length as the database knows it; negative if it does not
    /// @param location where it should be, for [#ELSEWHERE]
    Optional<SourceFault> fault(long bytes, String location) {
        return switch (this) {
            case NOT_EXPECTED -> Optional.empty();
            case MISSING -> Optional.of(new SourceFault.OriginalMissing());
            case ONLY_IN_CLOUD -> Optional.of(new SourceFault.OnlyInCloud(Math.max(0, bytes)));
            case ELSEWHERE -> Optional.of(new SourceFault.OriginalElsewhere(location));
            case SHARED_BY_ALBUM -> Optional.of(new SourceFault.SharedCopy(SourceFault.SharedBy.ALBUM));
            case SHARED_BY_MESSAGE -> Optional.of(new SourceFault.SharedCopy(SourceFault.SharedBy.MESSAGE));
        };
    }
}
