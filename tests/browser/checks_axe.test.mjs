// The acceptance check 4 of accessibility.md §3: axe-core finds nothing, on every screen, in both faces and themes.
import { after, before, beforeEach, test as each_test } from 'node:test';
import { minute, on_each_screen } from './checks_support.mjs';
import { needs } from './driver.mjs';
import { advance_clock, assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test, { in_chromium: false });
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

for (const face of faces) {
  for (const scheme of ['light', 'dark']) {
    // Without a command for it an engine has the scheme of the machine.
    const { skip } = scheme === 'dark' ? needs('media') : {};
    test(`check 4: axe finds nothing on every screen, an open menu and a dialog included, ${scheme} (${face.name})`, { skip }, async () => {
      await on_each_screen(site, { face, prefers: { scheme }, with_terms: scheme === 'light' }, (tab, screen) => assert_accessible(tab, `${screen}, ${scheme}`, { overlapped: screen === 'menu' }));
    });
  }
}
