# shellcheck shell=bash
# What the end-to-end scripts share: a work folder of their own on a real disk, the program under test, and
# judges that are nobody's but theirs. To be sourced first.
#
# Everything is made below $work and goes away at the end, whatever happened; what a script mounts it registers
# with at_end. SAFELIGHT_HOME points into $work, so that nobody's real ledger is ever touched.
set -eu

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PATH=$PATH:/usr/sbin:/sbin
export PATH

# Below target and not in /tmp: that is a tmpfs on many machines, where nothing can be read back from a medium.
mkdir -p "$root/target"
work=$(mktemp -d "$root/target/end-to-end.XXXXXX")
export SAFELIGHT_HOME=$work/home

ends=()
clean_up() {
    local i
    for ((i = ${#ends[@]} - 1; i >= 0; i--)); do
        eval "${ends[i]}" >/dev/null 2>&1 || true
    done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

# Registers a command line to run when the script ends; the last one registered runs first.
at_end() {
    ends+=("$1")
}

die() {
    echo "FAILED: $*" >&2
    if [ -e "$work/out" ]; then
        echo "-- what the last call said:" >&2
        head -n 40 "$work/out" "$work/err" >&2
    fi
    exit 1
}

same() {
    [ "$2" = "$3" ] || die "$1: expected [$2], got [$3]"
}

need() {
    local witness
    for witness; do
        command -v "$witness" >/dev/null || die "$witness is missing on this machine; ./check names its package"
    done
}

# Mounting takes root. Where it is not to be had, the proof cannot be given, and that is a failure, not a pass.
need_root() {
    [ "$(id -u)" -eq 0 ] || die "this needs root, to mount file systems"
}

# The program is built once, before anything is measured by what it says.
"$root/safelight" --version >/dev/null
program=$root/app/target/safelight/safelight

# Calls the program and wants the exit code $1; what it said is then in $work/out and $work/err. No call may
# ever show a stack trace or call itself defective.
call() {
    local wanted=$1 code=0
    shift
    "$program" "$@" >"$work/out" 2>"$work/err" || code=$?
    [ "$code" -eq "$wanted" ] || die "safelight $*: expected exit code $wanted, got $code"
    no_trace "safelight $*"
}

no_trace() {
    if grep -qE '^[[:space:]]+at [a-z].*\(|defect in Safelight|Exception in thread' "$work/out" "$work/err"; then
        die "$1 showed a stack trace"
    fi
}

# The last call must have said something that matches $1, in either stream.
said() {
    grep -qE -- "$1" "$work/out" "$work/err" || die "it did not say: $1"
}

never_said() {
    ! grep -qE -- "$1" "$work/out" "$work/err" || die "it said: $1"
}

# A value of the last call's JSON, by a Python expression over "it".
value() {
    python3 -c 'import json, sys; it = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$work/out" "$1"
}

# Makes $2 files with distinct contents of $3 bytes in folder $1, in folders of 100, named like a camera's.
# The same seed $4 gives the same files.
make_photos() {
    python3 - "$@" <<'PYTHON'
import os, random, sys
folder, count, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
chance = random.Random(seed)
block = chance.randbytes(size)
for i in range(count):
    at = os.path.join(folder, "%03dTRIAL" % (100 + i // 100))
    os.makedirs(at, exist_ok=True)
    head = b"\xff\xd8\xff\xe0" + b"%d of seed %d;" % (i, seed)
    with open(os.path.join(at, "IMG_%04d.JPG" % (i % 10000)), "wb") as out:
        out.write((head + block)[:max(size, len(head))])
PYTHON
}

# The drive at $1 judged by the program sha256sum alone.
sums_hold() {
    (cd "$1" && sha256sum --quiet --strict -c SHA256SUMS) >"$work/sums" 2>&1 \
        || die "sha256sum -c on $1: $(head -n 5 "$work/sums")"
}

# The digests of every file below the shelves of the drive at $1, one a line, sorted; twice if it is there twice.
digests_on() {
    (cd "$1" && find Photos Files -type f -print0 2>/dev/null | xargs -0 -r sha256sum -z | tr '\0' '\n' \
        | sed 's/^\\//' | grep -oE '^[0-9a-f]{64}') | LC_ALL=C sort
}

# No content stands on the drive at $1 twice, and nothing half is left on it.
nothing_twice() {
    local twice left
    twice=$(digests_on "$1" | uniq -d | head -n 3)
    [ -z "$twice" ] || die "on $1 more than once: $twice"
    left=$(find "$1/.safelight/incoming" -type f 2>/dev/null | head -n 3)
    [ -z "$left" ] || die "left over on $1: $left"
}

# No copy on the drive at $1 was set aside as damaged: a drive that goes away damages nothing.
nothing_set_aside() {
    same "good copies set aside as damaged on $1" 0 \
        "$(find "$1/.safelight/set-aside" -type f 2>/dev/null | wc -l | tr -d ' ')"
}

# Every file of the folder $1 is on the drive $2 with the same bytes.
all_on() {
    local missing
    missing=$(comm -23 <(find "$1" -type f -print0 | xargs -0 -r sha256sum -z | tr '\0' '\n' | sed 's/^\\//' \
        | grep -oE '^[0-9a-f]{64}' | LC_ALL=C sort -u) <(digests_on "$2" | uniq))
    [ -z "$missing" ] || die "not on $2: $(head -n 3 <<<"$missing")"
}

# The law: whatever the status calls safe is on the drive at $2 with the right bytes, by others' reading. The
# source is at $1; each of its files must be a photo of its own. Prints how many are called safe.
law_holds() {
    local code=0 safe
    "$program" status --all >"$work/out" 2>"$work/err" || code=$?
    if [ "$code" -eq 7 ]; then
        said 'nothing is known yet'
        echo 0
        return
    fi
    [ "$code" -le 1 ] || die "status: exit code $code"
    no_trace "safelight status --all"
    sed -n 's/^  safe      //p' "$work/out" >"$work/called-safe"
    (cd "$1" && tr '\n' '\0' <"$work/called-safe" | xargs -0 -r sha256sum) | cut -c1-64 | LC_ALL=C sort -u \
        >"$work/claimed"
    digests_on "$2" >"$work/held"
    [ -z "$(comm -23 "$work/claimed" "$work/held")" ] \
        || die "THE LAW IS BROKEN: called safe, and not on the drive: $(comm -23 "$work/claimed" "$work/held" | head -n 3)"
    safe=$(wc -l <"$work/called-safe")
    code=0
    "$program" status --json >"$work/out" 2>"$work/err" || code=$?
    same "safe in --json and --all" "$safe" "$(value 'sum(s["safe"] for s in it["sources"])')"
    echo "$safe"
}

# Waits until the command line $1 is true, looking often; dies when it has not become so in a minute.
await() {
    local tries=0
    until eval "$1"; do
        tries=$((tries + 1))
        [ "$tries" -lt 1200 ] || die "waited in vain for: $1"
        sleep 0.05
    done
}

# An ext4 of $2 MiB in the file $1, mounted at $3. No journal and no reserved blocks, so that small is possible.
mount_ext4() {
    truncate -s "$2M" "$1"
    mkfs.ext4 -q -F -m 0 -O ^has_journal "$1"
    mkdir -p "$3"
    at_end "umount -l '$3'"
    mount -o loop "$1" "$3"
}
