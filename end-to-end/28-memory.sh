#!/usr/bin/env bash
# 100 000 files within the heap that the program always has (256 MB): backup, a second run with nothing new,
# status, and verify of all of it.
#
#   SAFELIGHT_LONG=1   a million files
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need python3 sha256sum

grep -q -- '-Xmx256m' "$root/app/target/safelight/safelight" || die "the program has another heap than 256 MB"
count=100000
[ -z "${SAFELIGHT_LONG:-}" ] || count=1000000
echo "-- $count files"
python3 - "$work/source" "$count" <<'PYTHON'
import os, sys
folder, count = sys.argv[1], int(sys.argv[2])
each = count // 100
for f in range(100):
    at = os.path.join(folder, "%03dAPPLE" % (100 + f))
    os.makedirs(at)
    for i in range(each):
        with open(os.path.join(at, "IMG_%05d.JPG" % i), "wb") as out:
            out.write(b"\xff\xd8\xff\xe0 %d %d" % (f, i))
PYTHON
call 0 backup "$work/source" --to "$work/drive" --json
same "copied" "$count" "$(value 'it["copied"]')"
echo "-- a second run has nothing to do"
call 0 backup "$work/source" --to "$work/drive" --json
same "copied" 0 "$(value 'it["copied"]')"
call 0 status --json
same "safe" "$count" "$(value 'it["sources"][0]["safe"]')"
echo "-- verify reads it all; sha256sum agrees"
call 0 verify "$work/drive" --json
same "good" "$count" "$(value 'it["good"]')"
sums_hold "$work/drive"
