// Discussions (product.md §7): several people, each in a browser of their own, who write, read, answer and change what they wrote.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { minute, said, start_listening, wait_said } from './checks_support.mjs';
import { act, assert_no_errors, begin, call, message, messages, names, open, open_actions, people, say, shown, stored, wait_message, wait_message_without, wait_news, withdraw, write, writing } from './discussions_support.mjs';
import { advance_clock, assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
// Codes an hour are limited: each test signs in on another day.
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

const announced = async (tab) => (await said(tab)).filter(({ text }) => /^Nouveau message/.test(text));
// Whatever was to be said has been said once this is heard.
async function hear_all(tab) {
  await site.open_user_menu(tab);
  await tab.find('menuitem', 'Thème').press();
  await wait_said(tab, 'Thème clair');
  await tab.key('Escape');
}

for (const face of faces) {
  test(`what one writes the others see at once, and are told once, politely (${face.name})`, async (context) => {
    const { ines, mathieu, camille } = await people(context, site, face);
    const title = `Visite de lundi TEST ${face.name}`;
    await begin(ines, title, [mathieu, camille]);
    await open(ines, title);
    await open(mathieu, title);
    await camille.find('link', title).wait();
    for (const tab of [ines, mathieu, camille]) await start_listening(tab);
    await writing(ines).type('Je passe');
    await write(ines, 'Je passe lundi matin.');
    await wait_message(mathieu, 'Je passe lundi matin.', 'Inès TEST, Infirmier');
    await wait_news(camille, title, '1 message non lu');
    await wait_said(mathieu, 'Nouveau message de Inès TEST');
    await write(mathieu, 'Alors je passe mardi.');
    await wait_message(ines, 'Alors je passe mardi.', 'Mathieu TEST, Médecin');
    await wait_news(camille, title, '2 messages non lus');
    for (const tab of [ines, mathieu, camille]) await hear_all(tab);
    assert.deepEqual(await announced(mathieu), [{ role: 'status', text: 'Nouveau message de Inès TEST' }]);
    assert.deepEqual(await announced(ines), [{ role: 'status', text: 'Nouveau message de Mathieu TEST' }]);
    assert.deepEqual(await announced(camille), [{ role: 'status', text: 'Nouveau message de Inès TEST' }, { role: 'status', text: 'Nouveau message de Mathieu TEST' }]);
    assert_no_errors(ines, mathieu, camille);
  });

  test(`three people talk: of each message each of the others hears one polite sentence, in order, and of what is typed nothing (${face.name})`, async (context) => {
    const tabs = await people(context, site, face);
    const title = `À trois TEST ${face.name}`;
    await begin(tabs.ines, title, [tabs.mathieu, tabs.camille]);
    for (const tab of Object.values(tabs)) await open(tab, title);
    for (const tab of Object.values(tabs)) await start_listening(tab);
    const turns = [['ines', 'Qui passe demain ?'], ['mathieu', 'Moi, à neuf heures.'], ['camille', 'Et moi mardi.'], ['ines', 'Merci à vous deux.']];
    for (const [author, text] of turns) {
      // Everybody is writing when it comes.
      for (const tab of Object.values(tabs)) await writing(tab).type('Je commence');
      await write(tabs[author], text);
      for (const tab of Object.values(tabs)) await message(tab, text);
    }
    for (const tab of Object.values(tabs)) await hear_all(tab);
    for (const [who, tab] of Object.entries(tabs)) {
      const expected = turns.map(([author]) => (author === who ? 'status Message envoyé' : `status Nouveau message de ${names[author]}`));
      assert.deepEqual((await said(tab)).map(({ role, text }) => `${role} ${text}`), [...expected, 'status Thème clair'], who);
    }
    assert_no_errors(...Object.values(tabs));
  });

  test(`typing says nothing to anybody; only its message does (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Frappe TEST ${face.name}`;
    await begin(ines, title, [mathieu]);
    for (const tab of [ines, mathieu]) await open(tab, title);
    for (const tab of [ines, mathieu]) await start_listening(tab);
    await writing(ines).type('Bonjour à tous, je commence une phrase');
    await ines.wait_idle();
    for (const tab of [ines, mathieu]) await hear_all(tab);
    for (const tab of [ines, mathieu]) assert.deepEqual((await said(tab)).map(({ text }) => text), ['Thème clair']);
    assert.equal(await writing(ines).value(), 'Bonjour à tous, je commence une phrase');
  });

  test(`whoever looks at another screen is told of an urgent message once, and finds what is unread (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Ailleurs TEST ${face.name}`;
    await begin(ines, title, [mathieu]);
    await open(ines, title);
    await mathieu.find('link', 'Dossiers').press();
    await site.wait_list(mathieu);
    await start_listening(mathieu);
    await ines.find('checkbox', 'Message urgent').press();
    await write(ines, 'Résultat TEST à voir ce matin.');
    await wait_message(ines, 'Résultat TEST à voir ce matin.', 'Message urgent');
    await wait_said(mathieu, 'Nouveau message urgent de Inès TEST');
    await hear_all(mathieu);
    assert.deepEqual(await announced(mathieu), [{ role: 'status', text: 'Nouveau message urgent de Inès TEST' }]);
    await mathieu.find_containing('link', 'Discussions').press();
    await wait_news(mathieu, title, /\d messages? non lus?, Message urgent non lu/);
  });

  test(`whoever looks at another screen is told of an ordinary message too (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Ailleurs, sans urgence TEST ${face.name}`;
    await begin(ines, title, [mathieu]);
    await open(ines, title);
    await mathieu.find('link', 'Dossiers').press();
    await site.wait_list(mathieu);
    await start_listening(mathieu);
    await write(ines, 'Rien de pressé.');
    await wait_message(ines, 'Rien de pressé.', 'Envoyé');
    await write(ines, 'Sauf ceci.');
    await wait_said(mathieu, 'Nouveau message de Inès TEST');
    await hear_all(mathieu);
    assert.equal((await announced(mathieu)).length, 2);
  });

  test(`the way to discussions says how many are unread, wherever one is (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Compteur TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await mathieu.find('link', 'Dossiers').press();
    await site.wait_list(mathieu);
    await say(ines, id, 'Un message à lire.');
    await mathieu.wait_for('a count of unread messages', async () => /^\d+ messages? non lus?$/.test(await mathieu.find('link', 'Discussions').description()));
  });

  test(`«Lu par N sur M» grows as the others open it (${face.name})`, async (context) => {
    const { ines, mathieu, camille } = await people(context, site, face);
    const title = `Lecture TEST ${face.name}`;
    await begin(ines, title, [mathieu, camille]);
    await open(ines, title);
    await write(ines, 'Avez-vous le compte rendu ?');
    await wait_message(ines, 'Avez-vous le compte rendu ?', 'Envoyé');
    await open(mathieu, title);
    await wait_message(ines, 'Avez-vous le compte rendu ?', 'Lu par 1 sur 2');
    await act(ines, 'Avez-vous le compte rendu ?', 'Lu par…');
    const readers = ines.find('dialog', 'Lu par 1 sur 2');
    await readers.find('heading', 'Pas encore lu par').wait();
    assert.match(await readers.text(), /Lu par\s*Mathieu TEST\s*Pas encore lu par\s*Camille TEST/);
    await ines.wait_idle();
    await assert_accessible(ines, `who has read, ${face.name}`, { overlapped: true });
    await ines.key('Escape');
    await readers.gone();
    await wait_news(camille, title, /message/);
    await open(camille, title);
    await wait_message(ines, 'Avez-vous le compte rendu ?', 'Lu par 2 sur 2');
    await wait_news(await list_of(camille), title, /^$/);
    assert.ok((await shown(mathieu)).every((each) => !each.includes('Lu par')), 'of one\'s own messages only');
  });

  test(`an answer with its quotation, which can be given up (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Réponse TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await say(ines, id, 'Qui passe samedi ?');
    for (const tab of [ines, mathieu]) await open(tab, title);
    await act(mathieu, 'Qui passe samedi ?', 'Répondre');
    await mathieu.find('button', 'Ne plus répondre').press();
    await mathieu.find('button', 'Ne plus répondre').gone();
    await act(mathieu, 'Qui passe samedi ?', 'Répondre');
    await mathieu.find('button', 'Ne plus répondre').wait();
    await mathieu.wait_for('the focus in the field', async () => (await mathieu.focused()).tag === 'textarea');
    await write(mathieu, 'Moi, à 9 h.');
    for (const tab of [ines, mathieu]) await wait_message(tab, 'Moi, à 9 h.', /En réponse à Inès TEST[\s\S]*Qui passe samedi \?[\s\S]*Moi, à 9 h\./);
    assert.equal(await mathieu.sees('button', 'Ne plus répondre'), false);
    assert_no_errors(ines, mathieu);
  });

  test(`a member is mentioned by «@» and a part of the name (${face.name})`, async (context) => {
    const { ines, mathieu, camille } = await people(context, site, face);
    const title = `Mention TEST ${face.name}`;
    await begin(ines, title, [mathieu, camille]);
    await open(ines, title);
    await writing(ines).type('Merci @');
    const offered = ines.find('group', 'Mentionner');
    await offered.find('button', names.mathieu).wait();
    await offered.find('button', names.camille).wait();
    await writing(ines).type('cam');
    await offered.find('button', names.mathieu).gone();
    await offered.find('button', names.camille).press();
    await ines.wait_for('the whole name', async () => (await writing(ines).value()) === 'Merci @Camille TEST ');
    await offered.gone();
    await ines.find('button', 'Envoyer').press();
    await wait_news(camille, title, 'Vous êtes mentionné');
    await wait_news(mathieu, title, /message/);
    assert.doesNotMatch(await mathieu.find('link', title).description(), /mentionné/);
    await open(camille, title);
    await message(camille, 'Merci @Camille TEST');
  });

  test(`a mention is completed where the caret is, and typing goes on behind it (${face.name})`, async (context) => {
    const { ines, mathieu, camille } = await people(context, site, face);
    const title = `Mention au milieu TEST ${face.name}`;
    await begin(ines, title, [mathieu, camille]);
    await open(ines, title);
    const holds = (text, start) => ines.wait_for(`«${text}» with the caret at ${start}`, () => writing(ines).evaluate(
      (field, wanted) => document.activeElement === field && field.value === wanted.text && field.selectionEnd === wanted.start, { text, start }));
    const offered = ines.find('group', 'Mentionner');
    await writing(ines).fill('passe demain 😀');
    await ines.key('Home');
    await ines.type('@Cam');
    await offered.find('button', names.camille).press();
    await holds('@Camille TEST passe demain 😀', 14);
    await ines.type('qui ');
    await holds('@Camille TEST qui passe demain 😀', 18);
    // The caret moves by keys alone: what stands there is completed, and nothing of what stands behind it is lost.
    await ines.key('End');
    await ines.type(' @mat');
    await offered.find('button', names.mathieu).wait();
    await ines.key('Home');
    await offered.gone();
    await ines.key('End');
    await offered.find('button', names.mathieu).press();
    await holds('@Camille TEST qui passe demain 😀 @Mathieu TEST ', 48);
    await ines.find('button', 'Envoyer').press();
    for (const tab of [mathieu, camille]) await wait_news(tab, title, 'Vous êtes mentionné');
    assert_no_errors(ines, mathieu, camille);
  });

  test(`an urgent message is marked in the discussion and in the list (${face.name})`, async (context) => {
    const { ines, mathieu, camille } = await people(context, site, face);
    const title = `Urgence TEST ${face.name}`;
    await begin(ines, title, [mathieu, camille]);
    for (const tab of [ines, mathieu]) await open(tab, title);
    await ines.find('checkbox', 'Message urgent').press();
    await write(ines, 'Rappelez-moi avant midi.');
    for (const tab of [ines, mathieu]) await wait_message(tab, 'Rappelez-moi avant midi.', 'Message urgent');
    assert.equal(await ines.find('checkbox', 'Message urgent').is_checked(), false, 'the next one is not');
    await wait_news(camille, title, 'Message urgent non lu');
    await write(ines, 'Merci.');
    await wait_message(mathieu, 'Merci.', /./);
    assert.ok(!(await shown(mathieu)).find((each) => each.includes('Merci.')).includes('Message urgent'));
  });

  test(`«Vu» and its undoing are seen by all (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Vu TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await say(ines, id, 'Pansement TEST refait.');
    for (const tab of [ines, mathieu]) await open(tab, title);
    await act(mathieu, 'Pansement TEST refait.', 'Vu');
    for (const tab of [ines, mathieu]) await wait_message(tab, 'Pansement TEST refait.', 'Vu : Mathieu TEST');
    await act(mathieu, 'Pansement TEST refait.', 'Annuler « Vu »');
    for (const tab of [ines, mathieu]) await wait_message_without(tab, 'Pansement TEST refait.', 'Vu :');
    await open_actions(ines, 'Pansement TEST refait.');
    assert.equal(await ines.sees('menuitem', 'Vu'), false, 'not of one\'s own');
  });

  test(`one's own message is changed and withdrawn, leaving a trace and no words (${face.name})`, async (context) => {
    const { ines, mathieu, camille } = await people(context, site, face);
    const title = `Correction TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu, camille]);
    const { number } = await say(ines, id, 'Rendez-vous jeudi.');
    await say(mathieu, id, 'Noté.', { reply_to: number });
    for (const tab of [ines, mathieu, camille]) await open(tab, title);
    await open_actions(mathieu, 'Noté.');
    await mathieu.find('menuitem', 'Retirer').wait();
    await mathieu.key('Escape');
    await act(ines, 'Rendez-vous jeudi.', 'Modifier');
    const changing = ines.find('textbox', 'Modification du message');
    assert.equal(await changing.value(), 'Rendez-vous jeudi.');
    await changing.fill('Rendez-vous vendredi.');
    await ines.find('button', 'Enregistrer').press();
    for (const tab of [ines, mathieu, camille]) await wait_message(tab, 'Rendez-vous vendredi.', 'modifié');
    await writing(ines).wait();
    await withdraw(ines, 'Rendez-vous vendredi.');
    for (const tab of [ines, mathieu, camille]) {
      await tab.wait_for('a withdrawn message', async () => (await shown(tab)).some((each) => each.includes('Message retiré') && !each.includes('Noté.')));
      assert.ok((await shown(tab)).every((each) => !each.includes('vendredi')), 'nothing of it stands there');
    }
    assert.deepEqual(await stored(mathieu, id), ['', 'Noté.']);
    assert_no_errors(ines, mathieu, camille);
  });

  test(`the quotation of a withdrawn message loses its words as well, at once (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Citation TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    const { number } = await say(ines, id, 'Zirconium.');
    await say(mathieu, id, 'Bien reçu.', { reply_to: number });
    for (const tab of [ines, mathieu]) await open(tab, title);
    await wait_message(mathieu, 'Bien reçu.', 'Zirconium.');
    await withdraw(ines, 'Zirconium.');
    for (const tab of [ines, mathieu]) await tab.wait_for('no word of it', async () => !(await messages(tab).text()).includes('Zirconium'));
    await wait_message(mathieu, 'Bien reçu.', 'Message retiré');
  });

  test(`another's message cannot be changed; one's own not after a quarter of an hour (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Délai TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await say(ines, id, 'Premier message.');
    for (const tab of [ines, mathieu]) await open(tab, title);
    await open_actions(mathieu, 'Premier message.');
    for (const action of ['Modifier', 'Retirer']) assert.equal(await mathieu.sees('menuitem', action), false, action);
    await advance_clock(site.server, 16 * minute);
    await act(ines, 'Premier message.', 'Modifier');
    await ines.find('textbox', 'Modification du message').fill('Trop tard.');
    await ines.find('button', 'Enregistrer').press();
    await ines.wait_text(/Il est trop tard/);
    assert.deepEqual(await stored(mathieu, id), ['Premier message.']);
  });

  test(`«Aller à une date» brings the first message of that day into sight, and says when there is none (${face.name})`, async (context) => {
    const { ines } = await people(context, site, face, ['ines']);
    const { discussions } = await call(ines, 'GET', '/discussions');
    const longest = discussions.reduce((one, other) => (other.count > one.count ? other : one));
    const { messages: all } = await call(ines, 'GET', `/discussions/${longest.id}/messages?from=1&limit=200`);
    const day_of = (message) => new Date(message.at_ms).toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris' });
    const written = all.filter(({ kind, withdrawn }) => kind === 'text' && !withdrawn);
    const wanted = written[Math.floor(written.length / 2)];
    const first = all.find((message) => day_of(message) === day_of(wanted));
    // By its address: in the list it may be below what is in sight.
    await site.open(ines, `#/discussions/${longest.id}`);
    await ines.find('heading', longest.title).wait();
    await ines.wait_idle();
    await ines.find('button', 'Aller à une date').press();
    await ines.find('textbox', 'Date').fill(day_of(wanted));
    await ines.find('button', 'Aller').press();
    await ines.find('textbox', 'Date').gone();
    await ines.wait_for('the focus on the first message of that day', () => ines.evaluate((text) => document.activeElement.innerText.includes(text), (first.kind === 'text' ? first : wanted).text.split('\n')[0].slice(0, 40)));
    await ines.find('button', 'Aller à une date').press();
    await ines.find('textbox', 'Date').fill('01/01/2099');
    await ines.key('Enter');
    await ines.wait_text('Aucun message ce jour-là ni après.');
    assert_no_errors(ines);
  });
}

// Where the list of discussions stands: beside in the drawn version, a page back in the other.
async function list_of(tab) {
  if (await tab.sees('link', 'Retour aux discussions')) await tab.find('link', 'Retour aux discussions').press();
  await tab.find('heading', 'Discussions').wait();
  return tab;
}
