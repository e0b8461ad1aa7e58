// Threats 19 and 20: every route at every stage a session can have. What each must answer is computed from x-spico-stages of openapi.yaml.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { accept_cgu, advance_clock, enter_spico, send_code, sign_in_pending, sign_in_strong, sign_in_weak, users } from './support/journey.mjs';
import { openapi, operations } from './support/openapi.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });

const refusals = {
  pending_login: '409 no_pending_login', signed_in: '401 signed_out', unlocked: '403 locked', strong: '403 strong_auth_required',
  cgu_pass: '403 cgu_pass_required', spico_open: '403 spico_closed', cgu_spico: '403 cgu_spico_required',
};
const guard_codes = new Set(Object.values(refusals));
const bodies = {
  '/api/pass/login': { identifiant: users.nurse, mot_de_passe: 'pas le bon TEST', method: 'code' },
  '/api/pass/code/send': { channel: 'email' },
  '/api/pass/code/verify': { code: '000000' },
  '/api/pass/cgu/accept': { version: 'x' },
  '/api/spico/cgu/accept': { version: 'x' },
  '/api/pass/portal/tiles/{id}/favourite': { favourite: true },
  '/api/spico/patients/{id}/favourite': { favourite: true },
  '/api/spico/patients/{id}/archived': { archived: true },
  '/api/spico/patients/exported': { format: 'csv', count: 0, filters: '' },
  '/api/spico/preferences/columns': { columns: '', sort: '' },
  '/api/spico/preferences/notifications': { quiet: false, quiet_from: '22:00', quiet_to: '07:00', system: false },
  '/api/spico/notifications/read': { up_to: '1' },
  '/api/spico/searches': { name: 'TEST', filters: '' },
  '/api/spico/directory/search': { text: 'test', limit: 1 },
  '/api/spico/discussions': { client_id: '0'.repeat(32), title: 'TEST', members: [] },
  '/api/spico/discussions/{id}/read': { number: 1 },
  '/api/spico/discussions/{id}/muted': { muted: true },
  '/api/spico/discussions/{id}/printed': { from: 1, to: 1 },
  '/api/spico/discussions/{id}/members': { member: '1', history: 'all' },
  '/api/spico/discussions/{id}/messages': { client_id: '0'.repeat(32), text: 'TEST' },
  '/api/spico/messages/{id}': { text: 'TEST' },
  '/api/spico/messages/{id}/seen': { seen: true },
  '/api/spico/messages/{id}/entry': { filed: true },
  '/api/spico/messages/search': { text: 'test', limit: 1 },
  '/api/spico/uploads': { client_id: '0'.repeat(32), name: 'TEST.png', size: 1 },
  '/api/spico/attachments/{id}/ticket': { use: 'view' },
};
// What a page sends there: nothing, JSON, or bytes.
function body_of({ method, path }) {
  if (['GET', 'DELETE'].includes(method)) return {};
  if (path === '/api/spico/uploads/{id}') return { body: 'TEST', headers: { 'content-type': 'application/octet-stream' } };
  return { json: bodies[path] ?? {} };
}
// A stream without end is asked for an event that never was, after which it ends at once.
const target_of = (path, id) => (path === '/api/spico/live' ? `${path}?after=${Number.MAX_SAFE_INTEGER}` : path.replace(/\{(id|ticket)\}/, id));
// Routes that move the session to another stage come last, in an order in which each is still asked at the stage under test.
const movers = (facts) => ['/api/pass/code/send', ...(facts.spico_open ? ['/api/spico/open', '/api/spico/logout'] : ['/api/spico/logout', '/api/spico/open']), '/api/pass/logout'];

const nothing = { pending_login: false, signed_in: false, unlocked: true, strong: false, cgu_pass: false, spico_open: false, cgu_spico: false };
const newcomer = { user: users.newcomer };
const stages = [
  ['no cookie', nothing, async () => new Browser(server)],
  ['a cookie that the server never gave', nothing, async () => {
    const browser = new Browser(server);
    browser.cookies.set('spico', 'A'.repeat(43));
    return browser;
  }],
  ['password right, channel not chosen', { ...nothing, pending_login: true }, () => sign_in_pending(server)],
  ['code sent', { ...nothing, pending_login: true, code_sent: true }, async () => {
    const browser = await sign_in_pending(server);
    await send_code(server, browser);
    return browser;
  }],
  ['weak, terms of PASS not accepted', { ...nothing, signed_in: true }, () => sign_in_weak(server, newcomer)],
  ['strong, terms of PASS not accepted', { ...nothing, signed_in: true, strong: true }, () => sign_in_strong(server, newcomer)],
  ['weak', { ...nothing, signed_in: true, cgu_pass: true, cgu_spico: true }, () => sign_in_weak(server)],
  ['strong, SPICO not open', { ...nothing, signed_in: true, strong: true, cgu_pass: true, cgu_spico: true }, () => sign_in_strong(server)],
  ['SPICO open, its terms not accepted', { ...nothing, signed_in: true, strong: true, cgu_pass: true, spico_open: true }, async () => {
    const browser = await sign_in_strong(server, newcomer);
    await accept_cgu(browser, 'pass');
    await browser.post('/api/spico/open');
    return browser;
  }],
  ['in SPICO', { ...nothing, signed_in: true, strong: true, cgu_pass: true, spico_open: true, cgu_spico: true }, () => enter_spico(server)],
];

function expected_refusal(entry, facts) {
  for (const step of openapi['x-spico-stages'][entry.stage]) if (!facts[step]) return refusals[step];
  if (entry.path === '/api/pass/code/verify' && !facts.code_sent) return refusals.pending_login;
  return null;
}

for (const [name, facts, reach] of stages) {
  test(`T19 every route: ${name}`, async () => {
    const browser = await reach();
    const api = operations.filter(({ path }) => path.startsWith('/api/'));
    const last = movers(facts);
    const ordered = [...api.filter(({ path }) => !last.includes(path)), ...last.map((path) => api.find((entry) => entry.path === path))];
    assert.equal(ordered.length, api.length);
    const wrong = [];
    for (const entry of ordered) {
      const target = target_of(entry.path, 'nobody');
      const response = await browser.request(entry.method, target, body_of(entry));
      const found = `${response.status} ${response.json?.code ?? ''}`.trim();
      const expected = expected_refusal(entry, facts);
      if (expected ? found !== expected : guard_codes.has(found)) wrong.push({ route: `${entry.method} ${entry.path}`, expected: expected ?? 'passes the guard', found });
    }
    assert.deepEqual(wrong, []);
  });
}

test('T19 a code cannot be skipped: the password alone opens nothing, whatever is asked next', async () => {
  const browser = await sign_in_pending(server);
  for (const [target, json] of [['/api/spico/open', {}], ['/api/pass/cgu/accept', { version: '1' }], ['/api/session/activity', {}]]) {
    assert.equal((await browser.post(target, json)).status, 401);
  }
  const session = await browser.session();
  assert.equal(session.user, null);
  assert.equal(session.strength, 'none');
});

test('T20 a weak session: the tile asks for more and the data is refused', async () => {
  const browser = await sign_in_weak(server);
  const { json } = await browser.get('/api/pass/portal');
  const tile = json.tiles.find((one) => one.name === 'SPICO Dossiers');
  assert.equal(tile.strong_required, true);
  for (const [method, target, body] of [['POST', '/api/spico/open', {}], ['GET', '/api/spico/patients'], ['GET', '/api/spico/cgu'], ['PUT', '/api/spico/patients/1/favourite', { favourite: true }]]) {
    const response = await browser.request(method, target, { json: body });
    assert.equal(response.status, 403, target);
    assert.equal(response.json.code, 'strong_auth_required', target);
  }
});

test('T20 the weak sign-in of somebody who is strong elsewhere stays weak', async () => {
  const strong = await enter_spico(server);
  const weak = await sign_in_weak(server);
  assert.equal((await weak.get('/api/spico/patients')).json.code, 'strong_auth_required');
  assert.equal((await strong.get('/api/spico/patients')).status, 200);
});

test('T20 leaving SPICO asks for a click to come back, not for a password', async () => {
  const browser = await enter_spico(server);
  await browser.post('/api/spico/logout');
  assert.equal((await browser.get('/api/spico/patients')).json.code, 'spico_closed');
  assert.equal((await browser.post('/api/spico/open')).status, 200);
  assert.equal((await browser.get('/api/spico/patients')).status, 200);
});

test('T19 the reason of an ended session is said on every guarded route', async () => {
  const browser = await enter_spico(server, { user: users.physician });
  await advance_clock(server, openapi['x-spico-limits'].idle_ms + 1000);
  for (const { method, path, stage } of operations.filter((entry) => entry.path.startsWith('/api/') && openapi['x-spico-stages'][entry.stage].includes('signed_in'))) {
    const response = await browser.request(method, target_of(path, '1'), body_of({ method, path }));
    assert.equal(`${response.status} ${response.json.code}`, '401 session_idle', `${method} ${path} (${stage})`);
  }
});
