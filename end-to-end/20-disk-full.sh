#!/usr/bin/env bash
# A destination that fills up: the program says how much it needs and how much is free, stops once, gives every
# photo that was not copied its reason, and finishes when there is room again, storing nothing twice.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need_root
need mkfs.ext4 sha256sum python3

make_photos "$work/source" 60 1048576 20
mount_ext4 "$work/drive.img" 80 "$work/drive"
dd if=/dev/zero of="$work/drive/holiday.film" bs=1M count=46 status=none
sync -f "$work/drive"

echo "-- it stops with exit code 3 and says bytes needed and free, once"
call 3 backup "$work/source" --to "$work/drive" --quiet
said 'It is full: [0-9.,]+ .?B needed, [0-9.,]+ .?B free'
said 'HINT: Free space there or add another place'
same "times it is said" 1 "$(grep -c 'It is full' "$work/err")"
sums_hold "$work/drive"
nothing_twice "$work/drive"

echo "-- every photo is either proven on the drive or says PLACE_FULL"
safe=$(law_holds "$work/source" "$work/drive")
call 1 status --json
same "photos" 60 "$(value 'it["sources"][0]["assets"]')"
same "with their reason" $((60 - safe)) "$(value 'it["sources"][0]["reasons"]["PLACE_FULL"]')"
if [ "$safe" -eq 0 ] || [ "$safe" -eq 60 ]; then
    die "the drive was not nearly full: $safe of 60 safe"
fi
echo "   $safe safe, $((60 - safe)) with PLACE_FULL"
call 1 why IMG_0059.JPG
said '\[PLACE_FULL\]'

echo "-- a second try on the full drive says the same and damages nothing"
call 3 backup "$work/source" --to "$work/drive" --quiet
said 'It is full'
same "still safe" "$safe" "$(law_holds "$work/source" "$work/drive")"

echo "-- after freeing space the next run copies the rest and only the rest"
rm "$work/drive/holiday.film"
call 0 backup "$work/source" --to "$work/drive" --json
same "copied" $((60 - safe)) "$(value 'it["copied"]')"
same "all safe" 60 "$(law_holds "$work/source" "$work/drive")"
all_on "$work/source" "$work/drive"
nothing_twice "$work/drive"
sums_hold "$work/drive"

echo "-- two places, one of them full: the other gets everything, and the full one is named"
mount_ext4 "$work/small.img" 24 "$work/small"
call 3 backup "$work/source" --to "$work/small" --to "$work/second" --quiet
said "It is full"
said "$work/small"
all_on "$work/source" "$work/second"
sums_hold "$work/second"
sums_hold "$work/small"
