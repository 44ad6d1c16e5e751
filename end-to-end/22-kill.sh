#!/usr/bin/env bash
# kill -9 at random moments of a backup: after each, whatever is called safe is on the drive with the right
# bytes; in the end an uninterrupted run makes everything safe, with no content twice and nothing left over.
#
#   SAFELIGHT_LONG=1   200 moments instead of 25
#   SAFELIGHT_SEED=n   other moments than the usual ones
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need python3 sha256sum

kills=25
[ -z "${SAFELIGHT_LONG:-}" ] || kills=200
seed=${SAFELIGHT_SEED:-22}
echo "-- $kills kills, seed $seed"

# How long a whole run takes here, start of the program included: the moments are spread over that and half as
# much again, since a run that goes on after a kill has more to look at.
make_photos "$work/rehearsal" 600 60000 "$seed"
began=$(date +%s%N)
SAFELIGHT_HOME=$work/rehearsal-home "$program" backup "$work/rehearsal" --to "$work/rehearsal-drive" --quiet \
    >/dev/null || die "the rehearsal failed"
whole_ms=$((($(date +%s%N) - began) / 1000000))
rm -rf "$work/rehearsal" "$work/rehearsal-drive"
echo "   a whole run takes $whole_ms ms"
mapfile -t moments < <(python3 -c 'import random, sys
chance = random.Random(int(sys.argv[1]))
for _ in range(int(sys.argv[2])): print("%.3f" % (chance.random() * int(sys.argv[3]) * 1.5 / 1000))' \
    "$seed" "$kills" "$whole_ms")

# New photos whenever all are safe, so that every kill finds a run with something to do; from time to time all begins
# anew, because everything is checked after every kill.
photos=0
safe=0
made=0
more() {
    if [ "$photos" -ge 6000 ]; then
        rm -rf "$work/source" "$work/drive" "$SAFELIGHT_HOME"
        photos=0
    fi
    photos=$((photos + 600))
    made=$((made + 1))
    make_photos "$work/source/trip-$photos" 600 60000 $((seed * 1000 + made))
}
more
killed=0
for moment in "${moments[@]}"; do
    if [ "$safe" -eq "$photos" ]; then
        more
    fi
    "$program" backup "$work/source" --to "$work/drive" --quiet >"$work/killed.out" 2>"$work/killed.err" &
    running=$!
    sleep "$moment"
    if kill -9 "$running" 2>/dev/null; then
        killed=$((killed + 1))
    fi
    code=0
    wait "$running" 2>/dev/null || code=$?
    case $code in
        0 | 137) ;;
        *) cp "$work/killed.out" "$work/out" && cp "$work/killed.err" "$work/err"
            die "a run after a kill ended with exit code $code" ;;
    esac
    safe=$(law_holds "$work/source" "$work/drive")
    echo "   killed after $moment s: $safe of $photos safe, all of them there"
done
# Some runs end before their moment; if nearly all do, nothing was proven.
[ "$killed" -ge $((kills / 3)) ] || die "only $killed of $kills runs were killed; the others had ended"

echo "-- an uninterrupted run makes everything safe"
call 0 backup "$work/source" --to "$work/drive" --json
same "all safe" "$photos" "$(law_holds "$work/source" "$work/drive")"
all_on "$work/source" "$work/drive"
nothing_twice "$work/drive"
sums_hold "$work/drive"
same "files on the drive" "$photos" "$(digests_on "$work/drive" | wc -l)"
call 0 backup "$work/source" --to "$work/drive" --json
same "copied by one more run" 0 "$(value 'it["copied"]')"
call 0 restore "$work/drive" --to "$work/restored" --quiet
diff -r "$work/source" "$work/restored" || die "the restored tree differs"
