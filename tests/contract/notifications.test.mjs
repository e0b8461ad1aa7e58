// What calls a user into discussions: an urgent message, a mention, an invitation. To whom, until when, and never to anybody else.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { list_patients, users } from './support/journey.mjs';
import { begin, client_id, say, summary, team } from './support/discussions.mjs';
import { listen } from './support/live.mjs';
import { limits } from './support/openapi.mjs';
import { only_own_server, start_server } from './support/server.mjs';

let server;
let ines;
let mathieu;
let camille;
let streams = [];
before(async () => {
  server = await start_server({ patients: 12 });
  ({ ines, mathieu, camille } = await team(server));
});
after(async () => { await server?.dispose(); });
afterEach(() => { for (const stream of streams) stream.close(); streams = []; });

async function open(who) {
  const stream = await listen(who);
  streams.push(stream);
  return stream;
}
const list = async (who, limit = limits.notifications_asked) => (await who.get(`/api/spico/notifications?limit=${limit}`)).json;
// Of one discussion, oldest first: «urgent 2».
const calls = async (who, discussion) => (await list(who)).notifications.filter(({ discussion_id }) => discussion_id === discussion)
  .reverse().map(({ kind, number, read }) => `${kind} ${number}${read ? ' read' : ''}`);
const is_of = (kind) => ({ event }) => event?.kind === kind;
const refused = ({ status, json }) => `${status} ${json.code} ${json.field ?? ''}`.trim();

test('each kind, for whom it is meant, and none for what one does oneself', async () => {
  const id = await begin(ines, [mathieu], 'Retour à domicile TEST');
  await say(ines, id, 'rien de pressé');
  const urgent = await say(ines, id, 'à rappeler', { urgent: true });
  await say(ines, id, 'qui ?', { mentions: [mathieu.id, ines.id] });
  assert.deepEqual(await calls(mathieu, id), ['invitation 1', 'urgent 3', 'mention 4']);
  assert.deepEqual(await calls(ines, id), []);
  assert.deepEqual(await calls(camille, id), []);
  await mathieu.post(`/api/spico/discussions/${id}/members`, { member: camille.id, history: 'from_now' });
  assert.deepEqual(await calls(camille, id), ['invitation 5']);
  const { notifications } = await list(mathieu);
  const { id: own, ...one } = notifications.find(({ number, discussion_id }) => discussion_id === id && number === 3);
  assert.match(own, /^[1-9]/);
  assert.deepEqual(one, { kind: 'urgent', discussion_id: id, number: 3, title: 'Retour à domicile TEST', author_name: (await ines.session()).user.display_name, at_ms: urgent.at_ms });
  assert.ok(!JSON.stringify(notifications).includes('rappeler'), 'no text of a message');
  const ids = notifications.map((each) => Number(each.id));
  assert.deepEqual(ids, [...ids].sort((a, b) => b - a), 'newest first');
  assert.equal((await list(mathieu, 1)).notifications.length, 1);
});

test('an edit calls whom it names anew, and no longer whom it does not name any more', async () => {
  const id = await begin(ines, [mathieu, camille]);
  const message = await say(ines, id, 'qui ?', { mentions: [mathieu.id] });
  const his = await open(camille);
  const edit = async (text, mentions) => ines.put(`/api/spico/messages/${message.id}`, { text, mentions });
  assert.deepEqual((await edit('@Camille ?', [camille.id])).json.mentions, [camille.id]);
  const { line } = await his.next('the mention', is_of('notification'));
  assert.equal(line.event.notification.kind, 'mention');
  assert.deepEqual(await calls(camille, id), ['invitation 1', 'mention 2']);
  assert.deepEqual(await calls(mathieu, id), ['invitation 1']);
  assert.deepEqual((await edit('@Camille !', undefined)).json.mentions, [camille.id]);
  assert.equal((await edit('personne', [])).json.mentions, undefined);
  assert.deepEqual(await calls(camille, id), ['invitation 1']);
  // Who has read it is called all the same, until they come back to it.
  await camille.put(`/api/spico/discussions/${id}/read`, { number: 2 });
  await edit('@Camille ?', [camille.id]);
  assert.deepEqual(await calls(camille, id), ['invitation 1 read', 'mention 2']);
  await camille.put(`/api/spico/discussions/${id}/read`, { number: 1 });
  assert.deepEqual(await calls(camille, id), ['invitation 1 read', 'mention 2']);
  await camille.put(`/api/spico/discussions/${id}/read`, { number: 2 });
  assert.deepEqual(await calls(camille, id), ['invitation 1 read', 'mention 2 read']);
  assert.equal(refused(await edit('x', ['999999999'])), '422 invalid_field mentions');
  assert.equal(refused(await edit('x', 'tous')), '422 invalid_field mentions');
});

test('a muted discussion calls by an urgent message and by a mention, and by nothing else', async () => {
  const id = await begin(ines, [mathieu]);
  await mathieu.put(`/api/spico/discussions/${id}/muted`, { muted: true });
  await say(ines, id, 'bavardage');
  await say(ines, id, 'TEST', { urgent: true });
  await say(ines, id, 'TEST', { mentions: [mathieu.id] });
  assert.deepEqual(await calls(mathieu, id), ['invitation 1', 'urgent 3', 'mention 4']);
});

test('read with the message, or marked', async () => {
  const id = await begin(ines, [mathieu]);
  for (const text of ['un', 'deux']) await say(ines, id, text, { urgent: true });
  await mathieu.put(`/api/spico/discussions/${id}/read`, { number: 2 });
  assert.deepEqual(await calls(mathieu, id), ['invitation 1 read', 'urgent 2 read', 'urgent 3']);
  const { unread, notifications } = await list(mathieu);
  assert.equal(unread, notifications.filter(({ read }) => !read).length);
  assert.deepEqual((await camille.put('/api/spico/notifications/read', { up_to: notifications[0].id })).json, {});
  assert.equal((await list(mathieu)).unread, unread, 'each user marks their own');
  assert.deepEqual((await mathieu.put('/api/spico/notifications/read', { up_to: notifications[1].id })).json, {});
  assert.equal((await list(mathieu)).unread, 1);
  await mathieu.put('/api/spico/notifications/read', { up_to: notifications[0].id });
  assert.equal((await list(mathieu)).unread, 0);
  assert.equal((await summary(mathieu, id)).unread, 1, 'the message stays unread');
});

test('who has left sees none of them, a withdrawn message calls nobody', async () => {
  const id = await begin(ines, [mathieu, camille]);
  const message = await say(ines, id, 'TEST', { urgent: true });
  await camille.delete(`/api/spico/discussions/${id}/members/me`);
  assert.deepEqual(await calls(camille, id), []);
  await ines.delete(`/api/spico/messages/${message.id}`);
  assert.deepEqual(await calls(mathieu, id), ['invitation 1']);
});

test('the patient is named as long as the reader may see them', { skip: only_own_server }, async () => {
  const patient = (await list_patients(camille)).patients.at(-1);
  const { json: { id } } = await ines.post('/api/spico/discussions', { client_id: client_id(), title: 'TEST', patient_id: patient.id, members: [camille.id] });
  const of_it = async () => (await list(camille)).notifications.find(({ discussion_id }) => discussion_id === id);
  assert.deepEqual((await of_it()).patient, (await summary(camille, id)).patient);
  assert.equal((await server.cli('account', 'revoke', users.coordinator, '--patient', patient.id)).code, 0);
  const without = await of_it();
  assert.equal(without.patient, undefined);
  assert.equal(without.kind, 'invitation');
});

test('told as it happens, to whom it is meant only; the other pages hear what was read', async () => {
  const id = await begin(ines, [mathieu, camille]);
  const before_it = (await list(mathieu)).unread;
  const [his, hers, third] = [await open(mathieu), await open(ines), await open(camille)];
  await say(ines, id, 'TEST', { mentions: [mathieu.id] });
  const { line } = await his.next('the mention', is_of('notification'));
  assert.deepEqual(line.event.notification, (await list(mathieu)).notifications[0]);
  assert.equal(line.event.unread, before_it + 1);
  await mathieu.put(`/api/spico/discussions/${id}/read`, { number: 2 });
  const read = await his.next('it is read', is_of('notifications'));
  assert.equal(read.line.event.unread, (await list(mathieu)).unread);
  await mathieu.put('/api/spico/preferences/notifications', { quiet: true, quiet_from: '21:30', quiet_to: '06:00', system: true });
  await his.next('his wishes', ({ event }) => event?.kind === 'notifications' && event.id > read.line.event.id);
  await say(mathieu, id, 'fin');
  for (const stream of [hers, third]) {
    await stream.next('the last message', ({ event }) => event?.message?.text === 'fin');
    assert.deepEqual([...stream.events('notification'), ...stream.events('notifications')], []);
  }
});

test('quiet hours and the system\'s notifications: kept per user, checked', async () => {
  const settings = { quiet: true, quiet_from: '23:15', quiet_to: '05:45', system: true };
  assert.deepEqual((await list(camille)).settings, { quiet: false, quiet_from: '22:00', quiet_to: '07:00', system: false }, 'as for everybody');
  const put = (body) => ines.put('/api/spico/preferences/notifications', { ...settings, ...body });
  assert.deepEqual((await put({})).json, {});
  assert.deepEqual((await list(ines)).settings, settings);
  assert.equal((await list(camille)).settings.quiet, false);
  for (const field of ['quiet', 'system']) {
    for (const wrong of [undefined, null, 1, 'true']) assert.equal(refused(await put({ [field]: wrong })), `422 invalid_field ${field}`, `${field}: ${wrong}`);
  }
  for (const field of ['quiet_from', 'quiet_to']) {
    for (const wrong of [undefined, null, 22, '', '24:00', '12:60', '7:00', '07h00', '07:00:00', ' 7:00', '0７:00'])
      assert.equal(refused(await put({ [field]: wrong })), `422 invalid_field ${field}`, `${field}: ${wrong}`);
  }
  assert.equal(refused(await put({ quiet_to: '23:15' })), '422 invalid_field quiet_to', 'the same twice');
  assert.deepEqual((await list(ines)).settings, settings, 'nothing was lost');
});

test('bad input', async () => {
  for (const limit of ['', '0', '101', '-1', '1.5', 'x', '%201']) {
    assert.equal(refused(await ines.get(`/api/spico/notifications?limit=${limit}`)), '422 invalid_field limit', limit);
  }
  assert.equal(refused(await ines.get('/api/spico/notifications')), '422 invalid_field limit');
  for (const up_to of [undefined, null, 5, '', 'x', '-1', '1.5', '18446744073709551616']) {
    assert.equal(refused(await ines.put('/api/spico/notifications/read', { up_to })), '422 invalid_field up_to', String(up_to));
  }
});
