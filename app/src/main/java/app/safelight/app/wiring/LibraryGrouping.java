package app.safelight.app.wiring;

import app.safelight.core.ledger.ItemState;
import app.safelight.core.ledger.LedgerEvent;
import app.safelight.core.model.AssetId;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.ItemFacts;
import app.safelight.core.model.ItemKey;
import app.safelight.core.model.Role;
import app.safelight.core.plan.Grouping;
import app.safelight.source.photoslibrary.LibraryPart;
import app.safelight.source.photoslibrary.PhotoLibrarySource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Groups what a photo library's database knows by what it says, and files it does not know by their contents
/// and names.
final class LibraryGrouping implements Grouping {
    private final PhotoLibrarySource source;
    private final Grouping byFiles;

    LibraryGrouping(PhotoLibrarySource source, Grouping byFiles) {
        this.source = source;
        this.byFiles = byFiles;
    }

    private record Member(ItemState item, LibraryPart part) {}

    @Override
    public List<LedgerEvent.AssetFormed> group(List<ItemState> items) {
        Map<String, List<Member>> photos = new TreeMap<>();
        List<ItemState> unknown = new ArrayList<>();
        for (ItemState item : items) {
            Optional<LibraryPart> part = source.part(item.key());
            if (part.isPresent()) {
                photos.computeIfAbsent(part.get().photo(), _ -> new ArrayList<>())
                        .add(new Member(item, part.get()));
            } else {
                unknown.add(item);
            }
        }
        List<LedgerEvent.AssetFormed> formed = new ArrayList<>(byFiles.group(unknown));
        photos.values().forEach(members -> formed.add(formed(members)));
        return formed;
    }

    /// The main part is a real file if there is one: what stands in for an original goes when that comes back.
    private static LedgerEvent.AssetFormed formed(List<Member> members) {
        members.sort(Comparator.comparing((Member member) -> member.part().standIn())
                .thenComparing(member -> member.part().role())
                .thenComparing(member -> member.item().key()));
        Set<Role> missing = new HashSet<>();
        members.stream()
                .filter(member -> member.part().standIn())
                .forEach(member -> missing.add(member.part().role()));
        List<LedgerEvent.Part> parts = members.stream()
                .map(member -> new LedgerEvent.Part(member.item().key(), role(member.part(), missing)))
                .toList();
        Member main = members.getFirst();
        return new LedgerEvent.AssetFormed(new AssetId(main.item().key()), kind(main, parts), parts);
    }

    /// Another version beside a missing original is not the original, whatever its name.
    private static Role role(LibraryPart part, Set<Role> missing) {
        boolean otherVersion = !part.standIn() && missing.contains(part.role());
        return switch (part.role()) {
            case ORIGINAL, RAW -> otherVersion ? Role.EDITED_RENDER : part.role();
            case LIVE_MOVIE -> otherVersion ? Role.EDITED_LIVE_MOVIE : part.role();
            case EDITED_RENDER, EDITED_LIVE_MOVIE, ADJUSTMENT, SIDECAR -> part.role();
        };
    }

    private static AssetKind kind(Member main, List<LedgerEvent.Part> parts) {
        return switch (main.part().form()) {
            case VIDEO -> AssetKind.VIDEO;
            case BURST_FRAME -> AssetKind.BURST_FRAME;
            case LIVE_PHOTO ->
                parts.stream().anyMatch(part -> part.role() == Role.LIVE_MOVIE)
                        ? AssetKind.LIVE_PHOTO
                        : ofFile(main.item(), AssetKind.PHOTO);
            case PHOTO -> ofFile(main.item(), AssetKind.PHOTO);
            case OTHER -> ofFile(main.item(), AssetKind.OTHER_FILE);
        };
    }

    /// @param otherwise what it is if there is no file, or one that does not tell
    private static AssetKind ofFile(ItemState item, AssetKind otherwise) {
        ItemFacts facts = item.facts().orElseGet(ItemFacts::unknown);
        return switch (facts.kind()) {
            case PHOTO -> facts.motionPhoto() ? AssetKind.MOTION_PHOTO : AssetKind.PHOTO;
            case RAW -> AssetKind.RAW_PHOTO;
            case VIDEO -> otherwise == AssetKind.OTHER_FILE ? AssetKind.VIDEO : otherwise;
            case AUDIO -> otherwise == AssetKind.OTHER_FILE ? AssetKind.AUDIO : otherwise;
            case SIDECAR, OTHER -> otherwise;
        };
    }

    /// Edits lie in folders of their own.
    @Override
    public Map<String, Predicate<ItemKey>> beside(List<ItemState> items) {
        Map<String, Set<String>> photos = new HashMap<>();
        for (ItemState item : items) {
            source.part(item.key()).map(LibraryPart::photo).ifPresent(photo -> {
                int slash = photo.lastIndexOf('/');
                photos.computeIfAbsent(photo.substring(0, Math.max(0, slash)), _ -> new HashSet<>())
                        .add(photo);
                source.editsOf(photo)
                        .ifPresent(edits -> photos.computeIfAbsent(edits, _ -> new HashSet<>())
                                .add(photo));
            });
        }
        Map<String, Predicate<ItemKey>> beside = new HashMap<>();
        photos.forEach((folder, meant) -> beside.put(
                folder,
                key -> source.part(key)
                        .map(part -> meant.contains(part.photo()))
                        .orElse(false)));
        return beside;
    }
}
