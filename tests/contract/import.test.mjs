// emserve import, and threat 21: what one professional brought is not another's (decisions 18, 22, 24, 30, 31).
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { enter_spico, list_patients, users } from './support/journey.mjs';
import { only_own_server, start_server } from './support/server.mjs';

const fixture = (name) => new URL(`fixtures/${name}`, import.meta.url).pathname;
const skip = only_own_server;
let server;
before(async () => { if (!skip) server = await start_server({ patients: 10 }); });
after(async () => { await server?.dispose(); });

const same_name = (left, right) => left?.localeCompare(right, 'fr', { sensitivity: 'base' }) === 0;
const find = (patients, name) => {
  const found = patients.filter(({ birth_name }) => same_name(birth_name, name));
  assert.equal(found.length, 1, `${found.length} patients named ${name} among ${patients.length}`);
  return found[0];
};
const patients_of = async (user) => (await list_patients(await enter_spico(server, { user }))).patients;

async function import_files(names, ...options) {
  return server.cli('import', ...options, ...names.map(fixture));
}

test('decision 31: the two French examples show as they must, in a running server', { skip }, async () => {
  const browser = await enter_spico(server);
  const earlier = (await list_patients(browser)).head;
  const { code, stderr } = await import_files(['patient-ins-nir.json', 'patient-selfiesante.json'], '--dev', '--for', users.nurse);
  assert.equal(code, 0, stderr);
  const { head, patients } = await list_patients(browser);
  assert.equal(head.total, earlier.total + 2);
  assert.ok(head.revision > earlier.revision, 'the revision grows');

  const sayeh = find(patients, 'SAYEH');
  assert.equal(sayeh.given_names, 'FEIXA SEUMAS');
  assert.equal(sayeh.first_given_name, 'FEIXA');
  assert.equal(sayeh.used_given_name, 'SEUMAS');
  assert.equal(sayeh.sex, 'H');
  assert.equal(sayeh.birth_date, '1962-12-27');
  assert.equal(sayeh.birth_place_code, '65217');
  assert.equal(sayeh.birth_place_name, 'HAUTAGET');
  assert.equal(sayeh.ins, '162126587913677');
  assert.equal(sayeh.ins_kind, 'NIR');
  assert.equal(sayeh.identity_status, 'validee');
  assert.ok(!sayeh.flags?.includes('ins_key'), 'the key 77 is right');
  assert.equal(sayeh.test, true);

  const selfie = find(patients, 'selfiesante');
  assert.equal(selfie.first_given_name, 'Martine');
  assert.equal(selfie.sex, 'F');
  assert.equal(selfie.birth_date, '1955-05-15');
  assert.equal(selfie.birth_place_code, '01019');
  assert.equal(selfie.ins, '179125612113516');
  assert.equal(selfie.identity_status, 'validee');
  assert.ok(selfie.flags.includes('ins_key') && selfie.flags.includes('ins_traits'), `flags ${selfie.flags}`);
  assert.equal(selfie.test, true);
});

test('T21 imported for one professional: nobody else sees them, and their ids answer like unknown ones', { skip }, async () => {
  const { code } = await import_files(['patient-ins-nir.json', 'patient-selfiesante.json'], '--dev', '--for', users.nurse);
  assert.equal(code, 0);
  const mine = await patients_of(users.nurse);
  const ids = [find(mine, 'SAYEH').id, find(mine, 'selfiesante').id];
  for (const user of [users.physician, users.coordinator, users.newcomer]) {
    const browser = await enter_spico(server, { user });
    const { patients, head } = await list_patients(browser);
    assert.deepEqual(patients.filter(({ id }) => ids.includes(id)), [], user);
    assert.equal(head.total, patients.length);
    for (const id of ids) {
      const refused = await browser.put(`/api/spico/patients/${id}/favourite`, { favourite: true });
      const unknown = await browser.put('/api/spico/patients/nobody/favourite', { favourite: true });
      assert.equal(refused.status, 404);
      assert.deepEqual(refused.body, unknown.body, 'byte for byte');
    }
  }
  const starred = await enter_spico(server);
  assert.equal((await starred.put(`/api/spico/patients/${ids[0]}/favourite`, { favourite: true })).status, 200);
});

test('the same file twice updates, it does not double', { skip }, async () => {
  for (let count = 0; count < 2; count += 1) assert.equal((await import_files(['patient-ins-nir.json'], '--dev', '--for', users.nurse)).code, 0);
  find(await patients_of(users.nurse), 'SAYEH');
});

test('two records with one INS: both are kept, and the import names them', { skip }, async () => {
  const patient = JSON.parse(readFileSync(fixture('patient-ins-nir.json'), 'utf8'));
  patient.identifier[0].value = 'another record';
  patient.name = [{ use: 'official', family: 'TEST-DOUBLE', given: ['FEIXA'] }];
  const file = join(server.data_folder, 'double.json');
  writeFileSync(file, JSON.stringify(patient));
  const { code, stderr } = await server.cli('import', '--dev', '--for', users.nurse, fixture('patient-ins-nir.json'), file);
  assert.equal(code, 0, stderr);
  const mine = await patients_of(users.nurse);
  const ids = [find(mine, 'SAYEH').id, find(mine, 'TEST-DOUBLE').id];
  assert.match(stderr, new RegExp(`one INS number for several patients: (${ids.join(' ')}|${ids.reverse().join(' ')})\\n`));
});

test('a Bundle with hl7.fr addresses; partial birth dates; other resources are left aside', { skip }, async () => {
  const { stderr } = await import_files(['bundle.json'], '--dev', '--for', users.physician);
  const patients = await patients_of(users.physician);
  const leonie = find(patients, 'TEST-LEFÈVRE');
  assert.equal(leonie.given_names, 'Léonie Marie', stderr);
  assert.equal(leonie.used_name, 'TEST-MARTIN');
  assert.equal(leonie.used_given_name, 'Léo');
  assert.equal(leonie.ins, '249033155590114');
  assert.equal(leonie.birth_place_code, '31555');
  assert.equal(leonie.identity_status, 'validee');
  assert.ok(!leonie.flags?.length, `flags ${leonie.flags}`);
  assert.equal(find(patients, "TEST-D'ALBRET").birth_date, '1956-04');
});

test('bad records are reported with their position and reason, the good ones are kept', { skip }, async () => {
  const { code, stdout, stderr } = await import_files(['with_bad_records.ndjson'], '--dev', '--for', users.coordinator);
  assert.notEqual(code, 0);
  const report = stdout + stderr;
  for (const line of [2, 4]) assert.match(report, new RegExp(`with_bad_records\\.ndjson\\D*\\b${line}\\b`), `line ${line} is named in: ${report}`);
  const patients = await patients_of(users.coordinator);
  find(patients, 'TEST-UN');
  assert.equal(find(patients, 'TEST-QUATRE').sex, 'I');
  const neil = patients.find(({ birth_date }) => birth_date === '1970' );
  assert.equal(neil.given_names, 'Jean-Noé', 'decision 24: NFC');
  assert.deepEqual(patients.filter(({ birth_name }) => birth_name?.includes('COUPÉ') || birth_name?.includes('DATE')), []);
});

// Whatever hundred registers hold: one record in twenty is broken, each in a way of its own, and the file is cut in its last one.
test('of a thousand records one in twenty is broken and the last one is cut: each is named with its reason, the others are kept as they are', { skip }, async () => {
  const record = (number, more = {}) => ({ resourceType: 'Patient', id: `odd-${number}`, name: [{ use: 'official', family: `TEST-LOT ${number}`, given: ['Ida'] }], gender: 'female', birthDate: '1950-01-01', ...more });
  const name = (family) => ({ name: [{ use: 'official', family, given: ['Ida'] }] });
  const broken = [
    ['name[0].family: the text is too long', (number) => JSON.stringify(record(number, name('L'.repeat(10_000))))],
    ['birthDate: the date does not exist', (number) => JSON.stringify(record(number, { birthDate: '1950-02-31' }))],
    ['birthDate: not a date such as 1956-04-07', (number) => JSON.stringify(record(number, { birthDate: '31/02/1950' }))],
    ['gender: unknown code', (number) => JSON.stringify(record(number, { gender: 'F' }))],
    ['name: the patient has no name', (number) => JSON.stringify(record(number, { name: [] }))],
    ['not valid JSON', (number) => JSON.stringify(record(number)).slice(0, 40)],
  ];
  const odd = [
    ['\u200FTEST-\u05E9\u05E8\u05D4', '\u200FTEST-\u05E9\u05E8\u05D4'], ['TEST-\u0623\u062D\u0645\u062F', 'TEST-\u0623\u062D\u0645\u062F'], ['TEST-ΓΙΏΡΓΟΣ', 'TEST-ΓΙΏΡΓΟΣ'],
    ['TEST-KO\u200BVAC', 'TEST-KO\u200BVAC'], ['TEST-\u202EENVERS\u202C', 'TEST-ENVERS'], [`TEST-${'L'.repeat(395)}`, `TEST-${'L'.repeat(395)}`]];
  const lines = [];
  const expected = [];
  for (let number = 1; number <= 999; number += 1) {
    if (number % 20 === 0) {
      const [reason, line] = broken[number / 20 % broken.length];
      lines.push(line(number));
      expected.push([number, reason]);
    } else if (number <= odd.length) lines.push(JSON.stringify(record(number, name(odd[number - 1][0]))));
    else if (number === 7) lines.push(JSON.stringify(record(number, { birthDate: '2090-01-01' })));
    else if (number === 8) lines.push(JSON.stringify(record(number, { birthDate: '1850-01-01' })));
    else lines.push(JSON.stringify(record(number)));
  }
  lines.push(JSON.stringify(record(1000)).slice(0, 60));
  expected.push([1000, 'the file ends in the middle of the record']);
  const file = join(server.data_folder, 'odd.ndjson');
  writeFileSync(file, lines.join('\n'));
  const { code, stdout, stderr } = await server.cli('import', '--dev', '--for', users.newcomer, file);
  assert.equal(code, 3);
  assert.match(stdout, new RegExp(`^${1000 - expected.length} patients imported, ${expected.length} records refused`, 'm'));
  const told = stderr.split('\n').filter((line) => line.includes('odd.ndjson: '));
  assert.deepEqual(told.map((line) => line.slice(line.indexOf('odd.ndjson: '))), expected.map(([line, reason]) => `odd.ndjson: line ${line}${reason.includes(': ') ? ', ' : ': '}${reason}`));
  assert.doesNotMatch(stderr, /TEST-/, 'not a word of the data');
  const patients = (await patients_of(users.newcomer)).filter(({ birth_name }) => birth_name?.includes('TEST-'));
  const names = new Map(patients.map((patient) => [patient.birth_name, patient]));
  for (const [, kept] of odd) assert.ok(names.has(kept), kept);
  assert.deepEqual(names.get('TEST-LOT 7').flags, ['future_birth']);
  assert.deepEqual(names.get('TEST-LOT 8').flags, ['old_birth']);
  assert.equal([...names.keys()].filter((each) => each.startsWith('TEST-LOT ')).length, 1000 - expected.length - odd.length);
});

test('decision 22: without --for, imported with --dev they are every demonstration account\'s', { skip }, async () => {
  assert.equal((await import_files(['patient-selfiesante.json'], '--dev')).code, 0);
  for (const user of Object.values(users)) find(await patients_of(user), 'selfiesante');
});

test('a file that is not there, is not JSON, or is for nobody known, is refused with its name', { skip }, async () => {
  const missing = await server.cli('import', '--dev', '/nowhere/missing.json');
  assert.notEqual(missing.code, 0);
  assert.match(missing.stderr, /missing\.json/);
  const text = await import_files(['../redocly.yaml'], '--dev');
  assert.notEqual(text.code, 0);
  assert.match(text.stdout + text.stderr, /redocly\.yaml/);
  const nobody = await import_files(['patient-ins-nir.json'], '--dev', '--for', 'inconnu');
  assert.notEqual(nobody.code, 0);
  assert.match(nobody.stderr, /inconnu/);
  assert.notEqual((await server.cli('import')).code, 0);
});
