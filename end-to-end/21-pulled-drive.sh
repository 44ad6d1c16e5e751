#!/usr/bin/env bash
# A drive that is pulled out while photos are copied, that is read-only, or that is another one than before:
# nothing is called safe that is not, nothing is written into the folder where the drive used to be, and the
# words say which it is.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need_root
need mkfs.ext4 python3

make_photos "$work/source" 400 500000 21

# An ext4 with a journal, as people have them.
journalled() {
    truncate -s "$2M" "$1"
    mkfs.ext4 -q -F -m 0 "$1"
    mkdir -p "$3"
    at_end "umount -l '$3'"
    mount -o loop "$1" "$3"
}

# Ends the file system mounted at $1 as a pulled plug does: from this moment every call fails with an I/O error,
# and what was not yet on the medium never gets there. EXT4_IOC_SHUTDOWN of linux/fs/ext4 with NOLOGFLUSH.
pull() {
    python3 -c 'import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack("I", 2))' "$1"
}

# Halts the process $1 as soon as 300 photos stand on the drive $2: one batch is proven, the second is on its way. So
# what comes next meets it in the midst of copying, however fast it is. kill -CONT lets it go on.
halt_in_the_midst() {
    python3 -c 'import os, signal, sys, time
process, drive = int(sys.argv[1]), sys.argv[2]
end = time.monotonic() + 60
while sum(len(files) for top in ("Photos", "Files") for _, _, files in os.walk(os.path.join(drive, top))) < 300:
    if time.monotonic() > end:
        sys.exit("waited in vain for 300 photos on " + drive)
    time.sleep(0.002)
os.kill(process, signal.SIGSTOP)' "$1" "$2" || die "could not halt the backup in the midst of copying"
}

echo "-- the drive is pulled while photos are copied to it"
journalled "$work/drive.img" 350 "$work/drive"
"$program" backup "$work/source" --to "$work/drive" --quiet >"$work/pulled.out" 2>"$work/pulled.err" &
running=$!
halt_in_the_midst "$running" "$work/drive"
pull "$work/drive"
kill -CONT "$running"
code=0
wait "$running" || code=$?
cp "$work/pulled.out" "$work/out" && cp "$work/pulled.err" "$work/err"
no_trace "the backup whose drive was pulled"
same "exit code" 3 "$code"
said 'HINT: (Connect the drive|Try another cable|The drive may be failing)'

echo "-- plugged in again: what was called safe survived the pull, the next run does the rest"
umount -l "$work/drive"
mount -o loop "$work/drive.img" "$work/drive"
safe=$(law_holds "$work/source" "$work/drive")
echo "   $safe of 400 were safe when it was pulled"
[ "$safe" -lt 400 ] || die "it was pulled too late to prove anything"
call 0 backup "$work/source" --to "$work/drive" --json
same "all safe" 400 "$(law_holds "$work/source" "$work/drive")"
all_on "$work/source" "$work/drive"
nothing_twice "$work/drive"
nothing_set_aside "$work/drive"
sums_hold "$work/drive"

echo "-- unmounted: the empty folder in its place is refused, and stays empty"
umount "$work/drive"
call 3 backup "$work/source" --to "$work/drive"
said 'Another disk is there|drive is not in it'
said 'HINT: '
call 3 verify "$work/drive"
same "written into the empty folder" "" "$(ls -A "$work/drive")"
call 0 status
call 0 places --json
same "reachable" False "$(value 'it["places"][0]["reachable"]')"

echo "-- another place at the same path is refused by its marker, and is not touched"
journalled "$work/other.img" 100 "$work/other"
SAFELIGHT_HOME=$work/other-home "$program" places add "$work/other" >/dev/null
umount "$work/other"
mount -o loop "$work/other.img" "$work/drive"
before=$(find "$work/drive" -type f | sort)
call 3 backup "$work/source" --to "$work/drive"
said 'Another disk is there: expected drive-[0-9a-f]+, found drive-[0-9a-f]+'
said 'HINT: Connect the right drive'
same "files on the other drive" "$before" "$(find "$work/drive" -type f | sort)"
umount "$work/drive"

echo "-- unmounted under a running copy: no photo lands in the folder below, none of them is called safe"
rm -rf "$SAFELIGHT_HOME"
journalled "$work/lazy.img" 350 "$work/lazy"
"$program" backup "$work/source" --to "$work/lazy" --quiet >"$work/pulled.out" 2>"$work/pulled.err" &
running=$!
halt_in_the_midst "$running" "$work/lazy"
umount -l "$work/lazy"
kill -CONT "$running"
code=0
wait "$running" || code=$?
cp "$work/pulled.out" "$work/out" && cp "$work/pulled.err" "$work/err"
no_trace "the backup whose drive was unmounted"
same "exit code" 3 "$code"
said 'HINT: '
same "written into the folder below" "" "$(find "$work/lazy" -type f)"
mount -o loop "$work/lazy.img" "$work/lazy"
safe=$(law_holds "$work/source" "$work/lazy")
[ "$safe" -lt 400 ] || die "it was unmounted too late to prove anything"
call 0 backup "$work/source" --to "$work/lazy" --json
same "all safe" 400 "$(law_holds "$work/source" "$work/lazy")"
nothing_twice "$work/lazy"
nothing_set_aside "$work/lazy"
sums_hold "$work/lazy"

echo "-- read-only: a new photo is not copied, and the words say why; reading still works"
mount -o remount,ro "$work/lazy"
echo new >"$work/source/new.jpg"
call 3 backup "$work/source" --to "$work/lazy"
said 'It may not be written'
said 'HINT: Make the drive writable'
call 1 why new.jpg
said '\[PLACE_DENIED\]'
call 0 verify "$work/lazy"
call 0 restore "$work/lazy" --to "$work/restored"
rm "$work/source/new.jpg"
diff -r "$work/source" "$work/restored" || die "the restored tree differs"
