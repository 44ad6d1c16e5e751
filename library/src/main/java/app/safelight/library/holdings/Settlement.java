package app.safelight.library.holdings;

import app.safelight.core.model.ContentId;
import app.safelight.core.place.Receipt;
import app.safelight.library.assets.Intake;
import java.util.List;

/// What became of settling some arrivals: all of them are taken, or none is.
public sealed interface Settlement {
    /// @param receipts for each arrival the newest receipts of its copies, in their order; never empty for one
    record Settled(List<List<Receipt>> receipts) implements Settlement {
        public Settled {
            receipts = receipts.stream().map(List::copyOf).toList();
        }
    }

    /// It did not come, was settled before, or waited for too long. Sent again, it is taken.
    record Unknown(ArrivalId arrival) implements Settlement {}

    /// An origin tells of a content that the person does not hold, or a copy was lost since it came.
    record NotHeld(ContentId content) implements Settlement {}

    /// The library would not take it any more.
    record Refused(Intake why) implements Settlement {}
}
