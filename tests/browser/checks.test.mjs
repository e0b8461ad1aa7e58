// The acceptance checks of accessibility.md §3, by their numbers, on the screens of today: what is not said of them by the journeys.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { launch } from './driver.mjs';
import { Site, advance_clock, faces, password, start_site } from './support.mjs';

const minute = 60_000;
const [canvas_face] = faces;
const code_tab = 'Authentification par code à usage unique';
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

// ---- steps ----

// The canvas is drawn a moment after the elements: what is seen is asked only then.
async function wait_painted(tab) {
  await tab.wait_idle();
  await tab.wait_for('the first painting', () => tab.evaluate(() => !document.querySelector('.face-canvas.unpainted')));
  await tab.wait_idle();
}

async function show_inactivity(tab) {
  await site.pass_time(tab, 118 * minute + 5000);
  await tab.find('dialog', 'Inactivité').wait();
  await tab.find('button', 'Rester connecté').wait();
}

// From screen to screen; look(tab, name) is called on each. The last one is the dialog, which ends the journey.
async function on_each_screen({ until = 'inactivity', ...options }, look) {
  const tab = await site.visit({ clock: true, ...options });
  const steps = {
    'sign-in': () => null,
    'Pro Santé Connect': () => tab.find('tab', 'ProSantéConnect').press(),
    'weak sign-in': () => tab.find('tab', 'Identifiant et mot de passe').press(),
    'page': async () => {
      await tab.find('tab', code_tab).press();
      await tab.find('link', 'Accessibilité : non conforme').press();
      await tab.find('heading', 'Accessibilité : non conforme').wait();
    },
    'channel': async () => {
      await tab.back();
      await tab.find('textbox', 'Identifiant').wait();
      await site.type_password(tab);
      await tab.find('radio', 'Par e-mail').wait();
    },
    'code': async () => {
      await tab.find('radio', 'Par e-mail').press();
      await site.forget_codes();
      await tab.find('button', 'Recevoir le code').press();
      await tab.find('textbox', 'Code à usage unique').wait();
    },
    'portal': async () => {
      await tab.find('textbox', 'Code à usage unique').type(await site.code());
      await tab.find('heading', 'Kiosque des services').wait();
      await tab.find('link', 'SPICO Dossiers').wait();
    },
    'list': () => site.open_list(tab),
    'menu': async () => {
      await site.open_user_menu(tab);
      await tab.find('menuitem', 'Se déconnecter du PASS').wait();
    },
    'inactivity': async () => {
      await tab.key('Escape');
      await tab.find('menuitem', 'Se déconnecter du PASS').gone();
      await show_inactivity(tab);
    },
  };
  for (const [name, step] of Object.entries(steps)) {
    await step();
    await wait_painted(tab);
    await look(tab, name);
    if (name === until) break;
  }
  await tab.person.close();
}

// ---- what is seen, heard and said ----

const is_inside = (node, roles, tree) => {
  for (let at = node; at; at = tree.find(({ id }) => id === at.parent)) if (roles.includes(at.role)) return true;
  return false;
};

const focused_name = (tab) => tab.evaluate(() => {
  const element = document.activeElement;
  if (element === document.body) return '';
  return (element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText).trim() || element.getAttribute('role') || element.tagName;
});

// Everything from here on that a screen reader says by itself: {role, text}.
const start_listening = (tab) => tab.evaluate(() => {
  window.test_notes.said = [];
  const kind = '[role=status], [role=alert], [aria-live], output';
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      for (const node of addedNodes) {
        const element = node.nodeType === Node.ELEMENT_NODE ? node : target;
        const regions = [element.closest?.(kind), ...element.querySelectorAll?.(kind) ?? []].filter(Boolean);
        for (const region of new Set(regions)) if (node.textContent.trim()) window.test_notes.said.push({ role: region.getAttribute('role'), text: node.textContent.trim() });
      }
    }
  }).observe(document.documentElement, { subtree: true, childList: true });
});
const said = (tab) => tab.evaluate(() => window.test_notes.said);
// What is said queues up: once the last one has been said, all before it has been.
const wait_said = (tab, text) => tab.wait_for(`said: ${text}`, async () => (await said(tab)).some((each) => each.text.includes(text)));

// Changes and frames during a while in which nothing happens. The one place where time itself is what is looked at.
const watch = (tab, duration_ms) => tab.evaluate((lasting_ms) => new Promise((done) => {
  let changes = 0;
  let frames = 0;
  const observer = new MutationObserver((records) => { changes += records.length; });
  observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
  const original = window.requestAnimationFrame;
  window.requestAnimationFrame = (call) => { frames += 1; return original.call(window, call); };
  setTimeout(() => { observer.disconnect(); window.requestAnimationFrame = original; done({ changes, frames }); }, lasting_ms);
}), duration_ms);

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => (part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
const rgb = (text) => text.match(/\d+/g).slice(0, 3).map(Number);

const box_of = (element) => element.evaluate((each) => { const { x, y, width, height } = each.getBoundingClientRect(); return { x, y, width, height }; });
// Of a text that is drawn: the colour around it, and the one that stands out most.
async function paper_and_ink(tab, element) {
  const box = await box_of(element);
  const pixels = await tab.pixels(box);
  const paper = pixels.at(0, 0);
  let ink = paper;
  for (let y = 0; y < pixels.height; y += 1) {
    for (let x = 0; x < pixels.width; x += 1) if (contrast(pixels.at(x, y), paper) > contrast(ink, paper)) ink = pixels.at(x, y);
  }
  return { paper, ink };
}

// ---- the checks ----

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
    await on_each_screen({ face, until: 'menu' }, async (tab, screen) => {
      const tree = await tab.accessibility_tree();
      assert.equal(tree.filter(({ role }) => role === 'main').length, 1, screen);
      assert.equal(tree.filter(({ role, level }) => role === 'heading' && level === 1).length, 1, screen);
    });
  });

  test(`check 7: what can be focused has a role and a name, no name where none may be, every reference leads somewhere (${face.name})`, async () => {
    await on_each_screen({ face }, async (tab, screen) => {
      const tree = await tab.accessibility_tree();
      const focusable = tree.filter((node) => node.focusable && node.role !== 'RootWebArea');
      assert.ok(focusable.length >= 2, screen);
      // A cell with nothing in it has no name: its column's header is what is heard (ARIA 1.2, gridcell).
      const is_empty_cell = ({ id, role }) => role === 'gridcell' && !tree.some(({ parent }) => parent === id);
      const unnamed = focusable.filter((node) => (!node.name.trim() && !is_empty_cell(node)) || ['generic', 'none', 'GenericContainer'].includes(node.role));
      assert.deepEqual(unnamed.map(({ role, name }) => `${role} «${name}»`), [], screen);
      const nameless = ['caption', 'code', 'deletion', 'emphasis', 'generic', 'insertion', 'none', 'paragraph', 'strong', 'subscript', 'superscript'];
      assert.deepEqual(tree.filter(({ role, name }) => nameless.includes(role) && name), [], screen);
      const wrong = await tab.evaluate(() => {
        const found = [];
        for (const element of document.querySelectorAll('[aria-label], [aria-labelledby]')) {
          const is_bare = ['DIV', 'SPAN', 'P', 'LABEL', 'STRONG', 'EM', 'CODE'].includes(element.tagName) && !element.hasAttribute('role');
          if (is_bare) found.push(`a name on ${element.outerHTML.slice(0, 120)}`);
        }
        for (const name of ['aria-controls', 'aria-labelledby', 'aria-describedby', 'aria-errormessage', 'aria-owns', 'aria-activedescendant', 'aria-details', 'for']) {
          for (const element of document.querySelectorAll(`[${name}]`)) {
            const missing = element.getAttribute(name).split(/\s+/).filter((id) => !document.getElementById(id));
            if (missing.length > 0 || !element.getAttribute(name).trim()) found.push(`${name} of ${element.outerHTML.slice(0, 120)}`);
          }
        }
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        return [...found, ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`)];
      });
      assert.deepEqual(wrong, [], screen);
    });
  });
}

test('check 6: quiet for five seconds: no change, no frame, the same tree before and after', async () => {
  const signing_in = await site.visit();
  const page = await site.visit({ fragment: '#/accessibilite' });
  const portal = await site.visit();
  await site.sign_in(portal);
  const list = await site.another_tab(portal, '#/patients');
  await site.wait_list(list);
  const menu = await site.another_tab(portal, '#/patients');
  await site.wait_list(menu);
  await site.open_user_menu(menu);
  await menu.find('menuitem', 'Se déconnecter du PASS').wait();
  const tabs = { signing_in, page, portal, list, menu };
  for (const tab of Object.values(tabs)) await wait_painted(tab);
  await Promise.all(Object.entries(tabs).map(async ([name, tab]) => {
    const tree = async () => (await tab.accessibility_tree()).map(({ role, name: of, value, focused }) => `${role} ${of} ${value} ${focused ?? ''}`);
    const before_it = await tree();
    assert.ok(before_it.length > 20, name);
    assert.deepEqual(await watch(tab, 5000), { changes: 0, frames: 0 }, name);
    assert.deepEqual(await tree(), before_it, name);
  }));
  for (const tab of [signing_in, page, portal]) await tab.person.close();
});

test('check 9: the middle of every element that is seen leads to it', async () => {
  await on_each_screen({ face: canvas_face }, async (tab, screen) => {
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
      const tells = (hit, text) => hit.matches('a, button') && `${hit.textContent} ${hit.getAttribute('aria-description') ?? ''}`.includes(text);
      const found = { wrong: [], looked_at: 0 };
      for (const leaf of [...overlay.querySelectorAll('*')].filter(is_leaf)) {
        const box = leaf.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        if (!is_seen(leaf, x, y)) continue;
        found.looked_at += 1;
        const hit = document.elementFromPoint(x, y);
        const layer = hit?.closest('[role=menu]');
        const is_it = hit !== null && (leaf.contains(hit) || hit === leaf.closest('.choice') || (layer && !layer.contains(leaf)));
        if (!is_it && !(hit && tells(hit, leaf.textContent.trim()))) found.wrong.push(`${leaf.outerHTML.slice(0, 120)} at ${x},${y}: ${hit?.outerHTML.slice(0, 120)}`);
      }
      return found;
    });
    assert.ok(looked_at >= 3, screen);
    assert.deepEqual(wrong, [], screen);
  });
});

test('check 9: nothing below a menu or a dialog can be hit through it', async () => {
  await on_each_screen({ face: canvas_face }, async (tab, screen) => {
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

for (const face of faces) {
  test(`check 10: a press, Enter, Space, a synthetic click and a finger act exactly once, each kind of element (${face.name})`, async () => {
    const hand = await site.visit({ face });
    const finger = await site.visit({ face, touch: true });
    const ways = {
      'a press': { tab: hand, act: (element) => element.press() },
      'Enter': { tab: hand, act: async (element) => { await element.focus(); await hand.key('Enter'); } },
      'Space': { tab: hand, act: async (element) => { await element.focus(); await hand.key('Space'); } },
      'a synthetic click': { tab: hand, act: (element) => element.dispatch_click() },
      'a finger': { tab: finger, act: (element) => element.tap() },
    };
    // For each way: what `state` tells before and after, on that way's own tab.
    const each_way = async (find, state, without, check) => {
      for (const [name, { tab, act }] of Object.entries(ways)) {
        if (without.includes(name)) continue;
        const was = await state(tab);
        await act(find(tab));
        await tab.wait_idle();
        check(was, await state(tab), name);
      }
    };

    // A button that goes one theme on: two actions would skip one.
    const theme = (tab) => tab.find('button', 'Thème').description();
    const order = [];
    for (let count = 0; count < 5; count += 1) {
      order.push(await theme(hand));
      await hand.find('button', 'Thème').press();
      await hand.wait_idle();
    }
    assert.equal(new Set(order).size, 4, order.join());
    assert.equal(order[4], order[0]);
    await each_way((tab) => tab.find('button', 'Thème'), theme, [], (was, is, way) => assert.equal(is, order[order.indexOf(was) + 1], `button, ${way}`));

    // A link opens its page once: one more in the history. Space scrolls, as on any link.
    for (const [name, { tab, act }] of Object.entries(ways)) {
      if (name === 'Space') continue;
      const length = await tab.evaluate(() => history.length);
      await act(tab.find('link', 'Mentions légales'));
      await tab.find('heading', 'Mentions légales').wait();
      await tab.wait_idle();
      assert.equal(await tab.evaluate(() => history.length), length + 1, `link, ${name}`);
      await tab.back();
      await tab.find('textbox', 'Identifiant').wait();
      await tab.wait_idle();
      // The page before the one that was left is gone: the next link starts from the same length.
      await tab.open(`${site.server.base_url}/${face.query}`);
      await tab.wait_idle();
    }

    // Toggles: two actions would leave them as they were.
    const pressed = (tab) => tab.find('button', 'Afficher le mot de passe').attribute('aria-pressed');
    await each_way((tab) => tab.find('button', 'Afficher le mot de passe'), pressed, [], (was, is, way) => assert.notEqual(is, was, `toggle, ${way}`));
    const selected = (tab) => tab.find('tab', 'ProSantéConnect').attribute('aria-selected');
    for (const [name, { tab, act }] of Object.entries(ways)) {
      await tab.find('tab', code_tab).dispatch_click();
      await tab.wait_idle();
      assert.equal(await selected(tab), 'false');
      await act(tab.find('tab', 'ProSantéConnect'));
      await tab.wait_idle();
      assert.equal(await selected(tab), 'true', `tab, ${name}`);
      await tab.find('tab', code_tab).dispatch_click();
      await tab.wait_idle();
    }

    const sent = [];
    for (const tab of [hand, finger]) {
      await site.sign_in(tab);
      await site.open_list(tab);
      tab.person.on_request(({ method, path }) => { if (method !== 'GET') sent.push(path); });
    }
    for (const tab of [hand, finger]) {
      if (await tab.find('button', 'Rechercher un patient').attribute('aria-expanded') === 'false') await tab.find('button', 'Rechercher un patient').press();
      await tab.find('textbox', 'Nom').fill('benazet zoe');
      await tab.wait_text('1 patient trouvé');
      await tab.wait_idle();
    }
    const is_checked = (tab) => tab.find('checkbox', 'F').is_checked();
    await each_way((tab) => tab.find('checkbox', 'F'), is_checked, ['Enter'], (was, is, way) => assert.equal(is, !was, `checkbox, ${way}`));
    const expanded = (tab) => tab.find('button', 'Rechercher un patient').attribute('aria-expanded');
    await each_way((tab) => tab.find('button', 'Rechercher un patient'), expanded, [], (was, is, way) => assert.notEqual(is, was, `disclosure, ${way}`));
    const sort = (tab) => tab.find('columnheader', 'Date de naissance').attribute('aria-sort');
    await each_way((tab) => tab.find('button', 'Date de naissance'), sort, [], (was, is, way) => {
      const next = { ascending: 'descending', descending: 'ascending' }[was] ?? 'ascending';
      assert.equal(is, next, `column header, ${way}`);
    });
    const starred = (tab) => tab.sees('button', 'Retirer des favoris');
    const star = (tab) => tab.all('grid').find('button', /^(Ajouter aux|Retirer des) favoris$/);
    for (const [name, { tab, act }] of Object.entries(ways)) {
      const was = await starred(tab);
      sent.length = 0;
      await act(star(tab));
      await tab.find('button', was ? 'Ajouter aux favoris' : 'Retirer des favoris').wait();
      await tab.wait_idle();
      assert.equal(sent.filter((path) => /patients/.test(path)).length, 1, `star, ${name}: ${sent.join()}`);
    }
    const menu_theme = (tab) => tab.find('menuitem', 'Thème').description();
    for (const tab of [hand, finger]) await site.open_user_menu(tab);
    await each_way((tab) => tab.find('menuitem', 'Thème'), menu_theme, [], (was, is, way) => assert.equal(is, order[order.indexOf(was) + 1] ?? order[1], `menu item, ${way}`));
    await hand.person.close();
    await finger.person.close();
  });

  test(`check 12: Tab goes in the order of the screen, Shift+Tab back, and both leave the page (${face.name})`, async () => {
    const footer = ['Mentions légales', 'Données personnelles', 'Accessibilité : non conforme', 'Français', 'English', 'Thème', face.query ? 'Version graphique' : 'Version HTML'];
    const stops = async (tab, key) => {
      const names = [];
      for (;;) {
        await tab.key(key);
        await tab.wait_idle();
        const name = await focused_name(tab);
        // Without a window around it the page is left for its own other end.
        const came_round = await tab.evaluate((is_first) => {
          if (is_first) window.test_notes.first_stop = document.activeElement;
          return !is_first && document.activeElement === window.test_notes.first_stop;
        }, names.length === 0);
        if (name === '' || came_round) return names;
        names.push(name);
        assert.ok(names.length < 80, `it does not leave the page: ${names.join(', ')}`);
      }
    };
    const both_ways = async (tab, golden, screen) => {
      await tab.evaluate(() => { document.activeElement.blur(); document.getElementById('skip').focus(); });
      assert.deepEqual([await focused_name(tab), ...await stops(tab, 'Tab')], ['Aller au contenu', ...golden], screen);
      assert.deepEqual(await stops(tab, 'Shift+Tab'), ['Aller au contenu', ...golden].reverse(), `${screen}, backwards`);
    };

    const tab = await site.visit({ face });
    await both_ways(tab, [code_tab, 'Identifiant', 'Mot de passe', 'Afficher le mot de passe', 'Se connecter', ...footer], 'sign-in');
    const tops = await tab.evaluate(() => [...document.querySelectorAll('#overlay :is(input, button:not([tabindex="-1"]), a)')].map((each) => each.getBoundingClientRect())
      .map(({ top, left, height }) => [Math.round(top + height / 2), Math.round(left)]));
    const is_after = ([y, x], [next_y, next_x]) => next_y > y + 8 || (Math.abs(next_y - y) <= 30 && next_x > x) || next_y > y;
    assert.ok(tops.every((each, at) => at === 0 || is_after(tops[at - 1], each)), `the order of the elements is that of the screen: ${tops.join(' ')}`);

    await site.sign_in(tab);
    const { display_name } = (await tab.evaluate(() => fetch('/api/session', { headers: { 'X-Spico': '1' } }).then((answer) => answer.json()))).user;
    const tiles = await tab.evaluate(() => [...document.querySelectorAll('#overlay main li a')].map((each) => each.textContent.trim()));
    assert.ok(tiles.length >= 5);
    const around = [display_name, 'Dossiers', 'Portail'];
    await both_ways(tab, [...around, 'Rechercher un service', ...tiles.flatMap((name) => [name, 'Ajouter aux favoris']), ...footer.slice(0, 3)], 'portal');

    await site.open_list(tab);
    const columns = ['Identité', 'Date de naissance', 'Sexe', 'Thématiques', 'Professionnels', 'Date de mise à jour', 'Tâches', 'Statuts', 'Prochain RDV'];
    const sortable = await tab.evaluate(() => [...document.querySelectorAll('[role=columnheader] button')].map((each) => each.textContent.trim()));
    assert.deepEqual(sortable.filter((name) => !columns.includes(name)), []);
    const filters = ['Nom', 'Prénom', 'Date de naissance', 'H', 'F', 'I', 'Statuts', 'Tâches', 'Favoris', 'Archivés', 'Rechercher les patients', 'Effacer'];
    const seen = await (async () => {
      await tab.evaluate(() => { document.activeElement.blur(); document.getElementById('skip').focus(); });
      return stops(tab, 'Tab');
    })();
    const golden = [...around, 'Rechercher un patient', ...filters, ...sortable];
    assert.deepEqual(seen.slice(0, golden.length), golden, 'list');
    assert.ok(seen.length - golden.length >= 1 && seen.length - golden.length <= 4, `one cell, not every one: ${seen.slice(golden.length).join(', ')}`);
    assert.deepEqual(await stops(tab, 'Shift+Tab'), ['Aller au contenu', ...seen].reverse(), 'list, backwards');
    await tab.person.close();
  });

  // Open: a side of the ring is one pixel short where neighbours touch (the boxes of «Sexe», headers of the HTML version), and the
  // password's ring stands around its button too, which this measures as missing.
  test(`check 13: at every stop the focus shows, two pixels thick and in contrast, and its element is in sight (${face.name})`, { todo: 'three places left' }, async () => {
    const tab = await site.visit({ face });
    const one_stop = async () => {
      const name = await focused_name(tab);
      const box = await tab.evaluate(() => {
        const element = document.activeElement.closest('.choice') ?? document.activeElement;
        const { x, y, width, height } = element.getBoundingClientRect();
        const hit = document.elementFromPoint(x + width / 2, y + height / 2);
        return { x, y, width, height, in_sight: hit !== null && (element.contains(hit) || hit.contains(document.activeElement) === false && element === hit) };
      });
      assert.ok(box.in_sight, `«${name}» is hidden`);
      const margin = 8;
      const left = Math.max(0, Math.floor(box.x) - margin);
      const top = Math.max(0, Math.floor(box.y) - margin);
      const clip = { x: left, y: top, width: Math.min(1280, Math.ceil(box.x + box.width) + margin) - left, height: Math.min(800, Math.ceil(box.y + box.height) + margin) - top };
      const focused = await tab.pixels(clip);
      // Tab goes on from where the focus was.
      await tab.evaluate(() => document.activeElement.blur());
      await tab.wait_idle();
      const plain = await tab.pixels(clip);
      const shows = (x, y) => contrast(focused.at(x, y), plain.at(x, y)) >= 3;
      // How thick it is where a line from the middle of a side crosses it.
      const thickness = (length, at) => {
        let longest = 0;
        for (let step = 0, run = 0; step < length; step += 1) { run = shows(...at(step)) ? run + 1 : 0; longest = Math.max(longest, run); }
        return longest;
      };
      const [x, y] = [Math.floor(box.x + box.width / 2) - left, Math.floor(box.y + box.height / 2) - top];
      const sides = {
        top: thickness(y, (step) => [x, step]), bottom: thickness(clip.height - y - 1, (step) => [x, clip.height - 1 - step]),
        left: thickness(x, (step) => [step, y]), right: thickness(clip.width - x - 1, (step) => [clip.width - 1 - step, y]),
      };
      return { name, sides };
    };
    const all_stops = async (screen, limit) => {
      await wait_painted(tab);
      const faint = [];
      let count = 0;
      for (; count < limit; count += 1) {
        await tab.key('Tab');
        await tab.wait_idle();
        if (await focused_name(tab) === '') break;
        const { name, sides } = await one_stop();
        if (Math.min(...Object.values(sides)) < 2) faint.push(`${screen}: «${name}» ${JSON.stringify(sides)}`);
      }
      assert.ok(count >= 10, screen);
      return faint;
    };
    const restart = () => tab.evaluate(() => { document.getElementById('skip').focus(); document.activeElement.blur(); });
    await restart();
    const faint = await all_stops('sign-in', 40);
    await site.sign_in(tab);
    await restart();
    faint.push(...await all_stops('portal', 16));
    await site.open_list(tab);
    await restart();
    faint.push(...await all_stops('list', 30));
    assert.deepEqual(faint, []);
    await tab.person.close();
  });

  test(`check 15: the dialog is all that is left, for a screen reader, for Tab and for find (${face.name})`, async () => {
    const tab = await site.in_list({ face, clock: true });
    const finds = (text) => tab.evaluate((wanted) => { getSelection().removeAllRanges(); return window.find(wanted, false, false, true); }, text);
    assert.equal(await finds('BÉNAZET'), true);
    await show_inactivity(tab);
    await wait_painted(tab);
    const tree = await tab.accessibility_tree();
    assert.ok(tree.some(({ role, name }) => role === 'alertdialog' && name === 'Inactivité'));
    const outside = tree.filter((node) => node.name && node.role !== 'RootWebArea' && !is_inside(node, ['alertdialog'], tree));
    assert.deepEqual(outside.filter((node) => !is_inside(node, ['alert', 'status'], tree)).map(({ role, name }) => `${role} ${name}`), []);
    const is_held = () => tab.evaluate(() => document.activeElement === document.body || document.activeElement.closest('[role=alertdialog]') !== null);
    assert.equal(await tab.evaluate(() => document.activeElement.closest('[role=alertdialog]') !== null), true, 'the focus is in the dialog');
    const names = new Set();
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let count = 0; count < 6; count += 1) {
        await tab.key(key);
        assert.equal(await is_held(), true, `${key} ${count}: ${await focused_name(tab)}`);
        names.add(await focused_name(tab));
      }
    }
    assert.ok(names.has('Rester connecté') && names.has('Se déconnecter'));
    assert.equal(await finds('BÉNAZET'), false);
    assert.equal(await finds('Rester connecté'), true);
    await tab.person.close();
  });

  test(`check 15: Escape closes the dialog, which stays signed in, and the focus is where it was (${face.name})`, async () => {
    const tab = await site.in_list({ face, clock: true });
    await tab.find('textbox', 'Prénom').focus();
    await tab.wait_idle();
    await show_inactivity(tab);
    await tab.key('Escape');
    await tab.find('dialog', 'Inactivité').gone();
    await tab.wait_idle();
    assert.equal(await focused_name(tab), 'Prénom');
    await tab.person.close();
  });

  test(`check 15: closed by its button, the dialog gives the focus back to where it was (${face.name})`, async () => {
    const tab = await site.in_list({ face, clock: true });
    await tab.find('textbox', 'Prénom').focus();
    await tab.wait_idle();
    await show_inactivity(tab);
    await tab.find('button', 'Rester connecté').press();
    await tab.find('dialog', 'Inactivité').gone();
    await tab.wait_idle();
    assert.equal(await focused_name(tab), 'Prénom');
    await tab.person.close();
  });

  test(`check 15: Escape closes the user menu and the focus is on its button again (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await site.open_user_menu(tab);
    await tab.find('menuitem', 'Thème').wait();
    await tab.wait_idle();
    assert.equal(await tab.evaluate(() => document.activeElement.getAttribute('role')), 'menuitem');
    await tab.key('Escape');
    await tab.find('menuitem', 'Thème').gone();
    await tab.wait_idle();
    assert.equal(await tab.evaluate(() => document.activeElement.getAttribute('aria-expanded')), 'false');
    await tab.person.close();
  });

  test(`check 17: every cell stands under its column's header; a sort changes aria-sort and is said once (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    const tree = await tab.accessibility_tree();
    const cells = (row) => tree.filter(({ parent, role }) => parent === row.id && ['columnheader', 'rowheader', 'gridcell'].includes(role));
    const [header, ...rows] = tree.filter(({ role }) => role === 'row');
    assert.deepEqual(cells(header).map(({ role }) => role), Array(10).fill('columnheader'));
    assert.ok(cells(header).every(({ name }) => name.trim()), 'every column has a name');
    assert.ok(rows.length >= 5);
    for (const row of rows) assert.deepEqual(cells(row).map(({ role }) => role), ['rowheader', ...Array(9).fill('gridcell')]);
    const misplaced = await tab.evaluate(() => {
      const headers = new Map([...document.querySelectorAll('[role=columnheader]')].map((each) => [each.getAttribute('aria-colindex'), each.getBoundingClientRect()]));
      return [...document.querySelectorAll('[role=rowheader], [role=gridcell]')].filter((cell) => {
        const above = headers.get(cell.getAttribute('aria-colindex'));
        return !above || Math.abs(above.left - cell.getBoundingClientRect().left) > 1 || Math.abs(above.width - cell.getBoundingClientRect().width) > 1;
      }).map((cell) => cell.outerHTML.slice(0, 120));
    });
    assert.deepEqual(misplaced, []);
    await start_listening(tab);
    await tab.find('button', 'Identité').press();
    await tab.find('columnheader', 'Identité').wait();
    await tab.wait_for('aria-sort', async () => (await tab.find('columnheader', 'Identité').attribute('aria-sort')) === 'ascending');
    await wait_said(tab, 'Trié par ordre croissant.');
    await tab.find('button', 'Rechercher les patients').press();
    await wait_said(tab, 'patients trouvés');
    assert.deepEqual((await said(tab)).map(({ role, text }) => `${role} ${text.replace(/\d+/, 'N')}`), ['status Trié par ordre croissant.', 'status N patients trouvés']);
    assert.deepEqual(await tab.evaluate(() => [...document.querySelectorAll('[aria-sort]')].map((each) => each.textContent)), ['Identité']);
    await tab.person.close();
  });

  test(`check 22: one field for the code, a paste with a space, the password in no name, no message, no log (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await start_listening(tab);
    const names = [];
    const look = async () => {
      const tree = await tab.accessibility_tree();
      // A field's own text is what its person has asked to look at.
      names.push(...tree.filter(({ role, parent }) => role !== 'InlineTextBox' && !is_inside(tree.find(({ id }) => id === parent), ['textbox'], tree)).map(({ name }) => name));
    };
    await tab.find('textbox', 'Identifiant').fill('somebody');
    await tab.find('password', 'Mot de passe').type(password);
    await tab.wait_idle();
    await look();
    await tab.find('button', 'Afficher le mot de passe').press();
    await tab.wait_idle();
    await look();
    await tab.find('button', 'Se connecter').press();
    await wait_said(tab, 'Identifiant ou mot de passe incorrect');
    await look();
    assert.deepEqual((await said(tab)).filter(({ text }) => text.includes(password)), []);
    await tab.reload();
    await tab.wait_idle();
    await site.ask_code(tab);
    await look();
    assert.ok(names.length > 50);
    assert.deepEqual(names.filter((name) => name.includes(password)), []);
    assert.deepEqual(tab.logs.filter((line) => line.includes(password)), []);
    const fields = await tab.evaluate(() => [...document.querySelectorAll('#overlay input')].map((each) => [each.autocomplete, each.inputMode, each.type]));
    assert.deepEqual(fields, [['one-time-code', 'numeric', 'text']]);
    const code = await site.code();
    await tab.find('textbox', 'Code à usage unique').focus();
    await tab.paste(`${code.slice(0, 3)} ${code.slice(3)}`);
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.person.close();
  });

  test(`check 24: the browser finds every text that can be seen (${face.name})`, async () => {
    await on_each_screen({ face }, async (tab, screen) => {
      const { missed, looked_for } = await tab.evaluate(() => {
        const had_focus = document.activeElement;
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

  test(`check 27: a save is said once; an error once, with its field; the same again is said again; typing says nothing (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await start_listening(tab);
    for (const time of [1, 2]) {
      await tab.find('button', 'Se connecter').press();
      await tab.wait_for(`said ${time} times`, async () => (await said(tab)).length >= time);
    }
    for (const [role, name, message] of [['textbox', 'Identifiant', 'Saisissez votre identifiant.'], ['password', 'Mot de passe', 'Saisissez votre mot de passe.']]) {
      assert.equal(await tab.find(role, name).attribute('aria-invalid'), 'true', name);
      assert.match(await tab.find(role, name).description(), new RegExp(message), name);
    }
    assert.equal(await focused_name(tab), 'Identifiant', 'the first field with an error');
    await tab.find('textbox', 'Identifiant').type('somebody');
    await tab.find('button', 'Thème').press();
    await wait_said(tab, 'Thème clair');
    const heard = await said(tab);
    assert.deepEqual(heard.map(({ role }) => role), ['alert', 'alert', 'status']);
    assert.equal(heard[0].text, heard[1].text);
    await tab.person.close();
  });

  test(`check 27: typing in the search says nothing, its button says the count once (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await start_listening(tab);
    await tab.find('textbox', 'Nom').type('bena');
    await tab.wait_text(/\d+ patients? trouvés?/);
    await tab.wait_idle();
    await site.open_user_menu(tab);
    await tab.find('menuitem', 'Thème').press();
    await wait_said(tab, 'Thème clair');
    assert.deepEqual((await said(tab)).map(({ text }) => text), ['Thème clair']);
    await tab.key('Escape');
    await tab.find('button', 'Rechercher les patients').press();
    await wait_said(tab, 'trouvé');
    await tab.wait_idle();
    assert.equal((await said(tab)).filter(({ text }) => /trouvé/.test(text)).length, 1);
    await tab.person.close();
  });

  test(`check 27: a save is said once, politely (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text('1 patient trouvé');
    await tab.wait_idle();
    const grid = tab.all('grid');
    if (await tab.sees('button', 'Retirer des favoris')) await grid.find('button', 'Retirer des favoris').press();
    await grid.find('button', 'Ajouter aux favoris').wait();
    await tab.wait_idle();
    await start_listening(tab);
    await grid.find('button', 'Ajouter aux favoris').press();
    await wait_said(tab, 'Ajouté aux favoris.');
    await grid.find('button', 'Retirer des favoris').press();
    await wait_said(tab, 'Retiré des favoris.');
    assert.deepEqual((await said(tab)).filter(({ text }) => /favoris/.test(text)), [{ role: 'status', text: 'Ajouté aux favoris.' }, { role: 'status', text: 'Retiré des favoris.' }]);
    await tab.wait_idle();
    await tab.person.close();
  });

  test(`check 28: by a link, back, forward and by a deep link: the screen, its title, and the focus on it (${face.name})`, async () => {
    const tab = await site.visit({ face });
    const is_on = async (title, how) => {
      await tab.find('heading', title).wait();
      await tab.wait_idle();
      assert.equal(await tab.title(), `${title} – SPICO`, how);
      assert.equal((await tab.focused()).tag, 'h1', `${title}, ${how}: ${await focused_name(tab)}`);
      assert.equal(await focused_name(tab), title, how);
    };
    await tab.find('link', 'Données personnelles').press();
    await is_on('Données personnelles', 'by a link');
    await tab.find('link', 'Mentions légales').press();
    await is_on('Mentions légales', 'by a link');
    await tab.back();
    await is_on('Données personnelles', 'back');
    await tab.forward();
    await is_on('Mentions légales', 'forward');
    await tab.open('about:blank');
    await site.open(tab, '#/accessibilite');
    await is_on('Accessibilité : non conforme', 'by a deep link');
    await tab.open('about:blank');
    await site.open(tab);
    await site.sign_in(tab);
    await is_on('Kiosque des services', 'after the sign-in');
    await site.open_list(tab);
    await is_on('Liste des patients', 'by a link');
    await tab.back();
    await is_on('Kiosque des services', 'back');
    await tab.forward();
    await is_on('Liste des patients', 'forward');
    await tab.open('about:blank');
    await site.open(tab, '#/patients');
    await site.wait_list(tab);
    await is_on('Liste des patients', 'by a deep link');
    await tab.person.close();
  });
}

test('check 16: a hundred thousand rows: their number is told, few exist, a thousand arrows down, to the end and back', async () => {
  const large = await start_site({ patients: 100_000 });
  try {
    const tab = await large.in_list();
    await tab.find('combobox', 'Archivés').choose('Tous');
    await tab.wait_text(/100.?000 patients trouvés/);
    await tab.wait_idle();
    assert.equal(await tab.all('grid').attribute('aria-rowcount'), '100001');
    await tab.find('button', 'Rechercher les patients').press();
    await tab.wait_idle();
    const row_index = () => tab.evaluate(() => Number(document.activeElement.closest('[role=row]')?.getAttribute('aria-rowindex') ?? 0));
    const start = await row_index();
    assert.ok(start >= 2, 'a row has the focus');
    for (let count = 0; count < 1000; count += 1) await tab.key('ArrowDown');
    await tab.wait_idle();
    assert.equal(await row_index(), start + 1000);
    for (const [key, row] of [['Control+End', 100_001], ['Control+Home', 2]]) {
      await tab.key(key);
      await tab.wait_idle();
      assert.equal(await row_index(), row, key);
      assert.ok(await tab.all('row').count() <= 80, key);
    }
    await tab.person.close();
  } finally {
    await large.dispose();
  }
});

for (const pixel_ratio of [1, 1.25, 2, 3]) {
  test(`check 25: on a screen with ${pixel_ratio} device pixels each the canvas has them all`, async () => {
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
  await on_each_screen({ face: canvas_face, width: 320, height: 256 }, async (tab, screen) => {
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

test('check 26: with reduced motion no frame runs, not even while an answer is waited for', async () => {
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
  test(`check 26: forced colours, ${scheme}: the canvas has the system's, the elements over it paint nothing`, async () => {
    await on_each_screen({ face: canvas_face, until: 'menu', prefers: { colours: 'active', scheme } }, async (tab, screen) => {
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

test('check 26: more contrast: ink on paper of 7 and more, and not the colours of everybody', async () => {
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
