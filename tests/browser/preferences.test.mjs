// What a professional arranges stays with the account: searches, columns and order, on another browser too; and the
// menu of a row (issue «The patient list at any size»).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { advance_clock, assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test);
const day_ms = 24 * 3_600_000;
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
// Codes an hour are limited: each test signs in on another day.
beforeEach(() => advance_clock(site.server, day_ms));

const in_list = (options) => site.in_list({ ...options, as_kept: true });
const count = async (tab) => Number(/(\d+) patients? trouvés?/.exec(await tab.text())[1]);

async function open_searches(tab) {
  await tab.find('button', 'Autres actions sur la liste').press();
  await tab.find('menuitem', 'Recherches enregistrées').press();
  await tab.find('dialog', 'Recherches enregistrées').wait();
  await tab.wait_idle();
}

for (const face of faces) {
  test(`a search that is kept is there on another browser, and can be deleted and brought back (${face.name})`, async () => {
    const one = await in_list({ face });
    const all = await count(one);
    await one.find('checkbox', 'F').press();
    await one.wait_idle();
    const women = await count(one);
    assert.ok(women < all);
    await open_searches(one);
    await one.find('textbox', 'Nom de la recherche').fill('Mes patientes');
    await one.find('button', 'Enregistrer').press();
    await one.find('button', 'Mes patientes').wait();
    await assert_accessible(one, `dialog «Recherches enregistrées», ${face.name}`);

    const other = await in_list({ face });
    await open_searches(other);
    await other.find('button', 'Mes patientes').press();
    await other.find('dialog', 'Recherches enregistrées').gone();
    await other.wait_idle();
    assert.equal(await count(other), women);
    assert.match(other.url(), /sexe=F/);
    await other.back();
    await other.wait_idle();
    assert.equal(await count(other), all);

    await one.find('button', 'Supprimer Mes patientes').press();
    await one.find('button', 'Mes patientes').gone();
    await one.find('button', 'Annuler').press();
    await one.find('button', 'Mes patientes').wait();
    await one.find('button', 'Supprimer Mes patientes').press();
    await one.find('button', 'Mes patientes').gone();
    assert.deepEqual([...one.errors, ...other.errors], []);
    await one.person.close();
    await other.person.close();
  });

  test(`columns and order are those of the account; a list that is open elsewhere follows (${face.name})`, async () => {
    const one = await in_list({ face });
    const other = await in_list({ face });
    await one.find('button', 'Identité').press();
    await one.find('button', 'Colonnes').press();
    await one.find('checkbox', 'Sexe').press();
    await one.wait_idle();
    await other.find('columnheader', 'Sexe').gone();
    const later = await in_list({ face });
    await later.find('columnheader', 'Sexe').gone();
    await later.find('columnheader', 'Identité').wait();
    assert.equal(await later.evaluate(() => [...document.querySelectorAll('[aria-sort]:not([aria-sort=none])')].map((each) => each.textContent.trim()).join()), 'Identité');
    assert.equal(await later.evaluate(() => localStorage.getItem('spico.columns')), null);
    // As it was, for the tests that follow.
    await one.find('button', 'Rétablir').press();
    await one.wait_idle();
    await other.find('columnheader', 'Sexe').wait();
    assert.deepEqual([...one.errors, ...other.errors, ...later.errors], []);
    for (const tab of [one, other, later]) await tab.person.close();
  });

  test(`the menu of a row archives (${face.name})`, async () => {
    const tab = await in_list({ face });
    const before_it = await count(tab);
    await tab.find('button', 'Autres actions').nth(0).press();
    await tab.find('menuitem', 'Archiver').wait();
    await assert_accessible(tab, `menu of a row, ${face.name}`, { overlapped: true });
    await tab.find('menuitem', 'Archiver').press();
    await tab.wait_text(`${before_it - 1} patients`);
    await tab.find('button', 'Annuler').press();
    await tab.wait_text(`${before_it} patients`);
    assert.deepEqual(tab.errors, []);
    await tab.person.close();
  });
}
