# shellcheck shell=sh disable=SC2034 # what it sets is for those who read it in
# Finds a Java Development Kit. To be read with `.` by a POSIX shell; starts no other program.
#
#   find_jdk HOME …       looks at the homes given (empty ones are passed over), then `java` on the PATH, then
#                         the usual folders (there the lowest version that will do: it is the best tested).
#                         Sets jdk_home and jdk_build (which build of Java it is), or returns 1.
#   say_no_jdk            says on standard error what is missing and how to get it.

# What the program's classes are compiled for.
jdk_version_needed=25

# Reads what a home's `release` file says, without starting Java. Sets release_version (0 if this is no
# development kit) and release_build.
read_release() {
    release_version=0 release_build=
    [ -r "$1/release" ] && [ -x "$1/bin/javac" ] || return 0
    while IFS='=' read -r release_key release_value || [ -n "$release_key" ]; do
        release_value=${release_value#\"}
        release_value=${release_value%\"}
        case $release_key in
            JAVA_VERSION) release_version=${release_value%%[!0-9]*} ;;
            IMPLEMENTOR | JAVA_RUNTIME_VERSION | OS_ARCH) release_build=$release_build${release_build:+ }$release_value ;;
        esac
    done <"$1/release"
    release_version=${release_version:-0}
}

# Takes a home if it will do.
take_jdk() {
    read_release "$1"
    [ "$release_version" -ge "$jdk_version_needed" ] || return 1
    jdk_home=$1 jdk_build=$release_build
}

# The home that `java` on the PATH belongs to, in path_home; empty if there is none. Links are followed by
# hand: not every system's readlink can.
find_path_home() {
    path_home=$(command -v java) || { path_home=; return 0; }
    path_links=0
    while [ -L "$path_home" ] && [ "$path_links" -lt 40 ]; do # as many links as Linux itself follows
        path_target=$(readlink "$path_home")
        case $path_target in
            /*) path_home=$path_target ;;
            *) path_home=${path_home%/*}/$path_target ;;
        esac
        path_links=$((path_links + 1))
    done
    path_home=${path_home%/bin/java}
}

find_jdk() {
    jdk_home='' jdk_build=''
    for jdk_candidate in "$@"; do
        if [ -n "$jdk_candidate" ] && take_jdk "$jdk_candidate"; then
            return 0
        fi
    done
    find_path_home
    if [ -n "$path_home" ] && take_jdk "$path_home"; then
        return 0
    fi
    jdk_lowest=0
    for jdk_candidate in \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/*jdk* /opt/*jdk* /opt/java/* /opt/*/*jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
        "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
        "${HOME:-/nonexistent}"/.asdf/installs/java/*; do
        read_release "$jdk_candidate"
        if [ "$release_version" -ge "$jdk_version_needed" ] \
            && { [ "$jdk_lowest" -eq 0 ] || [ "$release_version" -lt "$jdk_lowest" ]; }; then
            jdk_home=$jdk_candidate jdk_build=$release_build jdk_lowest=$release_version
        fi
    done
    [ "$jdk_lowest" -ne 0 ]
}

say_no_jdk() {
    echo "Safelight needs a Java Development Kit, version $jdk_version_needed or newer, and found none" \
        "(looked at JAVA_HOME, the PATH and the usual folders)." \
        "HINT: install one, for example from https://adoptium.net, or set JAVA_HOME to where it is." >&2
}
