// One patient's page and what comes by itself: journeys in both versions, colleagues in two browsers, two tabs that
// share one stream (issue «The patient list at any size»).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { look_of, on_paper } from './checks_support.mjs';
import { needs } from './driver.mjs';
import { advance_clock, assert_accessible, by_turns, faces, start_site, text_of_pages } from './support.mjs';

const test = by_turns(each_test);
const day_ms = 24 * 3_600_000;
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
// Codes an hour are limited: each test signs in on another day.
beforeEach(() => advance_clock(site.server, day_ms));

async function open_zoe(tab) {
  await tab.find('link', 'BÉNAZET Zoé').press();
  await tab.find('heading', 'Dossier patient').wait();
  await tab.find('region', "Bandeau d'identité").wait();
  await tab.wait_idle();
}

for (const face of faces) {
  test(`from the list to a patient's page and back, by its address too (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await open_zoe(tab);
    assert.match(tab.url(), /#\/patients\/\d+$/);
    assert.match(await tab.title(), /^(\(\d+\) )?Dossier patient – SPICO$/);
    const text = await tab.text();
    for (const part of ['07/04/1956', 'Nom de naissance', 'Matricule INS', "Statut de l'identité", 'Depuis ma dernière visite', 'Cercle de soins']) assert.ok(text.includes(part), part);
    await assert_accessible(tab, `dossier, ${face.name}`);
    await tab.find('link', 'Retour à la liste').press();
    await tab.find('heading', 'Liste des patients').wait();
    await tab.back();
    await tab.find('heading', 'Dossier patient').wait();
    await tab.reload();
    await tab.find('region', "Bandeau d'identité").wait();
    await tab.wait_text('Rien n\'a changé depuis votre visite');
    assert.deepEqual(tab.errors, []);
    await tab.person.close();
  });

  test(`an archived patient leaves the colleague's list at once, and «Annuler» brings it back (${face.name})`, async () => {
    const one = await site.in_list({ face });
    const other = await site.in_list({ face, user: 'demo-medecin' });
    const shown = await site.count_shown(other);
    await open_zoe(one);
    await one.find('button', 'Archiver').press();
    await other.find('link', 'BÉNAZET Zoé').gone();
    await other.wait_text(`${shown - 1} patients`);
    await one.find('button', 'Annuler').press();
    await other.find('link', 'BÉNAZET Zoé').wait();
    await other.wait_text(`${shown} patients`);
    for (const tab of [one, other]) assert.deepEqual(tab.errors, []);
    await one.person.close();
    await other.person.close();
  });
}

test('two tabs read one stream; when the one that reads it closes, the other goes on', async () => {
  const first = await site.visit({ fragment: '#/patients' });
  let opened = 0;
  first.person.on_request(({ path }) => { if (path === '/api/spico/live') opened += 1; });
  await site.sign_in(first);
  await site.wait_list(first);
  // A stream is no part of being idle: it may begin a moment after the list is there.
  await first.wait_for('its own stream', async () => opened > 0);
  opened = 0;
  const second = await site.another_tab(first, '#/patients');
  await site.wait_list(second);
  const colleague = await site.in_list({ user: 'demo-medecin' });
  await open_zoe(colleague);
  await colleague.find('button', 'Archiver').press();
  for (const tab of [first, second]) await tab.find('link', 'BÉNAZET Zoé').gone();
  assert.ok(opened <= 1, 'the second tab asks the first, which begins again for both');
  const before = opened;
  await first.close();
  await colleague.find('button', 'Désarchiver').press();
  await second.find('link', 'BÉNAZET Zoé').wait();
  assert.ok(opened > before, 'now it reads one itself');
  assert.deepEqual(second.errors, []);
  await second.person.close();
  await colleague.person.close();
});

for (const face of faces) {
  test(`«Exporter en CSV» saves the rows that are shown, and the server notes it first (${face.name})`, needs('saved_file'), async () => {
    const tab = await site.in_list({ face });
    await tab.find('checkbox', 'F').press();
    await tab.wait_idle();
    const rows = Number(await tab.find('grid', 'Liste des patients').attribute('aria-rowcount')) - 1;
    await tab.find('button', 'Autres actions sur la liste').press();
    await tab.find('menuitem', 'Exporter en CSV').wait();
    await assert_accessible(tab, `menu of the list, ${face.name}`, { overlapped: true });
    const { name, bytes } = await tab.saved_file(() => tab.find('menuitem', 'Exporter en CSV').press());
    assert.match(name, /^patients-\d{4}-\d\d-\d\d\.csv$/);
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').split('\r\n');
    assert.ok(lines[1].includes(';'));
    assert.equal(lines.indexOf(lines.find((line) => /^;*$/.test(line))), rows + 1, 'a head and every row, then an empty line');
    assert.ok(bytes.includes('BÉNAZET'));
    assert.ok(bytes.includes('Inès TEST'));
    assert.deepEqual(tab.errors, []);
    await tab.person.close();
  });
}

for (const face of faces) {
  test(`printed: this patient and nobody else of the list beside it, with who and when (${face.name})`, needs('print'), async () => {
    const tab = await site.in_list({ face, width: 1600, height: 900 });
    const others = await tab.evaluate(() => [...document.querySelectorAll('[role=rowheader] a')].map((link) => link.textContent).filter((name) => !name.includes('BÉNAZET')));
    assert.ok(others.length > 5);
    await open_zoe(tab);
    const paper = await tab.print();
    assert.equal(paper.rows, 0);
    assert.match(paper.text, /BÉNAZET/);
    const texts = text_of_pages(paper.pdf);
    assert.equal(texts.length, paper.count);
    for (const text of texts) {
      assert.match(text, /BÉNAZET Zoé · 07\/04\/1956 .+TEST/);
      assert.match(text, /Matricule INS : /);
      assert.match(text, /Imprimé par .+ le \d\d\/\d\d\/\d{4} à \d\d:\d\d/);
      for (const name of others) assert.ok(!text.includes(name), name);
    }
    for (const name of others) assert.ok(!paper.text.includes(name), name);
    await tab.wait_idle();
    assert.equal(await tab.sees('grid', 'Liste des patients'), !face.query);
    assert.doesNotMatch(await tab.text(), /Imprimé par/);
    assert.deepEqual(tab.errors, []);
    await tab.person.close();
  });
}

for (const face of faces) {
  test(`told of a print, whatever the engine: this patient with all traits and nobody else, who and when; afterwards all is as before (${face.name})`, async () => {
    const tab = await site.in_list({ face, width: 1600, height: 900 });
    const others = await tab.evaluate(() => [...document.querySelectorAll('[role=rowheader] a')].map((link) => link.textContent).filter((name) => !name.includes('BÉNAZET')));
    assert.ok(others.length > 5);
    await open_zoe(tab);
    await tab.wait_text('Cercle de soins');
    await tab.wait_idle();
    const before = await look_of(tab);
    assert.equal(others.some((name) => before.text.includes(name)), !face.query, 'the list stands beside it');
    const { rules, head, rows, text, tree } = await on_paper(tab);
    assert.ok(rules > 0, 'rules for paper');
    const all = head.join('\n');
    assert.match(all, /BÉNAZET Zoé · 07\/04\/1956 .+TEST/);
    for (const part of ['Nom de naissance', 'Prénoms de naissance', 'Lieu de naissance', 'Matricule INS', "Statut de l'identité"]) assert.ok(`${all}\n${text}`.includes(part), part);
    assert.match(all, /Matricule INS : [\d ]+/);
    assert.match(head.at(-1), /^Imprimé par Inès TEST le \d\d\/\d\d\/\d{4} à \d\d:\d\d$/);
    assert.equal(tree.split('Imprimé par').length, 2, 'said once');
    for (const part of ['Dossier patient', 'Depuis ma dernière visite', 'Suivi', 'Cercle de soins']) assert.ok(text.includes(part), part);
    assert.deepEqual(rows, []);
    for (const name of others) assert.ok(!tree.includes(name), name);
    assert.doesNotMatch(text, /Retour|Archiver|Ajouter aux favoris|Ouvrir la discussion/, 'no controls on paper');
    await tab.wait_idle();
    assert.deepEqual(await look_of(tab), before);
    assert.deepEqual(await tab.violations(), []);
    assert.deepEqual(tab.errors, []);
    await tab.person.close();
  });
}

test('printed: what had the focus in the list beside has it again', needs('print'), async () => {
  const tab = await site.in_list({ width: 1600, height: 900 });
  await open_zoe(tab);
  const row = await tab.evaluate(() => {
    const cell = document.querySelectorAll('[role=grid] [role=rowheader]')[3];
    cell.focus();
    return cell.textContent;
  });
  await tab.wait_idle();
  assert.equal((await tab.print()).rows, 0);
  await tab.wait_idle();
  assert.deepEqual(await tab.evaluate(() => [document.activeElement.getAttribute('role'), document.activeElement.textContent]), ['rowheader', row]);
  await tab.person.close();
});

test('with room the list stands beside the page; filters show as a sentence whose parts can be taken back', async () => {
  const tab = await site.in_list({ width: 1600, height: 900 });
  await tab.find('textbox', 'Nom').type('benazet 1956');
  await tab.wait_idle();
  await tab.find('list', 'Filtres').wait();
  assert.equal(await tab.sees('link', 'BÉNAZET Zoé'), true);
  await open_zoe(tab);
  await tab.find('grid', 'Liste des patients').wait();
  await assert_accessible(tab, 'list and dossier');
  await tab.find('link', 'Retour à la liste').press();
  await tab.find('heading', 'Liste des patients').wait();
  await tab.find_containing('button', 'Retirer répondant').press();
  await tab.wait_idle();
  assert.equal(await tab.sees('list', 'Filtres'), false);
  assert.equal(await tab.find('textbox', 'Nom').value(), '');
  await tab.person.close();
});
