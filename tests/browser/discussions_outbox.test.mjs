// Discussions (product.md §7): what is written without a network is kept and sent once, in order; drafts; a long discussion.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { needs } from './driver.mjs';
import { box_of, minute, start_listening, wait_said } from './checks_support.mjs';
import { act, begin, call, is_in_sight, message, messages, open, people, say, shown, stored, wait_message, wait_message_without, write, writing } from './discussions_support.mjs';
import { advance_clock, assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

const sending = '**/api/spico/discussions/*/messages';
const texts_of = async (tab, pattern) => (await shown(tab)).map((each) => pattern.exec(each)?.[0]).filter(Boolean);

// A page up is a smooth movement of the browser's own: not one frame of it, but its end.
const at_rest = (tab) => tab.wait_for('the messages at rest', () => messages(tab).evaluate(async (list) => {
  const from = list.scrollTop;
  for (let frame = 0; frame < 20; frame += 1) await new Promise(requestAnimationFrame);
  return list.scrollTop === from;
}));

// The first one says that the discussion was begun.
async function say_numbers(tab, id, last) {
  for (let count = 2; count <= last; count += 1) await say(tab, id, `Numéro ${count}, un message parmi d'autres.`);
}

// «À refuser.» is refused, and stands so in a second tab, which is returned.
async function refused_in_two_tabs(tab, title) {
  await open(tab, title);
  await tab.person.intercept(sending, { status: 422, json: { code: 'unknown_message', message: 'x' } });
  await write(tab, 'À refuser.');
  await wait_message(tab, 'À refuser.', 'Refusé');
  await tab.wait_idle();
  const other = await site.another_tab(tab, '#/discussions');
  await open(other, title);
  await wait_message(other, 'À refuser.', 'Refusé');
  await tab.person.restore();
  return other;
}

for (const face of faces) {
  test(`written without a network: kept, then sent once and in order (${face.name})`, needs('offline'), async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Hors ligne TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    for (const tab of [ines, mathieu]) await open(tab, title);
    await ines.person.offline(true);
    await write(ines, 'Message 1.');
    await wait_message(ines, 'Message 1.', 'En attente d\'envoi');
    await ines.wait_text('1 message en attente d\'envoi');
    for (const number of [2, 3, 4]) await write(ines, `Message ${number}.`);
    await ines.wait_text('4 messages en attente d\'envoi');
    for (const number of [2, 3, 4]) await wait_message(ines, `Message ${number}.`, 'En attente d\'envoi');
    await ines.wait_idle();
    await assert_accessible(ines, `messages that wait, ${face.name}`);
    assert.deepEqual(await stored(mathieu, id), []);
    await ines.person.offline(false);
    await wait_message(mathieu, 'Message 4.', /./);
    await ines.wait_for('nothing waits', async () => !/en attente d'envoi/i.test(await ines.text()));
    const all = ['Message 1.', 'Message 2.', 'Message 3.', 'Message 4.'];
    assert.deepEqual(await stored(mathieu, id), all);
    for (const tab of [ines, mathieu]) assert.deepEqual(await texts_of(tab, /Message \d\./), all);
  });

  test(`«Tout renvoyer» sends what the server could not take (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Renvoi TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await open(ines, title);
    await ines.person.intercept(sending, { status: 503, json: { code: 'busy', message: 'x', retry_after_s: 600 }, headers: { 'retry-after': '600' } });
    await write(ines, 'Message 1.');
    await write(ines, 'Message 2.');
    await ines.wait_text('2 messages en attente d\'envoi');
    await ines.person.restore();
    assert.deepEqual(await stored(mathieu, id), []);
    await ines.find('button', 'Tout renvoyer').press();
    for (const number of [1, 2]) await wait_message(ines, `Message ${number}.`, 'Envoyé');
    assert.deepEqual(await stored(mathieu, id), ['Message 1.', 'Message 2.']);
    assert.equal(await ines.sees('button', 'Tout renvoyer'), false);
  });

  test(`an answer that was lost: the message is there once (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Réponse perdue TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await open(ines, title);
    // The server has it, the answer does not come; the same is sent again with its mark.
    let sent = null;
    await ines.person.intercept(sending, { status: 502, text: 'x', see: (json) => { sent ??= json; } });
    await write(ines, 'Une seule fois.');
    await wait_message(ines, 'Une seule fois.', 'En attente d\'envoi');
    await call(ines, 'GET', `/discussions/${id}`);
    await ines.person.restore();
    await call(ines, 'POST', `/discussions/${id}/messages`, sent);
    await wait_message(ines, 'Une seule fois.', 'Envoyé');
    await ines.wait_for('nothing waits', async () => !/en attente d'envoi/i.test(await ines.text()));
    assert.deepEqual(await stored(mathieu, id), ['Une seule fois.']);
    assert.deepEqual(await texts_of(ines, /Une seule fois\./), ['Une seule fois.']);
  });

  test(`a refused message is told with its reason, and can be taken back (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Refus TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await open(ines, title);
    await start_listening(ines);
    await ines.person.intercept(sending, { status: 422, json: { code: 'unknown_message', message: 'x' } });
    await write(ines, 'À refuser.');
    await wait_message(ines, 'À refuser.', 'Refusé');
    await wait_said(ines, 'Message refusé. Ce message n\'existe plus.');
    await ines.person.restore();
    await (await message(ines, 'À refuser.')).find('button', 'Autres actions').press();
    await ines.find('menuitem', 'Reprendre').press();
    await ines.wait_for('its words in the field', async () => (await writing(ines).value()) === 'À refuser.');
    await ines.find('button', 'Envoyer').press();
    await wait_message(ines, 'À refuser.', 'Envoyé');
    assert.deepEqual(await stored(mathieu, id), ['À refuser.']);
  });

  test(`sent again in one tab, a message is not taken back in another, which says so: it is there once (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Deux onglets TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    const other = await refused_in_two_tabs(ines, title);
    let let_go;
    let left;
    const when = new Promise((done) => { let_go = done; });
    const is_on_its_way = new Promise((done) => { left = done; });
    await ines.person.on_request(({ method, path }) => { if (method === 'POST' && path.endsWith('/messages')) left(); });
    await ines.person.intercept(sending, { proceed: true, when });
    await other.find('button', 'Tout renvoyer').press();
    await is_on_its_way;
    await (await message(ines, 'À refuser.')).find('button', 'Autres actions').press();
    await ines.find('menuitem', 'Reprendre').press();
    await ines.wait_text('Trop tard : ce message est parti');
    assert.equal(await writing(ines).value(), '');
    let_go();
    for (const tab of [other, ines]) await wait_message(tab, 'À refuser.', 'Envoyé');
    assert.deepEqual(await stored(mathieu, id), ['À refuser.']);
    for (const tab of [other, ines]) {
      assert.deepEqual(await texts_of(tab, /À refuser\./), ['À refuser.']);
      assert.equal(await writing(tab).value(), '');
    }
  });

  test(`taken back in one tab, a message is not sent from another (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Repris TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    const other = await refused_in_two_tabs(ines, title);
    await (await message(ines, 'À refuser.')).find('button', 'Autres actions').press();
    await ines.find('menuitem', 'Reprendre').press();
    await ines.wait_for('its words in the field', async () => (await writing(ines).value()) === 'À refuser.');
    await other.wait_for('it is gone', async () => (await shown(other)).every((each) => !each.includes('À refuser.')));
    assert.deepEqual(await stored(mathieu, id), []);
    await ines.find('button', 'Envoyer').press();
    await wait_message(ines, 'À refuser.', 'Envoyé');
    assert.deepEqual(await stored(mathieu, id), ['À refuser.']);
  });

  test(`a refused message says why on the screen (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Raison TEST ${face.name}`;
    await begin(ines, title, [mathieu]);
    await open(ines, title);
    await ines.person.intercept(sending, { status: 422, json: { code: 'unknown_message', message: 'x' } });
    await write(ines, 'À refuser.');
    await wait_message(ines, 'À refuser.', 'Refusé');
    await ines.wait_idle();
    assert.match(await ines.find('main').text(), /Ce message n'existe plus\./);
  });

  test(`10,001 characters, and 100,000: an error in words, nothing lost, nothing sent; one less goes (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Longueur TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await open(ines, title);
    const too_long = `TEST ${'é'.repeat(9996)}`;
    await writing(ines).fill(too_long);
    await ines.wait_text(/Ce message est trop long : 10\s000 caractères au plus\./);
    await ines.find('button', 'Envoyer').press();
    await ines.wait_idle();
    assert.equal(await writing(ines).value(), too_long);
    assert.match(await writing(ines).description(), /trop long/);
    assert.equal(await writing(ines).attribute('aria-invalid'), 'true');
    assert.deepEqual(await stored(mathieu, id), []);
    // Ten times as much, as a whole report that was pasted, is no different.
    const report = `TEST ${'é'.repeat(99_995)}`;
    await writing(ines).fill(report);
    await ines.find('button', 'Envoyer').press();
    await ines.wait_idle();
    assert.ok((await writing(ines).value()) === report, 'nothing of it is lost');
    assert.equal(await writing(ines).attribute('aria-invalid'), 'true');
    assert.deepEqual(await stored(mathieu, id), []);
    await writing(ines).fill(too_long.slice(0, -1));
    await ines.wait_text(/Encore 0 caractères?/);
    await ines.find('button', 'Envoyer').press();
    await ines.wait_for('an empty field', async () => (await writing(ines).value()) === '');
    await ines.wait_for('it is sent', async () => (await stored(mathieu, id)).length === 1);
    assert.deepEqual(await stored(mathieu, id), [too_long.slice(0, -1)]);
  });

  test(`a draft stays with its discussion, and survives going elsewhere (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const [one, other] = [`Brouillon A TEST ${face.name}`, `Brouillon B TEST ${face.name}`];
    for (const title of [one, other]) await begin(ines, title, [mathieu]);
    await open(ines, one);
    await writing(ines).fill('Pas encore fini');
    await open(ines, other);
    assert.equal(await writing(ines).value(), '');
    await ines.find('link', 'Dossiers').press();
    await site.wait_list(ines);
    await ines.find('link', 'Discussions').press();
    await open(ines, one);
    assert.equal(await writing(ines).value(), 'Pas encore fini');
  });

  test(`a draft survives a reload (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Brouillon TEST ${face.name}`;
    await begin(ines, title, [mathieu]);
    await open(ines, title);
    await writing(ines).fill('Pas encore fini');
    await ines.wait_idle();
    await ines.reload();
    await writing(ines).wait();
    await ines.wait_for('the draft', async () => (await writing(ines).value()) === 'Pas encore fini');
  });

  test(`a long discussion opens at the first unread message (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Non lue TEST ${face.name}`;
    const id = await begin(mathieu, title, [ines]);
    await say_numbers(mathieu, id, 300);
    await call(ines, 'PUT', `/discussions/${id}/read`, { number: 279 });
    await open(ines, title);
    await wait_message(ines, 'Numéro 280,', 'Nouveaux messages');
    await ines.wait_for('the first unread message in sight', () => is_in_sight(ines, 'Numéro 280,'));
    assert.equal((await shown(ines)).some((each) => each.includes('Numéro 300,')) && await is_in_sight(ines, 'Numéro 300,'), false, 'not the end');
  });

  test(`a long discussion loads older messages, and what is read stays in place when a new one comes (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Longue TEST ${face.name}`;
    const id = await begin(mathieu, title, [ines]);
    await say_numbers(mathieu, id, 300);
    await call(ines, 'PUT', `/discussions/${id}/read`, { number: 279 });
    await open(ines, title);
    await wait_message(ines, 'Numéro 280,', 'Nouveaux messages');
    assert.equal((await shown(ines)).filter((each) => each.includes('Nouveaux messages')).length, 1);
    if (face.query) {
      await ines.find('button', 'Page précédente').press();
      await message(ines, 'Numéro 230,');
    } else {
      await messages(ines).focus();
      await ines.wait_for('older messages', async () => {
        await ines.key('PageUp');
        await ines.wait_idle();
        return (await shown(ines)).some((each) => each.includes('Numéro 231,'));
      });
    }
    await at_rest(ines);
    await ines.wait_idle();
    const in_sight = [];
    for (const text of await texts_of(ines, /Numéro \d+,/)) if (await is_in_sight(ines, text)) in_sight.push(text);
    assert.ok(in_sight.length > 0);
    const reading = in_sight[Math.floor(in_sight.length / 2)];
    const before_it = await box_of(await message(ines, reading));
    await start_listening(ines);
    await say(mathieu, id, 'Numéro 301, le nouveau.');
    await wait_said(ines, 'Nouveau message de Mathieu TEST');
    await ines.wait_idle();
    assert.deepEqual(await box_of(await message(ines, reading)), before_it);
    assert.ok((await shown(ines)).every((each) => !each.includes('Numéro 301,')), 'elsewhere');
  });

  test(`at the end of a discussion the newest message comes into sight (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    const title = `Fin TEST ${face.name}`;
    const id = await begin(mathieu, title, [ines]);
    await say_numbers(mathieu, id, 40);
    await call(ines, 'PUT', `/discussions/${id}/read`, { number: 40 });
    await open(ines, title);
    await ines.wait_for('the last message in sight', () => is_in_sight(ines, 'Numéro 40,'));
    await wait_message_without(ines, 'Numéro 40,', 'Nouveaux messages');
    await say(mathieu, id, 'Numéro 41, le nouveau.');
    await ines.wait_for('the new message in sight', () => is_in_sight(ines, 'Numéro 41,'));
    await act(ines, 'Numéro 41,', 'Répondre');
    await write(ines, 'Réponse au dernier.');
    await ines.wait_for('one\'s own message in sight', () => is_in_sight(ines, 'Réponse au dernier.'));
  });
}
