#!/usr/bin/env bash
# Two backups at once, on one ledger and on one drive with two ledgers: the second waits or says who holds it,
# and nothing is damaged either way.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need python3 sha256sum

make_photos "$work/source" 300 100000 23
make_photos "$work/second" 20 100000 24

# Starts a long backup and returns when it is copying.
begin() {
    "$program" backup "$work/source" --to "$1" --quiet >"$work/first.out" 2>"$work/first.err" &
    running=$!
    await "[ -n \"\$(find '$1/.safelight/incoming' -type f 2>/dev/null)\" ]"
}

# Lets it go on where it was held, and wants it to end well.
finish() {
    kill -CONT "$running"
    code=0
    wait "$running" || code=$?
    cp "$work/first.out" "$work/out" && cp "$work/first.err" "$work/err"
    same "exit code of the first run" 0 "$code"
    no_trace "the first run"
}

echo "-- one ledger: the second run says that another one writes, and which; looking is allowed"
begin "$work/drive"
at_end "kill -9 $running"
# Held still, so that it cannot end before the second one has looked.
kill -STOP "$running"
call 5 backup "$work/second" --to "$work/elsewhere"
said "Another run is writing to the ledger: .*backup"
said "HINT: Wait until the other run has ended"
said "$running"
code=0
"$program" status --json >"$work/out" 2>"$work/err" || code=$?
[ "$code" -le 1 ] || die "status beside a backup: exit code $code"
finish
same "all safe" 300 "$(law_holds "$work/source" "$work/drive")"
nothing_twice "$work/drive"
sums_hold "$work/drive"
call 0 backup "$work/second" --to "$work/elsewhere" --quiet

echo "-- one drive, two ledgers: the second says that the drive is in use, and by whom"
rm -rf "$SAFELIGHT_HOME" "$work/drive"
begin "$work/drive"
at_end "kill -9 $running"
kill -STOP "$running"
code=0
SAFELIGHT_HOME=$work/other-home "$program" backup "$work/second" --to "$work/drive" >"$work/out" 2>"$work/err" \
    || code=$?
same "exit code of the second run" 3 "$code"
said "Another run is using it"
said "HINT: Wait until the other run has ended"
no_trace "the second run"
finish
same "all safe" 300 "$(law_holds "$work/source" "$work/drive")"
SAFELIGHT_HOME=$work/other-home "$program" backup "$work/second" --to "$work/drive" --quiet >/dev/null \
    || die "the second run failed when the drive was free again"
all_on "$work/source" "$work/drive"
all_on "$work/second" "$work/drive"
nothing_twice "$work/drive"
sums_hold "$work/drive"

echo "-- six runs at once on one ledger and drive: each ends well or says who holds it"
rm -rf "$SAFELIGHT_HOME" "$work/drive"
pids=()
for i in 1 2 3 4 5 6; do
    "$program" backup "$work/second" --to "$work/drive" --quiet >"$work/$i.out" 2>"$work/$i.err" &
    pids+=($!)
done
won=0
for i in 1 2 3 4 5 6; do
    code=0
    wait "${pids[i - 1]}" || code=$?
    cp "$work/$i.out" "$work/out" && cp "$work/$i.err" "$work/err"
    no_trace "run $i"
    case $code in
        0) won=$((won + 1)) ;;
        3 | 5) said 'Another run|is no place|another' ;;
        *) die "run $i: exit code $code" ;;
    esac
done
[ "$won" -ge 1 ] || die "none of six runs got through"
echo "   $won of 6 got through"
same "all safe" 20 "$(law_holds "$work/second" "$work/drive")"
nothing_twice "$work/drive"
sums_hold "$work/drive"
