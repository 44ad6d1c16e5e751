// Decodes the main picture of a HEIC by libheif in WebAssembly, which turns and crops as the container says:
//
//   node heic.cjs LIBHEIF IN OUT.ppm PROFILE.icc
//
// Beside it goes the first ICC profile in the file, which in all of ours is the main picture's; its colours are not
// translated.
'use strict';
const fs = require('fs');
const [, , libheif, from, picture, profile] = process.argv;
const file = fs.readFileSync(from);

function fail(why) {
  console.error(why);
  process.exit(1);
}

const at = file.indexOf('colrprof');
if (at >= 4) {
  fs.writeFileSync(profile, file.subarray(at + 8, at - 4 + file.readUInt32BE(at - 4)));
}

const images = new (require(libheif)().HeifDecoder)().decode(file);
const main = images.find((image) => image.is_primary()) ?? fail('no main picture');
const width = main.get_width();
const height = main.get_height();
main.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, (shown) => {
  if (!shown) {
    fail('it does not decode');
  }
  const pixels = Buffer.alloc(width * height * 3);
  for (let to = 0, i = 0; to < pixels.length; i += 4) {
    pixels[to++] = shown.data[i];
    pixels[to++] = shown.data[i + 1];
    pixels[to++] = shown.data[i + 2];
  }
  fs.writeFileSync(picture, Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]));
});
