// The columns of the list in a browser: sorted by several, widened, moved and hidden by mouse, keyboard and menu; rows copied (checks 17 and 24).
import assert from 'node:assert/strict';
import { after, before, test as each_test } from 'node:test';
import { assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });

const all_columns = ['Identité', 'Date de naissance', 'Sexe', 'Thématiques', 'Professionnels', 'Date de mise à jour', 'Tâches', 'Statuts', 'Prochain RDV', 'Actions'];
const columns = (tab) => tab.evaluate(() => [...document.querySelectorAll('[role=columnheader]')].sort((a, b) => a.ariaColIndex - b.ariaColIndex)
  .map((header) => (header.querySelector('button') ?? header).textContent.trim()));
const header = (tab, name) => tab.find('columnheader', name);
const width = async (tab, name) => Math.round((await box_of(header(tab, name))).width);
const box_of = (element) => element.evaluate((each) => { const { x, y, width, height } = each.getBoundingClientRect(); return { x, y, width, height }; });
const edge = (tab, name) => header(tab, name).evaluate((each) => { const { x, y, width, height } = each.querySelector('[data-look=handle]').getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; });
const middle = async (element) => { const { x, y, width, height } = await box_of(element); return { x: x + width / 2, y: y + height / 2 }; };
const focused = (tab) => tab.evaluate(() => document.activeElement.textContent.trim());
const said = (tab) => tab.evaluate(() => document.querySelector('body > .live[role=status]').textContent.trim());

// Every cell stands under its header, whatever has been done to the columns.
const assert_aligned = async (tab) => {
  const wrong = await tab.evaluate(() => {
    const headers = new Map([...document.querySelectorAll('[role=columnheader]')].map((each) => [each.ariaColIndex, each.getBoundingClientRect()]));
    return [...document.querySelectorAll('[role=rowheader], [role=gridcell]')].filter((cell) => {
      const above = headers.get(cell.ariaColIndex);
      const { left, width } = cell.getBoundingClientRect();
      return !above || Math.abs(above.left - left) > 1 || Math.abs(above.width - width) > 1;
    }).map((cell) => cell.outerHTML.slice(0, 100));
  });
  assert.deepEqual(wrong, []);
};

for (const face of faces) {
  test(`sorted by several: Shift+press and Shift+Enter, the address keeps it, and the one of before still works (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('button', 'Sexe').press();
    await tab.wait_address(/tri=sexe$/);
    await tab.find('button', 'Date de naissance').press_with({ modifiers: ['Shift'] });
    await tab.wait_address(/tri=sexe,naissance$/);
    await tab.find('button', 'Date de naissance').focus();
    await tab.key('Shift+Enter');
    await tab.wait_address(/tri=sexe,-naissance$/);
    await tab.wait_idle();
    assert.deepEqual(await tab.evaluate(() => [...document.querySelectorAll('[aria-sort]')].map((each) => [each.querySelector('button').textContent, each.ariaSort])), [['Sexe', 'ascending']]);
    assert.match(await tab.find('button', 'Date de naissance').description(), /^Tri n° 2, décroissant\./);
    await tab.wait_for('said', async () => (await said(tab)) === 'Trié par Sexe, puis Date de naissance (décroissant).');
    // What it says is what is seen.
    const rows = await tab.evaluate(() => [...document.querySelectorAll('[role=rowgroup] [role=row]')].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).slice(0, 12)
      .map((row) => [row.querySelector('[aria-colindex="3"]').textContent.trim(), row.querySelector('[aria-colindex="2"]').textContent.trim().split('/').reverse().join('')]));
    const order = { I: 0, F: 1, H: 2 };
    for (let at = 1; at < rows.length; at += 1) {
      const [[sex, born], [next_sex, next_born]] = [rows[at - 1], rows[at]];
      assert.ok(order[sex] < order[next_sex] || (sex === next_sex && born >= next_born), `${sex} ${born} before ${next_sex} ${next_born}`);
    }
    await assert_accessible(tab, 'sorted by two columns');
    await tab.reload();
    await tab.wait_text(/\d+ patients trouvés/);
    await tab.wait_idle();
    assert.match(tab.url(), /tri=sexe,-naissance$/);
    assert.equal(await header(tab, 'Sexe').attribute('aria-sort'), 'ascending');
    await site.open(tab, '#/patients?-tri=naissance');
    await tab.wait_text(/\d+ patients trouvés/);
    await tab.wait_idle();
    assert.equal(await header(tab, 'Date de naissance').attribute('aria-sort'), 'descending');
    await tab.person.close();
  });

  test(`the menu of a header: by the keyboard alone, and by the other button (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('button', 'Sexe').focus();
    await tab.key('Alt+ArrowDown');
    await tab.find('menuitem', 'Masquer la colonne').wait();
    await tab.wait_idle();
    assert.equal(await focused(tab), 'Trier par ordre croissant');
    await assert_accessible(tab, 'menu of a column', { overlapped: true });
    await tab.key('Escape');
    await tab.find('menuitem', 'Masquer la colonne').gone();
    await tab.wait_idle();
    assert.equal(await focused(tab), 'Sexe');
    await tab.key('Shift+F10');
    await tab.find('menuitem', 'Masquer la colonne').wait();
    await tab.wait_idle();
    const before = await width(tab, 'Sexe');
    await tab.find('menuitem', 'Élargir').focus();
    await tab.key('Enter');
    await tab.wait_idle();
    assert.equal(await width(tab, 'Sexe'), before + 24);
    await tab.find('menuitem', 'Déplacer à gauche').focus();
    for (let count = 0; count < 2; count += 1) {
      await tab.key('Enter');
      await tab.wait_idle();
    }
    assert.deepEqual((await columns(tab)).slice(0, 3), ['Sexe', 'Identité', 'Date de naissance']);
    assert.equal(await focused(tab), 'Déplacer à gauche');
    await assert_aligned(tab);
    await tab.find('menuitem', 'Masquer la colonne').focus();
    await tab.key('Enter');
    await tab.find('menuitem', 'Masquer la colonne').gone();
    await tab.wait_idle();
    assert.deepEqual(await columns(tab), all_columns.filter((name) => name !== 'Sexe'));
    assert.equal(await focused(tab), 'Identité');
    await tab.find('button', 'Tâches').press_with({ button: 'right' });
    await tab.find('menuitem', 'Trier par ordre croissant').press();
    await tab.wait_address(/tri=taches$/);
    await tab.wait_idle();
    // Every item can be reached by the pointer, in the last column too.
    await tab.find('button', 'Prochain RDV').press_with({ button: 'right' });
    await tab.find('menuitem', 'Masquer la colonne').press();
    await tab.wait_idle();
    assert.equal((await columns(tab)).length, 8);
    await assert_aligned(tab);
    await tab.person.close();
  });

  test(`the keys for a context menu open the menu of a row, the other mouse button the browser's own (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    const item = tab.find('menuitem', 'Ouvrir la discussion');
    await tab.evaluate(() => {
      window.cell = document.querySelector('[role=rowheader][tabindex="0"], [role=gridcell][tabindex="0"]');
      window.cell.focus();
      document.addEventListener('contextmenu', (event) => { window.was_taken = event.defaultPrevented; });
    });
    for (const key of ['Shift+F10', 'ContextMenu']) {
      await tab.key(key);
      await item.wait();
      await tab.wait_idle();
      assert.equal(await tab.evaluate(() => document.activeElement.textContent.trim()), 'Ouvrir la discussion', key);
      // Some systems send the event when the key is released, to what has the focus by then.
      assert.equal(await tab.evaluate(() => document.activeElement.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true }))), false, key);
      await tab.wait_idle();
      await tab.key('Escape');
      await item.gone();
      await tab.wait_idle();
      assert.equal(await tab.evaluate(() => document.activeElement === window.cell), true, `${key}: the cell has the focus again`);
    }
    await tab.find_containing('rowheader', 'BÉNAZET Zoé').press_with({ button: 'right' });
    await tab.wait_for('its event', () => tab.evaluate(() => window.was_taken === false));
    await tab.wait_idle();
    assert.equal(await tab.sees('menuitem', 'Ouvrir la discussion'), false);
    await tab.person.close();
  });

  test(`«Colonnes»: by presses alone; it is kept over a reload, and what is hidden is not printed (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('button', 'Colonnes').press();
    const dialog = tab.find('dialog', 'Colonnes');
    await dialog.wait();
    await tab.wait_idle();
    await assert_accessible(tab, '«Colonnes»', { overlapped: true });
    for (const name of ['Professionnels', 'Tâches', 'Thématiques']) await dialog.find('checkbox', name).press();
    await dialog.find('button', 'Déplacer Statuts à gauche').press();
    await tab.wait_idle();
    await dialog.find('button', 'Fermer').press();
    await dialog.gone();
    await tab.wait_idle();
    assert.equal(await focused(tab), 'Colonnes');
    const wanted = ['Identité', 'Date de naissance', 'Sexe', 'Statuts', 'Date de mise à jour', 'Prochain RDV', 'Actions'];
    assert.deepEqual(await columns(tab), wanted);
    await assert_aligned(tab);
    await tab.reload();
    await site.wait_list(tab);
    assert.deepEqual(await columns(tab), wanted);
    const printed = await tab.print();
    assert.match(printed.text, /Statuts/);
    assert.doesNotMatch(printed.text, /Professionnels|Thématiques|Colonnes/);
    await tab.find('button', 'Colonnes').press();
    await dialog.find('button', 'Rétablir').press();
    await tab.key('Escape');
    await dialog.gone();
    await tab.wait_idle();
    assert.deepEqual(await columns(tab), all_columns);
    await tab.person.close();
  });

  test(`check 24: Ctrl+C in the list copies the row, with Shift several, as a table; a selected text stays the browser's own (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text('1 patient trouvé');
    await tab.find('button', 'Rechercher les patients').press();
    await tab.wait_idle();
    const [head, row, ...rest] = (await tab.copy()).split('\n');
    assert.deepEqual(head.split('\t'), all_columns.slice(0, -1));
    assert.deepEqual(row.split('\t').slice(0, 3), ['BÉNAZET Zoé TEST', '07/04/1956', 'F']);
    assert.equal(row.split('\t').length, 9);
    assert.deepEqual(rest, ['']);
    await tab.wait_for('said', async () => (await said(tab)) === '1 ligne copiée.');
    await tab.find('button', 'Effacer').press();
    await tab.wait_text(/\d\d patients trouvés/);
    await tab.find('button', 'Rechercher les patients').press();
    await tab.wait_idle();
    for (let count = 0; count < 3; count += 1) await tab.key('Shift+ArrowDown');
    await tab.wait_idle();
    assert.equal(await tab.evaluate(() => document.querySelectorAll('[role=row][aria-selected=true]').length), 4);
    const lines = (await tab.copy()).trimEnd().split('\n');
    const names = await tab.evaluate(() => [...document.querySelectorAll('[role=row][aria-selected=true] [role=rowheader]')].map((each) => each.firstElementChild.textContent));
    assert.deepEqual(lines.slice(1).map((line) => line.split('\t')[0]), names.map((name) => `${name} TEST`));
    await assert_accessible(tab, 'chosen rows');
    // Selected on the page, and in a field.
    await tab.evaluate(() => getSelection().selectAllChildren(document.querySelector('h1')));
    assert.equal(await tab.copy(), 'Liste des patients');
    await tab.evaluate(() => getSelection().removeAllRanges());
    await tab.find('textbox', 'Nom').fill('essai');
    await tab.key('Control+A');
    assert.equal(await tab.copy(), 'essai');
    await tab.person.close();
  });
}

test('by the mouse: an edge is dragged, pressed twice; a header is dragged to another place and does not sort', async () => {
  const tab = await site.in_list();
  const before = await width(tab, 'Thématiques');
  const at = await edge(tab, 'Thématiques');
  const cursor = ({ x, y }) => tab.evaluate((place) => getComputedStyle(document.elementFromPoint(place.x, place.y)).cursor, { x, y });
  assert.equal(await cursor(at), 'col-resize');
  await tab.drag(at, { x: at.x + 50, y: at.y + 3 });
  await tab.wait_idle();
  assert.equal(await width(tab, 'Thématiques'), before + 50);
  await assert_aligned(tab);
  assert.equal(new URL(tab.url()).hash, '#/patients', 'nothing was sorted');
  await header(tab, 'Thématiques').find('button', 'Thématiques').wait();
  // Outside the grid the pointer is still held.
  const again = await edge(tab, 'Thématiques');
  await tab.drag(again, { x: again.x - 30, y: again.y + 400 });
  await tab.wait_idle();
  assert.equal(await width(tab, 'Thématiques'), before + 20);
  const narrow = await edge(tab, 'Identité');
  await tab.drag(narrow, { x: narrow.x - 300, y: narrow.y });
  await tab.wait_idle();
  assert.equal(await width(tab, 'Identité'), 48);
  const grip = await edge(tab, 'Identité');
  await tab.page.mouse.dblclick(grip.x, grip.y);
  await tab.wait_idle();
  assert.ok(await width(tab, 'Identité') > 150, 'a whole name');

  const from = await middle(tab.find('button', 'Sexe'));
  const to = await box_of(header(tab, 'Identité'));
  await tab.drag(from, { x: to.x + 10, y: from.y });
  await tab.wait_idle();
  assert.deepEqual((await columns(tab)).slice(0, 3), ['Sexe', 'Identité', 'Date de naissance']);
  assert.equal(new URL(tab.url()).hash, '#/patients', 'nothing was sorted');
  await assert_aligned(tab);
  // Brought back and released where it began it has been a press.
  const start = await middle(tab.find('button', 'Statuts'));
  await tab.page.mouse.move(start.x, start.y);
  await tab.page.mouse.down();
  await tab.page.mouse.move(start.x + 60, start.y);
  await tab.page.mouse.move(start.x + 1, start.y);
  await tab.page.mouse.up();
  await tab.wait_idle();
  assert.equal((await columns(tab))[7], 'Statuts');
  await tab.wait_address(/tri=statut$/);
  await tab.person.close();
});

test('by the mouse: Escape gives up a drag, puts back what was dragged, and sorts nothing', async () => {
  const tab = await site.in_list();
  const before = await width(tab, 'Thématiques');
  const hold = async (at, dx) => {
    await tab.page.mouse.move(at.x, at.y);
    await tab.page.mouse.down();
    await tab.page.mouse.move(at.x + dx / 2, at.y);
    await tab.page.mouse.move(at.x + dx, at.y);
    await tab.wait_idle();
  };
  const grip = await edge(tab, 'Thématiques');
  await hold(grip, 60);
  assert.equal(await width(tab, 'Thématiques'), before + 60);
  await tab.key('Escape');
  await tab.wait_idle();
  assert.equal(await width(tab, 'Thématiques'), before);
  await tab.page.mouse.move(grip.x + 90, grip.y);
  await tab.page.mouse.up();
  await tab.wait_idle();
  assert.equal(await width(tab, 'Thématiques'), before);
  // Released where it began, it is no press either.
  const start = await middle(tab.find('button', 'Statuts'));
  await hold(start, -300);
  await tab.key('Escape');
  await tab.page.mouse.move(start.x + 1, start.y);
  await tab.page.mouse.up();
  await tab.wait_idle();
  assert.deepEqual(await columns(tab), all_columns);
  assert.equal(new URL(tab.url()).hash, '#/patients', 'nothing was sorted');
  // What is pressed next is a press again.
  await tab.find('button', 'Statuts').press();
  await tab.wait_address(/tri=statut$/);
  await tab.person.close();
});

test('by a finger: an edge is dragged, a header is dragged sideways to another place, and neither sorts', async () => {
  const tab = await site.in_list({ width: 1024, height: 768, touch: true });
  const before = await width(tab, 'Thématiques');
  const grip = await edge(tab, 'Thématiques');
  await tab.drag_with_finger(grip, { x: grip.x + 40, y: grip.y + 4 });
  await tab.wait_idle();
  assert.equal(await width(tab, 'Thématiques'), before + 40);
  const from = await middle(tab.find('button', 'Sexe'));
  const to = await box_of(header(tab, 'Identité'));
  await tab.drag_with_finger(from, { x: to.x + 10, y: from.y + 4 });
  await tab.wait_idle();
  assert.deepEqual((await columns(tab)).slice(0, 3), ['Sexe', 'Identité', 'Date de naissance']);
  assert.equal(new URL(tab.url()).hash, '#/patients', 'nothing was sorted');
  await assert_aligned(tab);
  // Up and down the browser takes the finger for scrolling.
  const there = await middle(tab.find('button', 'Sexe'));
  await tab.drag_with_finger(there, { x: there.x + 90, y: there.y - 200 });
  await tab.wait_idle();
  assert.deepEqual((await columns(tab)).slice(0, 2), ['Sexe', 'Identité']);
  assert.equal(new URL(tab.url()).hash, '#/patients', 'nothing was sorted');
  await tab.find('button', 'Sexe').tap();
  await tab.wait_address(/tri=sexe$/);
  await tab.person.close();
});

test('a window that is too narrow for all columns: a header that gets the focus comes into sight, nothing else goes sideways', async () => {
  const tab = await site.in_list({ width: 768, height: 1024 });
  await tab.find('button', 'Prochain RDV').focus();
  await tab.wait_idle();
  const grid = await box_of(tab.all('grid'));
  const last = await box_of(header(tab, 'Prochain RDV'));
  assert.ok(last.x >= grid.x && last.x + last.width <= grid.x + grid.width + 1, `${last.x}–${last.x + last.width} in ${grid.x}–${grid.x + grid.width}`);
  assert.deepEqual(await tab.evaluate(() => [document.documentElement, document.querySelector('main')].map((each) => each.scrollWidth - each.clientWidth)), [0, 0]);
  await assert_aligned(tab);
  await tab.person.close();
});
