// Threat 4: requests that a page of another origin can make, on every route. Also the order of the first checks of openapi.yaml.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { enter_spico, list_patients } from './support/journey.mjs';
import { operations } from './support/openapi.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });

const api = operations.filter(({ path }) => path.startsWith('/api/'));
const target_of = (path) => path.replace('/tiles/{id}', '/tiles/spico-dossiers').replace(/\{(id|ticket)\}/, '1');
const code_of = (response) => `${response.status} ${response.json?.code ?? ''}`.trim();

const sites = [undefined, 'same-origin', 'same-site', 'cross-site', 'none', 'Same-Origin'];
const origins = (ours) => [undefined, ours, 'null', 'https://attacker.example', 'https://autre.esante-occitanie.fr', ours.replace('localhost', '127.0.0.1'), `${ours}.attacker.example`, `${ours}1`];
const markers = [undefined, '1', '0', ''];
const types = [undefined, 'application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json, text/plain', 'text/plain; application/json'];
const json_types = types.slice(1, 4);

function expected_code(is_get, site, origin, ours, marker, type) {
  const is_ours = (site === undefined || site === 'same-origin') && (origin === undefined || origin === ours)
    && (is_get || site !== undefined || origin !== undefined);
  if (!is_ours) return '403 cross_site';
  if (marker !== '1') return '403 header_required';
  if (!is_get && !json_types.includes(type)) return '415 unsupported_media_type';
  return '200';
}

test('T4 Sec-Fetch-Site × Origin × X-Spico × content type on a POST', async () => {
  const browser = new Browser(server);
  const ours = browser.base.origin;
  const wrong = [];
  for (const site of sites) for (const origin of origins(ours)) for (const marker of markers) for (const type of types) {
    const response = await browser.post('/api/pass/logout', {}, { headers: { 'sec-fetch-site': site, origin, 'x-spico': marker, 'content-type': type } });
    const expected = expected_code(false, site, origin, ours, marker, type);
    if (code_of(response) !== expected) wrong.push({ site, origin, marker, type, expected, found: code_of(response) });
  }
  assert.deepEqual(wrong, []);
});

test('T4 Sec-Fetch-Site × Origin × X-Spico on a GET', async () => {
  const browser = new Browser(server);
  const ours = browser.base.origin;
  const wrong = [];
  for (const site of sites) for (const origin of origins(ours)) for (const marker of markers) {
    const response = await browser.get('/api/session', { headers: { 'sec-fetch-site': site, origin, 'x-spico': marker } });
    const expected = expected_code(true, site, origin, ours, marker);
    if (code_of(response) !== expected) wrong.push({ site, origin, marker, expected, found: code_of(response) });
  }
  assert.deepEqual(wrong, []);
});

test('T4 every route refuses form, fetch, image and beacon of another site and of a sibling host; nothing changes', async () => {
  const browser = await enter_spico(server);
  const { patients } = await list_patients(browser);
  const star = `/api/spico/patients/${patients[0].id}/favourite`;
  const form = 'application/x-www-form-urlencoded';
  const attacks = [
    ['form of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://attacker.example', 'x-spico': undefined, 'content-type': form }],
    ['form of a sibling host', { 'sec-fetch-site': 'same-site', origin: 'https://autre.esante-occitanie.fr', 'x-spico': undefined, 'content-type': form }],
    ['fetch with our header from a sibling host', { 'sec-fetch-site': 'same-site', origin: 'https://autre.esante-occitanie.fr' }],
    ['fetch no-cors', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', origin: 'https://attacker.example', 'x-spico': undefined, 'content-type': 'text/plain' }],
    ['beacon', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', origin: 'null', 'x-spico': undefined, 'content-type': 'text/plain;charset=UTF-8' }],
    ['old browser, another origin', { 'sec-fetch-site': undefined, 'sec-fetch-mode': undefined, origin: 'https://attacker.example' }],
    ['image', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', 'x-spico': undefined }],
    ['address typed by a person', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'x-spico': undefined }],
  ];
  const let_through = [];
  for (const { method, path } of api) {
    const target = path === '/api/spico/patients/{id}/favourite' ? star : target_of(path);
    for (const [name, headers] of attacks) {
      const body = method === 'GET' ? undefined : JSON.stringify({ favourite: true, channel: 'email', version: '1' });
      const response = await browser.request(method, target, { headers, body });
      if (response.status !== 403 || !['cross_site', 'header_required'].includes(response.json.code)) let_through.push(`${name}: ${method} ${target} → ${code_of(response)}`);
    }
  }
  assert.deepEqual(let_through, []);
  const session = await browser.session();
  assert.equal(session.user?.identifiant, 'demo-infirmiere');
  assert.equal(session.spico_open, true);
  const later = await list_patients(browser);
  assert.equal(later.patients.find(({ id }) => id === patients[0].id).favourite, patients[0].favourite);
});

test('T4 no preflight is ever answered with permission', async () => {
  const browser = new Browser(server);
  for (const { path } of api) {
    const response = await browser.request('OPTIONS', target_of(path), {
      headers: { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site', 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-spico, content-type', 'x-spico': undefined, 'content-type': undefined },
    });
    assert.ok(response.status >= 400, `${path} → ${response.status}`);
  }
});

test('T4 GET never changes state: the routes that change something do not exist for GET', async () => {
  const browser = await enter_spico(server);
  for (const { method, path } of api.filter((entry) => entry.method !== 'GET')) {
    if (api.some((entry) => entry.path === path && entry.method === 'GET')) continue;
    const response = await browser.get(target_of(path));
    assert.equal(code_of(response), '405 method_not_allowed', `GET ${path}`);
    assert.ok(response.headers.allow.split(', ').includes(method), `Allow of ${path}: ${response.headers.allow}`);
  }
  assert.equal((await browser.session()).spico_open, true);
});

test('T4 the clock of --dev cannot be moved from another site', async () => {
  const browser = new Browser(server);
  for (const headers of [{ 'sec-fetch-site': 'cross-site', origin: 'https://attacker.example' }, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': undefined, origin: 'null' }]) {
    const response = await browser.post('/dev/clock', { advance_ms: 1000 }, { headers });
    assert.equal(response.status, 403);
  }
  assert.equal((await browser.post('/dev/clock', { advance_ms: 0 }, { headers: { 'content-type': 'text/plain' } })).status, 415);
});
