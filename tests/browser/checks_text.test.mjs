// The acceptance checks of accessibility.md §3 by their numbers: what is typed, composed and filled in (18, 19, 20, 23).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { minute, to_discussions, to_thread, wait_painted } from './checks_support.mjs';
import { needs } from './driver.mjs';
import { advance_clock, by_turns, faces, password, start_site } from './support.mjs';

const test = by_turns(each_test, { in_chromium: false });
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

const login = (tab) => tab.find('textbox', 'Identifiant');

// What the module holds is what it sends. A refusal leaves the name in its place.
async function watch_sign_in(tab, act = (button) => button.press()) {
  const sent = [];
  await tab.person.intercept('**/api/pass/login', { status: 401, json: { code: 'bad_credentials', message: 'x' }, see: (body) => sent.push(body) });
  return async () => {
    const before_this = sent.length;
    if (!await tab.find('password', 'Mot de passe').value()) await tab.find('password', 'Mot de passe').fill('x');
    await act(tab.find('button', 'Se connecter'));
    await tab.wait_for('what was sent', async () => sent.length > before_this);
    await tab.wait_idle();
    return sent.at(-1);
  };
}

// ---- 18 ----

// Runs in the page: a number of edits as the browser makes them for a person (its own commands, with its own undo).
function edit({ seed, count }) {
  let state = seed;
  const random = (below) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor((state / 2 ** 32) * below); };
  const field = document.activeElement;
  // Never within a pair of surrogates: a person cannot get there, a script can in Firefox.
  const place = () => { const at = random(field.value.length + 1); return /[\uDC00-\uDFFF]/.test(field.value[at] ?? '') ? at - 1 : at; };
  const pieces = ['a', 'é', 'ç', 'Œ', 'ß', 'e\u0301', '😀', '👩‍⚕️', 'Αθηνά', 'محمد', ' ', '\u00a0', '’', '-', 'TEST Zoé', '\u200d', '漢字', '<b>', '&amp;', '"', '\\'];
  const edits = [
    () => document.execCommand('insertText', false, pieces[random(pieces.length)]),
    () => document.execCommand('insertText', false, pieces[random(pieces.length)]),
    () => document.execCommand('insertText', false, Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)]).join('')),
    () => document.execCommand('delete'),
    () => document.execCommand('forwardDelete'),
    () => document.execCommand('undo'),
    () => document.execCommand('redo'),
    () => { const [one, other] = [place(), place()]; field.setSelectionRange(Math.min(one, other), Math.max(one, other)); },
    () => { const at = place(); field.setSelectionRange(at, at); },
  ];
  for (let done = 0; done < count; done += 1) {
    if (field.value.length > 60) { field.select(); document.execCommand('delete'); }
    edits[random(edits.length)]();
  }
  return field.value;
}

test('check 18: ten thousand edits of every kind: the module has what the field shows', async () => {
  const tab = await site.visit();
  // Not by the pointer: a place to press is looked for in frames that are shown, and where pictures are drawn in software those of
  // four hundred edits are still being painted by then. That wait, not the edits, made WebKitGTK take minutes.
  const sign_in = await watch_sign_in(tab, (button) => button.dispatch_click());
  const seen = new Set();
  for (let round = 0; round < 25; round += 1) {
    await login(tab).focus();
    const shown = await tab.evaluate(edit, { seed: 7 + round, count: 400 });
    const value = shown.trim() === '' ? `${shown}nobody` : shown;  // an empty name is not sent
    if (value !== shown) await login(tab).fill(value);
    assert.equal(await login(tab).value(), value);
    assert.equal((await sign_in()).identifiant, value, `round ${round}`);
    assert.equal(await login(tab).value(), value, `round ${round}, after the answer`);
    seen.add(value);
  }
  assert.ok(seen.size > 20, `only ${seen.size} different values`);
  await tab.person.close();
});

test('check 18: typed for real: accents, signs of AltGr, selection, deletion, undo, paste', needs('paste'), async () => {
  const tab = await site.visit();
  const sign_in = await watch_sign_in(tab);
  await login(tab).focus();
  await tab.type('éèçàùêëô@#€');
  assert.equal((await sign_in()).identifiant, 'éèçàùêëô@#€');
  // Cut and pasted by keys, each at the first try.
  await login(tab).focus();
  for (const [key, left] of [['Control+x', ''], ['Control+v', 'éèçàùêëô@#€'], ['Control+v', 'éèçàùêëô@#€éèçàùêëô@#€']]) {
    if (key === 'Control+x') await tab.key('Control+a');
    await tab.key(key);
    await tab.wait_for(`«${left}» after ${key}`, async () => (await login(tab).value()) === left);
  }
  assert.equal((await sign_in()).identifiant, 'éèçàùêëô@#€éèçàùêëô@#€');
  await login(tab).focus();
  for (const key of ['End', 'Backspace', 'Shift+Home', 'a', 'Control+z', 'Control+Shift+z', 'Control+a', 'Control+c', 'End', 'Control+v', 'ArrowLeft', 'Delete', 'Home', 'b']) await tab.key(key);
  await tab.paste('Zoé 😀');
  const shown = await login(tab).value();
  assert.match(shown, /Zoé 😀/);
  assert.equal((await sign_in()).identifiant, shown);
  await tab.person.close();
});

// ---- 19 ----

for (const face of faces) {
  test(`check 19: an input method at work is left alone: one composition, its result, nothing written meanwhile (${face.name})`, needs('compose'), async () => {
    const tab = await site.in_list({ face });
    const name = tab.find('textbox', 'Nom');
    await name.focus();
    await name.evaluate((field) => {
      const notes = { starts: 0, ends: 0, writes: 0, composing: false };
      window.test_notes.compositions = notes;
      field.addEventListener('compositionstart', () => { notes.starts += 1; notes.composing = true; });
      field.addEventListener('compositionend', () => { notes.ends += 1; notes.composing = false; });
      const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
      Object.defineProperty(field, 'value', { get() { return get.call(this); }, set(value) { if (notes.composing) notes.writes += 1; set.call(this, value); }, configurable: true });
    });
    // The list is narrowed and drawn again at each step, as for any typing.
    await tab.compose(['b', 'be', 'bén', 'bénaz'], 'bénazet');
    await tab.wait_text('1 patient trouvé');
    await tab.wait_idle();
    assert.deepEqual(await tab.evaluate(() => window.test_notes.compositions), { starts: 1, ends: 1, writes: 0, composing: false });
    assert.equal(await name.value(), 'bénazet');
    await tab.person.close();
  });

  // ---- 20 ----

  test(`check 20: the sign-in is what password managers look for, before anything has the focus (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await wait_painted(tab);
    const found = await tab.evaluate(() => {
      const opacity = (element) => { let least = 1; for (let at = element; at; at = at.parentElement) least = Math.min(least, Number(getComputedStyle(at).opacity)); return least; };
      return [...document.querySelectorAll('form input')].map((field) => {
        const { x, y, width, height } = field.getBoundingClientRect();
        const hit = document.elementFromPoint(x + width / 2, y + height / 2);
        return { type: field.type, autocomplete: field.autocomplete, form: field.form.id || field.form.tagName, size: width >= 30 && height >= 15,
          opaque: opacity(field) >= 0.1, clipped: getComputedStyle(field).clipPath !== 'none', hit: hit === field || [...field.labels].includes(hit), tab: field.tabIndex };
      });
    });
    const right = { form: 'FORM', size: true, opaque: true, clipped: false, hit: true, tab: 0 };
    assert.deepEqual(found, [{ type: 'text', autocomplete: 'username', ...right }, { type: 'password', autocomplete: 'current-password', ...right }]);
    assert.equal(await tab.evaluate(() => document.forms.length), 1);
    await tab.person.close();
  });

  test(`check 20: filled in by a manager, with its events or with none, both fields are sent (${face.name})`, async () => {
    for (const tells of [true, false]) {
      const tab = await site.visit({ face });
      const sign_in = await watch_sign_in(tab);
      await tab.evaluate(({ values, says }) => {
        for (const [at, field] of document.querySelectorAll('form input').entries()) {
          field.value = values[at];
          if (says) for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
        }
      }, { values: ['demo-medecin', password], says: tells });
      const { identifiant: name, mot_de_passe: secret } = await sign_in();
      assert.deepEqual([name, secret], ['demo-medecin', password], tells ? 'with events' : 'without');
      await tab.person.close();
    }
  });
}

// ---- 23 ----

// A phone's keyboard takes half of the window.
async function assert_above_keyboard(tab, element) {
  await tab.resize(360, 320);
  await tab.wait_idle();
  const place = () => element.evaluate((field) => {
    const { x, y, width, height, top, bottom } = field.getBoundingClientRect();
    return { focused: document.activeElement === field, inside: top >= 0 && bottom <= innerHeight, hit: document.elementFromPoint(x + width / 4, y + height / 2) === field };
  });
  await tab.wait_for('the field in sight', async () => { const { focused, inside, hit } = await place(); return focused && inside && hit; });
  assert.deepEqual(await place(), { focused: true, inside: true, hit: true });
}

test('check 23: on a phone a tap focuses the field at once, its text is 16 pixels, and the keyboard does not hide it', async () => {
  const tab = await site.visit({ width: 360, height: 640, touch: true });
  await tab.find('password', 'Mot de passe').evaluate((field) => {
    window.test_notes.focused_by = null;
    // The event that the finger ends with, and whether the focus is there before its task is over.
    field.addEventListener('click', () => { window.test_notes.focused_by = document.activeElement === field; });
  });
  await tab.find('password', 'Mot de passe').tap();
  assert.equal(await tab.evaluate(() => window.test_notes.focused_by), true);
  const sizes = await tab.evaluate(() => [...document.querySelectorAll('input')].map((field) => Number.parseFloat(getComputedStyle(field).fontSize)));
  assert.ok(sizes.length >= 2 && sizes.every((size) => size >= 16), String(sizes));
  await assert_above_keyboard(tab, tab.find('password', 'Mot de passe'));
  await tab.person.close();
});

test('check 23: the keyboard does not hide the message that is written', async () => {
  const tab = await site.in_list({ width: 360, height: 640, touch: true });
  await to_discussions(tab);
  await to_thread(tab);
  await wait_painted(tab);
  const message = tab.find('textbox', 'Écrire un message');
  await message.tap();
  await tab.wait_for('the field to have the focus', () => message.evaluate((field) => document.activeElement === field));
  assert.ok(await message.evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize)) >= 16);
  await assert_above_keyboard(tab, message);
  await tab.person.close();
});
