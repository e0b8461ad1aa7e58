// The acceptance check 4 of accessibility.md §3: axe-core finds nothing, on every screen, in both faces and themes.
import { after, before, beforeEach, test } from 'node:test';
import { minute, on_each_screen } from './checks_support.mjs';
import { advance_clock, assert_accessible, faces, start_site } from './support.mjs';

let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

for (const face of faces) {
  for (const scheme of ['light', 'dark']) {
    test(`check 4: axe finds nothing on every screen, an open menu and a dialog included (${face.name}, ${scheme})`, async () => {
      await on_each_screen(site, { face, prefers: { scheme } }, (tab, screen) => assert_accessible(tab, `${screen}, ${scheme}`, { overlapped: screen === 'menu' }));
    });
  }
}
