// GET /api/spico/live: what one person does is on the other's page within a second, and nothing is left out (decisions 18, 21, 22).
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { advance_clock, enter_spico, list_patients, users } from './support/journey.mjs';
import { listen } from './support/live.mjs';
import { limits } from './support/openapi.mjs';
import { only_own_server, start_server, until } from './support/server.mjs';

const skip = only_own_server;
const prompt_ms = 1000;
const over_ms = 2000;
let server;
let streams = [];
before(async () => { server = await start_server({ patients: 30 }); });
after(async () => { await server?.dispose(); });
afterEach(() => { for (const stream of streams) stream.close(); streams = []; });

async function open(browser, options) {
  const stream = await listen(browser, options);
  streams.push(stream);
  return stream;
}

const archive = (browser, id, archived) => browser.put(`/api/spico/patients/${id}/archived`, { archived });
const number_of = ({ live, event, beat }) => live?.last ?? event?.id ?? beat?.last;
const is_patient = (id) => ({ event }) => event?.kind === 'patient' && event.patient.id === id;

function fhir_patient(name) {
  return { resourceType: 'Patient', id: name, name: [{ use: 'official', family: `TEST ${name}`, given: ['Zoé'] }], gender: 'female', birthDate: '1956-04-07' };
}
function import_patients(patients, ...options) {
  const file = join(server.data_folder, 'live.ndjson');
  writeFileSync(file, `${patients.map((patient) => JSON.stringify(patient)).join('\n')}\n`);
  return server.cli('import', '--dev', ...options, file);
}

test('it is a stream that no cache keeps', async () => {
  const stream = await open(await enter_spico(server));
  assert.equal(stream.status, 200);
  assert.match(stream.headers['content-type'], /^application\/x-ndjson/);
  assert.equal(stream.headers['cache-control'], 'no-store');
});

test('what one does, the other sees within a second, as the list shows it', async () => {
  const nurse = await enter_spico(server);
  const physician = await enter_spico(server, { user: users.physician });
  const { head, patients } = await list_patients(nurse);
  const stream = await open(nurse, { after: head.revision });
  const patient = patients.find(({ archived }) => !archived);
  for (const archived of [true, false]) {
    const from = stream.lines.length;
    const start = performance.now();
    assert.deepEqual((await archive(physician, patient.id, archived)).json, {});
    const { line, time } = await stream.next('the archived patient', is_patient(patient.id), { from });
    assert.ok(time - start < prompt_ms, `${Math.round(time - start)} ms`);
    const listed = (await list_patients(nurse)).patients.find(({ id }) => id === patient.id);
    assert.deepEqual(line.event.patient, listed);
    assert.equal(listed.archived, archived ? true : undefined);
    assert.equal(listed.updated_at, patient.updated_at, 'archiving is not an update of the record');
  }
});

test('the same call twice tells once', async () => {
  const nurse = await enter_spico(server);
  const stream = await open(nurse);
  const { patients: [{ id }] } = await list_patients(nurse);
  const before_it = (await list_patients(nurse)).head.revision;
  for (let count = 0; count < 3; count += 1) assert.equal((await archive(nurse, id, true)).status, 200);
  assert.equal((await list_patients(nurse)).head.revision, before_it + 1);
  await stream.next('the patient', is_patient(id));
  await archive(nurse, id, false);
});

test('a star and a column are news for the same user\'s other pages, and for nobody else', async () => {
  const page = await enter_spico(server);
  const other_page = await enter_spico(server);
  const physician = await enter_spico(server, { user: users.physician });
  const own = await open(other_page);
  const foreign = await open(physician);
  const { patients: [{ id }] } = await list_patients(page);
  await page.put(`/api/spico/patients/${id}/favourite`, { favourite: true });
  const { line } = await own.next('the star', ({ event }) => event?.kind === 'favourite');
  assert.deepEqual({ ...line.event, id: 0 }, { id: 0, kind: 'favourite', patient_id: id, favourite: true });
  await page.put('/api/spico/preferences/columns', { columns: 'identite:240', sort: 'identite' });
  await own.next('the columns', ({ event }) => event?.kind === 'preferences');
  assert.equal((await other_page.get('/api/spico/preferences')).json.columns, 'identite:240');
  await archive(page, id, true);
  await foreign.next('the end of the test', is_patient(id));
  assert.deepEqual(foreign.events().map(({ kind }) => kind), ['patient']);
  await archive(page, id, false);
  await page.put(`/api/spico/patients/${id}/favourite`, { favourite: false });
});

test('list, then events after its revision: nothing is left out, whatever happens meanwhile', async () => {
  const nurse = await enter_spico(server);
  const physician = await enter_spico(server, { user: users.physician });
  const state = async () => Object.fromEntries((await list_patients(nurse)).patients.map((patient) => [patient.id, Boolean(patient.archived)]));
  const ids = Object.keys(await state());
  let is_done = false;
  const changing = (async () => {
    for (let count = 0; count < 120; count += 1) await archive(physician, ids[(count * 7) % ids.length], count % 3 !== 0);
    is_done = true;
  })();
  const mirrors = [];
  while (!is_done) {
    const { head, patients } = await list_patients(nurse);
    const shown = Object.fromEntries(patients.map((patient) => [patient.id, Boolean(patient.archived)]));
    mirrors.push({ shown, stream: await open(nurse, { after: head.revision }) });
    if (mirrors.length >= limits.live_streams_per_session) break;
  }
  await changing;
  const last = (await list_patients(nurse)).head.revision;
  const truth = await state();
  for (const { shown, stream } of mirrors) {
    await until('the last event', () => number_of(stream.lines.at(-1)) >= last);
    let number = 0;
    for (const event of stream.events('patient')) {
      assert.ok(event.id > number, 'numbers grow');
      number = event.id;
      shown[event.patient.id] = Boolean(event.patient.archived);
    }
    assert.deepEqual(shown, truth);
  }
  for (const id of ids) if (truth[id]) await archive(physician, id, false);
});

test('a stream that broke goes on from the last number that was heard', async () => {
  const nurse = await enter_spico(server);
  const physician = await enter_spico(server, { user: users.physician });
  const { patients: [first, second] } = await list_patients(nurse);
  const broken = await open(nurse);
  await archive(physician, first.id, true);
  const { line } = await broken.next('the first', is_patient(first.id));
  broken.close();
  await archive(physician, second.id, true);
  const again = await open(nurse, { after: line.event.id });
  assert.equal(again.lines[0].live.last, line.event.id);
  await again.next('the second', is_patient(second.id));
  assert.deepEqual(again.events().map((event) => event.patient.id), [second.id]);
  for (const { id } of [first, second]) await archive(physician, id, false);
});

test('a number that is not known: load the list again; one that is no number: 422', async () => {
  const nurse = await enter_spico(server);
  const { head } = await list_patients(nurse);
  for (const after_it of [head.revision + 1, Number.MAX_SAFE_INTEGER]) {
    const { lines, status } = await nurse.get(`/api/spico/live?after=${after_it}`);
    assert.equal(status, 200);
    assert.deepEqual(lines.slice(1), [{ resync: {} }]);
  }
  for (const wrong of ['x', '-1', '1.5', '1x', '%00', '99999999999999999999']) {
    const answer = await nurse.get(`/api/spico/live?after=${wrong}`);
    assert.equal(`${answer.status} ${answer.json.code} ${answer.json.field}`, '422 invalid_field after', wrong);
  }
});

test('decision 18: an import into the running server is pushed within a second, to those it is for', { skip }, async () => {
  const nurse = await enter_spico(server);
  const physician = await enter_spico(server, { user: users.physician });
  const hers = await open(nurse);
  const his = await open(physician);
  const { code, stderr } = await import_patients([fhir_patient('LIVE-A'), fhir_patient('LIVE-B')], '--for', users.nurse);
  const done = performance.now();
  assert.equal(code, 0, stderr);
  const { line, time } = await hers.next('the import', ({ event }) => event?.patient?.birth_name === 'TEST LIVE-B');
  assert.ok(time - done < prompt_ms, `${Math.round(time - done)} ms`);
  const from = hers.lines.length;
  const changed = { ...fhir_patient('LIVE-B'), birthDate: '1957-04-07' };
  await import_patients([changed], '--for', users.nurse);
  const { line: update } = await hers.next('the update', is_patient(line.event.patient.id), { from });
  assert.equal(update.event.patient.birth_date, '1957-04-07');
  assert.deepEqual(his.events(), []);
});

test('threat 21: access that is taken away takes the patient away, and later changes are not told', { skip }, async () => {
  const nurse = await enter_spico(server);
  const physician = await enter_spico(server, { user: users.physician });
  const { patients } = await list_patients(nurse);
  const [first, second] = patients.slice(-2);
  const stream = await open(nurse);
  assert.equal((await server.cli('account', 'revoke', users.nurse, '--patient', first.id)).code, 0);
  const done = performance.now();
  const { line, time } = await stream.next('it is gone', ({ event }) => event?.kind === 'patient_gone');
  assert.ok(time - done < prompt_ms, `${Math.round(time - done)} ms`);
  assert.deepEqual({ ...line.event, id: 0 }, { id: 0, kind: 'patient_gone', patient_id: first.id });
  await archive(physician, first.id, true);
  await archive(physician, second.id, true);
  await stream.next('the other one', is_patient(second.id));
  assert.deepEqual(stream.events('patient').map((event) => event.patient.id), [second.id]);
  assert.equal((await nurse.get(`/api/spico/patients/${first.id}`)).json.code, 'unknown_patient');
  assert.equal((await archive(nurse, first.id, false)).json.code, 'unknown_patient');
  const again = await server.cli('account', 'revoke', users.nurse, '--patient', first.id);
  assert.notEqual(again.code, 0);
  for (const { id } of [first, second]) await archive(physician, id, false);
});

test('a stream ends within two seconds of its session, of leaving SPICO, of a sign-out elsewhere', async () => {
  const ways = {
    'sign-out': (browser) => browser.post('/api/pass/logout'),
    'leaving SPICO': (browser) => browser.post('/api/spico/logout'),
    ...(skip ? {} : { 'sign-out from the command line': () => server.cli('account', 'sign-out', users.coordinator) }),
  };
  for (const [name, leave] of Object.entries(ways)) {
    const browser = await enter_spico(server, { user: users.coordinator });
    const stream = await open(browser);
    await new Promise((done) => { setTimeout(done, 300); });
    assert.equal(stream.ended, null, name);
    await leave(browser);
    const left = performance.now();
    await until(`the end after ${name}`, () => stream.ended);
    assert.ok(performance.now() - left < over_ms, name);
    assert.equal(stream.ended, 'whole');
  }
});

test('a stream is no activity: the session expires under it, and it ends', { skip }, async () => {
  const browser = await enter_spico(server, { user: users.coordinator });
  await advance_clock(server, limits.idle_ms - 60_000);
  const stream = await open(browser);
  const started = performance.now();
  await advance_clock(server, 60_000);
  await until('the end', () => stream.ended);
  assert.ok(performance.now() - started < over_ms);
  assert.equal((await browser.get('/api/spico/live')).json.code, 'session_idle');
});

test('one session has so many streams; the oldest makes room', async () => {
  const browser = await enter_spico(server);
  const all = [];
  for (let count = 0; count < limits.live_streams_per_session + 2; count += 1) all.push(await open(browser));
  await until('the two oldest ended', () => all[0].ended && all[1].ended);
  await new Promise((done) => { setTimeout(done, 500); });
  assert.deepEqual(all.slice(2).filter(({ ended }) => ended), []);
});

test('a silent stream beats, and its number can be gone on from', { skip }, async () => {
  const other = await start_server({ patients: 3, args: ['--beat-seconds', '1'] });
  try {
    const browser = await enter_spico(other);
    const stream = await listen(browser);
    const first = await stream.next('a beat', ({ beat }) => beat);
    const second = await stream.next('another', ({ beat }) => beat, { from: 2 });
    assert.ok(second.time - first.time > 800 && second.time - first.time < 1800, `${second.time - first.time} ms`);
    assert.equal(second.line.beat.last, (await list_patients(browser)).head.revision);
    assert.ok(second.line.beat.server_now > first.line.beat.server_now);
    stream.close();
  } finally {
    await other.dispose();
  }
});

test('SIGTERM ends streams whole and at once; after the restart they go on without a gap', { skip }, async () => {
  const own = await start_server({ patients: 3 });
  try {
    const browser = await enter_spico(own);
    const stream = await listen(browser);
    const { head, patients: [{ id }] } = await list_patients(browser);
    const start = performance.now();
    await own.stop('SIGTERM');
    assert.ok(performance.now() - start < 3000, 'a stream does not hold the server up');
    await until('the end', () => stream.ended);
    assert.equal(stream.ended, 'whole');
    await own.start();
    browser.base = new URL(own.base_url);
    await archive(browser, id, true);
    const again = await listen(browser, { after: head.revision });
    await again.next('the event', is_patient(id));
    again.close();
  } finally {
    await own.dispose();
  }
});

test('readers that go away leave nothing behind', { skip }, async () => {
  const browser = await enter_spico(server);
  for (let count = 0; count < 40; count += 1) (await listen(browser)).close();
  const stream = await open(browser);
  const { patients: [{ id }] } = await list_patients(browser);
  await archive(browser, id, true);
  await stream.next('it still tells', is_patient(id));
  await archive(browser, id, false);
});
