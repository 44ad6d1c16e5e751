#!/usr/bin/env bash
# Records that are damaged, emptied, gone, or written by a later version: the program refuses them with a clear
# message, touches nothing, and makes them anew from the drive when it is told to. Never are they silently emptied.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need sqlite3 python3 sha256sum

make_photos "$work/source" 40 20000 27
call 0 backup "$work/source" --to "$work/drive" --quiet
cp -a "$SAFELIGHT_HOME" "$work/home.whole"
cp -a "$work/drive" "$work/drive.whole"
digests_on "$work/drive" >"$work/digests"

fresh() {
    rm -rf "$SAFELIGHT_HOME" "$work/drive"
    cp -a "$work/home.whole" "$SAFELIGHT_HOME"
    cp -a "$work/drive.whole" "$work/drive"
}

# No photo on the drive was touched, moved or added.
untouched() {
    digests_on "$work/drive" | cmp -s - "$work/digests" || die "the photos on the drive are others than before"
    sums_hold "$work/drive"
}

# With a new ledger the drive tells what it holds: nothing is copied again, and all is proven.
new_ledger_from_drive() {
    mv "$SAFELIGHT_HOME" "$work/home.broken"
    call 0 backup "$work/source" --to "$work/drive" --json
    same "copied bytes that were there" 0 "$(($(digests_on "$work/drive" | wc -l) - 40))"
    same "all safe" 40 "$(law_holds "$work/source" "$work/drive")"
    nothing_twice "$work/drive"
    untouched
    rm -rf "$work/home.broken"
}

# The ledger as $1 says, refused by looking and by writing alike with words that match $2, and left as it is.
ledger_refused() {
    echo "-- a ledger that $1: refused, left as it is, made anew from the drive"
    (cd "$SAFELIGHT_HOME" && sha256sum ledger.sqlite) >"$work/before" 2>&1 || true
    local command
    for command in "status" "backup $work/source --to $work/drive" "verify $work/drive" "doctor"; do
        # shellcheck disable=SC2086 # a command line of words without spaces
        call 5 $command
        said "$2"
        said 'HINT: '
    done
    (cd "$SAFELIGHT_HOME" && sha256sum ledger.sqlite) >"$work/after" 2>&1 || true
    same "the ledger's bytes" "$(cat "$work/before")" "$(cat "$work/after")"
    untouched
    new_ledger_from_drive
}

ledger=$SAFELIGHT_HOME/ledger.sqlite
fresh
printf 'this is no database, and a good deal longer than nothing' | dd of="$ledger" conv=notrunc status=none
ledger_refused "begins with other bytes" 'The ledger is damaged'
fresh
: >"$ledger"
ledger_refused "was emptied" 'The ledger is damaged: .*empty'
fresh
rm "$ledger"
ledger_refused "is gone" 'The ledger is damaged: .*missing'
fresh
sqlite3 "$ledger" 'PRAGMA user_version = 4711'
ledger_refused "a later version wrote" 'written by a later version of Safelight \(format 4711'
fresh
sqlite3 "$ledger" 'PRAGMA journal_mode=delete' >/dev/null
truncate -s 4096 "$ledger"
ledger_refused "was cut short" 'The ledger is damaged'

echo "-- a ledger put back from an older copy: refused, since it forgot what it had said"
fresh
rm -rf "$work/home.older"
cp -a "$SAFELIGHT_HOME" "$work/home.older"
make_photos "$work/source/more" 5 20000 2700
call 0 backup "$work/source" --to "$work/drive" --quiet
rm -f "$SAFELIGHT_HOME"/ledger.sqlite*
cp "$work/home.older"/ledger.sqlite* "$SAFELIGHT_HOME"
call 5 status
said 'HINT: '
rm -rf "$work/source/more"

echo "-- a ledger that lost a derived table: nothing is called safe, and rebuild-ledger makes it anew from its events"
fresh
sqlite3 "$ledger" 'DELETE FROM copy'
rm -rf "$SAFELIGHT_HOME/ledger.snapshots"
same "called safe" 0 "$(law_holds "$work/source" "$work/drive")"
call 0 rebuild-ledger
same "all safe" 40 "$(law_holds "$work/source" "$work/drive")"

# The drive's own records as $1 says; $2 is what the program must say. Then places rebuild mends it.
drive_refused() {
    echo "-- a drive whose $1: refused, no photo touched, made anew with places rebuild"
    call 3 backup "$work/source" --to "$work/drive"
    said "$2"
    said "HINT: Run 'safelight places rebuild'"
    call 3 verify "$work/drive"
    digests_on "$work/drive" | cmp -s - "$work/digests" || die "the photos on the drive are others than before"
    call 0 places rebuild "$work/drive"
    call 0 verify "$work/drive"
    call 0 backup "$work/source" --to "$work/drive" --json
    same "copied" 0 "$(value 'it["copied"]')"
    same "all safe" 40 "$(law_holds "$work/source" "$work/drive")"
    untouched
    nothing_twice "$work/drive"
    rm -rf "$work/restored"
    call 0 restore "$work/drive" --to "$work/restored"
    diff -r "$work/source" "$work/restored" || die "the restored tree differs"
}

index=$work/drive/.safelight/index
fresh
python3 - "$index" <<'PYTHON'
import sys
with open(sys.argv[1], "r+b") as index:
    body = bytearray(index.read())
    body[len(body) // 2] ^= 0x20
    index.seek(0)
    index.write(body)
PYTHON
rm -f "$work/drive/.safelight/summary"
drive_refused "index has a flipped bit" 'Its own records are damaged'
fresh
: >"$index"
rm -f "$work/drive/.safelight/summary"
drive_refused "index was emptied" 'Its own records are damaged'
fresh
rm -f "$index" "$work/drive/.safelight/summary"
drive_refused "index is gone" 'Its own records are damaged'

echo "-- a drive whose index is gone, and no ledger either: rebuilt, and a restore says what it cannot name"
fresh
rm -rf "$index" "$work/drive/.safelight/summary" "$work/restored" "$SAFELIGHT_HOME"
call 0 places rebuild "$work/drive"
call 6 restore "$work/drive" --to "$work/restored"
said '40 files on the drive NOT restored: it no longer knows where they came from'
said 'HINT: '
untouched
call 0 backup "$work/source" --to "$work/drive" --quiet
call 0 restore "$work/drive" --to "$work/restored"
diff -r "$work/source" "$work/restored" || die "the restored tree differs"
untouched

echo "-- a drive that a later version wrote: refused, and left alone by places rebuild too"
fresh
python3 - "$work/drive/.safelight/place.json" <<'PYTHON'
import json, sys
place = json.load(open(sys.argv[1]))
place["format"] = 4711
json.dump(place, open(sys.argv[1], "w"))
PYTHON
for command in "backup $work/source --to $work/drive" "verify $work/drive" "places rebuild $work/drive"; do
    # shellcheck disable=SC2086 # a command line of words without spaces
    call 3 $command
    said 'written by a later version of Safelight \(format 4711'
    said 'HINT: Update Safelight'
done
untouched

echo "-- a drive whose marker was emptied or is gone is not taken for a new one"
fresh
: >"$work/drive/.safelight/place.json"
call 3 backup "$work/source" --to "$work/drive"
said 'HINT: '
untouched
rm "$work/drive/.safelight/place.json"
call 3 backup "$work/source" --to "$work/drive"
said 'Another disk is there'
untouched

echo "-- an index that points out of the drive reads and restores nothing from there"
fresh
echo secret >"$work/secret"
sum=$(sha256sum "$work/secret" | cut -c1-64)
printf '%s  ../secret\n' "$sum" >>"$work/drive/SHA256SUMS"
call 0 places rebuild "$work/drive"
rm -rf "$work/restored"
call 0 restore "$work/drive" --to "$work/restored"
! grep -rq secret "$work/restored" || die "a file outside the drive was restored"
untouched
