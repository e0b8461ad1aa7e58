// The gallery of widgets in a browser: axe (check 4), one action a press whatever pressed it (check 10), the calendar as a dialog
// (check 15). Checks 4 and 10 run in every engine.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

// The development module stands beside the one that is served (src/platform/web/CMakeLists.txt); the server's arguments are read
// when support.mjs is loaded.
const build = (process.env.EMSERVE_ARGS ?? '').match(/--www (\S+)\/www/)?.[1] ?? new URL('../../build/web-release', import.meta.url).pathname;
process.env.EMSERVE_ARGS = `--www ${build}/gallery/www`;
const { assert_accessible, faces, start_site } = await import('./support.mjs');
const { needs } = await import('./driver.mjs');

let site;
before(async () => { site = await start_site({ patients: 1 }); });
after(async () => { await site?.dispose(); });

async function open_gallery(options) {
  const tab = await site.visit({ fragment: '#/galerie', ...options });
  await tab.find('heading', tab.say('Galerie des composants')).wait();
  await tab.find('list', tab.say('Bulles de discussion')).wait();  // of the module's second part
  await tab.wait_idle();
  return tab;
}

const actions = (tab) => tab.evaluate(() => Number(/(\d+) actions/.exec(document.getElementById('overlay').textContent)[1]));
const is_expanded = async (tab, role, name) => (await tab.find(role, name).attribute('aria-expanded')) === 'true';

for (const face of faces) {
  for (const language of ['fr-FR', 'en-GB']) {
    test(`check 4: axe finds nothing in the gallery, plain and with something open (${face.name}, ${language})`, async () => {
      const tab = await open_gallery({ face, language });
      await assert_accessible(tab, `gallery, ${face.name}, ${language}`);
      await tab.find('button', tab.say('Ouvrir une alerte')).press();
      const alert = tab.find('alertdialog', tab.say('Supprimer la lettre TEST ?'));
      await alert.wait();
      await tab.wait_idle();
      assert.equal(await alert.description(), tab.say('Ce qui est supprimé est perdu.'));
      await assert_accessible(tab, `alert, ${face.name}`, { overlapped: true });
      await alert.find('button', tab.say('Garder')).press();
      await alert.gone();
      await tab.wait_idle();
      const combo = language === 'fr-FR' ? 'Choix multiple : en erreur' : 'Multiple choice: in error';
      await tab.find('combobox', combo).press();
      await tab.find('listbox', combo).wait();
      await tab.wait_idle();
      await assert_accessible(tab, `list of choices, ${face.name}`, { overlapped: true });
      await tab.key('Escape');
      await tab.find('button', tab.say("Autres façons d'enregistrer")).press();
      await tab.wait_idle();
      await assert_accessible(tab, `menu, ${face.name}`, { overlapped: true });
      await tab.key('Escape');
      await tab.find('button', tab.say('Bouton avec bulle')).focus();
      await tab.wait_idle();
      await assert_accessible(tab, `tooltip, ${face.name}`, { overlapped: true });
      await tab.find('button', tab.say('Montrer une notification')).press();
      await tab.find('region', tab.say('Notification')).wait();
      await tab.wait_idle();
      await assert_accessible(tab, `toast, ${face.name}`, { overlapped: true });
      await tab.find('button', tab.say('Choisir une date')).nth(0).press();
      await tab.find('dialog', tab.say('Calendrier')).wait();
      await tab.wait_idle();
      await assert_accessible(tab, `calendar, ${face.name}`, { overlapped: true });
      await tab.person.close();
    });
  }

  test(`check 10: a press, Enter, Space, a synthetic click and a finger act exactly once, every kind of widget (${face.name})`, async (context) => {
    const hand = await open_gallery({ face });
    const finger = await open_gallery({ face, touch: true });
    const with_key = (name) => ({ tab: hand, act: async (element) => { await element.focus(); await hand.key(name); } });
    const ways = {
      'a press': { tab: hand, act: (element) => element.press() },
      Enter: with_key('Enter'),
      Space: with_key('Space'),
      'a synthetic click': { tab: hand, act: (element) => element.dispatch_click() },
      'a finger': { tab: finger, act: (element) => element.tap() },
    };
    const { skip } = needs('touch');
    if (skip) {
      context.diagnostic(`without a finger: ${skip}`);
      delete ways['a finger'];
    }
    const acts_once = async (role, name, { without = [], before_each = async () => {} } = {}) => {
      for (const [way, { tab, act }] of Object.entries(ways)) {
        if (without.includes(way)) continue;
        await tab.bring_to_front();
        await tab.wait_idle();
        await before_each(tab);
        const was = await actions(tab);
        await act(tab.find(role, name));
        await tab.wait_idle();
        assert.equal(await actions(tab), was + 1, `${role} «${name}», ${way}`);
      }
    };
    for (const name of ['Bouton principal : normal', 'Bouton : normal', 'Bouton icône : normal', 'Enregistrer', 'Bouton avec bulle', 'Plus de détails', 'Montrer une notification', 'Lettre de liaison TEST', 'Ajouter un document']) {
      await acts_once('button', name);
      // A tooltip stays as long as its button has the focus, over what may be pressed next.
      for (const tab of [hand, finger]) await tab.key('Escape');
    }
    await acts_once('button', 'Annuler', {
      before_each: async (tab) => {
        // One of its own each time, and with the focus in it, or its time may be over before it is pressed.
        await tab.find('button', 'Montrer une notification').dispatch_click();
        await tab.find('region', 'Notification').wait();
        await tab.wait_idle();
        await tab.find('button', 'Annuler').focus();
        await tab.wait_idle();
      },
    });
    await acts_once('link', 'Tuile : normal', { without: ['Space'] });
    await acts_once('checkbox', 'Case : normal', { without: ['Enter'] });
    const other = { 'Option 1': 'Option 2', 'Onglet 1': 'Onglet 2' };
    const choose_other = (role, name) => async (tab) => {
      await tab.find(role, other[name]).dispatch_click();
      await tab.wait_idle();
    };
    await acts_once('radio', 'Option 1', { without: ['Enter'], before_each: choose_other('radio', 'Option 1') });
    await acts_once('tab', 'Onglet 1', { before_each: choose_other('tab', 'Onglet 1') });
    const open_menu = async (tab) => {
      if (await is_expanded(tab, 'button', "Autres façons d'enregistrer")) return;
      // Brought into sight first, as whoever opens it has it: where there is room decides on which side it opens.
      await tab.find('button', "Autres façons d'enregistrer").evaluate((opener) => {
        opener.scrollIntoView({ block: 'center', behavior: 'instant' });
        return new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
      });
      await tab.wait_idle();
      await tab.find('button', "Autres façons d'enregistrer").dispatch_click();
      await tab.find('menuitem', 'Enregistrer sous').wait();
      await tab.wait_idle();
    };
    await acts_once('menuitem', 'Enregistrer sous', { before_each: open_menu });
    const open_list = async (tab) => {
      await tab.find('combobox', 'Choix multiple : vide').focus();
      if (await is_expanded(tab, 'combobox', 'Choix multiple : vide')) return;
      await tab.key('ArrowDown');
      await tab.find('option', '31 Haute-Garonne').wait();
      await tab.wait_idle();
    };
    await acts_once('option', '31 Haute-Garonne', { without: ['Enter', 'Space'], before_each: open_list });
    await open_list(hand);
    const was = await actions(hand);
    await hand.key('Enter');
    await hand.wait_idle();
    assert.equal(await actions(hand), was + 1, 'option, Enter in the field');
    await hand.key('Escape');
    const open_calendar = async (tab) => {
      if (await tab.sees('dialog', 'Calendrier')) return;
      await tab.find('button', 'Choisir une date').nth(0).dispatch_click();
      await tab.find('dialog', 'Calendrier').wait();
      await tab.wait_idle();
    };
    await acts_once('gridcell', '12', { before_each: open_calendar });
    const close_dialog = async (tab) => {
      if (!await tab.sees('dialog', 'Boîte de dialogue')) return;
      await tab.find('dialog', 'Boîte de dialogue').find('button', 'Fermer').dispatch_click();
      await tab.find('dialog', 'Boîte de dialogue').gone();
      await tab.wait_idle();
    };
    await acts_once('button', 'Ouvrir une boîte de dialogue', { before_each: close_dialog });
    for (const tab of [hand, finger]) assert.deepEqual(tab.errors, []);
    await hand.person.close();
    await finger.person.close();
  });

  test(`check 10: a window that comes back does nothing of its own (${face.name})`, async () => {
    const tab = await open_gallery({ face });
    await tab.find('button', 'Bouton principal : normal').press();
    await tab.wait_idle();
    // As browsers tell it; the page reads its fields again then.
    await tab.evaluate(() => { for (const name of ['blur', 'focus']) window.dispatchEvent(new Event(name)); });
    await tab.wait_idle();
    assert.equal(await actions(tab), 1);
    await tab.person.close();
  });

  test(`check 10: each chip's button gives up one choice, and the focus stays among them (${face.name})`, async () => {
    const tab = await open_gallery({ face });
    const removals = () => tab.evaluate(() => [...document.querySelectorAll('ul[aria-label="Choix multiple : rempli"] button')].map((each) => each.textContent));
    const [first, second, third] = await removals();
    assert.ok(first && second && third);
    for (const [name, act, next] of [[first, (chip) => chip.press(), second], [second, async (chip) => { await chip.focus(); await tab.key('Enter'); }, third],
      [third, async (chip) => { await chip.focus(); await tab.key('Space'); }, null]]) {
      const was = await actions(tab);
      const left = (await removals()).length;
      await act(tab.find('list', 'Choix multiple : rempli').find('button', name));
      await tab.wait_idle();
      assert.equal(await actions(tab), was + 1, name);
      assert.equal((await removals()).length, left - 1);
      const focused = await tab.evaluate(() => (document.activeElement.textContent || document.activeElement.labels?.[0]?.textContent));
      assert.equal(focused, next ?? 'Choix multiple : rempli');
    }
    await tab.person.close();
  });

  test(`check 15: the calendar is all that is left; Tab stays, arrows go from day to day, Escape gives the focus back (${face.name})`, async () => {
    const tab = await open_gallery({ face });
    const opener = tab.find('button', 'Choisir une date').nth(0);
    await opener.focus();
    await tab.key('Enter');
    await tab.find('dialog', 'Calendrier').wait();
    await tab.wait_idle();
    const tree = await tab.accessibility_tree();
    const parent_of = (node) => tree.find(({ id }) => id === node.parent);
    const is_inside = (node) => { for (let at = node; at; at = parent_of(at)) if (['dialog', 'alert', 'status'].includes(at.role)) return true; return false; };
    assert.ok(tree.some(({ role, name }) => role === 'dialog' && name === 'Calendrier'));
    assert.deepEqual(tree.filter((node) => node.name && node.role !== 'RootWebArea' && !is_inside(node)).map(({ role, name }) => `${role} ${name}`), []);
    const day = () => tab.evaluate(() => document.activeElement.getAttribute('aria-description'));
    assert.equal(await day(), 'samedi 7 avril 1956');
    const finds = (text) => tab.evaluate((wanted) => { getSelection().removeAllRanges(); return window.find(wanted, false, false, true); }, text);
    assert.equal(await finds('Galerie des composants'), false);
    await tab.find('gridcell', '7').focus();
    for (const [key, there] of [['ArrowRight', 'dimanche 8 avril 1956'], ['ArrowDown', 'dimanche 15 avril 1956'], ['Home', 'lundi 9 avril 1956'], ['PageDown', 'mercredi 9 mai 1956'],
      ['Shift+PageDown', 'jeudi 9 mai 1957'], ['Shift+PageUp', 'mercredi 9 mai 1956'], ['PageUp', 'lundi 9 avril 1956'], ['End', 'dimanche 15 avril 1956'], ['ArrowUp', 'dimanche 8 avril 1956']]) {
      await tab.key(key);
      await tab.wait_idle();
      assert.equal(await day(), there, key);
    }
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let count = 0; count < 8; count += 1) {
        await tab.key(key);
        await tab.wait_idle();
        assert.ok(await tab.evaluate(() => document.activeElement === document.body || document.activeElement.closest('[role=dialog]') !== null), `${key} ${count}`);
      }
    }
    await tab.find('gridcell', '8').focus();
    await tab.key('Escape');
    await tab.find('dialog', 'Calendrier').gone();
    await tab.wait_idle();
    assert.equal((await tab.focused()).text, 'Choisir une date');
    assert.equal(await tab.find('textbox', 'Date : normal').value(), '07/04/1956');
    await tab.person.close();
  });

  test(`WCAG 1.4.13: a tooltip comes with the pointer and the focus, stays under the pointer, and Escape hides it (${face.name})`, async () => {
    const tab = await open_gallery({ face });
    const tip = tab.find('tooltip', 'Une bulle dit ce que le bouton ne peut pas dire.');
    assert.equal(await tip.count(), 0);
    await tab.find('button', 'Bouton avec bulle').press();
    await tip.wait();
    await tab.key('Escape');
    await tip.gone();
    await tab.find('button', 'Montrer une notification').focus();
    await tab.wait_idle();
    await tab.page.mouse.move(2, 2);
    await tab.wait_idle();
    await tab.key('Tab');
    await tab.key('Shift+Tab');
    await tab.find('button', 'Ouvrir une boîte de dialogue').focus();
    await tab.key('Shift+Tab');
    await tip.wait();
    await tab.person.close();
  });
}
