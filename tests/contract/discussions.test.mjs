// Discussions (product.md §7): who is in one reads and writes it and nobody else; numbers, history, edits, search.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { advance_clock, enter_spico, list_patients, users } from './support/journey.mjs';
import { limits } from './support/openapi.mjs';
import { begin, client_id, messages_of, say, summary, team } from './support/discussions.mjs';
import { only_own_server, start_server } from './support/server.mjs';

const skip = only_own_server;
let server;
let ines;
let mathieu;
let camille;
before(async () => {
  server = await start_server({ patients: 12 });
  ({ ines, mathieu, camille } = await team(server));
});
after(async () => { await server?.dispose(); });

const found = ({ status, json }) => [status, json.code, json.field].filter((one) => one !== undefined).join(' ');
const opened = async (who, id) => (await who.get(`/api/spico/discussions/${id}`)).json;
const send = (who, id, json) => who.post(`/api/spico/discussions/${id}/messages`, { client_id: client_id(), text: 'TEST', ...json });
const start = (who, json) => who.post('/api/spico/discussions', { client_id: client_id(), title: 'TEST', members: [], ...json });
const add = (who, id, json) => who.post(`/api/spico/discussions/${id}/members`, json);
const search = async (who, text, limit = 50) => (await who.post('/api/spico/messages/search', { text, limit })).json.hits;
async function audit() {
  const { stdout } = await server.cli('audit', '--json');
  return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

test('begun, listed, opened: as it is for each member', async () => {
  const { patients } = await list_patients(ines);
  const zoe = patients.find(({ birth_name }) => birth_name === 'BÉNAZET');
  const { json: { id } } = await start(ines, { title: '  Retour   à domicile\u0000 ', patient_id: zoe.id, members: [mathieu.id, ines.id, mathieu.id] });
  const { discussion, me, members, patient } = await opened(ines, id);
  assert.equal(me, ines.id);
  assert.deepEqual(patient, (await list_patients(ines)).patients.find((each) => each.id === zoe.id), 'every trait, as the list has them');
  assert.deepEqual(members.map(({ name, profession, structure, commune, first, read }) => [name, profession, structure, commune, first, read]), [
    ['Inès TEST', 'infirmier', 'MSP des Trois Ponts (TEST)', 'Foix', 1, 1], ['Mathieu TEST', 'medecin', 'MSP des Trois Ponts (TEST)', 'Foix', 1, 0]]);
  const { at_ms } = discussion.last;
  assert.deepEqual(discussion, {
    id, title: 'Retour à domicile', patient: { id: zoe.id, name: 'BÉNAZET Zoé', birth_date: '1956-04-07', test: true }, members: 2, mine: true, unread: 0, count: 1, first: 1, read: 1,
    last: { number: 1, kind: 'created', author: ines.id, author_name: 'Inès TEST', at_ms, text: 'Retour à domicile' } });
  const text = `É${'x'.repeat(200)}`;
  const message = await say(ines, id, text, { urgent: true, mentions: [mathieu.id] });
  const { revision, discussions: [first] } = (await mathieu.get('/api/spico/discussions')).json;
  assert.ok(revision > 0);
  assert.deepEqual({ ...first, last: null, patient: null }, { id, title: 'Retour à domicile', patient: null, members: 2, unread: 1, mentioned: true, urgent: true, count: 2, first: 1, read: 0, last: null });
  assert.deepEqual(first.last, { number: 2, kind: 'text', author: ines.id, author_name: 'Inès TEST', at_ms: message.at_ms, text: text.slice(0, 160) });
  assert.deepEqual((await messages_of(mathieu, id)).map(({ number, kind, author }) => [number, kind, author]), [[1, 'created', ines.id], [2, 'text', ines.id]]);
});

test('T21 who is not in it gets, on every route, the very answer of one that does not exist', async () => {
  const id = await begin(ines, [mathieu]);
  const message = await say(ines, id, 'secret');
  const routes = [
    ['GET', (n) => `/api/spico/discussions/${n}`], ['GET', (n) => `/api/spico/discussions/${n}/messages?from=1&limit=9`],
    ['GET', (n) => `/api/spico/discussions/${n}/messages/first?from_ms=0`],
    ['POST', (n) => `/api/spico/discussions/${n}/messages`, { client_id: client_id(), text: 'TEST' }], ['PUT', (n) => `/api/spico/discussions/${n}/read`, { number: 1 }],
    ['PUT', (n) => `/api/spico/discussions/${n}/muted`, { muted: true }], ['POST', (n) => `/api/spico/discussions/${n}/members`, { member: camille.id, history: 'all' }],
    ['POST', (n) => `/api/spico/discussions/${n}/printed`, { from: 1, to: 1 }], ['DELETE', (n) => `/api/spico/discussions/${n}/members/me`]];
  for (const [method, path, json] of routes) {
    const foreign = await camille.request(method, path(id), { json });
    assert.equal(found(foreign), '404 unknown_discussion', `${method} ${path(id)}`);
    for (const other of ['999999', '0', 'nobody', '18446744073709551617', '1%20OR%201=1']) assert.deepEqual((await camille.request(method, path(other), { json })).body, foreign.body, `${method} ${other}`);
  }
  for (const [method, path, json] of [['PUT', (n) => `/api/spico/messages/${n}`, { text: 'TEST' }], ['DELETE', (n) => `/api/spico/messages/${n}`], ['PUT', (n) => `/api/spico/messages/${n}/seen`, { seen: true }]]) {
    const foreign = await camille.request(method, path(message.id), { json });
    assert.equal(found(foreign), '404 unknown_message');
    assert.deepEqual((await camille.request(method, path('999999'), { json })).body, foreign.body);
  }
  assert.ok((await camille.get('/api/spico/discussions')).json.discussions.every((one) => one.id !== id));
  assert.deepEqual(await search(camille, 'secret'), []);
  assert.deepEqual((await messages_of(ines, id)).map(({ text }) => text), ['TEST', 'secret']);
});

test('who can be a member: with an account, and allowed to see the patient', { skip }, async () => {
  const { patients } = await list_patients(ines);
  const { entries } = (await ines.post('/api/spico/directory/search', { text: '', limit: 50 })).json;
  const outside = entries.find(({ on_spico }) => !on_spico);
  for (const member of [outside.id, '4000000000']) assert.equal(found(await start(ines, { members: [mathieu.id, member] })), '422 not_on_spico members');
  for (const members of [undefined, null, 'x', [1], ['x'], [''], ['99999999999'], Array.from({ length: 500 }, () => mathieu.id)]) assert.equal(found(await start(ines, { members })), '422 invalid_field members');
  for (const title of [undefined, null, 1, '', ' \u0007', 'é'.repeat(201)]) assert.equal(found(await start(ines, { title })), '422 invalid_field title');
  for (const id of [undefined, null, '', 'x', '0'.repeat(31), '0'.repeat(33), 'A'.repeat(32)]) assert.equal(found(await start(ines, { client_id: id })), '422 invalid_field client_id');
  assert.equal(found(await start(ines, { patient_id: 7 })), '422 invalid_field patient_id');
  assert.equal(found(await start(ines, { patient_id: '999999' })), '404 unknown_patient');
  assert.equal((await start(ines, { title: 'é'.repeat(200) })).status, 200);

  const patient_id = patients.at(-1).id;
  assert.equal((await server.cli('account', 'revoke', users.coordinator, '--patient', patient_id)).code, 0);
  const refused = await start(ines, { patient_id, members: [mathieu.id, camille.id] });
  assert.deepEqual([refused.status, refused.json.code, refused.json.professional], [409, 'member_may_not_see_patient', camille.id]);
  assert.equal(found(await start(camille, { patient_id })), '404 unknown_patient');
  const { json: { id } } = await start(ines, { patient_id, members: [mathieu.id] });
  const later = await add(mathieu, id, { member: camille.id, history: 'all' });
  assert.deepEqual([later.status, later.json.code, later.json.professional], [409, 'member_may_not_see_patient', camille.id]);
  assert.equal(found(await add(mathieu, id, { member: outside.id, history: 'all' })), '422 not_on_spico member');
  assert.equal((await opened(ines, id)).members.length, 2);
});

test('the same client id begins one discussion, whatever else is asked', async () => {
  const body = { client_id: client_id(), title: 'TEST', members: [mathieu.id] };
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => ines.post('/api/spico/discussions', { ...body, title: `TEST ${index}` })));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(new Set(answers.map(({ json }) => json.id)).size, 1);
  assert.equal((await ines.post('/api/spico/discussions', { ...body, members: ['4000000000'] })).json.id, answers[0].json.id);
  assert.notEqual((await mathieu.post('/api/spico/discussions', { ...body, members: [] })).json.id, answers[0].json.id, 'another user, another one');
  assert.equal((await messages_of(ines, answers[0].json.id)).length, 1);
});

test('texts come as they were written: lines, emoji, markup, any alphabet; NFC; 10,000 characters', async () => {
  const id = await begin(ines, [mathieu]);
  const kept = ['<b>&amp;"\\\'', 'a\n\nb  c', '🧑‍⚕️ Ω ع 漢', '#/patients/1 https://exemple.test', '{"a":1}\u00a0%s', 'é'.repeat(10_000), '𝒳'.repeat(10_000)];
  for (const text of kept) assert.equal((await say(ines, id, text)).text, text);
  const cleaned = [['e\u0301te\u0301', 'été'], [' \r\n a\r\nb\rc\u2028d \n', 'a\nb\nc\nd'], ['a\tb\u0000\u0007c', 'a bc'], ['a\u202eb\u2066', 'ab'], ['\ud800x', null]];
  for (const [sent, text] of cleaned) {
    const answer = await send(ines, id, { text: sent });
    if (text === null) assert.ok(answer.status === 400 || answer.json.text.includes('x'));
    else assert.equal(answer.json.text, text, JSON.stringify(sent));
  }
  assert.equal((await messages_of(mathieu, id)).filter(({ kind }) => kind === 'text')[2].text, kept[2]);
  for (const text of [undefined, null, 1, '', ' \n\t ', '\u202e', 'é'.repeat(10_001)]) assert.equal(found(await send(ines, id, { text })), '422 invalid_field text', JSON.stringify(text)?.slice(0, 20));
  assert.equal(found(await send(ines, id, { text: 'x'.repeat(limits.message_body_bytes) })), '413 body_too_large');
});

test('answers, mentions, urgency: of what the sender may see, and of present members', async () => {
  const id = await begin(ines, [mathieu]);
  const first = await say(ines, id, 'x'.repeat(300));
  const answer = await say(mathieu, id, 'réponse', { reply_to: first.number, mentions: [ines.id, ines.id] });
  assert.deepEqual(answer.reply_to, { number: first.number, author: ines.id, text: 'x'.repeat(160) });
  assert.deepEqual(answer.mentions, [ines.id]);
  assert.equal((await summary(ines, id)).mentioned, true);
  for (const reply_to of [1, 99, 0, -1, 1.5, '2']) assert.equal(found(await send(ines, id, { reply_to })), '422 invalid_field reply_to', String(reply_to));
  for (const mentions of [[camille.id], ['x'], 'x', [7]]) assert.equal(found(await send(ines, id, { mentions })), '422 invalid_field mentions', String(mentions));
  assert.equal(found(await send(ines, id, { urgent: 'yes' })), '422 invalid_field urgent');
  for (const wrong of [undefined, '', 'x'.repeat(32), 1]) assert.equal(found(await send(ines, id, { client_id: wrong })), '422 invalid_field client_id');
});

test('pages are by number, from wherever a reader is', async () => {
  const id = await begin(ines, [mathieu]);
  for (let count = 2; count <= 12; count += 1) await say(count % 2 ? ines : mathieu, id, `TEST ${count}`);
  const page = async (query) => (await ines.get(`/api/spico/discussions/${id}/messages?${query}`)).json;
  const numbers = async (query) => (await page(query)).messages.map(({ number }) => number);
  assert.deepEqual(await numbers('from=0&limit=3'), [1, 2, 3]);
  assert.deepEqual(await numbers('from=5&limit=2'), [5, 6]);
  assert.deepEqual(await numbers('from=11&limit=200'), [11, 12]);
  assert.deepEqual(await page('from=13&limit=200'), { count: 12, first: 1, messages: [] });
  for (const query of ['limit=3', 'from=1', 'from=-1&limit=3', 'from=x&limit=3', 'from=1&limit=0', 'from=1&limit=201', 'from=1x&limit=3']) {
    assert.match(found(await ines.get(`/api/spico/discussions/${id}/messages?${query}`)), /^422 invalid_field (from|limit)$/, query);
  }
});

test('read goes forward only; muted is each one\'s own', async () => {
  const id = await begin(ines, [mathieu]);
  for (const text of ['un', 'deux', 'trois']) await say(ines, id, text);
  const read = (number) => mathieu.put(`/api/spico/discussions/${id}/read`, { number });
  for (const [number, reached, unread] of [[2, 2, 2], [1, 2, 2], [0, 2, 2], [99, 4, 0]]) {
    assert.deepEqual((await read(number)).json, {});
    const { read: now, unread: left } = await summary(mathieu, id);
    assert.deepEqual([now, left], [reached, unread], String(number));
  }
  assert.deepEqual((await opened(ines, id)).members.map(({ read: now }) => now), [4, 4]);
  for (const number of [undefined, -1, 1.5, '2', null]) assert.equal(found(await read(number)), '422 invalid_field number');
  for (const muted of [true, true, false]) {
    assert.deepEqual((await mathieu.put(`/api/spico/discussions/${id}/muted`, { muted })).json, {});
    assert.equal(Boolean((await summary(mathieu, id)).muted), muted);
    assert.equal((await summary(ines, id)).muted, undefined);
  }
});

test('added with history or from now on; leaving and coming back', async () => {
  const id = await begin(ines, [mathieu]);
  const secret = await say(ines, id, 'zirconium');
  assert.equal(found(await add(mathieu, id, { member: camille.id, history: 'some' })), '422 invalid_field history');
  assert.deepEqual((await add(mathieu, id, { member: camille.id, history: 'from_now' })).json, {});
  assert.deepEqual((await add(mathieu, id, { member: camille.id, history: 'all' })).json, {}, 'is a member already');
  assert.deepEqual((await opened(ines, id)).members.map(({ first }) => first), [1, 1, 3], 'who may have read which message');
  await say(ines, id, 'suite', { reply_to: secret.number });
  const { json } = await camille.get(`/api/spico/discussions/${id}/messages?from=1&limit=200`);
  assert.deepEqual([json.count, json.first], [4, 3]);
  assert.deepEqual(json.messages.map(({ number, kind, author, member, text, reply_to }) => [number, kind, author, member, text, reply_to]), [
    [3, 'joined', mathieu.id, camille.id, '', undefined], [4, 'text', ines.id, undefined, 'suite', undefined]]);
  assert.deepEqual(await search(camille, 'zirconium'), []);
  assert.equal((await search(mathieu, 'zirconium')).length, 1);
  assert.equal(found(await camille.put(`/api/spico/messages/${secret.id}/seen`, { seen: true })), '404 unknown_message');

  assert.deepEqual((await camille.delete(`/api/spico/discussions/${id}/members/me`)).json, {});
  assert.equal(found(await camille.delete(`/api/spico/discussions/${id}/members/me`)), '404 unknown_discussion');
  assert.equal(found(await camille.get(`/api/spico/discussions/${id}`)), '404 unknown_discussion');
  assert.deepEqual(await search(camille, 'suite'), []);
  const { members, discussion } = await opened(ines, id);
  assert.equal(discussion.members, 2);
  const { mentions } = await say(ines, id, 'à tous', { mentions: [camille.id, mathieu.id] });
  assert.deepEqual(mentions, [mathieu.id], 'who left is not called, and the message is not lost');
  assert.deepEqual(members.map(({ name, left_at_ms }) => [name, left_at_ms !== undefined]), [['Inès TEST', false], ['Mathieu TEST', false], ['Camille TEST', true]]);
  await add(ines, id, { member: camille.id, history: 'all' });
  assert.deepEqual((await messages_of(camille, id)).map(({ kind }) => kind), ['created', 'text', 'joined', 'text', 'left', 'text', 'joined']);
  assert.equal((await opened(ines, id)).members.every(({ left_at_ms }) => left_at_ms === undefined), true);
});

test('whoever adds hands on no more than they may see', async () => {
  const id = await begin(ines, []);
  const secret = await say(ines, id, 'mispickel');
  await add(ines, id, { member: camille.id, history: 'from_now' });
  assert.deepEqual((await add(camille, id, { member: mathieu.id, history: 'all' })).json, {});
  const sees = async (who) => (await messages_of(who, id)).map(({ number }) => number);
  assert.deepEqual(await sees(mathieu), [3, 4]);
  await camille.delete(`/api/spico/discussions/${id}/members/me`);
  assert.deepEqual((await add(mathieu, id, { member: camille.id, history: 'all' })).json, {}, 'back, added by whom they added');
  assert.deepEqual(await sees(camille), [3, 4, 5, 6]);
  for (const who of [mathieu, camille]) {
    assert.deepEqual(await search(who, 'mispickel'), []);
    assert.equal(found(await who.put(`/api/spico/messages/${secret.id}/seen`, { seen: true })), '404 unknown_message');
  }
});

test('an author edits and withdraws for a quarter of an hour by the server\'s clock; nothing of it leaves', { skip }, async () => {
  const id = await begin(ines, [mathieu]);
  const message = await say(ines, id, 'rutabaga cru');
  const target = `/api/spico/messages/${message.id}`;
  assert.equal(found(await mathieu.put(target, { text: 'x' })), '404 unknown_message', 'another one\'s');
  assert.equal(found(await mathieu.delete(target)), '404 unknown_message');
  assert.equal(found(await ines.put(target, { text: ' ' })), '422 invalid_field text');
  const edited = (await ines.put(target, { text: 'topinambour cuit' })).json;
  assert.ok(edited.edited_at_ms >= message.at_ms);
  assert.equal((await messages_of(mathieu, id))[1].text, 'topinambour cuit');
  assert.deepEqual(await search(mathieu, 'rutabaga'), []);
  const quote = await say(mathieu, id, 'ah ?', { reply_to: message.number });
  assert.equal((await ines.delete(target)).json.withdrawn, true);
  assert.equal((await ines.delete(target)).status, 200);
  const all = (await mathieu.get(`/api/spico/discussions/${id}/messages?from=1&limit=200`)).text + (await mathieu.get('/api/spico/discussions')).text;
  for (const word of ['rutabaga', 'topinambour']) {
    assert.ok(!all.includes(word), word);
    assert.deepEqual(await search(ines, word), []);
  }
  assert.deepEqual((await messages_of(mathieu, id)).map(({ number, withdrawn, reply_to }) => [number, withdrawn, reply_to?.text]), [[1, undefined, undefined], [2, true, undefined], [3, undefined, '']]);
  assert.equal(found(await ines.put(target, { text: 'x' })), '404 unknown_message');
  const late = await say(ines, id, 'tard');
  await advance_clock(server, limits.message_edit_ms + 1000);
  assert.equal(found(await ines.put(`/api/spico/messages/${late.id}`, { text: 'x' })), '409 too_late');
  assert.equal(found(await ines.delete(`/api/spico/messages/${late.id}`)), '409 too_late');
  assert.equal((await messages_of(ines, id)).at(-1).text, 'tard');
  assert.ok(quote.id);
});

test('«Vu» is one press, taken back by another', async () => {
  const id = await begin(ines, [mathieu]);
  const { id: message } = await say(ines, id, 'TEST');
  const seen = (who, wanted) => who.put(`/api/spico/messages/${message}/seen`, { seen: wanted });
  assert.deepEqual((await seen(mathieu, true)).json.seen_by, [mathieu.id]);
  assert.deepEqual((await seen(ines, true)).json.seen_by.sort(), [ines.id, mathieu.id].sort());
  await seen(ines, true);
  assert.deepEqual((await seen(ines, false)).json.seen_by, [mathieu.id]);
  assert.equal((await seen(mathieu, false)).json.seen_by, undefined);
  assert.equal(found(await seen(mathieu, 'yes')), '422 invalid_field seen');
});

test('search: beginnings of words in any order, accents aside, newest first, with what stands around', async () => {
  const id = await begin(ines, [mathieu]);
  const word = `quetsche${randomBytes(4).toString('hex')}`;
  await say(ines, id, `${'avant '.repeat(60)}l’Épaule ${word} ${'après '.repeat(60)}`);
  await say(mathieu, id, `${word} : épaules, "guillemets" AND (parenthèses`);
  const hits = await search(ines, `${word.slice(0, 10)} EPAUL`);
  assert.deepEqual(hits.map(({ discussion_id, title, message }) => [discussion_id, title, message.number]), [[id, 'TEST', 3], [id, 'TEST', 2]]);
  assert.match(hits[1].excerpt, /^….*Épaule quetsche.*…$/);
  const name_of = async (who) => (await who.session()).user.display_name;
  assert.deepEqual(hits.map(({ author_name: name }) => name), [await name_of(mathieu), await name_of(ines)]);
  assert.ok(hits[1].excerpt.length <= 170 && !hits[1].excerpt.includes('\n'));
  assert.equal((await search(ines, word, 1)).length, 1);
  for (const text of [`${word} "guillemets" AND (`, `${word} -parentheses* OR`]) assert.equal((await search(ines, text)).length, text.includes('OR') ? 0 : 1, text);
  for (const text of ['"', '*', '( ) :', 'NEAR(', 'text:x', '\u0000']) assert.ok(Array.isArray(await search(ines, text)), text);
  for (const [field, wrong] of [['text', ''], ['text', 1], ['text', 'é'.repeat(201)], ['limit', 0], ['limit', 51]]) {
    assert.equal(found(await ines.post('/api/spico/messages/search', { text: 'x', limit: 1, [field]: wrong })), `422 invalid_field ${field}`);
  }
});

test('T42 the audit log knows who did what in which discussion, and not a word of it', { skip }, async () => {
  const earlier = (await audit()).length;
  const { patients: [{ id: patient_id }] } = await list_patients(ines);
  const { json: { id } } = await start(ines, { title: 'Anacoluthe', patient_id, members: [mathieu.id] });
  await opened(ines, id);
  const key = client_id();
  const { json: message } = await send(ines, id, { client_id: key, text: 'anacoluthe' });
  await send(ines, id, { client_id: key, text: 'anacoluthe' });
  await ines.put(`/api/spico/messages/${message.id}`, { text: 'anacoluthes' });
  await ines.delete(`/api/spico/messages/${message.id}`);
  for (const body of [{}, { from: 1 }, { from: 0, to: 1 }, { from: '1', to: 2 }, { from: 1.5, to: 2 }, { from: null, to: 2 }, { from: 2, to: 1 }, { from: 1, to: '2' }, { from: 1, to: 2 ** 54 }, { from: 1, to: 1000 }]) {
    const wrong = Number.isInteger(body.from) && body.from > 0 ? 'to' : 'from';
    assert.equal(found(await ines.post(`/api/spico/discussions/${id}/printed`, body)), `422 invalid_field ${wrong}`, JSON.stringify(body));
  }
  assert.deepEqual((await ines.post(`/api/spico/discussions/${id}/printed`, { from: 1, to: 2 })).json, {});
  assert.equal(found(await camille.post(`/api/spico/discussions/${id}/printed`, { from: 1, to: 2 })), '404 unknown_discussion');
  await search(ines, 'anacoluthe');
  await camille.get(`/api/spico/discussions/${id}`);
  await add(ines, id, { member: camille.id, history: 'all' });
  await mathieu.delete(`/api/spico/discussions/${id}/members/me`);
  const rows = (await audit()).slice(earlier);
  assert.deepEqual(rows.map(({ event, reason, patient }) => [event, reason, patient]).filter(([event]) => event !== 'patients_listed'), [
    ['discussion_created', `discussion ${id}`, patient_id], ['discussion_opened', `discussion ${id}`, patient_id],
    ['message_sent', `discussion ${id} message ${message.id}`, undefined], ['message_edited', `discussion ${id} message ${message.id}`, undefined],
    ['message_withdrawn', `discussion ${id} message ${message.id}`, undefined], ['discussion_printed', `discussion ${id} messages 1-2`, patient_id],
    ['discussion_refused', `print ${id}`, undefined], ['messages_searched', '0', undefined], ['discussion_refused', `open ${id}`, undefined],
    ['member_added', `discussion ${id} member ${camille.id}`, patient_id], ['member_left', `discussion ${id}`, patient_id]]);
  assert.ok(rows.every(({ user }) => user));
  assert.ok(!server.everything_logged().toLowerCase().includes('anacoluthe'));
});

test('a second session of the same user is the same person', async () => {
  const id = await begin(ines, [mathieu]);
  const again = await enter_spico(server, { user: users.nurse });
  const sent = await say(again, id, 'TEST');
  assert.equal((await messages_of(ines, id)).at(-1).client_id, sent.client_id);
  assert.equal((await messages_of(mathieu, id)).at(-1).client_id, undefined);
});

test('the first message from a moment on: of what this one may see, and bad input', async () => {
  const id = await begin(ines, [mathieu]);
  const sent = [];
  for (const text of ['un', 'deux']) {
    await advance_clock(server, 1000);
    sent.push(await say(ines, id, text));
  }
  const first = async (who, from_ms) => (await who.get(`/api/spico/discussions/${id}/messages/first?from_ms=${from_ms}`)).json;
  assert.deepEqual(await first(mathieu, 0), { number: 1 });
  assert.deepEqual(await first(mathieu, sent[0].at_ms), { number: 2 });
  assert.deepEqual(await first(mathieu, sent[0].at_ms + 1), { number: 3 });
  assert.deepEqual(await first(mathieu, sent[1].at_ms + 1), {});
  await add(ines, id, { member: camille.id, history: 'from_now' });
  assert.deepEqual(await first(camille, 0), { number: 4 });
  for (const from_ms of ['', '-1', '1.5', 'x', '253402300800000', '99999999999999999999'])
    assert.equal(found(await ines.get(`/api/spico/discussions/${id}/messages/first?from_ms=${from_ms}`)), '422 invalid_field from_ms', from_ms);
});
