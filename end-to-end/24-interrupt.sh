#!/usr/bin/env bash
# Ctrl-C while a large copy runs: it stops cleanly, says what is safe so far, ends with 130, and the next run
# goes on where it was. The same for a polite kill.
# shellcheck source=end-to-end/common.bash
. "$(dirname "${BASH_SOURCE[0]}")/common.bash"
need python3 sha256sum

make_photos "$work/source" 400 400000 25
# One that alone takes a while: a stop must not wait for the end of a long film.
python3 - "$work/source/film.mov" <<'PYTHON'
import random, sys
chance = random.Random(24)
with open(sys.argv[1], "wb") as out:
    for _ in range(100):
        out.write(chance.randbytes(1 << 20))
PYTHON

# Interrupts a backup with signal $1 once it copies; wants it to say what is safe, and 130 (143 for TERM).
interrupt() {
    python3 - "$1" "$2" "$work/source" "$work/drive" "$program" "$work/out" "$work/err" <<'PYTHON'
# A shell starts its background jobs with Ctrl-C ignored, and a program started so could not be interrupted.
import os, signal, subprocess, sys, time
name, wanted, source, drive, program, out, err = sys.argv[1:]
signal.signal(signal.SIGINT, signal.default_int_handler)
def held():
    return sum(len(files) for shelf in ("Photos", "Files") for _, _, files in os.walk(os.path.join(drive, shelf)))
before = held()
with open(out, "wb") as o, open(err, "wb") as e:
    run = subprocess.Popen([program, "backup", source, "--to", drive], stdout=o, stderr=e)
    while held() < before + 50:
        if run.poll() is not None:
            sys.exit("it ended before it could be interrupted: %d" % run.returncode)
        time.sleep(0.002)
    run.send_signal(getattr(signal, name))
    code = run.wait(120)
sys.exit(0 if code == int(wanted) else "exit code %d instead of %s" % (code, wanted))
PYTHON
}

echo "-- Ctrl-C: exit code 130, it says what is safe, and that is true"
interrupt SIGINT 130 || die "Ctrl-C"
no_trace "the interrupted backup"
said 'Stopped before the end. What is said to be safe below is safe; run it again to go on'
said '[0-9]+ of [0-9,. ]+ items are NOT safe yet'
left=$(find "$work/drive/.safelight/incoming" -type f)
[ -z "$left" ] || die "half a file was left: $left"
safe=$(law_holds "$work/source" "$work/drive")
[ "$safe" -gt 0 ] || die "nothing of what was copied was recorded"
[ "$safe" -lt 401 ] || die "it was interrupted too late to prove anything"
echo "   $safe of 401 were safe when it stopped"
sums_hold "$work/drive"

echo "-- a polite kill says the same, with 143"
make_photos "$work/source/later" 400 400000 26
interrupt SIGTERM 143 || die "SIGTERM"
no_trace "the ended backup"
said 'Stopped before the end'
law_holds "$work/source" "$work/drive" >/dev/null

echo "-- the next run goes on where it was"
safe=$(law_holds "$work/source" "$work/drive")
call 0 backup "$work/source" --to "$work/drive" --json
same "copied" $((801 - safe)) "$(value 'it["copied"]')"
same "all safe" 801 "$(law_holds "$work/source" "$work/drive")"
nothing_twice "$work/drive"
sums_hold "$work/drive"
all_on "$work/source" "$work/drive"
