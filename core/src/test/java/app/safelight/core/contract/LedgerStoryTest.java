package app.safelight.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.source.SourceFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The suite for ledgers speaks of every kind of event and fault there is: a new one must be added to it.
class LedgerStoryTest {
    @Test
    void everyKindIsTold() {
        assertThat(kindsOf(LedgerStory.sourceFaults())).containsAll(permitted(SourceFault.class));
        assertThat(kindsOf(LedgerStory.placeFaults())).containsAll(permitted(PlaceFault.class));
        List<LedgerEvent> events = new ArrayList<>(LedgerStory.oneOfEach());
        events.add(new LedgerEvent.ItemBlocked(LedgerTrial.key("a"), new SourceFault.Vanished()));
        events.add(new LedgerEvent.CopyRefused(LedgerTrial.key("a"), LedgerTrial.PLACE, new PlaceFault.Missing()));
        events.add(new LedgerEvent.CopyLost(LedgerTrial.PLACE, LedgerTrial.content(1), new PlaceFault.Missing()));
        assertThat(kindsOf(events)).containsAll(permitted(LedgerEvent.class));
    }

    private static List<Class<?>> kindsOf(List<?> values) {
        List<Class<?>> kinds = new ArrayList<>();
        values.forEach(value -> kinds.add(value.getClass()));
        return kinds;
    }

    private static List<Class<?>> permitted(Class<?> type) {
        return List.of(type.getPermittedSubclasses());
    }
}
