// The acceptance checks of accessibility.md §3 by their numbers: screens, zoom and what the system asks for (25, 26).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { contrast, minute, on_each_screen, paper_and_ink, rgb, wait_painted, watch } from './checks_support.mjs';
import { launch, needs } from './driver.mjs';
import { advance_clock, faces, Site, start_site } from './support.mjs';

const [canvas_face] = faces;
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

for (const pixel_ratio of [1, 1.25, 2, 3]) {
  test(`check 25: on a screen with ${pixel_ratio} device pixels each the canvas has them all`, needs('pixel_ratio'), async () => {
    const browser = await launch({ pixel_ratio });
    try {
      const tab = await new Site(site.server, browser).visit();
      await wait_painted(tab);
      const sizes = await tab.evaluate(() => {
        const canvas = document.getElementById('canvas');
        const { width, height } = canvas.getBoundingClientRect();
        return { ratio: devicePixelRatio, client: [width, height], backing: [canvas.width, canvas.height] };
      });
      assert.equal(sizes.ratio, pixel_ratio);
      assert.ok(sizes.client[0] > 300 && sizes.client[1] > 200, sizes.client.join());
      for (const at of [0, 1]) assert.ok(Math.abs(sizes.backing[at] - sizes.client[at] * pixel_ratio) < 1, JSON.stringify(sizes));
    } finally {
      await browser.close();
    }
  });
}

test('check 25: 320 by 256: nothing goes sideways but tables, every control can be brought into sight', async () => {
  const wrong = [];
  await on_each_screen(site, { face: canvas_face, width: 320, height: 256 }, async (tab, screen) => {
    const { sideways, hidden, count } = await tab.evaluate(() => {
      const told = (element) => `${element.tagName} «${(element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent).trim().slice(0, 60)}»`;
      const controls = [...document.querySelectorAll('#overlay :is(a, button, input, select)')].filter((each) => !each.closest('[inert], [role=grid]') && each.tabIndex >= 0);
      return {
        count: controls.length,
        sideways: [...document.querySelectorAll('html, body, #overlay [data-scroller]')].filter((each) => !each.closest('[role=grid]') && each.scrollWidth > each.clientWidth).map(told),
        hidden: controls.filter((control) => {
          const element = control.closest('.choice') ?? control;
          element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          const { x, y, width, height } = element.getBoundingClientRect();
          const hit = document.elementFromPoint(x + width / 2, y + height / 2);
          return x < -0.5 || x + width > innerWidth + 0.5 || !(hit && (element.contains(hit) || hit.closest('[role=menu]')));
        }).map(told),
      };
    });
    assert.ok(count >= 2, screen);
    wrong.push(...sideways.map((each) => `${screen}: sideways ${each}`), ...hidden.map((each) => `${screen}: out of sight ${each}`));
  });
  assert.deepEqual(wrong, []);
});

test('check 26: with reduced motion no frame runs, not even while an answer is waited for', needs('media'), async () => {
  const tab = await site.visit({ prefers: { motion: 'reduce' } });
  await site.sign_in(tab);
  await wait_painted(tab);
  await tab.person.intercept(/\/api\/spico\/patients/, { hang: true });
  await tab.find('link', 'SPICO Dossiers').press();
  await tab.wait_text('Chargement des patients…');
  assert.equal(await tab.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches), true);
  assert.equal((await watch(tab, 2000)).frames, 0);
  assert.equal(await tab.evaluate(() => document.getAnimations().length), 0);
  await tab.person.close();
});

for (const scheme of ['light', 'dark']) {
  test(`check 26: forced colours, ${scheme}: the canvas has the system's, the elements over it paint nothing`, needs('media'), async () => {
    await on_each_screen(site, { face: canvas_face, until: 'menu', prefers: { colours: 'active', scheme } }, async (tab, screen) => {
      const system = await tab.evaluate(() => {
        const probe = document.createElement('div');
        probe.style.backgroundColor = 'Canvas';
        probe.style.color = 'CanvasText';
        document.body.append(probe);
        const { backgroundColor, color } = getComputedStyle(probe);
        probe.remove();
        return { paper: backgroundColor, ink: color };
      });
      const { paper, ink } = await paper_and_ink(tab, tab.find('heading', await tab.evaluate(() => document.querySelector('h1').textContent)));
      assert.deepEqual({ paper, ink }, { paper: rgb(system.paper), ink: rgb(system.ink) }, screen);
      // Without the canvas, and the fields, which do paint their text, nothing is left to be seen.
      await tab.evaluate(() => {
        document.getElementById('canvas').style.visibility = 'hidden';
        document.querySelectorAll('#overlay :is(input, select, [data-paints-text], [data-paints-text] *)').forEach((each) => { each.style.visibility = 'hidden'; });
      });
      const box = { x: 0, y: 0, width: 1280, height: 800 };
      const shown = await tab.pixels(box);
      await tab.evaluate(() => { document.getElementById('overlay').style.visibility = 'hidden'; });
      const hidden = await tab.pixels(box);
      await tab.evaluate(() => document.querySelectorAll('#canvas, #overlay, #overlay *').forEach((each) => { each.style.visibility = ''; }));
      const differing = [];
      for (let y = 0; y < 800; y += 1) for (let x = 0; x < 1280; x += 1) if (shown.at(x, y).join() !== hidden.at(x, y).join()) differing.push([x, y]);
      assert.deepEqual(differing.slice(0, 3), [], screen);
    });
  });
}

test('check 26: more contrast: ink on paper of 7 and more, and not the colours of everybody', needs('media'), async () => {
  const drawn = {};
  for (const contrast_wish of ['no-preference', 'more']) {
    const tab = await site.visit({ prefers: { contrast: contrast_wish, scheme: 'light' } });
    await wait_painted(tab);
    drawn[contrast_wish] = await paper_and_ink(tab, tab.find('heading', 'Connexion au PASS'));
    await tab.person.close();
  }
  assert.deepEqual(drawn.more, { paper: [255, 255, 255], ink: [0, 0, 0] });
  assert.ok(contrast(drawn.more.ink, drawn.more.paper) >= 7);
  assert.notDeepEqual(drawn['no-preference'].ink, drawn.more.ink);
});
