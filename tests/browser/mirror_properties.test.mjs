// lib_mirror.js and lib_elements.js: names, states, references, values, scrolling, what is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enum_of, open_bench } from './mirror_bench.mjs';

async function with_bench(run) {
  const bench = await open_bench();
  try {
    await run(bench, bench.page);
  } finally {
    await bench.close();
  }
}

test('every state of every role can be taken back: the element is as before', () => with_bench(async (bench, page) => {
  const roles = await page.evaluate(() => window.elements.roles);
  const states = await page.evaluate(() => Object.keys(window.elements.state).filter((name) => name !== 'modal'));
  await bench.patch([['create', 1, 'main', 0], ...roles.flatMap((role, at) => [['create', 100 + at, role, 1, 0, { level: 2, field: 'password' }], ['state', 100 + at, []], ['text', 100 + at, 'href', '#/x']])]);
  // Attributes, and the properties that are not attributes.
  const look = () => page.evaluate(() => [...window.mirror.entries.values()].map((entry) => entry.element.outerHTML + entry.control.checked + entry.control.readOnly + entry.control.selected));
  const before = await look();
  const silent = [];
  for (const state of states) {
    await bench.patch(roles.map((_, at) => ['state', 100 + at, [state]]));
    if ((await look()).every((each, at) => each === before[at])) silent.push(state);
    await bench.patch(roles.map((_, at) => ['state', 100 + at, []]));
    assert.deepEqual(await look(), before, state);
  }
  // The first two are the values of a "has" bit, and show only beside it; the third moves the page, not the element.
  assert.deepEqual(silent, ['expanded', 'pressed', 'in_sight']);
}));

test('names are text where the role allows it, else a label; a <label> of the tree goes first', () => with_bench(async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'button', 1], ['text', 2, 'name', 'Ouvrir'], ['create', 3, 'navigation', 1], ['text', 3, 'name', 'Principale'],
    ['create', 4, 'label', 1], ['text', 4, 'name', 'Nom'], ['create', 5, 'textfield', 1], ['text', 5, 'name', 'Nom'], ['refer', 4, 'refers_to', 5],
    ['create', 6, 'checkbox', 1], ['text', 6, 'name', 'Lu']]);
  assert.deepEqual(await page.evaluate(() => [2, 3, 5].map((id) => window.node(id).getAttribute('aria-label'))), [null, 'Principale', null]);
  for (const [role, name] of [['button', 'Ouvrir'], ['navigation', 'Principale'], ['textbox', 'Nom'], ['checkbox', 'Lu']]) {
    assert.equal(await page.find(role, name).count(), 1, role);
  }
  await bench.patch([['text', 2, 'name', 'Fermer'], ['remove', 4]]);
  assert.equal(await page.find('button', 'Fermer').count(), 1);
  assert.equal(await page.find('textbox', 'Nom').count(), 1, 'named by itself once its label is gone');
}));

test('no reference points at nothing', () => with_bench(async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'textfield', 1], ['state', 2, ['invalid']], ['refer', 2, 'error_message', 3],
    ['create', 4, 'button', 1], ['state', 4, ['has_popup']], ['refer', 4, 'refers_to', 5], ['create', 6, 'dialog', 1], ['text', 6, 'name', 'Boîte'], ['refer', 6, 'labelled_by', 7]]);
  const references = () => page.evaluate(() => [...document.querySelectorAll('*')].flatMap((each) =>
    ['aria-describedby', 'aria-errormessage', 'aria-controls', 'aria-labelledby', 'for'].filter((name) => each.hasAttribute(name)).map((name) => [name, document.getElementById(each.getAttribute(name)) !== null])));
  assert.deepEqual(await references(), []);
  await bench.patch([['create', 3, 'text', 1], ['text', 3, 'name', 'Trop court'], ['create', 5, 'menu', 1], ['create', 7, 'heading', 6, 0, { level: 2 }], ['text', 7, 'name', 'Titre']]);
  assert.deepEqual(await references(), [['aria-describedby', true], ['aria-errormessage', true], ['aria-controls', true], ['aria-labelledby', true]]);
  assert.equal(await page.find('dialog', 'Titre').count(), 1);
  await bench.patch([['remove', 3], ['remove', 5], ['remove', 7]]);
  assert.deepEqual(await references(), []);
}));

test('links: only known kinds of address, none while greyed, and the keyboard still reaches those', () => with_bench(async (bench, page) => {
  const href = () => page.evaluate(() => [window.node(2).getAttribute('href'), window.node(2).getAttribute('tabindex'), window.node(2).getAttribute('role')]);
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'link', 1], ['text', 2, 'name', 'Aller'], ['text', 2, 'href', '#/x'], ['state', 2, ['focusable']]]);
  assert.deepEqual(await href(), ['#/x', null, null]);
  await bench.patch([['state', 2, ['focusable', 'disabled']]]);
  assert.deepEqual(await href(), [null, '0', 'link']);
  await bench.patch([['state', 2, ['focusable', 'new_tab']], ['text', 2, 'href', 'javascript:alert(1)']]);
  assert.deepEqual(await href(), [null, '0', 'link']);
  await bench.patch([['text', 2, 'href', 'https://www.has-sante.fr/']]);
  assert.deepEqual(await page.evaluate(() => [window.node(2).target, window.node(2).rel]), ['_blank', 'noopener noreferrer']);
}));

test('a value is not written into a composition, but after it', () => with_bench(async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'textfield', 1], ['value', 2, 'a']]);
  await page.evaluate(() => {
    window.node(2).value = 'にほ';
    window.mirror.begin_composition(window.mirror.entries.get(2));
  });
  await bench.patch([['value', 2, 'X']]);
  assert.equal(await page.evaluate(() => window.node(2).value), 'にほ');
  assert.equal(await page.evaluate(() => window.mirror.end_composition() !== null && window.node(2).value), 'X');
}));

test('with a value that the program changes the caret goes where it says, also after a composition', () => with_bench(async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'textfield', 1, 0, { field: 'multiline' }], ['value', 2, 'un trois']]);
  await page.evaluate(() => window.node(2).focus());
  const caret = () => page.evaluate(() => [window.node(2).value, window.node(2).selectionStart, window.node(2).selectionEnd]);
  await bench.patch([['value', 2, '😀 deux trois', 7]]);
  assert.deepEqual(await caret(), ['😀 deux trois', 7, 7]);
  await bench.patch([['value', 2, 'un']]);
  assert.deepEqual(await caret(), ['un', 2, 2]);
  await page.evaluate(() => {
    window.node(2).value = 'にほ';
    window.mirror.begin_composition(window.mirror.entries.get(2));
  });
  await bench.patch([['value', 2, 'a b c', 3]]);
  assert.equal((await caret())[0], 'にほ');
  await page.evaluate(() => window.mirror.end_composition());
  assert.deepEqual(await caret(), ['a b c', 3, 3]);
}));

test('password and its reveal: the element and what was typed stay', () => with_bench(async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'textfield', 1, 0, { field: 'password' }], ['state', 2, []]]);
  await page.evaluate(() => { window.field = window.node(2); window.field.value = 'secret'; });
  await bench.patch([['state', 2, ['revealed']]]);
  assert.deepEqual(await page.evaluate(() => [window.node(2) === window.field, window.field.type, window.field.value]), [true, 'text', 'secret']);
  await bench.patch([['state', 2, []]]);
  assert.equal(await page.evaluate(() => window.field.type), 'password');
}));

test('a select shows the value of the program, by its options or by its value', () => with_bench(async (bench, page) => {
  const options = ['tous', 'oui', 'non'].flatMap((value, at) => [['create', 10 + at, 'option', 2], ['text', 10 + at, 'name', value], ['value', 10 + at, value]]);
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'select', 1], ...options, ['value', 2, 'non']]);
  assert.equal(await page.evaluate(() => window.node(2).value), 'non');
  await bench.patch([['state', 12, []], ['state', 11, ['selected']]]);
  assert.equal(await page.evaluate(() => window.node(2).value), 'oui');
}));

test('scrolling: the program\'s place is written once and not told back; the person\'s is told', () => with_bench(async (bench, page) => {
  await page.evaluate(() => { document.head.append(Object.assign(document.createElement('style'), { textContent: '#overlay *{position:absolute}[data-scroller]{overflow:auto}.sizer{top:0;left:0}' })); });
  await bench.patch([['create', 1, 'gridbody', 0], ['state', 1, ['scroller']], ['rect', 1, 0, 0, 300, 200], ['scroll', 1, 300, 360000, 0, 7200]]);
  const place = () => page.evaluate(() => [window.node(1).scrollTop, window.mirror.hear_scroll(window.mirror.entries.get(1))]);
  assert.deepEqual(await place(), [7200, false]);
  await page.evaluate(() => { window.node(1).scrollTop = 9000; });
  assert.deepEqual(await place(), [9000, true]);
  assert.deepEqual(await place(), [9000, false]);
  await bench.patch([['scroll', 1, 300, 36000, 0, 9000]]);
  assert.deepEqual(await page.evaluate(() => [window.node(1).scrollTop, window.node(1).scrollHeight]), [9000, 36000]);
}));

test('the HTML version keeps no places but those of long grids, and the canvas gets all of them back', () => with_bench(async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['rect', 1, 0, 0, 800, 600], ['create', 2, 'button', 1], ['rect', 2, 10.25, 20, 100, 44], ['create', 3, 'gridbody', 1],
    ['state', 3, ['scroller']], ['rect', 3, 0, 100, 800, 300], ['create', 4, 'row', 3], ['rect', 4, 0, 360, 800, 36]]);
  const styles = () => page.evaluate(() => [1, 2, 3, 4].map((id) => window.node(id).style.cssText.split('; ').map((each) => each.replace(';', '')).sort().join('; ')));
  const drawn = await styles();
  assert.equal(drawn[1], 'height: 44px; left: 10.25px; top: 20px; width: 100px');
  await page.evaluate(() => window.mirror.set_face('html'));
  assert.deepEqual(await styles(), ['', '', 'height: 300px', 'height: 36px; top: 360px; width: 800px']);
  await page.evaluate(() => window.mirror.set_face('canvas'));
  assert.deepEqual(await styles(), drawn);
}));

test('what is said: the same text twice is two changes, assertive and polite apart', () => with_bench(async (bench, page) => {
  await page.evaluate(() => {
    window.heard = [];
    new MutationObserver((list) => { for (const each of list) if (each.target.textContent !== '') window.heard.push(each.target.textContent); })
      .observe(document.body, { subtree: true, childList: true, characterData: true });
    window.live.prepare(document.body);
  });
  const heard = async (count) => {
    await page.wait_for(`${count} said`, () => page.evaluate((wanted) => window.heard.filter((text) => text !== '').length >= wanted, count));
    return page.evaluate(() => window.heard.splice(0));
  };
  await bench.patch([['create', 1, 'main', 0], ['say', 0, '12 patients']]);
  assert.deepEqual(await heard(1), ['12 patients']);
  await bench.patch([['say', 0, '12 patients']]);
  assert.deepEqual(await heard(1), ['12 patients']);
  await bench.patch([['say', 1, 'Erreur'], ['say', 0, 'Fini']]);
  assert.deepEqual(await heard(2), ['Erreur', 'Fini']);
  assert.equal(await page.find_containing('alert', 'Erreur').count(), 1);
}));

test('title and language', () => with_bench(async (bench, page) => {
  await bench.patch([['title', '(3) Liste des patients – SPICO'], ['language', 'en']]);
  assert.deepEqual(await page.evaluate(() => [document.title, window.told.language]), ['(3) Liste des patients – SPICO', 'en']);
}));

test('operations and fields of the patch are those of mirror/patch.hpp', async () => {
  const values = (name) => enum_of('src/mirror/patch.hpp', name).map((each) => each.name);
  assert.deepEqual(values('Op'), ['New', 'Move', 'Delete', 'Text', 'State', 'Number', 'Refer', 'Rect', 'Scroll', 'Value', 'Focus', 'Say', 'Title', 'Language', 'Reuse']);
  assert.deepEqual(values('TextField'), ['Name', 'Description', 'Href', 'Placeholder', 'Autocomplete', 'Language', 'Marked']);
  assert.deepEqual(values('ReferField'), ['RefersTo', 'ErrorMessage', 'LabelledBy', 'ActiveDescendant']);
  assert.deepEqual(values('NumberField'), ['RowCount', 'ColumnCount', 'RowIndex', 'ColumnIndex', 'Position', 'SetSize', 'ProgressPercent', 'ValueNow', 'ValueMin', 'ValueMax']);
});
