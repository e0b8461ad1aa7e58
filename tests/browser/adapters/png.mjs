// Reads an 8-bit PNG without interlacing, as browsers write their screenshots. For the adapters of tests/browser.
import { inflateSync } from 'node:zlib';

// One row: its filter was applied to the bytes left of, above, and above left of each (PNG, section 9.2). A million pixels are read at once:
// a loop for each filter, and nothing made in it.
function undo(filter, packed, row, above, colours) {
  const { length } = row;
  switch (filter) {
    case 0: row.set(packed); break;
    case 1: for (let x = 0; x < length; x += 1) row[x] = packed[x] + (x < colours ? 0 : row[x - colours]); break;
    case 2: for (let x = 0; x < length; x += 1) row[x] = packed[x] + above[x]; break;
    case 3: for (let x = 0; x < length; x += 1) row[x] = packed[x] + (((x < colours ? 0 : row[x - colours]) + above[x]) >> 1); break;
    case 4:
      for (let x = 0; x < length; x += 1) {
        const left = x < colours ? 0 : row[x - colours];
        const corner = x < colours ? 0 : above[x - colours];
        const [to_left, to_above, to_corner] = [Math.abs(above[x] - corner), Math.abs(left - corner), Math.abs(left + above[x] - 2 * corner)];
        row[x] = packed[x] + (to_left <= to_above && to_left <= to_corner ? left : to_above <= to_corner ? above[x] : corner);
      }
      break;
    default: throw new Error(`no filter of a PNG: ${filter}`);
  }
}

// Each row is a filter and the bytes it was applied to. at(x, y) is red, green and blue.
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
  const none = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const begin = y * (stride + 1) + 1;
    undo(packed[begin - 1], packed.subarray(begin, begin + stride), bytes.subarray(y * stride, (y + 1) * stride), y ? bytes.subarray((y - 1) * stride, y * stride) : none, colours);
  }
  return { width, height, at: (x, y) => [...bytes.subarray(y * stride + x * colours, y * stride + x * colours + 3)] };
}
