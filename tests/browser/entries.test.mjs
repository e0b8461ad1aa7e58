// «Verser au dossier» (field.md §D 16) and the one search over dossiers and discussions (A 19): what one member puts into a dossier a
// colleague outside the discussion reads at once, with its author, its time and its file.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { minute, start_listening, wait_said } from './checks_support.mjs';
import { assert_no_errors, begin, call, open, open_actions, people, say, wait_message } from './discussions_support.mjs';
import { advance_clock, assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
// Codes an hour are limited: each test signs in on another day.
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

const section = (tab) => tab.find('list', 'Versé depuis les discussions');

async function open_dossier(tab) {
  await tab.find('link', 'Dossiers').press();
  await tab.find('link', 'BÉNAZET Zoé').press();
  await tab.find('heading', 'Versé depuis les discussions').wait();
  await section(tab).wait();
  await tab.wait_idle();
}
const entries = (tab) => section(tab).evaluate((list) => [...list.children].filter((item) => item.matches('li')).map((item) => item.innerText));
const wait_entry = (tab, text, there = true) => tab.wait_for(`an entry «${text}»: ${there}`, async () => (await entries(tab)).some((each) => each.includes(text)) === there);

for (const face of faces) {
  test(`what a member puts into the dossier a colleague outside the discussion reads at once, until it is taken out (${face.name})`, async (context) => {
    const { ines, mathieu, camille } = await people(context, site, face);
    await open_dossier(camille);
    const patient = camille.url().match(/patients\/(\d+)/)[1];
    const title = `Pansement TEST ${face.name}`, text = `Pansement refait TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu], { patient_id: patient });
    await say(ines, id, `${text}\nPas de douleur.`);
    await open(mathieu, title);
    await start_listening(mathieu);
    await open_actions(mathieu, text);
    await mathieu.find('menuitem', 'Verser au dossier').press();
    const dialog = mathieu.find('dialog', 'Verser au dossier');
    await dialog.wait();
    await mathieu.wait_text('accès à ce dossier.');
    await mathieu.wait_text('Ne participent pas à cette discussion');
    await mathieu.wait_text(/Camille TEST \(Coordinateur de parcours, .+\)/);  // and where they work
    await mathieu.wait_idle();
    await assert_accessible(mathieu, `«Verser au dossier», ${face.name}`);
    await dialog.find('button', 'Verser au dossier').press();
    await wait_said(mathieu, 'Message versé au dossier.');
    await wait_message(mathieu, text, 'Versé au dossier par Mathieu TEST');
    await wait_entry(camille, text);
    const entry = (await entries(camille)).find((each) => each.includes(text));
    for (const part of ['Inès TEST, Infirmier – ', 'Pas de douleur.', 'Versé par Mathieu TEST – ']) assert.ok(entry.includes(part), part);
    assert.ok(!entry.includes('Voir dans la discussion'), 'she is not in it');
    await assert_accessible(camille, `dossier with an entry, ${face.name}`);
    // The author goes from the dossier to the very message.
    await open_dossier(ines);
    await ines.find('link', `Voir dans la discussion « ${title} »`).press();
    await ines.find('heading', title).wait();
    await wait_message(ines, text, 'Versé au dossier par Mathieu TEST');
    await open_actions(mathieu, text);
    await mathieu.find('menuitem', 'Retirer du dossier').press();
    await mathieu.find('alertdialog', 'Retirer ce message du dossier ?').find('button', 'Retirer du dossier').press();
    await wait_said(mathieu, 'Message retiré du dossier.');
    await wait_entry(camille, text, false);
    assert_no_errors(ines, mathieu, camille);
  });

  test(`a file of a message is seen in the dossier by who is not in the discussion (${face.name})`, async (context) => {
    const { camille } = await people(context, site, face, ['camille']);
    await open_dossier(camille);
    const picture = section(camille).find('img', 'Image : poids-TEST.png');
    await picture.wait();
    // It is fetched when it comes into sight.
    await picture.evaluate((image) => image.scrollIntoView());
    await camille.wait_for('the picture', () => picture.evaluate((image) => image.complete && image.naturalWidth > 0));
    // Any discussion she is in gives a link, those of others none.
    const { discussions } = await call(camille, 'GET', '/discussions');
    const shown = await entries(camille);
    for (const each of shown) {
      const link = each.match(/Voir dans la discussion « (.*) »/);
      assert.ok(!link || discussions.some(({ title }) => title === link[1]), each);
    }
    assert_no_errors(camille);
  });

  test(`one search finds the patient beside the discussions, and leads to the dossier (${face.name})`, async (context) => {
    const { ines } = await people(context, site, face, ['ines']);
    await ines.find('searchbox', 'Rechercher une discussion').fill('benazet');
    await ines.find('heading', 'Dossiers').wait();
    await ines.find('link', 'Retour à domicile (TEST)').wait();
    await ines.wait_idle();
    await assert_accessible(ines, `one search, ${face.name}`);
    await ines.find('link', 'BÉNAZET Zoé, né(e) le 07/04/1956').press();
    await ines.find('heading', 'Dossier patient').wait();
    await ines.find('region', "Bandeau d'identité").wait();
    assert_no_errors(ines);
  });
}
