package app.safelight.library.accounts;

import java.util.EnumSet;
import java.util.Set;

/// What a person may do at most; a key can only narrow it.
public enum Role {
    OWNER,
    MEMBER,
    /// Sees what is shared, and changes nothing.
    VIEWER;

    public Set<Scope> scopes() {
        return switch (this) {
            case OWNER -> EnumSet.allOf(Scope.class);
            case MEMBER -> EnumSet.complementOf(EnumSet.of(Scope.ADMINISTER));
            case VIEWER -> EnumSet.of(Scope.READ);
        };
    }
}
