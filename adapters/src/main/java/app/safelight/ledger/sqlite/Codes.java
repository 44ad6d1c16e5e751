package app.safelight.ledger.sqlite;

import app.safelight.core.ledger.ItemState.Presence;
import app.safelight.core.model.AssetKind;
import app.safelight.core.model.Role;
import app.safelight.core.place.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The small numbers that stand for words in the file. Never renumbered and never reused; 0 is no word, so that
/// a missing value reads as one. The file holds the same list in its table `code`.
final class Codes {
    private static final List<@Nullable Presence> PRESENCES = byCode(Presence.values(), Codes::of);
    private static final List<@Nullable Role> ROLES = byCode(Role.values(), Codes::of);
    private static final List<@Nullable AssetKind> ASSET_KINDS = byCode(AssetKind.values(), Codes::of);
    private static final List<@Nullable Evidence> EVIDENCES = byCode(Evidence.values(), Codes::of);

    private Codes() {}

    static int of(Presence presence) {
        return switch (presence) {
            case PRESENT -> 1;
            case GONE -> 2;
            case RECLAIMED -> 3;
        };
    }

    static int of(Role role) {
        return switch (role) {
            case ORIGINAL -> 1;
            case RAW -> 2;
            case LIVE_MOVIE -> 3;
            case EDITED_RENDER -> 4;
            case EDITED_LIVE_MOVIE -> 5;
            case ADJUSTMENT -> 6;
            case SIDECAR -> 7;
        };
    }

    static int of(AssetKind kind) {
        return switch (kind) {
            case PHOTO -> 1;
            case LIVE_PHOTO -> 2;
            case MOTION_PHOTO -> 3;
            case RAW_PHOTO -> 4;
            case BURST_FRAME -> 5;
            case VIDEO -> 6;
            case AUDIO -> 7;
            case OTHER_FILE -> 8;
        };
    }

    /// Larger is stronger: SQL compares them.
    static int of(Evidence evidence) {
        return switch (evidence) {
            case WRITE_ACKNOWLEDGED -> 1;
            case STORE_CHECKSUM -> 2;
            case READ_BACK -> 3;
            case READ_BACK_FROM_MEDIUM -> 4;
        };
    }

    static Presence presence(int code) {
        return decode(PRESENCES, code, "presence");
    }

    static Role role(int code) {
        return decode(ROLES, code, "role");
    }

    static AssetKind assetKind(int code) {
        return decode(ASSET_KINDS, code, "kind of asset");
    }

    static Evidence evidence(int code) {
        return decode(EVIDENCES, code, "evidence");
    }

    private static <E> E decode(List<@Nullable E> byCode, int code, String what) {
        E value = code > 0 && code < byCode.size() ? byCode.get(code) : null;
        if (value == null) {
            throw new DamagedRecord("no " + what + " has the code " + code);
        }
        return value;
    }

    private static <E> List<@Nullable E> byCode(E[] values, ToIntFunction<E> code) {
        List<@Nullable E> list = new ArrayList<>();
        for (E value : values) {
            while (list.size() <= code.applyAsInt(value)) {
                list.add(null);
            }
            list.set(code.applyAsInt(value), value);
        }
        return list;
    }
}
