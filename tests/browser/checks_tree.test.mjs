// The acceptance checks of accessibility.md §3 by their numbers: what is on the page: names, places, nothing moving by itself (1, 6, 7, 9, 24).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { assert_named, minute, on_each_screen, start_watching, to_discussions, to_dossier, to_notifications, to_thread, wait_painted, watch, watched } from './checks_support.mjs';
import { needs } from './driver.mjs';
import { advance_clock, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test, { in_chromium: false });
const by_turn = by_turns(each_test);
const [canvas_face] = faces;
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

for (const face of faces) {
  test(`check 1: main and the title are there without any event, nothing to switch on (${face.name})`, async () => {
    const person = await site.browser.person();
    const tab = await person.tab();
    await person.intercept(/\.wasm$/, { hang: true });
    await tab.open(`${site.server.base_url}/${face.query}`);
    await tab.find('button', 'Se connecter').wait();
    const look = async (when) => {
      const tree = await tab.accessibility_tree();
      assert.equal(tree.filter(({ role }) => role === 'main').length, 1, when);
      assert.deepEqual(tree.filter(({ role, level }) => role === 'heading' && level === 1).map(({ name }) => name), ['Connexion au PASS'], when);
      assert.ok(!tree.some(({ role }) => role === 'application' || role === 'Canvas'), when);
    };
    await look('before the module');
    await person.restore();
    await tab.open('about:blank');
    await tab.open(`${site.server.base_url}/${face.query}`);
    await tab.wait_idle();
    await look('after the first frame');
    await person.close();
  });

  test(`check 1: one main and one title on every screen (${face.name})`, async () => {
    await on_each_screen(site, { face, until: 'menu' }, async (tab, screen) => {
      const tree = await tab.accessibility_tree();
      assert.equal(tree.filter(({ role }) => role === 'main').length, 1, screen);
      assert.equal(tree.filter(({ role, level }) => role === 'heading' && level === 1).length, 1, screen);
    });
  });

  test(`check 7: what can be focused has a role and a name, no name where none may be, every reference leads somewhere (${face.name})`, async () => {
    await on_each_screen(site, { face, with_terms: true }, assert_named);
  });

  test(`check 24: the browser finds every text that can be seen (${face.name})`, async () => {
    await on_each_screen(site, { face, with_terms: true }, async (tab, screen) => {
      const { missed, looked_for } = await tab.evaluate(() => {
        const had_focus = document.activeElement;
        if (had_focus.matches('input')) had_focus.blur();  // where Firefox's find would start, and it does not go round
        const texts = new Set();
        const walker = document.createTreeWalker(document.getElementById('overlay'), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { data, parentElement } = walker.currentNode;
          const box = parentElement.getBoundingClientRect();
          const is_seen = box.width > 2 && box.height > 2 && !parentElement.closest('[inert], [data-offscreen], [data-look=hidden], option, .live') && getComputedStyle(parentElement).visibility === 'visible';
          if (data.trim() && is_seen) texts.add(data.trim());
        }
        const finds = (text) => { getSelection().removeAllRanges(); return window.find(text, true, false, true); };
        if (finds('Ce texte n’est nulle part')) return { missed: ['what is not there is found'], looked_for: 1 };
        const found = { missed: [...texts].filter((text) => !finds(text)), looked_for: texts.size };
        // What is typed goes where the selection is: back to what had the focus.
        getSelection().removeAllRanges();
        if (had_focus !== document.activeElement) had_focus.focus();
        if (had_focus.tagName === 'INPUT' && had_focus.type === 'text') had_focus.setSelectionRange(0, had_focus.value.length);
        return found;
      });
      assert.ok(looked_for >= 3, screen);
      assert.deepEqual(missed, [], screen);
    });
  });

  test(`check 24: a text that is dragged over is selected, and copied as it reads (${face.name})`, needs('paste'), async () => {
    const tab = await site.visit({ face, fragment: '#/accessibilite' });
    await wait_painted(tab);
    for (const [role, at] of [['heading', 0], ['paragraph', 0]]) {
      const element = tab.all(role).nth(at);
      const text = (await element.text()).trim();
      // The line of the text itself, from before its first letter to behind its last one.
      const lines = await element.evaluate((each) => { const range = document.createRange(); range.selectNodeContents(each); return [...range.getClientRects()].map(({ x, y, width, height }) => ({ x, y, width, height })); });
      const [first, last] = [lines[0], lines.at(-1)];
      await tab.drag({ x: first.x + 1, y: first.y + first.height / 2 }, { x: last.x + last.width + 2, y: last.y + last.height / 2 });
      assert.equal((await tab.copy()).trim(), text, role);
    }
    await tab.person.close();
  });
}

for (const face of faces) {
  // But for the code and the warning of inactivity, where a countdown runs.
  by_turn(`check 6: quiet for ten seconds on every screen: no change, no frame, the same tree before and after (${face.name})`, async () => {
    const signing_in = await site.visit({ face });
    const page = await site.another_tab(signing_in, '#/accessibilite');
    const channel = await site.visit({ face });
    await site.type_password(channel);
    await channel.find('radio', 'Par e-mail').wait();
    const portal = await site.visit({ face });
    await site.sign_in(portal);
    let activities = 0;
    await portal.person.on_request(({ path }) => { if (path === '/api/session/activity') activities += 1; });
    const in_list = async (...steps) => {
      const tab = await site.another_tab(portal, '#/patients');
      await site.wait_list(tab);
      for (const step of steps) await step(tab);
      return tab;
    };
    // First those that change what others show: a message that is read, a visit.
    const thread = await in_list(to_discussions, to_thread);
    const dossier = await in_list(to_dossier);
    const discussions = await in_list(to_discussions);
    const notifications = await in_list(to_notifications);
    const list = await in_list();
    const menu = await in_list((tab) => site.open_user_menu(tab), (tab) => tab.find('menuitem', 'Se déconnecter du PASS').wait());
    const tabs = { signing_in, page, channel, portal, thread, dossier, discussions, notifications, list, menu };
    const was = {};
    const tree = async (tab) => (await tab.accessibility_tree()).map(({ role, name, value, focused }) => `${role} ${name} ${value} ${focused ?? ''}`);
    for (const tab of Object.values(tabs)) await wait_painted(tab);
    for (const [name, tab] of Object.entries(tabs)) {
      // What one tab did is told to the others.
      await tab.wait_for(`${name} to come to rest`, async () => { const seen = await watch(tab, 300); return seen.changes + seen.frames === 0; });
      was[name] = await tree(tab);
      assert.ok(was[name].length > 10, name);
    }
    for (const tab of Object.values(tabs)) await start_watching(tab);
    // Once in a while a tab tells the server that its person is there: that is no rest.
    for (let told = -1, times = 0; told !== activities && times < 4; times += 1) {
      told = activities;
      for (const tab of Object.values(tabs)) await tab.evaluate(() => Object.assign(window.test_notes.seen, { changes: 0, frames: 0 }));
      await watch(menu, 10_000);
    }
    for (const [name, tab] of Object.entries(tabs)) {
      assert.deepEqual(await watched(tab), { changes: 0, frames: 0 }, name);
      assert.deepEqual(await tree(tab), was[name], name);
    }
    for (const tab of [signing_in, channel, portal]) await tab.person.close();
  });
}

test('check 9: the middle of every element that is seen leads to it', async () => {
  await on_each_screen(site, { face: canvas_face }, async (tab, screen) => {
    const { wrong, looked_at } = await tab.evaluate(() => {
      const overlay = document.getElementById('overlay');
      const is_leaf = (element) => ![...element.children].some((child) => child.tagName !== 'OPTION') && !element.matches('option, .sizer, .live *, .choice span')
        && !element.closest('[inert], [data-offscreen]') && (element.textContent.trim() !== '' || element.matches('input, select, [tabindex], [role=img]'));
      const is_seen = (element, x, y) => {
        for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
          const box = at.getBoundingClientRect();
          if (at === element ? box.width < 1 || box.height < 1 : getComputedStyle(at).overflowX !== 'visible' && (x < box.left || x > box.right || y < box.top || y > box.bottom)) return false;
        }
        return x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && getComputedStyle(element).visibility === 'visible';
      };
      // A text under what it describes, as in a tile: whoever meets the link instead hears the same text.
      // In a list whose rows are one link each, what else stands in a row is heard beside its link, and a press on it is one on the row.
      const is_its_row = (hit, leaf) => hit.matches('li > a') && hit.parentElement === leaf.closest('li');
      const tells = (hit, text) => hit.matches('a, button') && `${hit.textContent} ${hit.getAttribute('aria-description') ?? ''}`.includes(text);
      const found = { wrong: [], looked_at: 0 };
      for (const leaf of [...overlay.querySelectorAll('*')].filter(is_leaf)) {
        const box = leaf.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        if (!is_seen(leaf, x, y)) continue;
        found.looked_at += 1;
        const hit = document.elementFromPoint(x, y);
        const layer = hit?.closest('[role=menu]');
        const is_it = hit !== null && (leaf.contains(hit) || hit === leaf.closest('.choice') || hit === leaf.control || (layer && !layer.contains(leaf)));
        if (!is_it && !(hit && (tells(hit, leaf.textContent.trim()) || is_its_row(hit, leaf)))) found.wrong.push(`${leaf.outerHTML.slice(0, 120)} at ${x},${y}: ${hit?.outerHTML.slice(0, 120)}`);
      }
      return found;
    });
    assert.ok(looked_at >= 3, screen);
    assert.deepEqual(wrong, [], screen);
  });
});

test('check 9: nothing below a menu or a dialog can be hit through it', async () => {
  await on_each_screen(site, { face: canvas_face }, async (tab, screen) => {
    if (!['menu', 'inactivity'].includes(screen)) return;
    const through = await tab.evaluate(() => {
      const layer = document.querySelector('#overlay :is([role=menu], [role=alertdialog])');
      const box = layer.getBoundingClientRect();
      const found = new Set();
      for (let x = box.left + 1; x < box.right; x += 3) {
        for (let y = box.top + 1; y < box.bottom; y += 3) {
          const hit = document.elementFromPoint(x, y);
          if (hit && !layer.contains(hit) && !hit.contains(layer)) found.add(hit.outerHTML.slice(0, 120));
        }
      }
      return [...found];
    });
    assert.deepEqual(through, [], screen);
  });
});
