// The acceptance checks of accessibility.md §3 by their numbers: where the focus goes, that it shows, dialogs (12, 13, 15).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { assert_named, contrast, focused_name, is_inside, minute, on_each_dialog, show_inactivity, wait_painted } from './checks_support.mjs';
import { can } from './driver.mjs';
import { advance_clock, assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test, { in_chromium: false });
const selectors = { dialog: ':is([role=dialog], [role=alertdialog])', form: 'form', menu: '[role=menu]' };
const code_tab = 'Authentification par code à usage unique';
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

for (const face of faces) {
  test(`check 12: Tab goes in the order of the screen, Shift+Tab back, and both leave the page (${face.name})`, async () => {
    const footer = ['Mentions légales', 'Données personnelles', 'Accessibilité : non conforme', 'Français', 'English', 'Thème', face.query ? 'Version graphique' : 'Version HTML'];
    const stops = async (tab, key) => {
      const names = [];
      for (;;) {
        await tab.key(key);
        await tab.wait_idle();
        const name = await focused_name(tab);
        // The page is left for the bars of the window; without one, for its own other end. The way forward starts at the skip link.
        const came_round = await tab.evaluate(({ is_first, goes_forward }) => {
          const notes = window.test_notes;
          const element = document.activeElement;
          if (is_first) Object.assign(notes, { first_stop: element, last_stop: null });
          const is_round = (!is_first && element === notes.first_stop) || (goes_forward && element.id === 'skip');
          if (element !== document.body && !is_round) notes.last_stop = element;
          return is_round;
        }, { is_first: names.length === 0, goes_forward: key === 'Tab' });
        if (name === '' || came_round) return names;
        names.push(name);
        assert.ok(names.length < 80, `it does not leave the page: ${names.join(', ')}`);
      }
    };
    const backwards = async (tab) => {
      if (can('outside')) return stops(tab, 'Shift+Tab');
      await tab.evaluate(() => window.test_notes.last_stop.focus());
      return [await focused_name(tab), ...await stops(tab, 'Shift+Tab')];
    };
    const both_ways = async (tab, golden, screen) => {
      await tab.evaluate(() => { document.activeElement.blur(); document.getElementById('skip').focus(); });
      assert.deepEqual([await focused_name(tab), ...await stops(tab, 'Tab')], ['Aller au contenu', ...golden], screen);
      assert.deepEqual(await backwards(tab), ['Aller au contenu', ...golden].reverse(), `${screen}, backwards`);
    };

    // Once the bars have the focus, a driver that does not reach them cannot bring it back: the next screen is another tab's.
    const fresh = (fragment) => (can('outside') ? tab : site.another_tab(tab, fragment));

    let tab = await site.visit({ face });
    await both_ways(tab, [code_tab, 'Identifiant', 'Mot de passe', 'Afficher le mot de passe', 'Se connecter', ...footer], 'sign-in');
    const tops = await tab.evaluate(() => [...document.querySelectorAll('#overlay :is(input, button:not([tabindex="-1"]), a)')].map((each) => each.getBoundingClientRect())
      .map(({ top, left, height }) => [Math.round(top + height / 2), Math.round(left)]));
    const is_after = ([y, x], [next_y, next_x]) => next_y > y + 8 || (Math.abs(next_y - y) <= 30 && next_x > x) || next_y > y;
    assert.ok(tops.every((each, at) => at === 0 || is_after(tops[at - 1], each)), `the order of the elements is that of the screen: ${tops.join(' ')}`);

    tab = await fresh('');
    await site.sign_in(tab);
    const { display_name } = (await tab.evaluate(() => fetch('/api/session', { headers: { 'X-Spico': '1' } }).then((answer) => answer.json()))).user;
    const tiles = await tab.evaluate(() => [...document.querySelectorAll('#overlay main li a')].map((each) => each.textContent.trim()));
    assert.ok(tiles.length >= 5);
    const around = [display_name, 'Dossiers', 'Discussions', 'Portail'];
    await both_ways(tab, [...around, 'Rechercher un service', ...tiles.flatMap((name) => [name, 'Ajouter aux favoris']), ...footer.slice(0, 3)], 'portal');

    tab = await fresh('#/portail');
    await site.open_list(tab);
    const columns = ['Identité', 'Date de naissance', 'Sexe', 'Thématiques', 'Professionnels', 'Date de mise à jour', 'Tâches', 'Statuts', 'Prochain RDV'];
    const sortable = await tab.evaluate(() => [...document.querySelectorAll('[role=columnheader] button')].map((each) => each.textContent.trim()));
    assert.deepEqual(sortable.filter((name) => !columns.includes(name)), []);
    const filters = ['Nom', 'Prénom', 'Date de naissance', 'Choisir une date', 'H', 'F', 'I', 'Statuts', 'Thématiques', 'Professionnels',
      'Structures de coordination', 'Tâches', 'Favoris', 'Archivés', 'Rechercher les patients', 'Autres actions sur la liste', 'Effacer'];
    const seen = await (async () => {
      await tab.evaluate(() => { document.activeElement.blur(); document.getElementById('skip').focus(); });
      return stops(tab, 'Tab');
    })();
    const golden = ['Notifications', ...around, 'Colonnes', 'Rechercher un patient', ...filters, ...sortable];
    assert.deepEqual(seen.slice(0, golden.length), golden, 'list');
    // The scroller, the cell, and in it the name and the two buttons.
    assert.ok(seen.length - golden.length >= 1 && seen.length - golden.length <= 5, `one cell, not every one: ${seen.slice(golden.length).join(', ')}`);
    assert.deepEqual(await backwards(tab), ['Aller au contenu', ...seen].reverse(), 'list, backwards');
    await tab.person.close();
  });

  test(`check 12: F6 goes from region to region, Shift+F6 back, and neither leaves a dialog (${face.name})`, async () => {
    const tab = await site.visit({ face });
    const goes_to = async (key, name) => {
      await tab.key(key);
      await tab.wait_for(`${key} to lead to «${name}»`, async () => (await focused_name(tab)) === name);
      assert.equal(await tab.evaluate(() => document.activeElement.matches(':focus-visible')), true, name);
    };
    await tab.evaluate(() => { document.activeElement.blur(); document.getElementById('skip').focus(); });
    await goes_to('F6', code_tab);
    await goes_to('F6', 'Mentions légales');
    await goes_to('Shift+F6', code_tab);
    await site.sign_in(tab);
    await site.open_list(tab);
    await tab.find('textbox', 'Nom').focus();
    await tab.wait_idle();
    await goes_to('Shift+F6', 'Dossiers');
    await goes_to('Shift+F6', 'Notifications');
    await goes_to('F6', 'Dossiers');
    await goes_to('F6', 'Colonnes');
    await tab.find('button', 'Colonnes').press();
    await tab.find('dialog', 'Colonnes').wait();
    await tab.wait_idle();
    await tab.key('F6');
    await tab.wait_idle();
    // There the key is the browser's: Firefox goes to its own bars.
    assert.equal(await tab.evaluate(() => document.activeElement === document.body || document.activeElement.closest(':is([role=dialog], [role=alertdialog])') !== null), true, await focused_name(tab));
    await tab.person.close();
  });

  test(`check 13: at every stop the focus shows, two pixels thick and in contrast, and its element is in sight (${face.name})`, async () => {
    const tab = await site.visit({ face });
    const one_stop = async () => {
      const name = await focused_name(tab);
      const box = await tab.evaluate(() => {
        const element = document.activeElement.closest('.choice') ?? document.activeElement;
        const own = element.getBoundingClientRect();
        // On the canvas a field's ring stands around the button in it too.
        const inside = element.tagName === 'INPUT' && element.closest('.face-canvas') ? element.parentElement.querySelector('[data-look=icon]') : null;
        const { x, y, height } = own;
        const width = Math.max(own.right, inside ? inside.getBoundingClientRect().right : 0) - x;
        const hit = document.elementFromPoint(x + width / 2, y + height / 2);
        // A box with a letter beside it has room to press behind it: the line from above goes through the box.
        return { x, y, width, height, line: element.matches('.choice') ? 10 : width / 2, in_sight: hit !== null && (element.contains(hit) || hit.contains(document.activeElement) === false && element === hit) };
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
      const [x, y] = [Math.floor(box.x + box.line) - left, Math.floor(box.y + box.height / 2) - top];
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
    const restart = async () => {
      await tab.rest();
      await tab.evaluate(() => { document.getElementById('skip').focus(); document.activeElement.blur(); });
    };
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
    await show_inactivity(site, tab);
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
    await show_inactivity(site, tab);
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
    await show_inactivity(site, tab);
    await tab.find('button', 'Rester connecté').press();
    await tab.find('dialog', 'Inactivité').gone();
    await tab.wait_idle();
    assert.equal(await focused_name(tab), 'Prénom');
    await tab.person.close();
  });

  test(`check 15: each dialog is named, without a fault for axe, holds the focus and gives it back to what opened it (${face.name})`, async () => {
    const looks = async (tab, name, role) => {
      await assert_named(tab, name, 1);
      await assert_accessible(tab, name, { overlapped: true });
      // Of the drawn text axe does not see the colours; the ordinary one it also looks at in the dark.
      if (face.query) {
        const themed = (theme) => tab.evaluate((each) => { const { dataset } = document.documentElement; const { theme: before_it } = dataset; if (each) dataset.theme = each; else delete dataset.theme; return before_it; }, theme);
        const chosen = await themed('dark');
        await assert_accessible(tab, `${name}, dark`, { overlapped: true });
        await themed(chosen);
      }
      assert.equal(await tab.evaluate((selector) => document.activeElement.closest(selector) !== null, selectors[role]), true, `${name}: ${await focused_name(tab)}`);
      if (role !== 'dialog') return;
      for (const key of ['Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
        await tab.key(key);
        assert.equal(await tab.evaluate(() => document.activeElement === document.body || document.activeElement.closest(':is([role=dialog], [role=alertdialog])') !== null), true, `${name}, ${key}: ${await focused_name(tab)}`);
      }
      await tab.evaluate(() => { if (document.activeElement === document.body) document.querySelector(':is([role=dialog], [role=alertdialog]) button').focus(); });
    };
    await on_each_dialog(site, { face }, looks, (tab, name, opener) => tab.wait_for(`${name} to give the focus back`, () => opener.evaluate((each) => document.activeElement === each)));
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
}
