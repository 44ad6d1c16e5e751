package app.safelight.core.doctor;

import java.util.List;

/// What would help. Data, so that it can be shown, tried dry, recorded, and only then done.
public sealed interface Fix {
    /// Can lose nothing; may be done at once.
    record Automatic(List<Action> actions) implements Fix {
        public Automatic {
            actions = List.copyOf(actions);
        }
    }

    /// Needs a yes first.
    ///
    /// @param loses what is gone afterwards
    record AfterConsent(List<Action> actions, String loses) implements Fix {
        public AfterConsent {
            actions = List.copyOf(actions);
        }
    }

    /// Only a person can do it.
    record ByHand(Instruction instruction) implements Fix {}

    /// Something the program can do.
    sealed interface Action {
        record BackUp(String location) implements Action {}

        record Verify(String location) implements Action {}

        record Heal() implements Action {}

        record RebuildIndex(String location) implements Action {}

        record RebuildLedger() implements Action {}
    }

    /// Something a person can do; each has its words and its page.
    enum Instruction {
        CONNECT_DRIVE,
        CONNECT_SOURCE,
        FREE_SPACE,
        ADD_PLACE,
        ALLOW_READING,
        ALLOW_WRITING,
        FIND_KEY,
        GIVE_PASSWORD,
        REPLACE_DRIVE,
        UPDATE_SAFELIGHT,
        REFORMAT_OR_OTHER_DRIVE,
        FIND_ORIGINAL,
        FIND_MISSING_PART,
        RESTORE_THERE,
        UNLOCK_DEVICE,
        TRUST_AGAIN,
        RESTART_DEVICE
    }
}
