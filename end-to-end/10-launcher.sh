#!/usr/bin/env bash
# The launcher: which Java it takes, what it says when there is none, what file names it lets through, that two
# calls at once build once, that the program can be copied, and that its classes come out of the class cache.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

die() {
    echo "FAILED: $*" >&2
    exit 1
}

same() {
    [ "$2" = "$3" ] || die "$1: expected [$2], got [$3]"
}

# A home that looks like a development kit of version $2 at $1; its java tells how it was called.
fake_jdk() {
    mkdir -p "$1/bin"
    printf 'IMPLEMENTOR="Nobody"\nJAVA_VERSION="%s"\nJAVA_RUNTIME_VERSION="%s+1"\n' "$2" "$2" >"$1/release"
    cat >"$1/bin/java" <<'JAVA'
#!/bin/sh
echo "LC_ALL=${LC_ALL:-}"
for argument; do echo "$argument"; done
JAVA
    cp "$1/bin/java" "$1/bin/javac"
    chmod +x "$1/bin/java" "$1/bin/javac"
}

echo "-- two calls at once build once"
touch "$root/core/src/main/java"
"$root/safelight" --version >"$work/first.out" 2>"$work/first.err" &
"$root/safelight" --version >"$work/second.out" 2>"$work/second.err"
wait $!
same "both say the same" "$(cat "$work/first.out")" "$(cat "$work/second.out")"
same "one builds" 1 "$(cat "$work"/*.err | grep -c 'building again\|building the program')"
same "nothing more to say" "" "$("$root/safelight" --version 2>&1 >/dev/null)"

echo "-- the program can be copied, also to a name with a space, and called through a link"
cp -a "$root/app/target/safelight" "$work/a copy"
ln -s "a copy/safelight" "$work/link"
same "copied" "$(cat "$work/first.out")" "$("$work/link" --version 2>&1)"

echo "-- a Java that is too old is passed over, a chosen one is taken"
fake_jdk "$work/jdk-17" 17.0.9
fake_jdk "$work/jdk-99" 99
same "too old" "$(cat "$work/first.out")" "$(JAVA_HOME=$work/jdk-17 "$work/link" --version 2>/dev/null)"
chosen=$(JAVA_HOME=$work/jdk-99 "$work/link" status --json 2>"$work/chosen.err")
grep -q "Java is another than before" "$work/chosen.err" || die "did not say that Java is another"
same "the command line is passed on" "app.safelight.app.cli.Main status --json" \
    "$(tail -n 3 <<<"$chosen" | tr '\n' ' ' | sed 's/ $//')"

echo "-- file names keep their letters whatever the locale"
for locale in C POSIX en_US.ISO-8859-1 nobody_KNOWS.UTF-8; do
    said=$(env -u LC_ALL -u LC_CTYPE LANG=$locale JAVA_HOME="$work/jdk-99" "$work/link" --version 2>/dev/null)
    same "LANG=$locale" "LC_ALL=C.UTF-8" "$(head -n 1 <<<"$said")"
done
said=$(LC_ALL=C.UTF-8 JAVA_HOME="$work/jdk-99" "$work/link" --version 2>/dev/null)
same "a UTF-8 locale stays" "LC_ALL=C.UTF-8" "$(head -n 1 <<<"$said")"

echo "-- without any Java that will do, one clear line and exit code 90"
cp -a "$root/app/target/safelight" "$work/future"
sed -i 's/^jdk_version_needed=.*/jdk_version_needed=4711/' "$work/future/find-jdk.sh"
code=0
"$work/future/safelight" --version >"$work/none.out" 2>"$work/none.err" || code=$?
same "exit code" 90 "$code"
same "lines" 1 "$(wc -l <"$work/none.err" | tr -d ' ')"
grep -q "needs a Java Development Kit, version 4711 or newer" "$work/none.err" || die "$(cat "$work/none.err")"

echo "-- in a folder that cannot be written, a clear message and exit code 92"
mkdir -p "$work/checkout"
cp -R "$root/safelight" "$root/tools" "$root/pom.xml" "$work/checkout"
chmod -R a-w,a+rX "$work"
as_somebody=()
if [ "$(id -u)" -eq 0 ]; then
    as_somebody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
code=0
said=$("${as_somebody[@]}" "$work/checkout/safelight" --version 2>&1) || code=$?
chmod -R u+w "$work"
same "exit code" 92 "$code"
grep -q "cannot be written. HINT:" <<<"$said" || die "$said"

echo "-- the classes come out of the class cache"
_JAVA_OPTIONS="-Xlog:class+load:file=$work/classes.log" "$root/safelight" --help >/dev/null 2>&1
cached=$(grep -c 'source: shared objects file' "$work/classes.log")
loaded=$(grep -c 'source: ' "$work/classes.log")
echo "   $cached of $loaded"
[ $((cached * 100)) -ge $((loaded * 95)) ] || die "only $cached of $loaded classes come from the cache"
