package app.safelight.apple.photoslibrary;

import app.safelight.apple.plist.MalformedPlist;
import app.safelight.apple.plist.Plist;
import com.dd.plist.NSArray;
import com.dd.plist.NSData;
import com.dd.plist.NSDate;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSNumber;
import com.dd.plist.NSObject;
import com.dd.plist.NSString;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `syncstatus.plist` says. False flags are usually left out by the phone.
///
/// @param libraryExists if iCloud has a library of this account; null if not said
/// @param lastSync the last synchronisation that succeeded
/// @param serverCounts what iCloud says it holds, by type: `public.image`, `public.movie`
/// @param causes what holds it up
/// @param raw every key with its value as text, also those this reader has no name for
public record SyncStatus(
        @Nullable Boolean libraryExists,
        @Nullable Instant lastSync,
        @Nullable Instant initialSync,
        @Nullable Boolean changesToProcess,
        Map<String, Long> serverCounts,
        @Nullable Instant serverCountsCheckedAt,
        Set<SyncCause> causes,
        Map<String, String> raw) {
    /// How deep values are shown: real ones have one level.
    private static final int MAX_DEPTH = 4;

    /// Characters of a shown value: real ones have some dozens.
    private static final int MAX_SHOWN = 1_000;

    private static final String SYSTEM_BUDGET = "hasValidSystemBudgetKey";

    public SyncStatus {
        serverCounts = Collections.unmodifiableMap(new TreeMap<>(serverCounts));
        causes = Collections.unmodifiableSet(
                causes.isEmpty() ? EnumSet.noneOf(SyncCause.class) : EnumSet.copyOf(causes));
        raw = Collections.unmodifiableMap(new TreeMap<>(raw));
    }

    /// Reads the file's bytes.
    public static SyncStatus parse(byte[] bytes) throws MalformedPlist {
        Plist plist = Plist.parse(bytes);
        Map<String, Long> counts = new TreeMap<>();
        plist.dictionary("cloudAssetCountPerType").ifPresent(types -> {
            for (String type : types.keys()) {
                types.integer(type).ifPresent(count -> counts.put(type, count));
            }
        });
        Map<String, String> raw = new TreeMap<>();
        for (String key : plist.keys()) {
            plist.value(key).ifPresent(value -> raw.put(key, shown(value)));
        }
        return new SyncStatus(
                plist.bool("iCloudLibraryExists").orElse(null),
                plist.date("lastSyncDate")
                        .or(() -> plist.date("lastSuccessfulSyncDate"))
                        .orElse(null),
                plist.date("initialSyncDate").orElse(null),
                plist.bool("hasChangesToProcess").orElse(null),
                counts,
                plist.date("cloudAssetCountPerTypeLastCheckDate").orElse(null),
                causes(plist),
                raw);
    }

    /// All that iCloud says it holds; null if it says nothing.
    public @Nullable Long serverCount() {
        return serverCounts.isEmpty()
                ? null
                : Long.valueOf(serverCounts.values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private static Set<SyncCause> causes(Plist plist) {
        Set<SyncCause> causes = EnumSet.noneOf(SyncCause.class);
        for (SyncCause cause : SyncCause.values()) {
            cause.key().flatMap(plist::bool).filter(Boolean::booleanValue).ifPresent(_ -> causes.add(cause));
        }
        if (!plist.bool("connectedToNetwork").orElse(true)) {
            causes.add(SyncCause.NO_NETWORK);
        }
        if (plist.bool(SYSTEM_BUDGET).orElse(false)) {
            if (!plist.bool("hasCellularBudgetKey").orElse(false)) {
                causes.add(SyncCause.NO_CELLULAR_BUDGET);
            }
            if (!plist.bool("hasBatteryBudgetKey").orElse(false)) {
                causes.add(SyncCause.NO_BATTERY_BUDGET);
            }
        }
        if (plist.has("exitDeleteTime")) {
            causes.add(SyncCause.LEAVING_ICLOUD);
        }
        if (plist.integer("blockedReason").orElse(0L) != 0) {
            causes.add(SyncCause.BLOCKED_FOR_UNNAMED_REASON);
        }
        return causes;
    }

    private static String shown(NSObject value) {
        String text = shown(value, 0);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private static String shown(NSObject value, int depth) {
        if (depth > MAX_DEPTH) {
            return "…";
        }
        return switch (value) {
            case NSNumber number when number.isBoolean() -> String.valueOf(number.boolValue());
            case NSNumber number when number.isInteger() -> String.valueOf(number.longValue());
            case NSNumber number -> String.valueOf(number.doubleValue());
            case NSString string -> string.getContent();
            case NSDate date -> date.getDate().toInstant().toString();
            case NSData data -> HexFormat.of().formatHex(data.bytes(), 0, Math.min(data.bytes().length, MAX_SHOWN));
            case NSDictionary inner -> {
                StringBuilder text = new StringBuilder("{");
                for (Map.Entry<String, NSObject> entry : inner.entrySet()) {
                    if (text.length() > MAX_SHOWN) {
                        break;
                    }
                    text.append(text.length() > 1 ? ", " : "");
                    text.append(entry.getKey()).append('=').append(shown(entry.getValue(), depth + 1));
                }
                yield text.append('}').toString();
            }
            case NSArray array -> {
                StringBuilder text = new StringBuilder("[");
                for (NSObject element : array.getArray()) {
                    if (text.length() > MAX_SHOWN) {
                        break;
                    }
                    text.append(text.length() > 1 ? ", " : "").append(shown(element, depth + 1));
                }
                yield text.append(']').toString();
            }
            case NSObject other -> other.getClass().getSimpleName();
        };
    }
}
