#!/usr/bin/env bash
# The library as other programs meet it, with curl as the client and sha256sum as the judge: set up, upload,
# download, wrong and short bodies, kills in the midst of uploads, a full disk, damaged and missing photos.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need_root
need curl python3 sha256sum cmp mkfs.ext4 xargs

fixtures=$root/../shared/fixtures/media
library=$work/library

# Starts the library in folder $1 and sets $server and $address.
up() {
    "$program" up --folder "$1" --port 0 >"$work/up.out" 2>"$work/up.err" &
    server=$!
    at_end "kill -9 $server"
    await "grep -q 'The library is at' '$work/up.out' || ! kill -0 $server 2>/dev/null"
    address=$(sed -n 's/^The library is at \(http[^ ]*\).*/\1/p' "$work/up.out")
    [ -n "$address" ] || die "it did not start: $(cat "$work/up.err")"
}

down() {
    kill "$server"
    wait "$server" || true
}

# A field of the JSON in file $1, by a Python expression over "it".
field() {
    python3 -c 'import json, sys; it = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$1" "$2"
}

# Sends JSON $2 to path $1 and wants the status $3; the answer is in $work/answer.
post() {
    local code
    code=$(curl -s -o "$work/answer" -w '%{http_code}' -H 'Content-Type: application/json' \
        ${key:+-H "Authorization: Bearer $key"} --data-binary "$2" "$address$1")
    [ "$code" = "$3" ] || die "POST $1: expected $3, got $code: $(cat "$work/answer")"
}

# Uploads file $1 under the same name; its answer goes to $2, its status is printed.
upload() {
    curl -s -o "$2" -w '%{http_code}' -H "Authorization: Bearer $key" -T "$1" \
        "$address/api/v1/files/?sha256=$(sha256sum <"$1" | cut -c1-64)" || true
}

# The first owner, by the link that the start printed; sets $key.
make_owner() {
    key=
    post /api/v1/setup "{\"secret\": \"$(sed -n 's/.*setup#//p' "$work/up.out")\", \"name\": \"Ada\",
        \"password\": \"a password of some length\"}" 201
    post /api/v1/session '{"name": "ada", "password": "a password of some length", "kind": "DEVICE",
        "keyName": "end to end"}' 201
    key=$(field "$work/answer" 'it["key"]')
}

echo "-- a new folder becomes a library; the link makes the owner, once"
up "$library"
make_owner
secret=$(sed -n 's/.*setup#//p' "$work/up.out")
post /api/v1/setup "{\"secret\": \"$secret\", \"name\": \"Eve\", \"password\": \"a password of some length\"}" 403
grep -q set_up_already "$work/answer" || die "the link worked twice"
same "listens on this computer alone" 127.0.0.1 "$(sed 's|http://||; s|:.*||' <<<"$address")"

echo "-- every fixture goes in, is read back, and comes out byte for byte"
mkdir "$work/answers"
export key address work
count=0
while IFS= read -r -d '' file; do
    count=$((count + 1))
    ln "$file" "$work/answers/$count.file" 2>/dev/null || cp "$file" "$work/answers/$count.file"
done < <(find "$fixtures" -type f -size +0 -print0)
# shellcheck disable=SC2016 # the inner shell expands it
seq "$count" | xargs -P 4 -I{} sh -c 'curl -s -o "$work/answers/{}.json" -H "Authorization: Bearer $key" \
    -T "$work/answers/{}.file" "$address/api/v1/files/{}.jpg"'
for ((i = 1; i <= count; i++)); do
    same "the hash that was read back of file $i" "$(sha256sum <"$work/answers/$i.file" | cut -c1-64)" \
        "$(sed -n 's/.*"sha256":"\([0-9a-f]*\)".*/\1/p' "$work/answers/$i.json")"
    asset=$(sed -n 's/.*"asset":"\([0-9]*\)".*/\1/p' "$work/answers/$i.json")
    curl -s -o "$work/back" -H "Authorization: Bearer $key" "$address/api/v1/assets/$asset/files/0"
    cmp -s "$work/back" "$work/answers/$i.file" || die "file $i came back changed"
done
echo "   $count files"
sums_hold "$library/originals"
nothing_twice "$library/originals"

echo "-- a wrong checksum is refused, a body that is too short too, and neither leaves a byte"
before=$(digests_on "$library/originals" | wc -l)
head -c 5000000 /dev/urandom >"$work/new.jpg"
same "a wrong checksum" 422 "$(curl -s -o "$work/answer" -w '%{http_code}' -H "Authorization: Bearer $key" \
    -T "$work/new.jpg" "$address/api/v1/files/new.jpg?sha256=$(printf '%064d' 0)")"
port=${address##*:}
{
    printf 'PUT /api/v1/files/short.jpg HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n' "$key"
    printf 'Content-Length: 6000000\r\n\r\n'
    cat "$work/new.jpg"
} | timeout 20 python3 -c '
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as to:
    to.sendall(sys.stdin.buffer.read())
' "$port"
await "[ -z \"\$(find '$library/originals/.safelight/incoming' -type f)\" ]"
same "files on the drive" "$before" "$(digests_on "$library/originals" | wc -l)"

echo "-- killed in the midst of uploads, four times: nothing acknowledged is lost, nothing is left over"
make_photos "$work/source" 120 400000 40
mkdir "$work/kill"
for round in 1 2 3 4; do
    export address key round
    # shellcheck disable=SC2016 # the inner shell expands it
    (find "$work/source" -type f | sort | xargs -P 4 -I{} sh -c 'curl -s -f -o "$work/kill/$round-$(basename {})" \
        -H "Authorization: Bearer $key" -T "{}" "$address/api/v1/files/" 2>/dev/null' || true) &
    sender=$!
    await "[ \"\$(find '$work/kill' -name '$round-*' -size +0 | wc -l)\" -ge $((round * 15)) ]"
    kill -9 "$server"
    wait "$sender" || true
    cat "$work/kill/$round"-* 2>/dev/null | grep -oE '"sha256":"[0-9a-f]{64}"' | cut -d'"' -f4 | LC_ALL=C sort -u \
        >"$work/acknowledged"
    up "$library"
    digests_on "$library/originals" | uniq >"$work/held"
    [ -z "$(comm -23 "$work/acknowledged" "$work/held")" ] || die "THE LAW IS BROKEN: acknowledged and not there"
    python3 - "$work/acknowledged" >"$work/question" <<'PYTHON'
import json, sys
print(json.dumps({"sha256": open(sys.argv[1]).read().split()}))
PYTHON
    post /api/v1/contents/missing "@$work/question" 200
    same "acknowledged and unknown after the kill" "[]" "$(field "$work/answer" 'it["missing"]')"
    nothing_twice "$library/originals"
    sums_hold "$library/originals"
    echo "   $(wc -l <"$work/acknowledged") acknowledged, all there"
done
while IFS= read -r file; do
    code=$(upload "$file" "$work/answer")
    case $code in 200 | 201) ;; *) die "after the kills: $code $(cat "$work/answer")" ;; esac
done < <(find "$work/source" -type f)
all_on "$work/source" "$library/originals"

echo "-- a photo that was altered on the disk is never served as good"
same "a photo" 201 "$(upload "$work/new.jpg" "$work/answer")"
asset=$(field "$work/answer" 'it["asset"]')
altered=$(find "$library/originals/Photos" -name 'new*.jpg' | head -n 1)
printf 'X' | dd of="$altered" bs=1 seek=2500000 conv=notrunc status=none
if curl -s -f -o "$work/back" -H "Authorization: Bearer $key" "$address/api/v1/assets/$asset/files/0"; then
    die "an altered photo was served as good"
fi
[ "$(stat -c %s "$work/back" 2>/dev/null || echo 0)" -lt 5000000 ] || die "all bytes of an altered photo came"
same "sent again, it heals" 200 "$(upload "$work/new.jpg" "$work/answer")"
asset=$(field "$work/answer" 'it["asset"]')
curl -s -f -o "$work/back" -H "Authorization: Bearer $key" "$address/api/v1/assets/$asset/files/0" \
    || die "not healed"
cmp "$work/back" "$work/new.jpg"
down

echo "-- without its photos, or with another drive in their place, it does not start"
mv "$library/originals" "$work/aside"
call 3 up --folder "$library" --port 0
said 'photos should be in .*originals, and nothing of them is there'
mkdir "$library/originals"
call 3 up --folder "$library" --port 0
said 'nothing of them is there'
rmdir "$library/originals"
call 0 places add "$library/originals"
call 3 up --folder "$library" --port 0
said 'another drive stands where it should be'
rm -r "$library/originals"
mv "$work/aside" "$library/originals"
up "$library"
down

echo "-- a full disk: a clear 507, nothing left over, and deleting goes on"
mount_ext4 "$work/small.img" 60 "$work/small"
up "$work/small/library"
make_owner
head -c 20000000 /dev/urandom >"$work/film.mov"
same "the first film" 201 "$(upload "$work/film.mov" "$work/answer")"
asset=$(field "$work/answer" 'it["asset"]')
head -c 60000000 /dev/urandom >"$work/large.mov"
same "a film that does not fit" 507 "$(upload "$work/large.mov" "$work/answer")"
same "its code" storage_full "$(field "$work/answer" 'it["code"]')"
dd if=/dev/zero of="$work/small/fill" bs=64k status=none 2>/dev/null || true
head -c 3000000 /dev/urandom >"$work/small.mov"
same "on a full disk" 507 "$(upload "$work/small.mov" "$work/answer")"
same "left over" "" "$(find "$work/small/library/originals/.safelight/incoming" -type f)"
rm "$work/small/fill"
post /api/v1/trash "{\"assets\": [\"$asset\"]}" 200
same "deleted" "['$asset']" "$(field "$work/answer" 'it["assets"]')"
same "with room again" 201 "$(upload "$work/small.mov" "$work/answer")"
down
