#!/usr/bin/env bash
# The decoders for small pictures in the built program: the starter names their folder, the program draws with them,
# other builds of them can be put in their place, and without them it says so and draws what Java can.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
# shellcheck source=end-to-end/common.bash
. end-to-end/common.bash

fixtures=$root/../shared/fixtures/media
"$root/safelight" --version >/dev/null
cp -a "$root/app/target/safelight" "$work/program"
folder=$(find "$work/program/native" -mindepth 1 -maxdepth 1 -type d ! -name sqlite)

echo "-- SQLite and this platform's decoders lie there, and nothing else"
[ -e "$work/program/native/sqlite" ] || die "no sqlite"
[ "$(find "$folder" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort | tr '\n' ' ')" = "ffmpeg libvips " ] \
    || die "in $folder: $(ls "$folder")"

echo "-- the starter names the folder"
mkdir -p "$work/jdk/bin"
printf 'IMPLEMENTOR="Nobody"\nJAVA_VERSION="99"\nJAVA_RUNTIME_VERSION="99+1"\n' >"$work/jdk/release"
# shellcheck disable=SC2016 # for the script that is written
printf '#!/bin/sh\nfor argument; do echo "$argument"; done\n' | tee "$work/jdk/bin/java" >"$work/jdk/bin/javac"
chmod +x "$work/jdk/bin/java" "$work/jdk/bin/javac"
cp -a "$work/program" "$work/asked"
JAVA_HOME=$work/jdk "$work/asked/safelight" status 2>/dev/null >"$work/arguments"
grep -qxF -e "-Dsafelight.native=$work/asked/native" "$work/arguments" || die "$(cat "$work/arguments")"
rm -rf "$work/asked"

mkdir "$work/scratch"
cat >"$work/Draw.java" <<'JAVA'
import app.safelight.app.text.PictureWords;
import app.safelight.app.wiring.SmallPictures;
import app.safelight.media.metadata.MetadataReader;
import app.safelight.media.thumbnail.*;
import java.nio.file.*;

class Draw {
    public static void main(String[] arguments) throws Exception {
        Thumbnailer thumbnailer = SmallPictures.open(
                SmallPictures.nativeFolder(), System.getenv(), Path.of(arguments[0], "scratch"));
        System.out.println(thumbnailer.rendering());
        thumbnailer.missing().forEach((decoder, why) -> System.out.println(PictureWords.missing(decoder, why)));
        for (int i = 1; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            byte[] bytes = Files.readAllBytes(file);
            var facts = MetadataReader.read(new app.safelight.media.sniff.ByteReader() {
                public long sizeBytes() {
                    return bytes.length;
                }

                public int read(long position, byte[] buffer, int offset, int length) {
                    int count = (int) Math.min(length, bytes.length - position);
                    if (count <= 0) {
                        return -1;
                    }
                    System.arraycopy(bytes, (int) position, buffer, offset, count);
                    return count;
                }
            }, file.getFileName().toString());
            switch (thumbnailer.make(file, facts)) {
                case ThumbnailOutcome.Made(var made) -> {
                    Files.write(Path.of(arguments[0], "drawn-" + i), made.picture(ThumbnailSize.LARGE).bytes());
                    System.out.println(made.picture(ThumbnailSize.LARGE));
                }
                case ThumbnailOutcome.Failed(var fault) -> System.out.println(PictureWords.fault(fault));
            }
        }
    }
}
JAVA

# Draws a JPEG, a HEIC of iOS 18 and a film with the jars and the folder of the program.
draw() {
    "$java" -Xmx256m --enable-native-access=ALL-UNNAMED "-Dsafelight.native=$work/program/native" \
        -cp "$work/program/lib/*" "$work/Draw.java" "$work" "$fixtures/07-orientation/orientation-90.jpg" \
        "$fixtures/01-live-photos/heic-mov-iphone15plus/IMG_3853.HEIC" "$fixtures/12-video/meta.mov" \
        >"$work/out" 2>"$work/err" || die "it failed"
}
java=$(head -n 1 "$work/program/jdk")/bin/java

echo "-- the program draws with them"
draw
[ "$(head -n 1 "$work/out")" = FULL ] || die "not drawn in full"
for i in 1 2 3; do
    dwebp -quiet "$work/drawn-$i" -ppm -o "$work/drawn.ppm"
    size=$(head -n 2 "$work/drawn.ppm" | tail -n 1)
    case $i:$size in
        1:"1440 1080" | 2:"1440 1080" | 3:"720 1280") ;;
        *) die "picture $i is $size" ;;
    esac
done

echo "-- another build can take libvips' place, under a name of its own"
(cd "$folder/libvips" && for name in libvips*; do mv "$name" "libvips-cpp.so.another"; done)
draw
[ "$(head -n 1 "$work/out")" = FULL ] || die "the other build was not taken"

echo "-- without them it says so, and draws what Java can"
rm -rf "$folder"
draw
[ "$(head -n 1 "$work/out")" = DEGRADED ] || die "not degraded"
[ "$(grep -c 'because \(libvips\|ffmpeg\) cannot be used: not on this machine. HINT:' "$work/out")" -ge 2 ] \
    || die "it does not say what is missing"
grep -q 'JPEG 1440x1080' "$work/out" || die "the JPEG was not drawn"
[ "$(grep -c 'no small pictures of HEIC, AVIF and videos' "$work/out")" -eq 3 ] || die "the others are not explained"
"$work/program/safelight" --version >/dev/null || die "the program does not start without them"
