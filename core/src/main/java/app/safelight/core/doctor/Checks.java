package app.safelight.core.doctor;

import app.safelight.core.doctor.Finding.Ill;
import app.safelight.core.doctor.Finding.Looked;
import app.safelight.core.doctor.Finding.Severity;
import app.safelight.core.doctor.Fix.Action;
import app.safelight.core.doctor.Fix.Instruction;
import app.safelight.core.ledger.AssetState;
import app.safelight.core.ledger.CopyState;
import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.ledger.Ledger;
import app.safelight.core.ledger.LedgerException;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemFacts.Soundness;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.PlaceId;
import app.safelight.core.model.SourceId;
import app.safelight.core.place.Place;
import app.safelight.core.place.PlaceFault;
import app.safelight.core.policy.ProtectionPolicy;
import app.safelight.core.policy.ReasonCode;
import app.safelight.core.policy.Tally;
import app.safelight.core.source.SourceFault;
import app.safelight.core.source.SourceLabel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The checks over what the ledger knows and what is connected now. Each changes nothing.
public final class Checks {
    /// A source not listed for longer has photos that nobody knows of.
    private static final Duration CENSUS_MAX_AGE = Duration.ofDays(30);

    /// How long before a proof becomes too old that is worth saying.
    private static final Duration EXPIRY_WARNING = Duration.ofDays(14);

    private static final int MAX_EXAMPLES = 5;

    private Checks() {}

    @FunctionalInterface
    private interface Looking {
        List<Finding> look() throws Exception;
    }

    private static Check check(CheckId id, Looking looking) {
        return new Check() {
            @Override
            public CheckId id() {
                return id;
            }

            @Override
            public List<Finding> run() throws Exception {
                return looking.look();
            }
        };
    }

    private static List<Finding> healthyUnless(List<Finding> ill, CheckId id, long count, String subject) {
        return ill.isEmpty() ? List.of(new Finding.Healthy(id, new Looked(count, subject))) : ill;
    }

    /// Whether the ledger's own file is whole.
    ///
    /// @param thorough reads all of it; throws what it finds
    public static Check ledgerSound(ThoroughLook thorough, Ledger ledger) {
        return check(CheckId.LEDGER_SOUND, () -> {
            try {
                thorough.look();
            } catch (LedgerException failure) {
                return List.of(new Ill(
                        CheckId.LEDGER_SOUND,
                        Severity.DANGER,
                        new Illness.LedgerUnsound(failure.fault()),
                        List.of(new Fix.Automatic(List.of(new Action.RebuildLedger())))));
            }
            return healthyUnless(List.of(), CheckId.LEDGER_SOUND, ledger.size(), "events");
        });
    }

    /// Reads everything and throws what it finds.
    @FunctionalInterface
    public interface ThoroughLook {
        void look() throws LedgerException;
    }

    /// @param faults of known places that cannot be used now, by location
    public static Check placesReachable(List<? extends Place> here, Map<String, PlaceFault> faults) {
        return check(CheckId.PLACES_REACHABLE, () -> {
            List<Finding> ill = new ArrayList<>();
            faults.forEach((location, fault) -> ill.add(new Ill(
                    CheckId.PLACES_REACHABLE,
                    Severity.WARNING,
                    new Illness.PlaceFaulty(location, fault),
                    List.of(fix(location, fault)))));
            return healthyUnless(ill, CheckId.PLACES_REACHABLE, here.size(), "places");
        });
    }

    private static Fix fix(String location, PlaceFault fault) {
        return switch (fault) {
            case PlaceFault.DamagedIndex _ -> new Fix.Automatic(List.of(new Action.RebuildIndex(location)));
            case PlaceFault.Denied _ -> new Fix.ByHand(Instruction.ALLOW_WRITING);
            case PlaceFault.Locked _ -> new Fix.ByHand(Instruction.FIND_KEY);
            case PlaceFault.Full _, PlaceFault.OverQuota _ -> new Fix.ByHand(Instruction.FREE_SPACE);
            case PlaceFault.DeletedThere _ -> new Fix.ByHand(Instruction.RESTORE_THERE);
            case PlaceFault.NewerFormat _ -> new Fix.ByHand(Instruction.UPDATE_SAFELIGHT);
            case PlaceFault.WriteFailed _, PlaceFault.ReadFailed _ -> new Fix.ByHand(Instruction.REPLACE_DRIVE);
            case PlaceFault.NameTooLong _, PlaceFault.TooLarge _ -> new Fix.ByHand(Instruction.REFORMAT_OR_OTHER_DRIVE);
            case PlaceFault.WrongMedium _, PlaceFault.Unreachable _, PlaceFault.Busy _ ->
                new Fix.ByHand(Instruction.CONNECT_DRIVE);
            case PlaceFault.Missing _, PlaceFault.Corrupt _ -> new Fix.Automatic(List.of(new Action.Heal()));
        };
    }

    /// A quick look for what connected places should hold, and what is known to be lost.
    public static Check placesComplete(List<? extends Place> here, Ledger ledger) {
        return check(CheckId.PLACES_COMPLETE, () -> {
            List<Finding> ill = new ArrayList<>();
            for (Place place : here) {
                long[] missing = {0};
                place.missing(_ -> missing[0]++);
                if (missing[0] > 0) {
                    ill.add(new Ill(
                            CheckId.PLACES_COMPLETE,
                            Severity.DANGER,
                            new Illness.CopiesMissing(place.id(), place.location(), missing[0]),
                            List.of(new Fix.Automatic(
                                    List.of(new Action.Verify(place.location()), new Action.Heal())))));
                }
            }
            long[] lost = {0};
            long[] contents = {0};
            ledger.contents(content -> {
                contents[0]++;
                lost[0] += content.copies().stream()
                        .filter(copy -> copy instanceof CopyState.Lost(var _, var fault, var _)
                                && !(fault instanceof PlaceFault.DeletedThere))
                        .count();
            });
            if (lost[0] > 0) {
                ill.add(new Ill(
                        CheckId.PLACES_COMPLETE,
                        Severity.DANGER,
                        new Illness.CopiesLost(lost[0]),
                        List.of(new Fix.Automatic(List.of(new Action.Heal())))));
            }
            return healthyUnless(ill, CheckId.PLACES_COMPLETE, contents[0], "contents");
        });
    }

    public static Check enoughPlaces(Map<PlaceId, String> places, ProtectionPolicy policy) {
        return check(CheckId.ENOUGH_PLACES, () -> {
            List<Fix> add = List.of(new Fix.ByHand(Instruction.ADD_PLACE));
            List<Finding> ill = new ArrayList<>();
            if (places.isEmpty()) {
                ill.add(new Ill(CheckId.ENOUGH_PLACES, Severity.DANGER, new Illness.NoPlace(), add));
            } else if (places.size() < policy.copies()) {
                ill.add(new Ill(
                        CheckId.ENOUGH_PLACES,
                        Severity.DANGER,
                        new Illness.TooFewPlaces(places.size(), policy.copies()),
                        add));
            } else if (places.size() == 1) {
                Map.Entry<PlaceId, String> only = places.entrySet().iterator().next();
                ill.add(new Ill(
                        CheckId.ENOUGH_PLACES,
                        Severity.NOTICE,
                        new Illness.SinglePlace(only.getKey(), only.getValue()),
                        add));
            }
            return healthyUnless(ill, CheckId.ENOUGH_PLACES, places.size(), "places");
        });
    }

    /// @param faults of known sources that are not here now, by location
    public static Check sourcesReachable(int here, Map<String, SourceFault> faults) {
        return check(CheckId.SOURCES_REACHABLE, () -> {
            List<Finding> ill = new ArrayList<>();
            faults.forEach((location, fault) -> ill.add(new Ill(
                    CheckId.SOURCES_REACHABLE,
                    Severity.NOTICE,
                    new Illness.SourceFaulty(location, fault),
                    List.of(new Fix.ByHand(toReach(fault))))));
            return healthyUnless(ill, CheckId.SOURCES_REACHABLE, here, "sources");
        });
    }

    private static Instruction toReach(SourceFault fault) {
        return switch (fault) {
            case SourceFault.Locked _ -> Instruction.GIVE_PASSWORD;
            case SourceFault.DeviceLocked _ -> Instruction.UNLOCK_DEVICE;
            case SourceFault.TrustLost _ -> Instruction.TRUST_AGAIN;
            case SourceFault.ServiceRefused _ -> Instruction.RESTART_DEVICE;
            case SourceFault.AccessDenied _,
                    SourceFault.Vanished _,
                    SourceFault.ChangedWhileRead _,
                    SourceFault.NotAFile _,
                    SourceFault.UndecodableName _,
                    SourceFault.LinkLoop _,
                    SourceFault.LinkLeavesSource _,
                    SourceFault.LinkInsideSource _,
                    SourceFault.HoldsCopies _,
                    SourceFault.SystemFolder _,
                    SourceFault.TooDeep _,
                    SourceFault.UnsafePath _,
                    SourceFault.DamagedArchive _,
                    SourceFault.ReadFailed _,
                    SourceFault.OnlyInCloud _,
                    SourceFault.SharedCopy _,
                    SourceFault.NotTheOriginal _,
                    SourceFault.OriginalMissing _,
                    SourceFault.OriginalElsewhere _,
                    SourceFault.LibraryUnreadable _,
                    SourceFault.FileWithheld _,
                    SourceFault.Disconnected _ -> Instruction.CONNECT_SOURCE;
        };
    }

    public static Check censusRecent(Ledger ledger, Instant now) {
        return check(CheckId.CENSUS_RECENT, () -> {
            List<Finding> ill = new ArrayList<>();
            for (Map.Entry<SourceId, SourceLabel> one : ledger.sources().entrySet()) {
                String location = one.getValue().location();
                Optional<Instant> last = ledger.lastCensus(one.getKey());
                List<Fix> again = List.of(new Fix.Automatic(List.of(new Action.BackUp(location))));
                if (last.isEmpty()) {
                    ill.add(new Ill(
                            CheckId.CENSUS_RECENT,
                            Severity.WARNING,
                            new Illness.NeverListed(one.getKey(), location),
                            again));
                } else if (last.get().plus(CENSUS_MAX_AGE).isBefore(now)) {
                    ill.add(new Ill(
                            CheckId.CENSUS_RECENT,
                            Severity.WARNING,
                            new Illness.ListedLongAgo(one.getKey(), location, last.get()),
                            again));
                }
            }
            return healthyUnless(ill, CheckId.CENSUS_RECENT, ledger.sources().size(), "sources");
        });
    }

    public static Check photosSafe(Map<SourceId, Tally> tallies) {
        return check(CheckId.PHOTOS_SAFE, () -> {
            List<Finding> ill = new ArrayList<>();
            for (Tally tally : tallies.values()) {
                tally.reasons().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(reason -> ill.add(new Ill(
                                CheckId.PHOTOS_SAFE,
                                Severity.DANGER,
                                new Illness.PhotosUnsafe(reason.getKey(), reason.getValue()),
                                fixes(reason.getKey()))));
            }
            long assets = tallies.values().stream().mapToLong(Tally::assets).sum();
            return healthyUnless(ill, CheckId.PHOTOS_SAFE, assets, "photos and files");
        });
    }

    private static List<Fix> fixes(ReasonCode code) {
        return switch (code) {
            case COPY_MISSING, COPY_DAMAGED -> List.of(new Fix.Automatic(List.of(new Action.Heal())));
            case COPY_UNREADABLE, PLACE_WRITE_FAILED -> List.of(new Fix.ByHand(Instruction.REPLACE_DRIVE));
            case COPY_DELETED -> List.of(new Fix.ByHand(Instruction.RESTORE_THERE));
            case PLACE_FULL, PLACE_OVER_QUOTA ->
                List.of(new Fix.ByHand(Instruction.FREE_SPACE), new Fix.ByHand(Instruction.ADD_PLACE));
            case PLACE_WRONG_MEDIUM, PLACE_UNREACHABLE, PLACE_BUSY ->
                List.of(new Fix.ByHand(Instruction.CONNECT_DRIVE));
            case PLACE_DENIED -> List.of(new Fix.ByHand(Instruction.ALLOW_WRITING));
            case PLACE_LOCKED -> List.of(new Fix.ByHand(Instruction.FIND_KEY));
            case SOURCE_LOCKED -> List.of(new Fix.ByHand(Instruction.GIVE_PASSWORD));
            case PLACE_NAME_TOO_LONG, PLACE_FILE_TOO_LARGE ->
                List.of(new Fix.ByHand(Instruction.REFORMAT_OR_OTHER_DRIVE));
            case PLACE_NEWER_FORMAT -> List.of(new Fix.ByHand(Instruction.UPDATE_SAFELIGHT));
            case SOURCE_ACCESS_DENIED -> List.of(new Fix.ByHand(Instruction.ALLOW_READING));
            case GONE_BEFORE_COPIED, SOURCE_ORIGINAL_MISSING -> List.of(new Fix.ByHand(Instruction.FIND_ORIGINAL));
            case SOURCE_READ_FAILED, SOURCE_DISCONNECTED -> List.of(new Fix.ByHand(Instruction.CONNECT_SOURCE));
            case SOURCE_DEVICE_LOCKED -> List.of(new Fix.ByHand(Instruction.UNLOCK_DEVICE));
            case SOURCE_TRUST_LOST -> List.of(new Fix.ByHand(Instruction.TRUST_AGAIN));
            case SOURCE_SERVICE_REFUSED, SOURCE_FILE_WITHHELD -> List.of(new Fix.ByHand(Instruction.RESTART_DEVICE));
            case TOO_FEW_COPIES -> List.of(new Fix.ByHand(Instruction.ADD_PLACE));
            case NOT_COPIED_YET,
                    EVIDENCE_TOO_OLD,
                    EVIDENCE_TOO_WEAK,
                    PLACE_INDEX_DAMAGED,
                    SOURCE_VANISHED,
                    SOURCE_KEEPS_CHANGING,
                    SOURCE_NOT_A_FILE,
                    SOURCE_NAME_UNDECODABLE,
                    SOURCE_LINK_LOOP,
                    SOURCE_LINK_LEAVES,
                    SOURCE_LINK_INSIDE,
                    SOURCE_HOLDS_COPIES,
                    SOURCE_SHARED_COPY,
                    SOURCE_NOT_THE_ORIGINAL,
                    SOURCE_ORIGINAL_ELSEWHERE,
                    SOURCE_LIBRARY_UNREADABLE,
                    SOURCE_SYSTEM_FOLDER,
                    SOURCE_TOO_DEEP,
                    SOURCE_UNSAFE_PATH,
                    SOURCE_ARCHIVE_DAMAGED,
                    SOURCE_ONLY_IN_CLOUD -> List.of();
        };
    }

    public static Check evidenceYoung(Map<SourceId, Tally> tallies, Ledger ledger, Instant now) {
        return check(CheckId.EVIDENCE_YOUNG, () -> {
            List<Finding> ill = new ArrayList<>();
            Map<SourceId, SourceLabel> sources = ledger.sources();
            List<Action> verifyAll = new ArrayList<>();
            ledger.places().values().forEach(location -> verifyAll.add(new Action.Verify(location)));
            tallies.forEach((source, tally) -> {
                if (tally.safe() > 0 && tally.validUntil().minus(EXPIRY_WARNING).isBefore(now)) {
                    SourceLabel label = sources.get(source);
                    ill.add(new Ill(
                            CheckId.EVIDENCE_YOUNG,
                            Severity.NOTICE,
                            new Illness.EvidenceExpires(
                                    source, label == null ? source.value() : label.location(), tally.validUntil()),
                            List.of(new Fix.Automatic(verifyAll))));
                }
            });
            return healthyUnless(ill, CheckId.EVIDENCE_YOUNG, tallies.size(), "sources");
        });
    }

    /// What the look into the files' own bytes told.
    public static Check filesDecode(Ledger ledger) {
        return check(CheckId.FILES_DECODE, () -> {
            Examples broken = new Examples();
            forEachAsset(
                    ledger,
                    asset -> asset.parts().stream()
                            .map(AssetState.Part::item)
                            .filter(item -> item.presence() == Presence.PRESENT)
                            .forEach(item -> broken.look(
                                    item.key(),
                                    switch (item.facts()
                                            .map(ItemFacts::soundness)
                                            .orElse(Soundness.NOT_CHECKED)) {
                                        case TRUNCATED, MALFORMED -> true;
                                        case SOUND, NOT_CHECKED -> false;
                                    })));
            List<Finding> ill = broken.found == 0
                    ? List.of()
                    : List.of(new Ill(
                            CheckId.FILES_DECODE,
                            Severity.NOTICE,
                            new Illness.FilesDoNotDecode(broken.found, broken.examples),
                            List.of(new Fix.ByHand(Instruction.FIND_ORIGINAL))));
            return healthyUnless(ill, CheckId.FILES_DECODE, broken.looked, "files");
        });
    }

    public static Check livePhotosWhole(Ledger ledger) {
        return check(CheckId.LIVE_PHOTOS_WHOLE, () -> {
            Examples half = new Examples();
            forEachAsset(ledger, asset -> {
                boolean claims = asset.parts()
                        .getFirst()
                        .item()
                        .facts()
                        .flatMap(ItemFacts::contentIdentifier)
                        .isPresent();
                if (claims) {
                    half.look(asset.id().primary(), asset.kind() != AssetKind.LIVE_PHOTO);
                }
            });
            List<Finding> ill = half.found == 0
                    ? List.of()
                    : List.of(new Ill(
                            CheckId.LIVE_PHOTOS_WHOLE,
                            Severity.NOTICE,
                            new Illness.LivePhotosHalf(half.found, half.examples),
                            List.of(new Fix.ByHand(Instruction.FIND_MISSING_PART))));
            return healthyUnless(ill, CheckId.LIVE_PHOTOS_WHOLE, half.looked, "Live Photos");
        });
    }

    private static void forEachAsset(Ledger ledger, Consumer<AssetState> sink) throws LedgerException {
        for (SourceId source : ledger.sources().keySet()) {
            ledger.assets(source, sink);
        }
    }

    /// Counts, and keeps the first few.
    private static final class Examples {
        private final List<ItemKey> examples = new ArrayList<>();
        private long looked;
        private long found;

        void look(ItemKey key, boolean hit) {
            looked++;
            if (hit) {
                found++;
                if (examples.size() < MAX_EXAMPLES) {
                    examples.add(key);
                }
            }
        }
    }
}
