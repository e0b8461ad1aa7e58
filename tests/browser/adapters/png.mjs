// Reads an 8-bit PNG without interlacing, as browsers write their screenshots. For the adapters of tests/browser.
import { inflateSync } from 'node:zlib';

// Each row is a filter and the bytes it was applied to.
export function pixels_of(png) {
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, depth, colours] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], { 2: 3, 6: 4 }[png[25]]];
  if (depth !== 8 || !colours || png[28] !== 0) throw new Error('this kind of PNG is not read');
  const packed = inflateSync(Buffer.concat(parts));
  const stride = width * colours;
  const bytes = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = packed[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const [left, above, corner] = [x >= colours ? bytes[y * stride + x - colours] : 0, y ? bytes[(y - 1) * stride + x] : 0,
        x >= colours && y ? bytes[(y - 1) * stride + x - colours] : 0];
      const nearest = [left, above, corner].sort((a, b) => Math.abs(left + above - corner - a) - Math.abs(left + above - corner - b))[0];
      bytes[y * stride + x] = packed[y * (stride + 1) + 1 + x] + [0, left, above, (left + above) >> 1, nearest][filter];
    }
  }
  return { width, height, at: (x, y) => [...bytes.subarray(y * stride + x * colours, y * stride + x * colours + 3)] };
}
