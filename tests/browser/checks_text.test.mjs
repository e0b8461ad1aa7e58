// The acceptance checks of accessibility.md §3 by their numbers: what is typed, composed and filled in (18, 19, 20, 23).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { minute, to_discussions, to_thread, wait_painted } from './checks_support.mjs';
import { engine, needs } from './driver.mjs';
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

// Runs in the page, for the rest of its life: what the module sends to sign in is kept and answered at once, as if that had led nowhere (no
// error to say, no focus to move), and nothing waits for the screen or is drawn. Ten thousand of them take minutes otherwise.
async function hurry_up() {
  const { port1, port2 } = new window.MessageChannel();
  const due = [];
  port2.onmessage = () => due.shift()();
  window.requestAnimationFrame = (run) => { due.push(run); port1.postMessage(0); return due.length; };
  window.cancelAnimationFrame = () => undefined;
  for (const name of ['clear', 'drawElements']) window.WebGL2RenderingContext.prototype[name] = () => undefined;
  // Two frames are never too close to each other.
  const now = performance.now.bind(performance);
  let ahead_ms = 0;
  performance.now = () => { ahead_ms += 20; return now() + ahead_ms; };
  // Always full.
  Object.defineProperty(document.querySelector('input[type=password]'), 'value', { get: () => 'x', set: () => {} });
  const ask = window.fetch;
  const nobody = await (await ask('/api/session', { headers: { 'X-Spico': '1' } })).text();
  window.fetch = (address, options) => {
    if (address !== '/api/pass/login') return ask.call(window, address, options);
    window.test_notes.sent.push(JSON.parse(new TextDecoder().decode(options.body)).identifiant);
    return Promise.resolve(new Response(nobody, { headers: { 'Content-Type': 'application/json' } }));
  };
}

// Runs in the page: a number of edits as the browser makes them for a person (its own commands, with its own undo), and after each of them
// what the module then has, as it sends it. is_heard: false keeps the edits from it.
async function edit_and_compare({ seed, count, is_heard }) {
  let state = seed;
  const random = (below) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return Math.floor((state / 2 ** 32) * below); };
  const field = document.querySelector('form input');
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
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
  const until_idle = async () => { do await new Promise(requestAnimationFrame); while (document.documentElement.dataset.idle !== 'true'); };
  async function what_module_has() {
    window.test_notes.sent = [];
    // A submit has every field read again that shows something, which would make up for an edit that went unheard.
    Object.defineProperty(field, 'value', { get: () => '', set: (value) => { set.call(field, value); }, configurable: true });
    field.form.requestSubmit();
    delete field.value;
    await until_idle();
    return window.test_notes.sent;
  }
  const keep_away = (event) => event.stopImmediatePropagation();
  if (!is_heard) window.addEventListener('input', keep_away, { capture: true });
  const result = { compared: 0, changed_by: edits.map(() => 0), values: [], wrong: [] };
  for (let done = 0; done < count; done += 1) {
    if (document.activeElement !== field) {
      // A name that was missing was complained of.
      const selection = [field.selectionStart, field.selectionEnd];
      field.focus();
      field.setSelectionRange(...selection);
    }
    const before = field.value;
    const at = random(edits.length);
    if (before.length > 60) { field.select(); document.execCommand('delete'); } else edits[at]();
    const shown = field.value;
    await until_idle();
    const taken = field.value;
    const had = await what_module_has();
    const left = field.value;
    // A name that is missing is not sent. Where WebKit's own undo and deletion leave half of a pair of surrogates, no UTF-8 has it.
    const wanted = shown === '' ? [] : [new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(shown))];
    if (taken !== shown || left !== shown || JSON.stringify(had) !== JSON.stringify(wanted)) result.wrong.push({ done, shown, taken, had, left });
    if (shown !== before) result.changed_by[at] += 1;
    result.compared += 1;
    result.values.push(shown);
  }
  window.removeEventListener('input', keep_away, { capture: true });
  return result;
}

test('check 18: ten thousand edits of every kind: after each of them the module has what the field shows', async () => {
  const seen = new Set();
  const changed_by = [];
  let compared = 0;
  // The field is the same in both; where there is no canvas it is faster. The slower engines make a fifth of them.
  const hundreds = engine === 'chromium' ? [10, 90] : [2, 18];
  for (const [at_face, face] of faces.entries()) {
    const tab = await site.visit({ face });
    await tab.evaluate(hurry_up);
    for (let round = 0; round < hundreds[at_face]; round += 1) {
      await login(tab).focus();
      const result = await tab.evaluate(edit_and_compare, { seed: 7 + compared, count: 100, is_heard: true });
      assert.deepEqual(result.wrong, [], `${face.name}, round ${round}`);
      compared += result.compared;
      result.values.forEach((value) => seen.add(value));
      result.changed_by.forEach((count, at) => { changed_by[at] = (changed_by[at] ?? 0) + count; });
    }
    const unheard = await tab.evaluate(edit_and_compare, { seed: 5, count: 20, is_heard: false });
    assert.ok(unheard.wrong.length > 5, 'what the module has not heard is noticed');
    await tab.person.close();
  }
  assert.equal(compared, engine === 'chromium' ? 10_000 : 2000);
  assert.ok(seen.size > compared / 5, `only ${seen.size} different values`);
  assert.ok(changed_by.slice(0, 7).every((count) => count > compared / 200), changed_by.join());
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
