// lib_mirror.js: elements, order, focus, adoption, modal dialogs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enum_of, open_bench } from './mirror_bench.mjs';

async function with_bench(options, run) {
  const bench = await open_bench(options);
  try {
    await run(bench, bench.page);
  } finally {
    await bench.close();
  }
}

const buttons = (...ids) => ids.flatMap((id) => [['create', id, 'button', 1], ['text', id, 'name', `B${id}`], ['state', id, ['focusable']]]);
const order = (page) => page.evaluate(() => [...window.node(1).children].map((each) => each.textContent).join(' '));
const active = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.tagName);
const count_blurs = (page) => page.evaluate(() => {
  window.blurs = 0;
  document.addEventListener('focusout', () => { window.blurs += 1; });
});

test('roles, fields, looks, states and operations are those of mirror/*.hpp', () => with_bench({}, async (_bench, page) => {
  const lists = await page.evaluate(() => ({ roles: window.elements.roles, fields: window.elements.fields, looks: window.elements.looks, state: window.elements.state }));
  const names = (name) => enum_of('src/mirror/node.hpp', name).map((each) => each.name.toLowerCase());
  assert.deepEqual(lists.roles, names('Role').filter((name) => name !== 'count'));
  assert.deepEqual(lists.fields, names('FieldKind'));
  assert.deepEqual(lists.looks, names('Look'));
  const states = Object.fromEntries(enum_of('src/mirror/node.hpp', 'State')
    .map(({ name, value }) => [name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase(), 2 ** Number(value.match(/<< (\d+)/)[1])]));
  assert.deepEqual(lists.state, states);
}));

test('an element goes on under another number: the same element, found by that number, referred to anew', () => with_bench({}, async (bench, page) => {
  await bench.patch([['create', 1, 'grid', 0], ['create', 2, 'row', 1], ['create', 3, 'gridcell', 2], ['text', 3, 'name', 'Zoé'],
    ['create', 9, 'button', 0], ['text', 9, 'name', 'Menu'], ['state', 9, ['has_popup']], ['refer', 9, 'refers_to', 3]]);
  await page.evaluate(() => { window.cell = window.node(3); });
  await bench.patch([['reuse', 2, 12, 1], ['reuse', 3, 13, 12], ['text', 13, 'name', 'Marius'], ['refer', 9, 'refers_to', 13]]);
  assert.deepEqual(await page.evaluate(() => [window.node(13) === window.cell, window.cell.textContent, window.mirror.entries.has(3), window.mirror.entries.get(13).parent]), [true, 'Marius', false, 12]);
  assert.equal(await page.evaluate(() => document.getElementById(window.node(9).getAttribute('aria-controls')) === window.cell), true);
  // The old number may come back as another element.
  await bench.patch([['create', 2, 'row', 1], ['create', 3, 'gridcell', 2], ['text', 3, 'name', 'Zoé'], ['refer', 9, 'refers_to', 3]]);
  assert.equal(await page.evaluate(() => document.getElementById(window.node(9).getAttribute('aria-controls')) === window.node(3)), true);
  await bench.patch([['remove', 13], ['remove', 12]]);
  assert.equal(await page.evaluate(() => window.node(1).textContent), 'Zoé');
}));

for (const without_move_before of [false, true]) {
  const how = without_move_before ? 'without moveBefore' : 'with moveBefore';

  test(`children are put, moved and removed in order (${how})`, () => with_bench({ without_move_before }, async (bench, page) => {
    await bench.patch([['create', 1, 'main', 0], ...buttons(2, 3, 4)]);
    assert.equal(await order(page), 'B2 B3 B4');
    await bench.patch([['create', 5, 'button', 1, 3], ['text', 5, 'name', 'B5'], ['move', 2, 1, 0]]);
    assert.equal(await order(page), 'B5 B3 B4 B2');
    await bench.patch([['remove', 3]]);
    assert.equal(await order(page), 'B5 B4 B2');
  }));

  test(`a focused element that moves keeps the focus, with no blur (${how})`, () => with_bench({ without_move_before }, async (bench, page) => {
    await bench.patch([['create', 1, 'main', 0], ...buttons(2, 3, 4, 5)]);
    await page.evaluate(() => window.node(3).focus());
    await count_blurs(page);
    await bench.patch([['move', 3, 1, 0]]);
    assert.equal(await order(page), 'B2 B4 B5 B3');
    await bench.patch([['move', 3, 1, 2]]);
    assert.equal(await order(page), 'B3 B2 B4 B5');
    assert.equal(await active(page), 'B3');
    assert.equal(await page.evaluate(() => window.blurs), 0);
  }));
}

test('a stranger between the children, as extensions put there, changes nothing', () => with_bench({}, async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ...buttons(2, 3)]);
  await page.evaluate(() => window.node(2).after(document.createElement('x-stranger')));
  await bench.patch([['create', 4, 'button', 1, 3], ['text', 4, 'name', 'B4'], ['move', 2, 1, 0]]);
  assert.equal((await order(page)).replace(/ +/g, ' ').trim(), 'B4 B3 B2');
}));

test('the focused element is removed: the next one of the same list, else of the page, never <body>', () => with_bench({}, async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['create', 10, 'list', 1], ['create', 11, 'listitem', 10], ['create', 12, 'listitem', 10],
    ['create', 21, 'button', 11], ['create', 22, 'button', 12], ['text', 21, 'name', 'B21'], ['text', 22, 'name', 'B22'], ...buttons(2)]);
  await page.evaluate(() => window.node(22).focus());
  await bench.patch([['remove', 22], ['remove', 12]]);
  assert.equal(await active(page), 'B21');
  await bench.patch([['remove', 21], ['remove', 11], ['remove', 10]]);
  assert.equal(await active(page), 'B2');
}));

test('a cell that scrolled away hands the focus to another cell of its grid', () => with_bench({}, async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ...buttons(2), ['create', 3, 'grid', 1], ['create', 4, 'row', 3], ['create', 5, 'gridcell', 4],
    ['text', 5, 'name', 'C5'], ['state', 5, ['focusable']]]);
  await page.evaluate(() => window.node(5).focus());
  await bench.patch([['create', 6, 'row', 3], ['create', 7, 'gridcell', 6], ['text', 7, 'name', 'C7'], ['state', 7, ['focusable_by_code']], ['remove', 5], ['remove', 4]]);
  assert.equal(await active(page), 'C7');
}));

test('a focus that the program asks for is given at the end, and to headings too', () => with_bench({}, async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'heading', 1, 0, { level: 1 }], ['text', 2, 'name', 'Titre'], ['focus', 2]]);
  assert.equal(await active(page), 'Titre');
  assert.equal(await page.evaluate(() => window.node(2).tagName), 'H1');
}));

test('the same node with another role: a new element, the same children, the focus kept', () => with_bench({}, async (bench, page) => {
  await bench.patch([['create', 1, 'main', 0], ['create', 2, 'button', 1], ['text', 2, 'name', 'Aller'], ['create', 3, 'text', 2], ['text', 3, 'name', 'ici'], ...buttons(4)]);
  await page.evaluate(() => window.node(2).focus());
  await bench.patch([['create', 2, 'link', 1, 4], ['text', 2, 'name', 'Aller'], ['text', 2, 'href', '#/ici'], ['state', 2, ['focusable']]]);
  assert.equal(await page.evaluate(() => window.node(1).children.length), 2);
  assert.equal(await page.evaluate(() => document.activeElement === window.node(2) && window.node(2).tagName + window.node(2).textContent), 'AAllerici');
}));

const form = '<main data-adopt="main"><div data-static>Chargement</div><form data-adopt="f"><label data-adopt="l" for="i">Nom</label><input id="i" data-adopt="i"></form></main><footer data-adopt="pied">Pied</footer>';
const adopting = [['create', 1, 'main', 0, 0, { adopt: 'main' }], ['create', 2, 'form', 1, 0, { adopt: 'f' }], ['create', 3, 'label', 2, 0, { adopt: 'l' }],
  ['create', 4, 'textfield', 2, 0, { adopt: 'i' }], ['state', 4, ['focusable', 'required']], ['text', 3, 'name', 'Nom'], ['text', 4, 'name', 'Nom'], ['refer', 3, 'refers_to', 4], ['value', 4, '']];

test('elements of index.html are adopted in place: value, selection and focus survive, the rest goes', () => with_bench({ overlay: form }, async (bench, page) => {
  await page.evaluate(() => {
    window.field = document.getElementById('i');
    window.field.value = 'Bénazet';
    window.field.focus();
    window.field.setSelectionRange(2, 4);
  });
  await count_blurs(page);
  await bench.patch(adopting);
  assert.deepEqual(await page.evaluate(() => [window.node(4) === window.field, window.field.value, window.field.selectionStart, window.field.selectionEnd, window.blurs]),
    [true, 'Bénazet', 2, 4, 0]);
  assert.deepEqual(await page.evaluate(() => [document.querySelector('footer'), document.querySelector('[data-static]'), window.told.adopted.length, window.told.started]), [null, null, 4, 1]);
  assert.equal(await page.find('textbox', 'Nom').count(), 1);
  await bench.patch([['remove', 4], ['remove', 3], ['remove', 2]]);
  assert.equal(await page.evaluate(() => window.field.value), '', 'a removed field keeps nothing');
}));

test('modal dialogs: everything outside is inert, the focus is inside, nested ones too, and all is undone', () => with_bench({}, async (bench, page) => {
  const inert = () => page.evaluate(() => [...document.querySelectorAll('[inert]')].map((each) => each.id || each.tagName + each.textContent).join(' '));
  await bench.patch([['create', 1, 'main', 0], ...buttons(2, 3), ['create', 4, 'contentinfo', 0]]);
  await page.evaluate(() => window.node(2).focus());
  await bench.patch([['create', 10, 'dialog', 1], ['state', 10, ['modal']], ['text', 10, 'name', 'Boîte'], ['create', 11, 'button', 10], ['text', 11, 'name', 'Oui']]);
  assert.equal(await inert(), 'BUTTONB2 BUTTONB3 FOOTER');
  assert.equal(await active(page), 'Oui');
  assert.deepEqual(await page.evaluate(() => [...window.node(10).querySelectorAll('.live')].map((each) => each.getAttribute('role'))), ['status', 'alert']);
  await bench.patch([['create', 20, 'alertdialog', 0], ['state', 20, ['modal']], ['text', 20, 'name', 'Sûr ?'], ['create', 21, 'button', 20], ['text', 21, 'name', 'Fermer']]);
  assert.equal(await active(page), 'Fermer');
  assert.ok((await inert()).startsWith('MAIN'));
  await bench.patch([['remove', 21], ['remove', 20], ['focus', 11]]);
  assert.equal(await inert(), 'BUTTONB2 BUTTONB3 FOOTER');
  assert.equal(await active(page), 'Oui');
  await bench.patch([['remove', 11], ['remove', 10], ['focus', 2]]);
  assert.equal(await inert(), '');
  assert.equal(await active(page), 'B2');
}));
