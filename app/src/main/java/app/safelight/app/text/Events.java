package app.safelight.app.text;

import app.safelight.core.ledger.LedgerEvent;

/// The ledger's events as sentences, for a photo's history.
public final class Events {
    private Events() {}

    public static String sentence(LedgerEvent event, Words words) {
        return switch (event) {
            case LedgerEvent.SourceSeen(var _, var label) -> "the source was used at " + label.location();
            case LedgerEvent.PlaceSeen(var _, var location) -> "the place was used at " + location;
            case LedgerEvent.ItemSeen(var _, var size, var _) -> "seen in its source, " + Amounts.bytes(size);
            case LedgerEvent.ItemBlocked(var _, var fault) -> "could not be read: " + Words.fault(fault);
            case LedgerEvent.ItemGone _ -> "no longer in its source";
            case LedgerEvent.ItemInspected(var _, var facts) -> "looked into: " + facts.type();
            case LedgerEvent.ItemDigested(var _, var content) -> "read and hashed: SHA-256 " + content.sha256();
            case LedgerEvent.ItemExcluded(var _, var rule) ->
                rule.isEmpty() ? "taken back in" : "left out by your rule " + rule;
            case LedgerEvent.AssetFormed formed ->
                "grouped: " + Words.kind(formed.kind(), 1) + " of "
                        + Amounts.count(formed.parts().size(), "file", "files");
            case LedgerEvent.CensusFinished(var _, var items, var _, var _) ->
                "its source was listed to the end, " + Amounts.count(items, "file", "files");
            case LedgerEvent.CopyProven(var receipt) ->
                "the copy at " + words.place(receipt.place()) + " was " + Words.evidence(receipt.evidence());
            case LedgerEvent.CopyLost(var place, var _, var fault) ->
                "the copy at " + words.place(place) + " was found lost: " + Words.fault(fault);
            case LedgerEvent.CopyRefused(var _, var place, var fault) ->
                words.place(place) + " could not take it: " + Words.fault(fault);
            case LedgerEvent.ItemReclaimed _ -> "deleted in its source, because its copies were proven";
        };
    }
}
