// The patient list: search, filters, sort, stars, a long list, keyboard (product.md §5, decisions 1, 3 and 5).
import assert from 'node:assert/strict';
import { after, before, test as each_test } from 'node:test';
import { look_of, on_paper } from './checks_support.mjs';
import { needs } from './driver.mjs';
import { assert_accessible, by_turns, faces, in_french, start_site, text_of_pages } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site({ patients: 3000 }); });
after(async () => { await site?.dispose(); });

const columns = ['Identité', 'Date de naissance', 'Sexe', 'Thématiques', 'Professionnels', 'Date de mise à jour', 'Tâches', 'Statuts', 'Prochain RDV', 'Actions'];
const found = (count) => (count === 1 ? '1 patient trouvé' : `${in_french(count)} patients trouvés`);
// How many of those who are shown at first have names that begin with all these words.
const count_named = (tab, words) => tab.evaluate(async (wanted) => {
  const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const lines = (await (await fetch('/api/spico/patients', { headers: { 'X-Spico': '1' } })).text()).trimEnd().split('\n').slice(1, -1);
  return lines.map((line) => JSON.parse(line)).filter(({ archived, birth_name, used_name = '', given_names = '', used_given_name = '' }) => {
    const names = folded([birth_name, used_name, given_names, used_given_name].join(' ')).split(/[^a-z0-9]+/);
    return !archived && wanted.every((word) => names.some((name) => name.startsWith(word)));
  }).length;
}, words);

for (const face of faces) {
  test(`the columns, their order, and the newest first (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    for (const name of columns) await tab.find('columnheader', name).wait();
    assert.equal(await tab.find('columnheader', 'Date de mise à jour').attribute('aria-sort'), 'descending');
    const grid = tab.all('grid');
    assert.equal(await grid.attribute('aria-rowcount'), String(1 + await site.count_shown(tab)));
    await tab.find('combobox', 'Archivés').choose('Tous');
    await tab.wait_text(found(3000));
    await tab.wait_idle();
    assert.equal(await grid.attribute('aria-rowcount'), '3001');
    assert.ok(await tab.all('row').count() <= (face.query ? 2001 : 80), 'only what is seen is mirrored');
    await tab.person.close();
  });

  test(`search by name and birth date, whatever the accents, the case and the order (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    const name = tab.find('textbox', 'Nom');
    const everybody = await site.count_shown(tab);
    for (const [text, ...words] of [['BÉNAZET Zoé', 'benazet', 'zoe'], ['benazet zoe', 'benazet', 'zoe'], ['ZOE BENAZET', 'benazet', 'zoe'], ['bénazet', 'benazet'], ['Benazet  zo', 'benazet', 'zo']]) {
      await name.fill('');
      await tab.wait_text(found(everybody));
      const count = await count_named(tab, words);
      assert.ok(count >= 1 && count < everybody / 10, `${text}: ${count} of ${everybody}`);
      await name.fill(text);
      await tab.wait_text(new RegExp(`(^|[^\\d\\u00a0])${found(count)}`));
      await tab.wait_idle();
      assert.equal(await tab.all('grid').attribute('aria-rowcount'), String(1 + count), text);
      await tab.find('link', 'BÉNAZET Zoé').wait();
    }
    await name.fill('');
    await tab.find('textbox', 'Prénom').fill('zoe');
    await tab.find('textbox', 'Date de naissance').fill('07/04/1956');
    await tab.wait_text(found(1));
    assert.ok((await tab.text()).includes('BÉNAZET Zoé'));
    await tab.find('textbox', 'Date de naissance').fill('32/13/1956');
    await tab.wait_text('Cette date n\'existe pas');
    assert.doesNotMatch(decodeURIComponent(tab.url()), /zoe|1956|benazet/i, 'decision 1');
    await tab.find('button', 'Effacer').press();
    await tab.wait_text(found(await site.count_shown(tab)));
    await tab.wait_for('an empty field', async () => (await tab.find('textbox', 'Prénom').value()) === '');
    await tab.person.close();
  });

  test(`coded filters live in the address, names do not survive a reload (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('checkbox', 'F').press();
    await tab.wait_address(/sexe=/);
    for (const [typed, statut, address] of [['susp', 'Suspendu', /statut=suspendu(&|$)/], ['sor', 'Sorti', /statut=suspendu,sorti/]]) {
      await tab.find('combobox', 'Statuts').type(typed);
      await tab.find('option', statut).wait();
      await tab.key('Enter');
      await tab.wait_address(address);
      await tab.find('button', `Retirer ${statut}`).wait();
    }
    await tab.key('Escape');
    await tab.find('button', 'Retirer Suspendu').press();
    await tab.wait_address(/statut=sorti/);
    await tab.find('button', 'Retirer Sorti').press();
    await tab.wait_address(/^(?!.*statut=)/);
    await tab.find('combobox', 'Favoris').choose('Oui');
    await tab.wait_address(/favoris=/);
    await tab.wait_text('Aucun patient');
    await tab.find('combobox', 'Favoris').choose('Tous');
    await tab.find('combobox', 'Tâches').choose('En retard');
    await tab.wait_address(/taches=retard/);
    await tab.wait_text('avec tâches en retard');
    await tab.find('combobox', 'Tâches').choose('Tous');
    await tab.wait_idle();
    await tab.find('textbox', 'Nom').fill('benazet');
    await tab.wait_text(found(1));
    await tab.reload();
    await site.wait_list(tab);
    assert.equal(await tab.find('textbox', 'Nom').value(), '');
    assert.equal(await tab.find('checkbox', 'F').is_checked(), true);
    await tab.person.close();
  });

  test(`sorting by a column, both ways (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    const header = tab.find('columnheader', 'Date de naissance');
    await header.press();
    await tab.wait_idle();
    assert.equal(await header.attribute('aria-sort'), 'ascending');
    assert.equal(await tab.find('columnheader', 'Date de mise à jour').attribute('aria-sort') ?? 'none', 'none');
    // As years, months and days, from the first row down; of some nobody knows the date.
    const dates = () => tab.evaluate(() => [...document.querySelectorAll('[role=row]:not(:has([role=columnheader]))')]
      .sort((one, other) => Number(one.getAttribute('aria-rowindex')) - Number(other.getAttribute('aria-rowindex')))
      .map((row) => row.querySelector('[aria-colindex="2"]').textContent.split('/').reverse().join('')).filter(Boolean));
    const upwards = await dates();
    assert.ok(new Set(upwards).size >= 5);
    assert.deepEqual(upwards, [...upwards].sort());
    await header.press();
    await tab.wait_idle();
    assert.equal(await header.attribute('aria-sort'), 'descending');
    const downwards = await dates();
    assert.ok(new Set(downwards).size >= 5);
    assert.deepEqual(downwards, [...downwards].sort().reverse());
    assert.ok(downwards[0] > upwards[0]);
    await tab.wait_address(/tri=/);
    await tab.person.close();
  });

  test(`the star of a patient is kept (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text(found(1));
    await tab.wait_idle();
    await tab.find('button', 'Ajouter aux favoris').press();
    await tab.find('button', 'Retirer des favoris').wait();
    await tab.wait_idle();
    await tab.reload();
    await tab.find('heading', 'Liste des patients').wait();
    await tab.find('combobox', 'Favoris').choose('Oui');
    await tab.wait_text(found(1));
    await tab.wait_idle();
    assert.ok((await tab.text()).includes('BÉNAZET Zoé'));
    await tab.find('button', 'Retirer des favoris').press();
    await tab.find('button', 'Ajouter aux favoris').wait();
    await tab.wait_idle();
    await tab.reload();
    await tab.find('heading', 'Liste des patients').wait();
    await tab.wait_text('Aucun patient');
    await tab.person.close();
  });

  test(`«Rechercher les patients» announces the count and moves to the first row (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text(found(1));
    await tab.find('button', 'Rechercher les patients').press();
    await tab.wait_idle();
    assert.match((await tab.focused()).text, /BÉNAZET/);
    await tab.person.close();
  });

  test(`everything is marked TEST, and «TEST Formation» is there (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').fill('test formation');
    await tab.wait_text('TEST Formation');
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text(found(1));
    await tab.wait_idle();
    assert.match(await tab.find_containing('rowheader', 'BÉNAZET Zoé').text(), /\bTEST\b/, 'the chip');
    await tab.person.close();
  });
}

// boot.js asks while the module loads, and the module takes what it has asked.
for (const [late, pattern] of [['the session', '**/api/session'], ['the module', /spico\.\w+\.wasm$/]]) {
  test(`a page that opens in the list asks for it once, when ${late} comes last`, async () => {
    const tab = await site.in_list();
    let go_on;
    await tab.person.intercept(pattern, { proceed: true, when: new Promise((done) => { go_on = done; }) });
    await tab.reload();
    const came = (wanted) => tab.evaluate((text) => performance.getEntriesByType('resource').filter(({ name, responseEnd }) => name.includes(text) && responseEnd > 0).length, wanted);
    // Upon the session boot.js asks.
    const first = late === 'the session' ? '.wasm' : '/api/session';
    await tab.wait_for(`all but ${late}`, async () => await came(first) > 0);
    go_on();
    await tab.wait_text(/patients trouvés/);
    await tab.wait_idle();
    assert.equal(await came('/api/spico/patients'), 1);
    await tab.person.close();
  });
}

test('what was found is marked in the HTML version as well', async () => {
  const tab = await site.in_list({ face: faces[1] });
  await tab.find('textbox', 'Nom').fill('zo benaz 04/1956');
  await tab.wait_text(found(1));
  await tab.wait_idle();
  const marked = () => tab.evaluate(() => [...CSS.highlights.get('found')].map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset)).sort());
  assert.deepEqual(await marked(), ['07/04/1956', 'BÉNAZ', 'Zo']);
  await tab.find('textbox', 'Nom').fill('');
  await tab.wait_text(found(await site.count_shown(tab)));
  await tab.wait_idle();
  assert.deepEqual(await marked(), []);
  await tab.person.close();
});

test('a long list by the keyboard: a thousand rows down, to the end, and back, the focus never lost', async () => {
  const tab = await site.in_list();
  await tab.find_containing('row', 'BÉNAZET').nth(0).wait();
  const last = 1 + await site.count_shown(tab);
  await tab.find('button', 'Rechercher les patients').press();
  await tab.wait_idle();
  const row_index = () => tab.evaluate(() => Number(document.activeElement.closest('[aria-rowindex]')?.getAttribute('aria-rowindex') ?? 0));
  const start = await row_index();
  assert.ok(start >= 2, 'a row has the focus');
  for (let count = 0; count < 100; count += 1) await tab.key('ArrowDown');
  await tab.wait_idle();
  assert.equal(await row_index(), start + 100);
  await tab.key('Control+End');
  await tab.wait_idle();
  assert.equal(await row_index(), last);
  assert.ok(await tab.all('row').count() <= 80);
  await tab.key('Control+Home');
  await tab.wait_idle();
  assert.ok(await row_index() <= 2);
  await tab.person.close();
});

test('on a phone: cards, nothing sideways, the search folded away', async () => {
  const tab = await site.in_list({ width: 390, height: 844, touch: true });
  assert.equal(await tab.find('button', 'Rechercher un patient').attribute('aria-expanded'), 'false');
  assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await tab.find('button', 'Rechercher un patient').press();
  await tab.find('textbox', 'Nom').fill('benazet zoe');
  await tab.wait_text(found(1));
  await tab.wait_idle();
  await assert_accessible(tab, 'list on a phone');
  await tab.find('combobox', 'Trier par').choose('Identité (décroissant)');
  await tab.wait_address(/tri=-identite/);
  await tab.find('button', 'Autres actions').press();
  await tab.find('menuitem', 'Imprimer').wait();
  await assert_accessible(tab, 'menu of a card', { overlapped: true });
  await tab.key('Escape');
  await tab.find('menuitem', 'Imprimer').gone();
  await tab.person.close();
});

// Every change of the page and every frame asked for, in words, within so many milliseconds.
function happenings(tab, within_ms) {
  return tab.evaluate((ms) => new Promise((done) => {
    const seen = [];
    const observer = new MutationObserver((list) => {
      for (const { type, target, attributeName } of list) {
        const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
        seen.push(`${type} ${attributeName ?? ''} of ${element?.tagName} ${element?.id} «${target.textContent.slice(0, 60)}»`);
      }
    });
    observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
    const original = window.requestAnimationFrame;
    window.requestAnimationFrame = (call) => { seen.push(`a frame: ${new Error().stack}`); return original.call(window, call); };
    setTimeout(() => { observer.disconnect(); window.requestAnimationFrame = original; done(seen); }, ms);
  }), within_ms);
}

test('the list draws nothing and changes nothing while nothing happens', async () => {
  const tab = await site.in_list();
  await tab.reload();  // nobody has done anything in this page, so that no beat of activity is due
  await site.wait_list(tab);
  // What nobody waits for comes after the list: the second part of the module, the stream of changes.
  await tab.wait_for('the rest of the page', async () => (await happenings(tab, 1000)).length === 0);
  assert.deepEqual(await happenings(tab, 3000), []);
  await tab.person.close();
});

for (const face of faces) {
  test(`printed: every row over several pages, with who, when and what it was filtered by (${face.name})`, needs('print'), async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').type('be');
    await tab.wait_idle();
    const shown = Number(/([\d\u00a0]+) patients trouvés/.exec(await tab.text())[1].replaceAll('\u00a0', ''));
    assert.ok(shown > 60, 'more than a screen');
    const on_screen = await tab.all('rowheader').count();
    const pages = await tab.print();
    assert.ok(pages.count > 1, `${pages.count} pages`);
    assert.equal(pages.rows, shown);
    const texts = text_of_pages(pages.pdf);
    assert.equal(texts.length, pages.count);
    for (const [at, text] of texts.entries()) {
      assert.match(text, /Filtres : Patients dont le nom contient «\s?be\s?»/);
      assert.match(text, /Imprimé par .+ le \d\d\/\d\d\/\d{4} à \d\d:\d\d/);
      assert.ok(text.includes(`${at + 1} / ${pages.count}`), text);
      assert.equal(text.split('Imprimé par').length, 2, 'said once');
    }
    assert.doesNotMatch(pages.text, /Rechercher les patients/, 'no controls on paper');
    await tab.wait_idle();
    assert.equal(await tab.evaluate(() => document.adoptedStyleSheets.length), 0);
    assert.deepEqual(await tab.violations(), []);
    assert.equal(await tab.all('rowheader').count(), on_screen);
    assert.doesNotMatch(await tab.text(), /Imprimé par/);
    await tab.person.close();
  });
}

for (const face of faces) {
  test(`told of a print, whatever the engine: every row with all its cells, who, when and the filters; afterwards all is as before (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').type('be');
    await tab.wait_idle();
    const shown = Number(/([\d\u00a0]+) patients trouvés/.exec(await tab.text())[1].replaceAll('\u00a0', ''));
    const before = await look_of(tab);
    const { rules, head, rows, columns, text, tree } = await on_paper(tab);
    assert.ok(rules > 0, 'rules for paper');
    assert.equal(head.length, 2, head.join('\n'));
    assert.match(head[0], /^Filtres : Patients dont le nom contient «\s?be\s?»/);
    assert.match(head[1], /^Imprimé par Inès TEST le \d\d\/\d\d\/\d{4} à \d\d:\d\d$/);
    assert.equal(tree.split('Imprimé par').length, 2, 'said once');
    assert.equal(rows.length, shown);
    assert.ok(columns > 5);
    assert.deepEqual(rows.filter((cells) => cells.length !== columns || !cells[0]), []);
    for (const [name] of rows) assert.ok(text.replace(/\s/g, '').includes(name.replace(/\s/g, '')), name);
    assert.doesNotMatch(text, /Rechercher les patients|Autres actions|Effacer/, 'no controls on paper');
    await tab.wait_idle();
    assert.deepEqual(await look_of(tab), before);
    assert.deepEqual(await tab.violations(), []);
    assert.deepEqual(tab.errors, []);
    await tab.person.close();
  });
}
