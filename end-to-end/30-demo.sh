#!/usr/bin/env bash
# The demo as a newcomer runs it, and then the simulated phone that it leaves plugged in, judged from outside:
# by libimobiledevice's tools, ifuse, sqlite3 and sha256sum, and by the program's own commands in another process.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need python3 sha256sum sqlite3 cmp diff idevice_id ideviceinfo idevicepair ifuse fusermount3
[ -c /dev/fuse ] || die "FUSE is missing: /dev/fuse is not there"

# The digests of every file below the folder $1, one a line, sorted, each once.
digests_below() {
    find "$1" -type f -print0 | xargs -0 -r sha256sum -z | tr '\0' '\n' | sed 's/^\\//' | cut -c1-64 \
        | LC_ALL=C sort -u
}

echo "-- the demo ends well by itself, without a terminal"
cd "$work"
call 0 demo --folder "$work/alone"
said 'It has 300 photos and videos'
said 'DO NOT ERASE THIS DEVICE: 88 photos and videos'
said '88 of 88 photos at risk named and rescued'
never_said 'USBMUXD_SOCKET_ADDRESS'
[ ! -e "$SAFELIGHT_HOME" ] || die "the demo wrote to the person's own home"
sums_hold "$work/alone/drive"
[ -s "$work/alone/icloud.html" ] || die "there is no icloud.html"
same "certificates" 2 "$(find "$work/alone/certificate" -type f | wc -l | tr -d ' ')"
call 2 demo --folder "$work/alone"
said 'is not empty'

echo "-- with --stay the phone is left plugged in, and says where"
demo=$work/stays
"$program" demo --folder "$demo" --stay >"$work/stay.out" 2>"$work/stay.err" &
running=$!
at_end "kill -9 $running"
await "grep -q 'ends the demo' '$work/stay.out' || ! kill -0 $running"
USBMUXD_SOCKET_ADDRESS=$(sed -n 's/^ *export USBMUXD_SOCKET_ADDRESS=//p' "$work/stay.out")
export USBMUXD_SOCKET_ADDRESS
[ -n "$USBMUXD_SOCKET_ADDRESS" ] || die "it did not say where the phone is: $(tail -n 5 "$work/stay.out")"
same "the address is of this computer alone" 127.0.0.1 "${USBMUXD_SOCKET_ADDRESS%:*}"

echo "-- others' programs see the phone, with the pairing that the demo made"
same "idevice_id -l" 1 "$(idevice_id -l | wc -l | tr -d ' ')"
udid=$(idevice_id -l)
grep -q "UDID $udid" "$work/stay.out" || die "the demo told another UDID than idevice_id: $udid"
idevicepair validate >"$work/pair" || die "idevicepair validate: $(cat "$work/pair")"
same "the version" "$(sed -n 's/.*(iPhone 14 Pro, iOS \(.*\))$/\1/p' "$work/stay.out" | head -n 1)" \
    "$(ideviceinfo -k ProductVersion)"
same "the name" "Ada's iPhone" "$(ideviceinfo -k DeviceName)"

echo "-- ifuse: its files, byte for byte, and every copy on the drive is one of them"
mkdir "$work/mount"
ifuse "$work/mount"
at_end "fusermount3 -u '$work/mount'"
diff -r "$work/mount" "$demo/phone" >"$work/differs" || die "not the same over ifuse: $(head -n 3 "$work/differs")"
photo=$(cd "$demo/phone" && find DCIM -name '*.JPG' | LC_ALL=C sort | head -n 1)
cmp "$work/mount/$photo" "$demo/phone/$photo"
digests_below "$work/mount" >"$work/on-phone"
digests_below "$demo/drive/Photos" >"$work/on-drive"
[ -z "$(comm -13 "$work/on-phone" "$work/on-drive")" ] || die "on the drive is what the phone does not have"
copies=$(find "$demo/drive/Photos" -type f | wc -l | tr -d ' ')
same "distinct contents on the drive" "$copies" "$(wc -l <"$work/on-drive" | tr -d ' ')"
sums_hold "$demo/drive"
same "lines of SHA256SUMS" "$copies" "$(wc -l <"$demo/drive/SHA256SUMS" | tr -d ' ')"

echo "-- sqlite3: what the phone's own database says is not uploaded is what was rescued"
mkdir "$work/database"
cp "$work/mount/PhotoData/Photos.sqlite"* "$work/database"
# Saved to the library, not in Recently Deleted, and not of shared albums (4) or Messages (12).
own="ZTRASHEDSTATE = 0 AND ZSAVEDASSETTYPE NOT IN (4, 12)"
same "photos by sqlite3" 300 "$(sqlite3 "$work/database/Photos.sqlite" "SELECT count(*) FROM ZASSET")"
sqlite3 "$work/database/Photos.sqlite" "SELECT ZDIRECTORY || '/' || ZFILENAME FROM ZASSET a
    LEFT JOIN ZCLOUDMASTER m ON m.Z_PK = a.ZMASTER
    WHERE $own AND coalesce(m.ZCLOUDLOCALSTATE, 0) <> 3" >"$work/not-uploaded"
not_uploaded=$(wc -l <"$work/not-uploaded" | tr -d ' ')
[ "$not_uploaded" -gt 0 ] || die "sqlite3 finds nothing that is not uploaded"
while IFS= read -r path; do
    grep -qF "$(sha256sum <"$work/mount/$path" | cut -c1-64)" "$work/on-drive" \
        || die "not uploaded by sqlite3, and not on the drive: $path"
done <"$work/not-uploaded"

echo "-- the program in another process: icloud says the same, and a second rescue copies nothing"
export SAFELIGHT_HOME=$demo/safelight-home
# What is at risk is rescued by now, so nothing is left to warn of.
call 0 icloud iphone --json
same "photos by the program" 300 "$(value 'it["assetCount"]')"
same "at risk" 88 "$(value 'it["atRisk"]')"
same "at risk, and on no drive" 0 "$(value 'it["atRiskNotElsewhere"]')"
# WAITING, NOT_STARTED, FAILED and REFUSED are not uploaded at all; sqlite3 cannot tell what is so in part.
same "not uploaded by sqlite3 and by the program" "$not_uploaded" "$(value \
    'sum(it["standings"][s]["assets"] for s in ("WAITING", "NOT_STARTED", "FAILED", "REFUSED"))')"
call 0 rescue iphone --to "$demo/drive" --json
same "copied again" 0 "$(value 'it["copied"]')"
same "safe" 88 "$(value 'it["tally"]["safe"]')"
mkdir "$work/second"
call 0 rescue iphone --to "$work/second" --json
same "copied to a second drive" "$(sed -n 's/.*; \([0-9]*\) copied to .*/\1/p' "$work/stay.out" | head -n 1)" \
    "$(value 'it["copied"]')"
sums_hold "$work/second"
same "the second drive" "$(digests_on "$demo/drive")" "$(digests_on "$work/second")"
nothing_twice "$work/second"
fusermount3 -u "$work/mount"

echo "-- the keys of the pairing are in no file and in nothing that was said"
"$program" browse iphone >"$work/browse.out" 2>"$work/browse.err"
"$program" icloud iphone --csv "$work/icloud.csv" >"$work/icloud.out" 2>"$work/icloud.err"
"$program" backup iphone --to "$work/second" >"$work/backup.out" 2>"$work/backup.err" || true
python3 - "$udid" "$work" "$demo/phone" <<'PYTHON' || die "keys of the pairing were found"
# Asks the daemon for the pairing record, as every program that uses it does, and looks for its keys everywhere.
import os, plistlib, socket, struct, sys
udid, work, phone = sys.argv[1:]
host, port = os.environ["USBMUXD_SOCKET_ADDRESS"].rsplit(":", 1)
asked = plistlib.dumps({"MessageType": "ReadPairRecord", "PairRecordID": udid, "kLibUSBMuxVersion": 3})
with socket.create_connection((host, int(port))) as daemon, daemon.makefile("rb") as answer:
    daemon.sendall(struct.pack("<IIII", 16 + len(asked), 1, 8, 1) + asked)
    length = struct.unpack("<IIII", answer.read(16))[0]
    record = plistlib.loads(plistlib.loads(answer.read(length - 16))["PairRecordData"])
secrets = [record["EscrowBag"]]
for name in ("HostPrivateKey", "RootPrivateKey"):
    lines = [line for line in record[name].split(b"\n") if line and not line.startswith(b"-----")]
    secrets += lines[1:-1]
assert len(secrets) > 20, "that is no pairing record"
found = []
for folder, folders, files in os.walk(work):
    folders[:] = [name for name in folders if os.path.join(folder, name) != phone]
    for name in files:
        with open(os.path.join(folder, name), "rb") as file:
            content = file.read()
        if b"PRIVATE KEY" in content or any(secret in content for secret in secrets):
            found.append(os.path.join(folder, name))
sys.exit("keys in %s" % found if found else 0)
PYTHON

echo "-- a polite kill ends it, and the phone is gone"
kill "$running"
code=0
wait "$running" || code=$?
# To be ended is how the demo ends, so that is no failure.
same "exit code" 0 "$code"
cp "$work/stay.out" "$work/out" && cp "$work/stay.err" "$work/err"
no_trace "the demo that stayed"
if idevice_id -l >"$work/gone" 2>&1; then
    same "phones" "" "$(cat "$work/gone")"
fi
call 4 devices
sums_hold "$demo/drive"
