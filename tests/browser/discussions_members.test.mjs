// Discussions (product.md §7): who is in one, how one is found, and the same by the keyboard and for axe.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { focused_name, minute, said, start_listening, wait_said } from './checks_support.mjs';
import { act_on_discussion, assert_no_errors, begin, call, is_in_sight, message, messages, names, open, people, say, shown, stored, wait_message, write, writing } from './discussions_support.mjs';
import { advance_clock, assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site({ args: ['--demo-professionals', '200'] }); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

async function choose_member(tab, name) {
  await tab.find('searchbox', 'Rechercher un professionnel').fill(name);
  await tab.wait_text(/\d professionnels? trouvés?/);
  await tab.find('checkbox', name).press();
}
const wait_focus = (tab, name) => tab.wait_for(`the focus on «${name}»`, async () => (await focused_name(tab)) === name);
async function tab_to(tab, name) {
  for (let count = 0; count < 60; count += 1) {
    if ((await focused_name(tab)) === name) return;
    await tab.key('Tab');
    await tab.wait_idle();
  }
  assert.fail(`«${name}» is not reached by Tab`);
}

for (const face of faces) {
  test(`opened by its address, nothing is said of the patients' list (${face.name})`, async (context) => {
    const tab = await site.visit({ face, fragment: '#/discussions' });
    context.after(() => tab.person.close());
    await site.ask_code(tab);
    await start_listening(tab);
    await tab.find('textbox', 'Code à usage unique').type(await site.code());
    await tab.wait_text(/discussions trouvées/);
    await site.open_user_menu(tab);
    await tab.find('menuitem', 'Thème').press();
    await wait_said(tab, 'Thème clair');
    assert.deepEqual((await said(tab)).filter(({ text }) => /patients? trouvé/.test(text)), []);
  });

  test(`a new discussion: title and members, errors in words, and it arrives with them (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Nouvelle TEST ${face.name}`;
    await ines.find('button', 'Nouvelle discussion').press();
    const dialog = ines.find('dialog', 'Nouvelle discussion');
    await dialog.wait();
    const field = ines.find('textbox', 'Titre de la discussion');
    await ines.find('button', 'Créer la discussion').press();
    await ines.wait_text('Donnez un titre à la discussion.');
    assert.match(await field.description(), /Donnez un titre à la discussion\./);
    assert.equal(await field.attribute('aria-invalid'), 'true');
    await wait_focus(ines, 'Titre de la discussion');
    await field.fill(title);
    await ines.find('button', 'Créer la discussion').press();
    await ines.wait_text('Choisissez au moins un participant.');
    await wait_focus(ines, 'Rechercher un professionnel');
    await assert_accessible(ines, `new discussion with an error, ${face.name}`, { overlapped: true });
    await choose_member(ines, names.mathieu);
    await ines.find('button', `Retirer ${names.mathieu}`).wait();
    await ines.find('button', 'Créer la discussion').press();
    await dialog.gone();
    await ines.find('heading', title).wait();
    await wait_message(ines, 'Inès TEST a créé la discussion.', /\d\d:\d\d/);
    await mathieu.find('link', title).wait();
    await write(ines, 'Bienvenue.');
    await open(mathieu, title);
    await message(mathieu, 'Bienvenue.');
    assert_no_errors(ines, mathieu);
  });

  test(`a new discussion about a patient, and what was typed for it outlives Escape (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Du patient TEST ${face.name}`;
    await ines.find('button', 'Nouvelle discussion').press();
    await ines.find('textbox', 'Titre de la discussion').fill(title);
    await ines.find('searchbox', 'Patient concerné').fill('benazet zo');
    await ines.wait_text(/\d patients? trouvés?/);
    await ines.find('button', 'BÉNAZET Zoé, né(e) le 07/04/1956').press();
    await wait_focus(ines, 'Retirer le patient');
    await assert_accessible(ines, `new discussion about a patient, ${face.name}`, { overlapped: true });
    await ines.key('Escape');
    await ines.find('dialog', 'Nouvelle discussion').gone();
    await ines.find('button', 'Nouvelle discussion').press();
    assert.equal(await ines.find('textbox', 'Titre de la discussion').value(), title);
    await ines.find('button', 'Retirer le patient').wait();
    await choose_member(ines, names.mathieu);
    await ines.find('button', 'Créer la discussion').press();
    await ines.find('heading', title).wait();
    await ines.find('link', 'BÉNAZET Zoé, né(e) le 07/04/1956').wait();
    await mathieu.find('link', title).wait();
    assert_no_errors(ines, mathieu);
  });

  test(`who is not on SPICO yet is found, says so, and cannot be chosen (${face.name})`, async (context) => {
    const { ines } = await people(context, site, face, ['ines']);
    const { entries } = await call(ines, 'POST', '/directory/search', { text: '', limit: 50 });
    const { name } = entries.find(({ on_spico: is_on_spico, name: each }) => !is_on_spico && entries.filter((one) => one.name === each).length === 1);
    await ines.find('button', 'Nouvelle discussion').press();
    await ines.find('textbox', 'Titre de la discussion').fill('Sans compte TEST');
    await ines.find('searchbox', 'Rechercher un professionnel').fill(name);
    const person = ines.find('checkbox', name);
    await person.wait();
    await ines.wait_idle();
    assert.match(await person.description(), /n'utilise pas encore SPICO/);
    await person.press();
    await ines.wait_idle();
    assert.equal(await person.is_checked(), false);
    assert.equal(await ines.sees('button', `Retirer ${name}`), false);
    await ines.find('button', 'Créer la discussion').press();
    await ines.wait_text('Choisissez au moins un participant.');
  });

  test(`who cannot be chosen is disabled (${face.name})`, async (context) => {
    const { ines } = await people(context, site, face, ['ines']);
    const { entries } = await call(ines, 'POST', '/directory/search', { text: '', limit: 50 });
    const { name } = entries.find(({ on_spico: is_on_spico, name: each }) => !is_on_spico && entries.filter((one) => one.name === each).length === 1);
    await ines.find('button', 'Nouvelle discussion').press();
    for (const each of [name, names.ines]) {
      await ines.find('searchbox', 'Rechercher un professionnel').fill(each);
      await ines.find('checkbox', each).wait();
      await ines.wait_idle();
      assert.equal(await ines.find('checkbox', each).evaluate((box) => box.disabled || box.getAttribute('aria-disabled') === 'true'), true, each);
    }
  });

  test(`added from now on, gone, added with the whole history: each sees what is theirs (${face.name})`, async (context) => {
    const { ines, mathieu, camille } = await people(context, site, face);
    const title = `Membres TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await say(ines, id, 'Avant son arrivée.');
    for (const tab of [ines, mathieu]) await open(tab, title);
    assert.equal(await camille.sees('link', title), false);

    await act_on_discussion(ines, 'Ajouter un membre');
    await ines.find('dialog', 'Ajouter un membre').wait();
    await ines.find('button', 'Ajouter').press();
    await ines.wait_text('Choisissez un professionnel.');
    await wait_focus(ines, 'Rechercher un professionnel');
    await choose_member(ines, names.camille);
    await ines.find('radio', 'À partir de maintenant').press();
    await ines.wait_idle();
    await assert_accessible(ines, `adding a member, ${face.name}`, { overlapped: true });
    await ines.find('button', 'Ajouter').press();
    await ines.find('dialog', 'Ajouter un membre').gone();
    await wait_message(mathieu, 'Inès TEST a ajouté Camille TEST.', /\d\d:\d\d/);
    await mathieu.find('button', '3 membres').wait();
    await write(ines, 'Après son arrivée.');
    await open(camille, title);
    await message(camille, 'Après son arrivée.');
    assert.ok(!(await messages(camille).text()).includes('Avant son arrivée.'), 'from now on');

    await act_on_discussion(camille, 'Quitter la discussion');
    await camille.find('dialog', 'Quitter la discussion ?').wait();
    await camille.wait_idle();
    await assert_accessible(camille, `leaving, ${face.name}`, { overlapped: true });
    await camille.find('button', 'Rester').press();
    await camille.find('dialog', 'Quitter la discussion ?').gone();
    await act_on_discussion(camille, 'Quitter la discussion');
    await camille.find('dialog', 'Quitter la discussion ?').find('button', 'Quitter la discussion').press();
    await camille.find('link', title).gone();
    await camille.wait_address(/#\/discussions$/);
    await wait_message(ines, 'Camille TEST a quitté la discussion.', /\d\d:\d\d/);
    await ines.find('button', '2 membres').wait();
    await site.open(camille, `#/discussions/${id}`);
    await camille.wait_text('Cette discussion n\'existe pas, ou vous n\'en êtes plus membre.');
    assert.doesNotMatch(await camille.text(), /Après son arrivée/);

    await site.open(camille, '#/discussions');
    await act_on_discussion(mathieu, 'Ajouter un membre');
    await choose_member(mathieu, names.camille);
    await mathieu.find('radio', 'Tout l\'historique').press();
    await mathieu.find('button', 'Ajouter').press();
    await mathieu.find('dialog', 'Ajouter un membre').gone();
    await open(camille, title);
    await message(camille, 'Avant son arrivée.');
    await message(camille, 'Après son arrivée.');
    assert_no_errors(ines, mathieu, camille);
  });

  test(`the list by words and by filters (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const word = face.query ? 'Pyrène' : 'Ariège';
    const [own, unread, urgent] = [`${word} à moi TEST`, `${word} à lire TEST`, `${word} urgente TEST`];
    await begin(ines, own, [mathieu]);
    await say(mathieu, await begin(mathieu, unread, [ines]), 'Un message.');
    await say(mathieu, await begin(mathieu, urgent, [ines]), 'Vite.', { urgent: true });
    await ines.find('link', urgent).wait();
    const search = ines.find('searchbox', 'Rechercher une discussion');
    await search.fill(word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''));
    await ines.wait_text('3 discussions trouvées');
    const wait_only = (...titles) => ines.wait_for(`only ${titles}`, async () => {
      for (const title of [own, unread, urgent]) if ((await ines.sees('link', title)) !== titles.includes(title)) return false;
      return true;
    });
    await ines.find('checkbox', 'Non lues').press();
    await wait_only(unread, urgent);
    await ines.find('checkbox', 'Urgentes').press();
    await wait_only(urgent);
    await ines.wait_text('1 discussion trouvée');
    for (const name of ['Non lues', 'Urgentes', 'Les miennes']) await ines.find('checkbox', name).press();
    await wait_only(own);
    assert.doesNotMatch(decodeURIComponent(ines.url()), /Pyr|Ari/i, 'decision 1');
    await ines.find('checkbox', 'Les miennes').press();
    await search.fill(`${word} personne`);
    await ines.wait_text('Aucune discussion');
    await assert_accessible(ines, `list without a discussion, ${face.name}`);
    await search.fill('benazet');
    await ines.find('link', 'Retour à domicile (TEST)').wait();
    await wait_only();
  });

  test(`words in messages are found, whoever wrote them, and the hit opens where it stands (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Mots TEST ${face.name}`;
    const word = face.query ? 'zirconium' : 'rutabaga';
    const id = await begin(mathieu, title, [ines]);
    for (let count = 1; count <= 60; count += 1) await say(mathieu, id, count === 10 ? `Le dixième parle de ${word}.` : `Message ${count}.`);
    await ines.find('link', title).wait();
    await ines.find('searchbox', 'Rechercher une discussion').fill(word.toUpperCase());
    await ines.find('button', 'Rechercher dans les messages').press();
    const hits = ines.find('list', 'Messages trouvés');
    await hits.find('link', title).wait();
    await ines.wait_idle();
    await assert_accessible(ines, `messages found, ${face.name}`);
    assert.match(await hits.text(), new RegExp(`Le dixième parle de ${word}`));
    assert.match(await hits.text(), new RegExp(`${names.mathieu} · \\d\\d/\\d\\d`));
    await ines.wait_text('1 message trouvé');
    await hits.find('link', title).press();
    await message(ines, `Le dixième parle de ${word}.`);
    await ines.wait_for('the hit in sight', () => is_in_sight(ines, `Le dixième parle de ${word}.`));
    assert.doesNotMatch(ines.url(), new RegExp(word), 'no word of a message in the address');
  });

  test(`axe: list, discussion, menu of a message, members (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Axe TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    const { number } = await say(mathieu, id, 'Question TEST ?', { urgent: true });
    await say(mathieu, id, 'Suite.', { reply_to: number });
    await ines.find('link', title).wait();
    await ines.wait_idle();
    await assert_accessible(ines, `list of discussions, ${face.name}`);
    await open(ines, title);
    await write(ines, 'Réponse TEST.');
    await wait_message(ines, 'Réponse TEST.', 'Envoyé');
    await ines.wait_idle();
    await assert_accessible(ines, `discussion, ${face.name}`);
    await ines.find('button', '2 membres').press();
    await ines.find('dialog', 'Membres').wait();
    await ines.wait_idle();
    await assert_accessible(ines, `members, ${face.name}`, { overlapped: true });
    await ines.find('button', 'Fermer').press();
    await ines.find('dialog', 'Membres').gone();
    await (await message(ines, 'Réponse TEST.')).find('button', 'Autres actions').press();
    await ines.find('menuitem', 'Répondre').wait();
    await ines.wait_idle();
    await assert_accessible(ines, `menu of a message, ${face.name}`, { overlapped: true });
  });

  test(`the members: each by name, profession, structure and place (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Qui TEST ${face.name}`;
    await begin(ines, title, [mathieu]);
    await open(ines, title);
    await ines.find('button', '2 membres').press();
    const list = ines.find('dialog', 'Membres').find('list', 'Membres');
    await list.wait();
    await ines.wait_idle();
    for (const who of ['Inès TEST\\s+Infirmier, MSP des Trois Ponts \\(TEST\\), Foix', 'Mathieu TEST\\s+Médecin, MSP des Trois Ponts \\(TEST\\), Foix']) assert.match(await list.text(), new RegExp(who));
  });

  test(`opened by the keyboard, the title of the discussion takes the focus (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Focus TEST ${face.name}`;
    await begin(ines, title, [mathieu]);
    await ines.find('link', title).focus();
    await ines.key('Enter');
    await writing(ines).wait();
    await wait_focus(ines, title);
  });

  test(`by the keyboard alone: to the list, into a discussion, a message of two lines (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Clavier TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await ines.find('link', title).wait();
    await ines.wait_idle();
    await tab_to(ines, title);
    await ines.key('Enter');
    await ines.find('heading', title).wait();
    await tab_to(ines, 'Écrire un message');
    await ines.type('Première ligne');
    await ines.key('Shift+Enter');
    await ines.type('seconde ligne');
    await ines.key('Enter');
    await message(ines, 'Première ligne\nseconde ligne');
    await ines.wait_for('an empty field', async () => (await writing(ines).value()) === '');
    assert.equal(await focused_name(ines), 'Écrire un message', 'ready for the next');
    await wait_message(ines, 'Première ligne', 'Envoyé');
    assert.deepEqual(await stored(ines, id), ['Première ligne\nseconde ligne']);
    await ines.key('Enter');
    await ines.wait_text('Écrivez d\'abord un message.');
    assert.equal((await shown(ines)).filter((each) => each.includes('ligne')).length, 1);
  });

  test(`the keys for a context menu open the menu of a message (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Touche TEST ${face.name}`;
    await say(ines, await begin(ines, title, [mathieu]), 'Un mot TEST.');
    await open(ines, title);
    await (await message(ines, 'Un mot TEST.')).find('button', 'Autres actions').focus();
    await ines.key('Shift+F10');
    await ines.find('menuitem', 'Répondre').wait();
    await wait_focus(ines, 'Répondre');
    await ines.key('Escape');
    await ines.find('menuitem', 'Répondre').gone();
    await wait_focus(ines, 'Autres actions');
    // A field keeps the browser's own menu.
    await writing(ines).focus();
    assert.equal(await ines.evaluate(() => document.activeElement.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'F10', shiftKey: true, bubbles: true, cancelable: true }))), true);
  });

  test(`Escape closes each dialog, and the focus is where it was (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Échap TEST ${face.name}`;
    await begin(ines, title, [mathieu]);
    await ines.find('button', 'Nouvelle discussion').focus();
    await ines.key('Enter');
    await ines.find('dialog', 'Nouvelle discussion').wait();
    await wait_focus(ines, 'Titre de la discussion');
    await ines.key('Escape');
    await ines.find('dialog', 'Nouvelle discussion').gone();
    await wait_focus(ines, 'Nouvelle discussion');
    await open(ines, title);
    await ines.find('button', '2 membres').focus();
    await ines.key('Enter');
    await ines.find('dialog', 'Membres').wait();
    await wait_focus(ines, 'Fermer');
    await ines.key('Escape');
    await ines.find('dialog', 'Membres').gone();
    await wait_focus(ines, '2 membres');
    for (const [action, dialog] of [['Ajouter un membre', 'Ajouter un membre'], ['Quitter la discussion', 'Quitter la discussion ?']]) {
      await act_on_discussion(ines, action);
      await ines.find('dialog', dialog).wait();
      await ines.wait_idle();
      await ines.key('Escape');
      await ines.find('dialog', dialog).gone();
      await wait_focus(ines, 'Autres actions');
    }
  });
}
