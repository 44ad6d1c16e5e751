#!/usr/bin/env bash
# Files that are written to, vanish, or may not be read while they are backed up: never stored half, tried
# again, and in the end each with its reason.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need_root
need python3 sha256sum setpriv

make_photos "$work/source" 100 300000 26

echo "-- a file that grows all the time: stored whole in a state it really had, or not at all"
python3 - "$work/source/growing.mov" "$work/states" <<'PYTHON' &
# Appends for long, a page at a time, which is either there or not. The digest of each state is noted before the
# file gets into it, so the list holds every state that the file ever had.
import hashlib, os, sys
digest = hashlib.sha256()
states = open(sys.argv[2], "w")
size = 0
with open(sys.argv[1], "wb", buffering=0) as out:
    while size < (1 << 30):
        block = os.urandom(1 << 12)
        digest.update(block)
        states.write(digest.hexdigest() + "\n")
        states.flush()
        size += out.write(block)
PYTHON
writer=$!
at_end "kill -9 $writer"
await "[ -s '$work/source/growing.mov' ]"
for round in 1 2 3; do
    code=0
    "$program" backup "$work/source" --to "$work/drive" --quiet >"$work/out" 2>"$work/err" || code=$?
    [ "$code" -le 1 ] || die "round $round: exit code $code"
    no_trace "round $round"
done
kill "$writer" 2>/dev/null || true
wait "$writer" 2>/dev/null || true
(find "$work/source/100TRIAL" -type f -exec sha256sum {} + | cut -c1-64; cat "$work/states") | LC_ALL=C sort -u \
    >"$work/real"
half=$(digests_on "$work/drive" | comm -23 - "$work/real")
[ -z "$half" ] || die "stored in a state the file never had: $half"
sums_hold "$work/drive"
nothing_twice "$work/drive"

echo "-- when it is quiet again the next run makes it safe"
call 0 backup "$work/source" --to "$work/drive" --quiet
call 0 why growing.mov
all_on "$work/source" "$work/drive"

echo "-- a file that is replaced again and again: always one of the whole versions"
python3 - "$work/swapped" "$work/states" <<'PYTHON' &
import hashlib, os, sys
folder = sys.argv[1]
os.makedirs(folder)
states = open(sys.argv[2], "w")
for i in range(20000):
    body = (b"%d " % i) * 100000
    states.write(hashlib.sha256(body).hexdigest() + "\n")
    states.flush()
    with open(folder + ".new", "wb") as out:
        out.write(body)
    os.replace(folder + ".new", folder + "/swapped.jpg")
PYTHON
writer=$!
at_end "kill -9 $writer"
await "[ -s '$work/swapped/swapped.jpg' ]"
code=0
"$program" backup "$work/swapped" --to "$work/swaps" --quiet >"$work/out" 2>"$work/err" || code=$?
[ "$code" -le 1 ] || die "exit code $code"
no_trace "the backup of a replaced file"
kill "$writer" 2>/dev/null || true
wait "$writer" 2>/dev/null || true
half=$(digests_on "$work/swaps" | comm -23 - <(LC_ALL=C sort -u "$work/states"))
[ -z "$half" ] || die "stored in a state the file never had: $half"

echo "-- a file that somebody else may not read: SOURCE_ACCESS_DENIED, the others are copied"
theirs=$(mktemp -d /tmp/safelight-trial.XXXXXX)
at_end "rm -rf '$theirs'"
mkdir "$theirs/source" "$theirs/source/locked"
echo open >"$theirs/source/open.jpg"
echo secret >"$theirs/source/secret.jpg"
echo inside >"$theirs/source/locked/inside.jpg"
chmod 0644 "$theirs/source/open.jpg"
chmod 0600 "$theirs/source/secret.jpg"
chmod 0700 "$theirs/source/locked"
chmod 0755 "$theirs" "$theirs/source"
mkdir "$theirs/home" "$theirs/drive"
chown 65534:65534 "$theirs/home" "$theirs/drive"
cp -a "$root/app/target/safelight" "$theirs/program"
chmod -R a+rX "$theirs/program"
as_nobody() {
    local wanted=$1 code=0
    shift
    setpriv --reuid=65534 --regid=65534 --clear-groups env SAFELIGHT_HOME="$theirs/home" HOME="$theirs/home" \
        "$theirs/program/safelight" "$@" >"$work/out" 2>"$work/err" || code=$?
    same "exit code of $*" "$wanted" "$code"
    no_trace "$*"
}
as_nobody 1 backup "$theirs/source" --to "$theirs/drive"
as_nobody 1 status --json
same "reasons" 2 "$(value 'it["sources"][0]["reasons"]["SOURCE_ACCESS_DENIED"]')"
same "safe" 1 "$(value 'it["sources"][0]["safe"]')"
as_nobody 1 why secret.jpg
said '\[SOURCE_ACCESS_DENIED\]'
said 'HINT: Allow yourself to read the file'
as_nobody 1 status
said 'locked'

echo "-- a folder that cannot be read at all, and one that is not there: exit code 4"
chmod 0700 "$theirs/source"
as_nobody 4 backup "$theirs/source" --to "$theirs/drive"
said 'HINT: '
as_nobody 4 backup "$theirs/nowhere" --to "$theirs/drive"
said 'HINT: '
as_nobody 1 status --json
same "still known" 1 "$(value 'it["sources"][0]["safe"]')"
