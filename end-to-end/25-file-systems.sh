#!/usr/bin/env bash
# Drives as people have them, formatted FAT32 and NTFS: what such a file system cannot hold is refused with its
# reason, names it forbids are changed and given back, and evidence that is weaker is called weaker.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need_root
need mkfs.vfat fusefat mkntfs ntfs-3g losetup python3 sha256sum

mkdir -p "$work/source/a" "$work/source/b"
make_photos "$work/source" 12 50000 25
python3 - "$work/source" <<'PYTHON'
import os, sys
os.chdir(sys.argv[1])
names = ['a:b?c*d"e<f>g|h.jpg', "IMG_1.jpg", "img_1.JPG", "dot.", "space ", "CON", "nul.jpg", "back\\slash.jpg",
         "caf\u00e9.jpg", "cafe\u0301.jpg", "\U0001f4f7.jpg", "tab\there.jpg"]
for folder in ("a", "b"):
    for name in names:
        with open(os.path.join(folder, name), "w") as out:
            out.write(folder + " " + name)
PYTHON
touch -d '2020-02-03 04:05:07.123456789' "$work/source/a/IMG_1.jpg"
photos=$(find "$work/source" -type f | wc -l)

# $1 its name, $2 where it is mounted. The folder's photos go there and come back under their own names.
trial() {
    echo "-- $1: everything is copied, sha256sum and restore agree"
    "$program" policy --evidence READ_BACK >/dev/null
    call 0 backup "$work/source" --to "$2" --quiet
    call 0 status --json
    same "safe" "$photos" "$(value 'sum(s["safe"] for s in it["sources"])')"
    sums_hold "$2"
    all_on "$work/source" "$2"
    nothing_twice "$2"
    call 0 verify "$2"
    call 0 restore "$2" --to "$work/restored-$1" --quiet
    diff -r "$work/source" "$work/restored-$1" || die "$1: the restored tree differs"
    same "$1: the time restored" "$(stat -c %y "$work/source/a/IMG_1.jpg")" \
        "$(stat -c %y "$work/restored-$1/a/IMG_1.jpg")"
    call 0 backup "$work/source" --to "$2" --json
    same "copied by a second run" 0 "$(value 'it["copied"]')"
    bad=$(find "$2/Photos" "$2/Files" | grep -E '[:?*"<>|\\]|[. ]$|/(CON|nul)(\.|$)' || true)
    [ -z "$bad" ] || die "$1: names that Windows cannot read: $bad"
    clashes=$(find "$2/Photos" "$2/Files" | tr '[:upper:]' '[:lower:]' | sort | uniq -d)
    [ -z "$clashes" ] || die "$1: names that differ only in case: $clashes"

    echo "-- $1: a policy that asks for more than this file system can prove is answered honestly"
    "$program" policy --evidence READ_BACK_FROM_MEDIUM >/dev/null
    call 1 status --json
    same "safe" 0 "$(value 'sum(s["safe"] for s in it["sources"])')"
    same "with their reason" "$photos" "$(value 'it["sources"][0]["reasons"]["EVIDENCE_TOO_WEAK"]')"
    call 1 why nul.jpg
    said 'it was read back, but your policy asks that it is read back from the medium'
}

mkdir "$work/fat"
truncate -s 200M "$work/fat.img"
mkfs.vfat -F 32 "$work/fat.img" >/dev/null
at_end "fusermount3 -u -z '$work/fat' || fusermount -u -z '$work/fat'"
fusefat -o rw+ "$work/fat.img" "$work/fat" 2>/dev/null
trial FAT32 "$work/fat"

echo "-- FAT32: a film of 4 GiB and a byte is refused with the reason; the photo beside it is copied"
mkdir "$work/films"
truncate -s 4294967297 "$work/films/film.mov"
echo still >"$work/films/still.jpg"
"$program" policy --evidence READ_BACK >/dev/null
call 1 backup "$work/films" --to "$work/fat" --json
call 1 why film.mov
said '\[PLACE_FILE_TOO_LARGE\]'
said 'HINT: Use a drive formatted as exFAT, NTFS, APFS or ext4'
call 0 why still.jpg
sums_hold "$work/fat"

rm -rf "$SAFELIGHT_HOME"
mkdir "$work/ntfs"
truncate -s 100M "$work/ntfs.img"
loop=$(losetup --find --show "$work/ntfs.img")
at_end "losetup -d $loop"
mkntfs -F -q "$loop" >/dev/null 2>&1
at_end "umount -l '$work/ntfs'"
ntfs-3g "$loop" "$work/ntfs"
trial NTFS "$work/ntfs"
