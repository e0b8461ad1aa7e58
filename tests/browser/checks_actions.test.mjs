// The acceptance checks of accessibility.md §3 by their numbers: presses, what keeps the focus, the one-time code, the way back (10, 11, 14, 22, 28).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { focused_name, is_inside, minute, said, start_listening, wait_said } from './checks_support.mjs';
import { needs } from './driver.mjs';
import { advance_clock, by_turns, faces, password, start_site } from './support.mjs';

const test = by_turns(each_test, { in_chromium: false });
const code_tab = 'Authentification par code à usage unique';
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

for (const face of faces) {
  test(`check 10: a press, Enter, Space, a synthetic click and a finger act exactly once, each kind of element (${face.name})`, async (context) => {
    const hand = await site.visit({ face });
    const finger = await site.visit({ face, touch: true });
    const ways = {
      'a press': { tab: hand, act: (element) => element.press() },
      'Enter': { tab: hand, act: async (element) => { await element.focus(); await hand.key('Enter'); } },
      'Space': { tab: hand, act: async (element) => { await element.focus(); await hand.key('Space'); } },
      'a synthetic click': { tab: hand, act: (element) => element.dispatch_click() },
      'a finger': { tab: finger, act: (element) => element.tap() },
    };
    const { skip } = needs('touch');
    if (skip) {
      context.diagnostic(`without a finger: ${skip}`);
      delete ways['a finger'];
    }
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

  test(`check 11: what a screen reader sends instead of a press, and a press that lasts, act exactly once (${face.name})`, async () => {
    const tab = await site.visit({ face });
    const theme = tab.find('button', 'Thème');
    const order = [];
    for (let count = 0; count < 4; count += 1) {
      order.push(await theme.description());
      await theme.press();
      await tab.wait_idle();
    }
    const send = (...types) => theme.evaluate((target, wanted) => {
      const { x, y, width, height } = target.getBoundingClientRect();
      for (const type of wanted) {
        const init = { bubbles: true, cancelable: true, view: window, button: 0, clientX: x + width / 2, clientY: y + height / 2 };
        if (type.startsWith('pointer')) target.dispatchEvent(new window.PointerEvent(type, { ...init, pointerId: 1, isPrimary: true, pointerType: 'mouse' }));
        else target.dispatchEvent(new window.MouseEvent(type, init));
      }
    }, types);
    const ways = {
      'pointer events and a click in one task': () => send('pointerdown', 'pointerup', 'click'),
      'all of them in one task': () => send('pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'),
      'mouse events without pointer events': () => send('mousedown', 'mouseup', 'click'),
      'a click alone': () => send('click'),
      'a press over three frames': () => theme.hold(3),
    };
    for (const [name, act] of Object.entries(ways)) {
      const was = await theme.description();
      await act();
      await tab.wait_idle();
      assert.equal(await theme.description(), order[(order.indexOf(was) + 1) % 4], name);
    }
    await tab.person.close();
  });

  test(`check 14: rows that come, go and change places around the focus leave it where it is (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    const watch_focus = () => tab.evaluate(() => {
      const notes = { element: document.activeElement, blurs: 0 };
      window.test_notes.focus = notes;
      notes.element.addEventListener('blur', () => { notes.blurs += 1; });
    });
    const kept = () => tab.evaluate(() => ({ same: document.activeElement === window.test_notes.focus.element, blurs: window.test_notes.focus.blurs }));
    // Rows go and come back while a field is typed in.
    await tab.find('textbox', 'Nom').focus();
    await watch_focus();
    await tab.type('benazet');
    await tab.wait_text('1 patient trouvé');
    for (let count = 0; count < 7; count += 1) await tab.key('Backspace');
    await tab.wait_text(/\d\d patients trouvés/);
    await tab.wait_idle();
    assert.deepEqual(await kept(), { same: true, blurs: 0 });
    // The rows change places under the header that was pressed.
    await tab.find('columnheader', 'Date de naissance').find('button', 'Date de naissance').focus();
    await watch_focus();
    await tab.key('Enter');
    await tab.wait_idle();
    assert.equal(await tab.find('columnheader', 'Date de naissance').attribute('aria-sort'), 'ascending');
    assert.deepEqual(await kept(), { same: true, blurs: 0 });
    // The row that has the focus leaves, as when a colleague archives its patient: the focus goes to the row that was next.
    await tab.find('button', 'Rechercher les patients').press();
    await tab.wait_idle();
    await tab.key('ArrowDown');
    await tab.wait_idle();
    const { address, next } = await tab.evaluate(() => {
      const links = [...document.querySelectorAll('[role=row] [role=rowheader] a')];
      const at = links.findIndex((link) => link.closest('[role=row]').contains(document.activeElement));
      return { address: links[at].hash, next: links[at + 1].textContent };
    });
    const archive = (archived) => tab.evaluate(async (asked) => {
      const answer = await fetch(`/api/spico${asked.path}/archived`, { method: 'PUT', headers: { 'X-Spico': '1', 'Content-Type': 'application/json' }, body: JSON.stringify({ archived: asked.archived }) });
      if (!answer.ok) throw new Error(`archived: ${answer.status}`);
    }, { path: address.slice(1), archived });
    const is_there = () => tab.evaluate((hash) => [...document.querySelectorAll('[role=rowheader] a')].some((link) => link.hash === hash), address);
    await archive(true);
    await tab.wait_for('the row to be gone', async () => !(await is_there()));
    await tab.wait_idle();
    const focused_row = await tab.evaluate(() => document.activeElement.closest('[role=row]')?.querySelector('[role=rowheader] a').textContent ?? document.activeElement.outerHTML.slice(0, 120));
    assert.equal(focused_row, next);
    await archive(false);
    await tab.wait_for('the row to be back', is_there);
    await tab.wait_idle();
    assert.equal(await tab.evaluate(() => document.activeElement.closest('[role=row]')?.querySelector('[role=rowheader] a').textContent), next, 'and stays there when it is back');
    await tab.person.close();
  });

  test(`check 22: one field for the code, a paste with a space, the password in no name, no message, no log (${face.name})`, needs('paste'), async () => {
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

  test(`check 28: by a link, back, forward and by a deep link: the screen, its title, and the focus on it (${face.name})`, async () => {
    const tab = await site.visit({ face });
    const is_on = async (title, how) => {
      await tab.find('heading', title).wait();
      await tab.wait_idle();
      // In SPICO it begins with how many messages are unread.
      assert.equal((await tab.title()).replace(/^\(\d+\) /, ''), `${title} – SPICO`, how);
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
