// The acceptance checks of accessibility.md §3 by their numbers: what is said (27).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { focused_name, minute, said, start_listening, wait_said } from './checks_support.mjs';
import { advance_clock, faces, start_site } from './support.mjs';

let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

for (const face of faces) {
  test(`check 27: a save is said once; an error once, with its field; the same again is said again; typing says nothing (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await start_listening(tab);
    for (const time of [1, 2]) {
      await tab.find('button', 'Se connecter').press();
      await tab.wait_for(`said ${time} times`, async () => (await said(tab)).length >= time);
    }
    for (const [role, name, message] of [['textbox', 'Identifiant', 'Saisissez votre identifiant.'], ['password', 'Mot de passe', 'Saisissez votre mot de passe.']]) {
      assert.equal(await tab.find(role, name).attribute('aria-invalid'), 'true', name);
      assert.match(await tab.find(role, name).description(), new RegExp(message), name);
    }
    assert.equal(await focused_name(tab), 'Identifiant', 'the first field with an error');
    await tab.find('textbox', 'Identifiant').type('somebody');
    await tab.find('button', 'Thème').press();
    await wait_said(tab, 'Thème clair');
    const heard = await said(tab);
    assert.deepEqual(heard.map(({ role }) => role), ['alert', 'alert', 'status']);
    assert.equal(heard[0].text, heard[1].text);
    await tab.person.close();
  });

  test(`check 27: typing in the search says nothing, its button says the count once (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await start_listening(tab);
    await tab.find('textbox', 'Nom').type('bena');
    await tab.wait_text(/\d+ patients? trouvés?/);
    await tab.wait_idle();
    await site.open_user_menu(tab);
    await tab.find('menuitem', 'Thème').press();
    await wait_said(tab, 'Thème clair');
    assert.deepEqual((await said(tab)).map(({ text }) => text), ['Thème clair']);
    await tab.key('Escape');
    await tab.find('button', 'Rechercher les patients').press();
    await wait_said(tab, 'trouvé');
    await tab.wait_idle();
    assert.equal((await said(tab)).filter(({ text }) => /trouvé/.test(text)).length, 1);
    await tab.person.close();
  });

  test(`check 27: a save is said once, politely (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text('1 patient trouvé');
    await tab.wait_idle();
    const grid = tab.all('grid');
    if (await tab.sees('button', 'Retirer des favoris')) await grid.find('button', 'Retirer des favoris').press();
    await grid.find('button', 'Ajouter aux favoris').wait();
    await tab.wait_idle();
    await start_listening(tab);
    await grid.find('button', 'Ajouter aux favoris').press();
    await wait_said(tab, 'Ajouté aux favoris.');
    await grid.find('button', 'Retirer des favoris').press();
    await wait_said(tab, 'Retiré des favoris.');
    assert.deepEqual((await said(tab)).filter(({ text }) => /favoris/.test(text)), [{ role: 'status', text: 'Ajouté aux favoris.' }, { role: 'status', text: 'Retiré des favoris.' }]);
    await tab.wait_idle();
    await tab.person.close();
  });
}
