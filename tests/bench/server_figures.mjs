// What is measured on emserve without a browser: the list, importing, and whether the time of a refused sign-in tells that an account exists. For the bench.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../contract/support/browser.mjs';
import { advance_clock, login, users } from '../contract/support/journey.mjs';
import { process_figures } from './process_figures.mjs';

const guesses_in_a_row = 4;  // per account and clock step, well below the ten that slow an account down

// browser: signed in, in SPICO. Unlike its own get(), this judges nothing: 100,000 lines take the judge a while.
async function get_list(browser) {
  const answer = await browser.send_raw('GET', '/api/spico/patients', { host: browser.base.host, 'sec-fetch-site': 'same-origin', 'x-spico': '1', 'x-spico-activity': '1', cookie: browser.cookie_header() });
  if (answer.status !== 200) throw new Error(`the list: ${answer.status}`);
  return answer;
}

// How many patients the list has, and how many of them are not archived.
export async function count_patients(browser) {
  const lines = (await get_list(browser)).text.split('\n').slice(1, -2);
  return { total: lines.length, shown: lines.filter((line) => !JSON.parse(line).archived).length };
}

export async function measure_server_list(server, browser) {
  const before = process_figures(server.child.pid);
  const start = performance.now();
  const answer = await get_list(browser);
  const list_ms = performance.now() - start;
  const after = process_figures(server.child.pid);
  return { list_ms, cpu_ms: after.cpu_ms - before.cpu_ms, resident_bytes: after.resident_bytes, peak_bytes: after.peak_bytes, body_bytes: answer.body.length };
}

function fhir_patient(number) {
  const letters = (count) => Array.from({ length: count }, (_, place) => String.fromCharCode(65 + Math.floor(number / 26 ** place) % 26)).join('');
  const two = (value) => String(value).padStart(2, '0');
  return { resourceType: 'Patient', id: `bench-${number}`,
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress: { city: 'TOULOUSE', district: '31555', country: 'FRA' } }],
    identifier: [{ type: { coding: [{ system: 'http://interopsante.org/CodeSystem/fr-v2-0203', code: 'PI' }] }, system: 'urn:oid:1.2.250.1.71.4.2.2.1', value: `bench-${number}` }],
    name: [{ use: 'official', family: `TEST ${letters(4)}É`, given: ['Zoé'], text: 'Zoé Anne' }, { use: 'usual', family: `TEST ${letters(4)}É`, given: ['Zoé'] }],
    gender: number % 2 ? 'male' : 'female', birthDate: `${1930 + number % 80}-${two(1 + number % 12)}-${two(1 + number % 28)}` };
}

// Into the database of a running server, which gets these patients on top of its own.
export async function measure_import(server, count) {
  const file = join(server.data_folder, 'bench.ndjson');
  writeFileSync(file, Array.from({ length: count }, (_, number) => JSON.stringify(fhir_patient(number))).join('\n') + '\n');
  const start = performance.now();
  const { code, stderr } = await server.cli('import', '--dev', file);
  if (code !== 0) throw new Error(`import ended with ${code}: ${stderr.slice(-1000)}`);
  return { import_count: count, import_ms: performance.now() - start };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values, middle) => values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);

// Welch's t of two samples: below 4.5 in size they cannot be told apart (threat 15).
function welch_t(a, b) {
  const [mean_a, mean_b] = [mean(a), mean(b)];
  return (mean_a - mean_b) / Math.sqrt(variance(a, mean_a) / a.length + variance(b, mean_b) / b.length);
}

// `count` refused sign-ins in all, half of them for accounts that exist, in an order nobody can foresee.
export async function measure_sign_in_times(server, count) {
  const accounts = { known: Object.values(users), unknown: Object.values(users).map((name) => name.replace('demo', 'rien')) };
  const times = { known: [], unknown: [] };
  const turns = Object.values(users).length * guesses_in_a_row;
  while (times.known.length < count / 2) {
    await advance_clock(server, 24 * 3_600_000);
    const browsers = { known: new Browser(server), unknown: new Browser(server) };
    for (let turn = 0; turn < turns; turn += 1) {
      for (const kind of Math.random() < 0.5 ? ['known', 'unknown'] : ['unknown', 'known']) {
        const start = performance.now();
        const { status } = await login(browsers[kind], { user: accounts[kind][turn % accounts[kind].length], secret: 'Mauvais&Passe2026TEST' });
        const time = performance.now() - start;
        if (status !== 401) throw new Error(`a wrong password was answered with ${status}`);
        // The first one of each browser opens its connection.
        if (turn > 0) times[kind].push(time);
      }
    }
    for (const browser of Object.values(browsers)) browser.close();
  }
  return { known_ms: mean(times.known), unknown_ms: mean(times.unknown), timings: times.known.length + times.unknown.length, t: welch_t(times.known, times.unknown) };
}
