// The patient list: shape and order of the stream, stars, demonstration data (product.md §5, decision 30).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { advance_clock, enter_spico, list_patients, users } from './support/journey.mjs';
import { only_own_server, start_server } from './support/server.mjs';

const count_of_patients = 60;
let server;
before(async () => { server = await start_server({ patients: count_of_patients }); });
after(async () => { await server?.dispose(); });

test('the stream: head, patients newest first, end', async () => {
  const { head, patients } = await list_patients(await enter_spico(server));
  assert.ok(Number.isInteger(head.revision));
  for (let index = 1; index < patients.length; index += 1) {
    const [earlier, later] = [patients[index - 1], patients[index]];
    assert.ok(earlier.updated_at > later.updated_at || (earlier.updated_at === later.updated_at && earlier.id !== later.id), `rows ${index} and ${index + 1}`);
  }
  assert.equal(new Set(patients.map(({ id }) => id)).size, patients.length);
  for (const kind of ['professionals', 'structures']) {
    const known = new Set(head[kind].map(({ id }) => id));
    assert.equal(known.size, head[kind].length);
    for (const patient of patients) for (const id of patient[kind] ?? []) assert.ok(known.has(id), `${kind} ${id} of ${patient.id}`);
  }
  for (const patient of patients) assert.ok((patient.tasks_late ?? 0) <= (patient.tasks_open ?? 0), `tasks of ${patient.id}`);
});

test('it is a stream that no proxy or cache keeps', async () => {
  const browser = await enter_spico(server);
  const response = await browser.get('/api/spico/patients');
  assert.match(response.headers['content-type'], /^application\/x-ndjson/);
  assert.equal(response.headers['cache-control'], 'no-store');
  assert.ok(response.complete);
});

test('decision 30: «BÉNAZET Zoé» and «TEST Formation» are there, and everything is marked TEST', { skip: only_own_server }, async () => {
  const { patients } = await list_patients(await enter_spico(server));
  assert.equal(patients.length, count_of_patients);
  assert.deepEqual(patients.filter(({ test: marked }) => !marked), []);
  const zoe = patients.filter((one) => (one.used_name ?? one.birth_name) === 'BÉNAZET' && (one.used_given_name ?? one.first_given_name) === 'Zoé');
  assert.equal(zoe.length, 1);
  assert.equal(zoe[0].birth_date, '1956-04-07');
  assert.equal(zoe[0].sex, 'F');
  assert.equal(patients.filter((one) => one.birth_name === 'TEST' && one.first_given_name === 'Formation').length, 1);
});

test('demonstration data shows every column and every state', { skip: only_own_server }, async () => {
  const { patients } = await list_patients(await enter_spico(server));
  const seen = (pick) => new Set(patients.flatMap(pick));
  assert.ok(seen((one) => one.thematiques ?? []).size >= 4);
  assert.deepEqual([...seen((one) => [one.statut])].sort(), ['actif', 'en_attente', 'sorti', 'suspendu']);
  assert.ok(['F', 'H'].every((sex) => seen((one) => [one.sex]).has(sex)));
  for (const member of ['tasks_open', 'tasks_late', 'next_appointment', 'archived', 'ins']) {
    const having = patients.filter((one) => one[member] !== undefined).length;
    assert.ok(having > 0 && having < patients.length, `${member}: ${having} of ${patients.length}`);
  }
});

test('every demonstration user sees every demonstration patient', async () => {
  const names = async (user) => (await list_patients(await enter_spico(server, { user }))).patients.map(({ id }) => id).sort();
  const reference = await names(users.nurse);
  for (const user of [users.physician, users.coordinator, users.newcomer]) assert.deepEqual(await names(user), reference, user);
});

test('demonstration data is the same on every machine', { skip: only_own_server }, async () => {
  const other = await start_server({ patients: count_of_patients });
  try {
    const traits = async (one) => (await list_patients(await enter_spico(one))).patients
      .map(({ id, birth_name, used_name, given_names, birth_date, sex, ins, thematiques, statut }) => ({ id, birth_name, used_name, given_names, birth_date, sex, ins, thematiques, statut }))
      .sort((left, right) => (left.id < right.id ? -1 : 1));
    assert.deepEqual(await traits(other), await traits(server));
  } finally {
    await other.dispose();
  }
});

test('a star is kept for its user over sessions, and other users do not see it', async () => {
  const nurse = await enter_spico(server);
  const physician = await enter_spico(server, { user: users.physician });
  const { patients: [patient], head } = await list_patients(nurse);
  const star = (browser, favourite) => browser.put(`/api/spico/patients/${patient.id}/favourite`, { favourite });
  const starred = async (browser) => (await list_patients(browser)).patients.filter(({ favourite }) => favourite).map(({ id }) => id);
  assert.deepEqual((await star(nurse, true)).json, {});
  assert.equal((await star(nurse, true)).status, 200);
  assert.deepEqual(await starred(nurse), [patient.id]);
  assert.deepEqual(await starred(physician), []);
  await nurse.post('/api/pass/logout');
  const again = await enter_spico(server);
  assert.deepEqual(await starred(again), [patient.id]);
  const { patients: after_star } = await list_patients(again);
  assert.equal(after_star.find(({ id }) => id === patient.id).updated_at, patient.updated_at, 'a star is not an update of the patient');
  assert.ok((await list_patients(again)).head.revision >= head.revision);
  await star(again, false);
  assert.deepEqual(await starred(again), []);
});

test('an unknown patient is 404, a star that is not a boolean 422', async () => {
  const browser = await enter_spico(server);
  for (const id of ['nobody', '0', '-1', '999999999999', '1%20OR%201=1', "1'--", '%C3%A9', '1.0', '18446744073709551617', '%20']) {
    const answer = await browser.put(`/api/spico/patients/${id}/favourite`, { favourite: true });
    assert.equal(`${answer.status} ${answer.json.code}`, '404 unknown_patient', id);
  }
  const { patients: [{ id }] } = await list_patients(browser);
  for (const favourite of ['true', 1, null, undefined]) {
    const answer = await browser.put(`/api/spico/patients/${id}/favourite`, { favourite });
    assert.equal(`${answer.status} ${answer.json.code} ${answer.json.field}`, '422 invalid_field favourite');
  }
});

test('a list that is being read survives the end of its reader', async () => {
  const browser = await enter_spico(server);
  for (let count = 0; count < 20; count += 1) {
    await new Promise((done) => {
      const request = browser.transport.request({
        hostname: '127.0.0.1', port: browser.base.port, path: '/api/spico/patients', localAddress: browser.source ?? undefined,
        headers: { host: browser.base.host, cookie: browser.cookie_header(), 'x-spico': '1', 'sec-fetch-site': 'same-origin' },
      }, (incoming) => { incoming.once('data', () => { request.destroy(); }); incoming.on('error', () => {}); incoming.on('close', done); });
      request.on('error', () => done());
      request.end();
    });
  }
  assert.equal((await list_patients(browser)).patients.length > 0, true);
});

test('appointments and updates are at plausible times', { skip: only_own_server }, async () => {
  const now = await advance_clock(server, 0);
  const { patients } = await list_patients(await enter_spico(server));
  const year = 366 * 86_400_000;
  for (const { id, updated_at, next_appointment } of patients) {
    assert.ok(updated_at <= now && updated_at > now - 3 * year, `update of ${id}`);
    if (next_appointment) assert.ok(next_appointment > now - year && next_appointment < now + 2 * year, `appointment of ${id}`);
  }
});
