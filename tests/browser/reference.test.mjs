// Each screen at each size against its picture in reference/, seen by somebody who found nothing cut, covered or unfinished. Time begins
// at the same moment for server and page; letters are smoothed a little differently from machine to machine: squares of 8 pixels are compared by
// their mean, and few may differ, nowhere several in a row: a word that came or went is as wide as that. UPDATE_REFERENCES=1 takes the pictures again: look at them before they are kept.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pixels_of } from './adapters/png.mjs';
import { to_discussions, to_dossier, to_notifications, to_thread, wait_painted } from './checks_support.mjs';
import { faces, screenshot_file, start_site } from './support.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'reference');
const square = 8;
const most_off = 24;     // of 255: a letter that came or went is 40 and more
const most_share = 0.003; // of the squares
const most_in_a_row = 5;

const now_ms = Date.UTC(2026, 10, 23, 14, 34);

let site;
before(async () => {
  site = await start_site({ args: ['--demo-now', String(now_ms)] });
  mkdirSync(folder, { recursive: true });
  // What is unread in the demo is read once, or the first pictures would differ from the others.
  const tab = await site.in_list({ clock: now_ms });
  await to_discussions(tab);
  await to_thread(tab);
  await wait_painted(tab);
  await tab.person.close();
});
after(async () => { await site?.dispose(); });

// Means of red, green and blue of each whole square, in rows.
function squares_of({ width, height, at }) {
  const means = [];
  for (let top = 0; top + square <= height; top += square) {
    for (let left = 0; left + square <= width; left += square) {
      const sum = [0, 0, 0];
      for (let y = top; y < top + square; y += 1) for (let x = left; x < left + square; x += 1) at(x, y).forEach((part, place) => { sum[place] += part; });
      means.push(sum.map((part) => part / square ** 2));
    }
  }
  return means;
}

// What speaks against `found` being the picture `wanted`; nothing when it is.
function differences(wanted, found) {
  const [one, other] = [squares_of(wanted), squares_of(found)];
  const in_row = Math.floor(wanted.width / square);
  let [off, run, longest] = [0, 0, 0];
  for (const [place, mean] of one.entries()) {
    if (place % in_row === 0) run = 0;
    const is_off = mean.some((part, colour) => Math.abs(part - other[place][colour]) > most_off);
    off += is_off ? 1 : 0;
    run = is_off ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  if (off > one.length * most_share) return `${off} of ${one.length} squares differ`;
  return longest > most_in_a_row ? `${longest} squares in a row differ` : '';
}

async function assert_as_before(tab, name) {
  await tab.rest();
  await wait_painted(tab);
  const file = join(folder, `${name}.png`);
  if (process.env.UPDATE_REFERENCES) return tab.screenshot(file);
  assert.ok(existsSync(file), `${file} is missing: run with UPDATE_REFERENCES=1, look at it, keep it`);
  const seen = screenshot_file(`reference-${name}`);
  await tab.screenshot(seen);
  const [wanted, found] = [pixels_of(readFileSync(file)), pixels_of(readFileSync(seen))];
  assert.deepEqual([found.width, found.height], [wanted.width, wanted.height]);
  const different = differences(wanted, found);
  assert.equal(different, '', `${name}: ${different}; seen: ${seen}`);
  return undefined;
}

const sizes = { phone: { width: 320, height: 640, touch: true }, tablet: { width: 768, height: 1024 }, desktop: { width: 1280, height: 800 } };
const [canvas, html] = faces;
const looks = [
  ...Object.entries(sizes).map(([name, size]) => ({ name, size, face: canvas, prefers: {} })),
  { name: 'dark', size: sizes.desktop, face: canvas, prefers: { scheme: 'dark' } },
  { name: 'contrast', size: sizes.desktop, face: canvas, prefers: { contrast: 'more' } },
  { name: 'html', size: sizes.desktop, face: html, prefers: {} },
];

for (const { name, size, face, prefers } of looks) {
  test(`as in the reference pictures: ${name}`, async () => {
    const tab = await site.visit({ ...size, face, prefers, clock: now_ms });
    await assert_as_before(tab, `${name}-sign-in`);
    await site.sign_in(tab);
    await assert_as_before(tab, `${name}-portal`);
    await site.open_list(tab);
    await assert_as_before(tab, `${name}-list`);
    for (const [screen, go] of Object.entries({ dossier: to_dossier, discussions: to_discussions, thread: to_thread, notifications: to_notifications })) {
      await go(tab);
      await assert_as_before(tab, `${name}-${screen}`);
    }
    await tab.person.close();
  });
}

test('as in the reference pictures: kiosk', async () => {
  const tab = await site.visit({ width: 1920, height: 1080, query: '?kiosque', clock: now_ms });
  await assert_as_before(tab, 'kiosk-sign-in');
  await site.sign_in(tab);
  await site.open_list(tab);
  await assert_as_before(tab, 'kiosk-list');
  await tab.person.close();
});

test('a picture that differs is noticed: by one word, or by much; single squares are not', () => {
  const picture = (is_ink) => ({ width: 1280, height: 800, at: (x, y) => (is_ink(x, y) ? [0, 0, 0] : [255, 255, 255]) });
  const plain = picture(() => false);
  // As wide and high as «Effacer», and as much ink as letters have.
  const written = picture((x, y) => y >= 300 && y < 314 && x >= 610 && x < 660 && x % 3 === 0);
  assert.equal(differences(plain, plain), '');
  assert.match(differences(written, plain), /in a row/);
  const spots = (count) => picture((x, y) => x % 80 < 8 && y % 80 < 8 && Math.floor(x / 80) + Math.floor(y / 80) * 16 < count && (x + y) % 3 === 0);
  assert.equal(differences(spots(20), plain), '');
  assert.match(differences(spots(60), plain), /of 16000 squares/);
});
