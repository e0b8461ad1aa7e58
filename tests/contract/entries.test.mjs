// «Verser au dossier» (field.md §D 16): who reads a message in its patient's dossier, who puts it there and takes it out, and what is told of it.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { list_patients } from './support/journey.mjs';
import { begin, client_id, say, team } from './support/discussions.mjs';
import { listen } from './support/live.mjs';
import { only_own_server, start_server } from './support/server.mjs';

const skip = only_own_server;
let server;
let ines;
let mathieu;
let camille;
let patient;
let streams = [];
before(async () => {
  server = await start_server({ patients: 12 });
  ({ ines, mathieu, camille } = await team(server));
  patient = (await list_patients(ines)).patients[0].id;
});
after(async () => { await server?.dispose(); });
afterEach(() => { for (const stream of streams) stream.close(); streams = []; });

const about_patient = async () => (await ines.post('/api/spico/discussions', { client_id: client_id(), title: 'Pansement TEST', patient_id: patient, members: [mathieu.id] })).json.id;
const file = (who, message, filed = true) => who.put(`/api/spico/messages/${message}/entry`, { filed });
const entries = async (who) => (await who.get(`/api/spico/patients/${patient}/entries`)).json;
const entry_of = async (who, message) => (await entries(who)).entries.find(({ message_id }) => message_id === message);
const refused = ({ status, json }) => `${status} ${json.code} ${json.field ?? ''}`.trim();

test('who would read it is told first: everybody with access but oneself, those outside the discussion first', { skip }, async () => {
  const message = await say(ines, await about_patient(), 'Pansement refait.');
  const { status, json } = await ines.get(`/api/spico/messages/${message.id}/entry`);
  assert.equal(status, 200);
  assert.equal(json.patient.id, patient);
  assert.equal(json.members, 1);
  assert.ok(json.total >= 2);
  assert.equal(json.readers.length, json.total);
  assert.ok(!json.readers.some(({ id }) => id === ines.id));
  assert.deepEqual(json.readers.filter(({ member }) => member).map(({ id }) => id), [mathieu.id]);
  assert.equal(json.readers.at(-1).id, mathieu.id);
});

test('put there by a member, read by whoever may see the patient, with its place only for members', { skip }, async () => {
  const discussion = await about_patient();
  const message = await say(ines, discussion, 'Cicatrisation TEST en cours.');
  assert.equal(refused(await file(camille, message.id)), '404 unknown_message');
  const answer = await file(mathieu, message.id);
  assert.equal(answer.status, 200);
  assert.equal(answer.json.filed.by, mathieu.id);
  const hers = await entry_of(camille, message.id);
  assert.equal(hers.text, 'Cicatrisation TEST en cours.');
  assert.deepEqual([hers.discussion_id, hers.number, hers.title], [undefined, undefined, undefined]);
  const own = await entry_of(ines, message.id);
  assert.deepEqual([own.discussion_id, own.number, own.title], [discussion, message.number, 'Pansement TEST']);
  assert.equal(own.filed_by, (await mathieu.session()).user.display_name);
  const again = await file(ines, message.id);
  assert.deepEqual([again.status, again.json.filed.by], [200, mathieu.id], 'once, by whoever was first');
  assert.equal((await entries(ines)).entries.filter(({ message_id }) => message_id === message.id).length, 1);
});

test('taken out only by who put it there, and gone for everybody', { skip }, async () => {
  const message = await say(ines, await about_patient(), 'x TEST');
  await file(mathieu, message.id);
  assert.equal(refused(await file(ines, message.id, false)), '409 filed_by_other');
  const answer = await file(mathieu, message.id, false);
  assert.deepEqual([answer.status, answer.json.filed], [200, undefined]);
  assert.equal(await entry_of(camille, message.id), undefined);
  assert.equal((await file(mathieu, message.id, false)).status, 200, 'the same again');
});

test('an edit shows, a withdrawal leaves the trace without its text', { skip }, async () => {
  const message = await say(ines, await about_patient(), 'avant TEST');
  await file(ines, message.id);
  await ines.put(`/api/spico/messages/${message.id}`, { text: 'après TEST' });
  assert.equal((await entry_of(camille, message.id)).text, 'après TEST');
  await ines.delete(`/api/spico/messages/${message.id}`);
  const { text, withdrawn } = await entry_of(camille, message.id);
  assert.deepEqual([text, withdrawn], ['', true]);
  assert.equal(refused(await file(ines, message.id, false)), '404 unknown_message');
});

test('of no patient: 409; what is not a wish: 422; what is not there: 404', { skip }, async () => {
  const message = await say(ines, await begin(ines, [mathieu]), 'x TEST');
  assert.equal(refused(await file(ines, message.id)), '409 no_dossier');
  assert.equal(refused(await ines.get(`/api/spico/messages/${message.id}/entry`)), '409 no_dossier');
  for (const filed of [null, 1, 'true', undefined]) assert.equal(refused(await ines.put(`/api/spico/messages/${message.id}/entry`, { filed })), '422 invalid_field filed', String(filed));
  for (const id of ['0', '999999', 'x']) {
    assert.equal(refused(await file(ines, id)), '404 unknown_message', id);
    assert.equal(refused(await ines.get(`/api/spico/messages/${id}/entry`)), '404 unknown_message', id);
    assert.equal(refused(await ines.get(`/api/spico/patients/${id}/entries`)), '404 unknown_patient', id);
  }
});

test('whoever may see the patient is told at once, members also that the message stands there', { skip }, async () => {
  const message = await say(ines, await about_patient(), 'à lire TEST');
  const [his, hers] = await Promise.all([listen(mathieu), listen(camille)]);
  streams.push(his, hers);
  await file(ines, message.id);
  const { line } = await his.next('the message', ({ event }) => event?.kind === 'message' && event.message.id === message.id);
  assert.equal(line.event.message.filed.by, ines.id);
  const told = await hers.next('the entries', ({ event }) => event?.kind === 'entries');
  assert.deepEqual(told.line.event.patient_id, patient);
  const { json } = await camille.get(`/api/spico/patients/${patient}`);
  assert.ok((json.changes ?? []).length === 0 || json.changes[0].field === 'entries', 'named among the changes, unless it is her first visit');
});

test('the audit log has who put it there, who took it out and who read', { skip }, async () => {
  const message = await say(ines, await about_patient(), 'audit TEST');
  await file(ines, message.id);
  await file(ines, message.id, false);
  await entries(camille);
  const { stdout } = await server.cli('audit', '--json');
  const lines = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  for (const event of ['message_filed', 'message_taken_out'])
    assert.ok(lines.some((line) => line.event === event && line.patient === patient && line.reason.endsWith(`message ${message.id}`)), event);
  assert.ok(lines.some((line) => line.event === 'patient_entries_read' && line.patient === patient));
});
