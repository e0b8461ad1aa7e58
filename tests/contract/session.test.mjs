// Threats 1, 2, 3 and 23: the cookie, its renewal, both clocks, leaving, signing out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, parse_set_cookie } from './support/browser.mjs';
import { advance_clock, enter_spico, list_patients, login, send_code, sign_in_pending, sign_in_strong, sign_in_weak, users, verify } from './support/journey.mjs';
import { limits } from './support/openapi.mjs';
import { data_files, only_own_server, start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });

const minute = 60_000;
const hour = 60 * minute;

async function refusal(browser, target = '/api/pass/portal', options = { poll: true }) {
  const { status, json } = await browser.get(target, options);
  return status === 200 ? 'alive' : `${status} ${json.code}`;
}

test('T1 the cookie: HttpOnly, Strict, whole site, this host only, gone with the window', async () => {
  const browser = new Browser(server);
  const secure = browser.base.protocol === 'https:';
  const check = (response) => {
    assert.equal(response.set_cookies.length, 1);
    const { name, value, attributes } = parse_set_cookie(response.set_cookies[0]);
    assert.equal(name, secure ? '__Host-spico' : 'spico');
    assert.match(value, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(Buffer.from(value, 'base64url').length, 32);
    assert.deepEqual([...attributes].sort(), ['httponly', 'path=/', 'samesite=strict', ...(secure ? ['secure'] : [])].sort());
  };
  check(await login(browser));
  const { message } = await send_code(server, browser);
  check(await verify(browser, message.code));
});

test('T1 no answer carries the value of the cookie in its body or in another header', async () => {
  const browser = await enter_spico(server);
  for (const target of ['/api/session', '/api/pass/portal', '/api/pass/config', '/api/spico/patients', '/api/pass/cgu', '/', '/dev/outbox', '/api/unknown']) {
    const { headers, text } = await browser.get(target);
    assert.ok(!text.includes(browser.cookie) && !JSON.stringify(headers).includes(browser.cookie), target);
  }
});

test('T2 a planted cookie never becomes a signed-in one', async () => {
  const planted = 'P'.repeat(43);
  const browser = new Browser(server);
  browser.cookies.set('spico', planted);
  await login(browser, { method: 'weak' });
  assert.notEqual(browser.cookie, planted);
  const thief = new Browser(server);
  thief.cookies.set('spico', planted);
  assert.equal((await thief.session()).user, null);
  assert.equal(await refusal(thief), '401 signed_out');
});

test('T2 each step gives a new cookie and the one before is dead', async () => {
  const browser = new Browser(server);
  const seen = [];
  const step = async (act, { is_renewal = false } = {}) => {
    const before_step = browser.cookie ? browser.copy(server) : null;
    const answer = await act();
    assert.equal(answer.status, 200, answer.text);
    assert.ok(!seen.includes(browser.cookie), 'the cookie changed');
    seen.push(browser.cookie);
    if (!before_step) return;
    const session = await before_step.session();
    assert.equal(session.user, null);
    assert.equal(session.pending, null);
    if (is_renewal) assert.equal(session.ended ?? null, null, 'a renewed cookie does not say why it is dead');
    assert.equal(await refusal(before_step), '401 signed_out');
    assert.equal((await before_step.post('/api/pass/code/send', { channel: 'email' })).json.code, 'no_pending_login');
    assert.equal((await before_step.post('/api/pass/code/verify', { code: '123456' })).json.code, 'no_pending_login');
  };
  await step(() => login(browser));
  const { message } = await send_code(server, browser);
  await step(() => verify(browser, message.code), { is_renewal: true });
  await step(() => login(browser, { method: 'weak' }));
  await step(() => login(browser, { method: 'weak', user: users.physician }));
  await step(() => login(browser));
});

test('T2 a refused sign-in leaves the session as it was', async () => {
  const browser = await sign_in_weak(server);
  const kept = browser.cookie;
  assert.equal((await login(browser, { secret: 'pas le bon TEST' })).status, 401);
  assert.equal(browser.cookie, kept);
  assert.equal(await refusal(browser), 'alive');
});

test('T3 cookie values are all different, and only their hashes are in the database', { skip: only_own_server }, async () => {
  const values = [];
  for (let count = 0; count < 40; count += 1) {
    const browser = await sign_in_weak(server);
    values.push(browser.cookie);
    browser.close();
  }
  assert.equal(new Set(values).size, values.length);
  const bytes = values.map((value) => Buffer.from(value, 'base64url'));
  for (let position = 0; position < 32; position += 1) {
    assert.ok(new Set(bytes.map((one) => one[position])).size > 16, `byte ${position} hardly changes`);
  }
  const files = data_files(server.data_folder);
  assert.ok(files.some((file) => file.includes('demo-infirmiere')), 'the database is in the data folder and readable by this test');
  for (const [index, value] of values.entries()) {
    for (const file of files) {
      assert.ok(!file.includes(value), 'cookie value');
      assert.ok(!file.includes(bytes[index]), 'bytes of the cookie');
      assert.ok(!file.includes(bytes[index].toString('hex')), 'hexadecimal of the cookie');
    }
  }
});

test('T3 many forged cookies are nobody\'s', async () => {
  const browser = new Browser(server);
  for (const value of ['', 'x', 'A'.repeat(42), 'A'.repeat(44), 'A'.repeat(4000), '../../etc/passwd', "' OR 1=1 --", '%00', 'é'.repeat(3), '"quoted"']) {
    const { status, json } = await browser.get('/api/session', { headers: { cookie: `spico=${encodeURI(value)}` } });
    assert.equal(status, 200);
    assert.equal(json.user, null);
    assert.equal((await browser.get('/api/pass/portal', { headers: { cookie: `spico=${encodeURI(value)}` } })).status, 401);
  }
});

test('T3 with the cookie twice, a planted one beside ours gives nothing new', async () => {
  const browser = await sign_in_weak(server);
  for (const cookie of [`spico=${'B'.repeat(43)}; spico=${browser.cookie}`, `spico=${browser.cookie}; spico=${'B'.repeat(43)}`]) {
    const { json } = await browser.get('/api/session', { headers: { cookie } });
    assert.ok(json.user === null || json.user.identifiant === users.nurse);
  }
  assert.equal((await browser.get('/api/pass/portal', { headers: { cookie: `other=1; spico=${browser.cookie}; last=2` } })).status, 200);
  assert.equal((await browser.get('/api/pass/portal', { headers: { cookie: `xspico=${browser.cookie}` } })).status, 401);
});

test('a session says who is signed in, and for how long', async () => {
  const browser = await sign_in_strong(server);
  const session = await browser.session();
  assert.equal(session.user.identifiant, users.nurse);
  assert.equal(session.strength, 'strong');
  assert.ok(session.idle_remaining_ms > limits.idle_ms - minute);
  assert.ok(session.absolute_remaining_ms > limits.absolute_ms - minute);
  const config = (await browser.get('/api/pass/config')).json;
  assert.equal(config.dev, true);
  assert.equal(config.kiosk_idle_ms, 5 * minute);
});

test('T23 three hours of polling without a person: signed out at two hours', async () => {
  const browser = await enter_spico(server);
  for (let passed = 10; passed < 120; passed += 10) {
    await advance_clock(server, 10 * minute);
    assert.equal(await refusal(browser, '/api/spico/patients'), 'alive', `after ${passed} min`);
    assert.equal((await browser.session()).user.identifiant, users.nurse);
  }
  await advance_clock(server, 10 * minute + 1000);
  assert.equal(await refusal(browser, '/api/spico/patients'), '401 session_idle');
  const session = await browser.session();
  assert.equal(session.user, null);
  assert.equal(session.ended, 'idle');
  await advance_clock(server, hour);
  assert.equal(await refusal(browser), '401 session_idle');
});

test('T23 the idle clock counts to the end and not beyond', async () => {
  const browser = await sign_in_weak(server);
  await advance_clock(server, limits.idle_ms - 20_000);
  const session = await browser.session();
  assert.ok(session.idle_remaining_ms <= 20_000 && session.idle_remaining_ms > 0, `${session.idle_remaining_ms}`);
  assert.equal(await refusal(browser), 'alive');
  await advance_clock(server, 20_000);
  assert.equal(await refusal(browser), '401 session_idle');
  assert.equal(await refusal(browser, '/api/pass/portal', { poll: false }), '401 session_idle', 'activity does not revive it');
  assert.equal((await browser.post('/api/session/activity')).json.code, 'session_idle');
});

test('T23 only what a person caused moves the idle clock', async () => {
  const browser = await enter_spico(server);
  const left = async () => (await browser.session()).idle_remaining_ms;
  const unmoved = [
    () => browser.get('/api/session', { poll: true }),
    () => browser.get('/api/spico/patients', { poll: true }),
    () => browser.get('/api/pass/portal', { poll: true }),
    () => browser.get('/api/session', { headers: { 'x-spico-activity': '0' } }),
    () => browser.post('/api/session/leaving', {}, { poll: true }),
    () => browser.post('/api/spico/open', {}, { poll: true }),
    () => browser.get('/api/session', { headers: { 'sec-fetch-site': 'cross-site' } }),
  ];
  for (const [index, act] of unmoved.entries()) {
    await advance_clock(server, minute);
    await act();
    assert.ok(await left() <= limits.idle_ms - (index + 1) * minute, `call ${index} moved the clock`);
  }
  const moved = [
    () => browser.get('/api/session'),
    () => browser.get('/api/spico/patients'),
    () => browser.post('/api/session/activity', {}, { poll: true }),
    () => browser.post('/api/spico/open'),
  ];
  for (const [index, act] of moved.entries()) {
    await advance_clock(server, minute);
    await act();
    assert.ok(await left() > limits.idle_ms - minute, `call ${index} did not move the clock`);
  }
});

test('T23 a refused request of another user does not move my clock', async () => {
  const mine = await sign_in_weak(server);
  const other = await sign_in_weak(server, { user: users.physician });
  await advance_clock(server, 30 * minute);
  await other.post('/api/session/activity');
  assert.ok((await mine.session()).idle_remaining_ms <= limits.idle_ms - 30 * minute);
});

test('twelve hours are the end, however busy', async () => {
  const browser = await sign_in_weak(server);
  for (let passed = 1; passed < 12; passed += 1) {
    await advance_clock(server, hour);
    const { status, json } = await browser.post('/api/session/activity');
    assert.equal(status, 200, `after ${passed} h`);
    assert.ok(json.absolute_remaining_ms <= limits.absolute_ms - passed * hour);
    assert.ok(json.idle_remaining_ms <= json.absolute_remaining_ms || json.idle_remaining_ms <= limits.idle_ms);
  }
  await advance_clock(server, hour);
  assert.equal(await refusal(browser), '401 session_absolute');
  assert.equal((await browser.session()).ended, 'absolute');
});

test('a new sign-in starts both clocks again', async () => {
  const browser = await sign_in_weak(server);
  await advance_clock(server, hour);
  await login(browser, { method: 'weak' });
  const session = await browser.session();
  assert.ok(session.idle_remaining_ms > limits.idle_ms - minute && session.absolute_remaining_ms > limits.absolute_ms - minute);
});

test('leaving: the session ends after 60 s without a request', async () => {
  const browser = await sign_in_weak(server);
  const other = await sign_in_weak(server);
  assert.equal((await browser.post('/api/session/leaving', {}, { poll: true })).status, 200);
  await advance_clock(server, limits.leaving_ms + 1000);
  assert.equal(await refusal(browser), '401 signed_out');
  assert.equal(await refusal(other), 'alive', 'another browser of the same person');
  assert.equal((await browser.session()).ended, 'signed_out');
});

test('leaving: a reload within 60 s stays signed in', async () => {
  const browser = await sign_in_weak(server);
  await browser.post('/api/session/leaving', {}, { poll: true });
  await advance_clock(server, limits.leaving_ms - 10_000);
  assert.equal(await refusal(browser), 'alive');
  await advance_clock(server, limits.leaving_ms);
  assert.equal(await refusal(browser), 'alive');
  await browser.post('/api/session/leaving', {}, { poll: true });
  await browser.post('/api/session/leaving', {}, { poll: true });
  await advance_clock(server, limits.leaving_ms + 1000);
  assert.equal(await refusal(browser), '401 signed_out');
});

test('signing out of PASS: everything ends, once and for every copy of the cookie', async () => {
  const browser = await enter_spico(server);
  const copy = browser.copy(server);
  const answer = await browser.post('/api/pass/logout');
  assert.equal(answer.status, 200);
  assert.equal(answer.json.user, null);
  assert.equal(answer.headers['clear-site-data'], '"cache"');
  const { name, value, attributes } = parse_set_cookie(answer.set_cookies[0]);
  assert.equal(name, 'spico');
  assert.equal(value, '');
  assert.ok(attributes.includes('max-age=0') || attributes.some((part) => part.startsWith('expires=')));
  assert.ok(attributes.includes('path=/') && attributes.includes('httponly') && attributes.includes('samesite=strict'));
  for (const target of ['/api/spico/patients', '/api/pass/portal', '/api/pass/cgu']) assert.equal(await refusal(copy, target), '401 signed_out');
  assert.equal((await copy.session()).ended, 'signed_out');
  const again = await copy.post('/api/pass/logout');
  assert.equal(again.status, 200);
  assert.equal(again.headers['clear-site-data'], undefined);
});

test('signing out without a session is 200, and clears nothing', async () => {
  const browser = new Browser(server);
  for (let count = 0; count < 3; count += 1) {
    const answer = await browser.post('/api/pass/logout');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['clear-site-data'], undefined);
    assert.equal(answer.headers['set-cookie'], undefined);
  }
});

test('signing out ends a pending sign-in: its code is worth nothing', async () => {
  const browser = await sign_in_pending(server);
  const { message } = await send_code(server, browser);
  const copy = browser.copy(server);
  assert.equal((await browser.post('/api/pass/logout')).status, 200);
  assert.equal((await verify(copy, message.code)).json.code, 'no_pending_login');
});

test('signing out of one browser leaves the other one', async () => {
  const first = await sign_in_weak(server);
  const second = await sign_in_weak(server);
  await first.post('/api/pass/logout');
  assert.equal(await refusal(second), 'alive');
});

test('signing out of SPICO: the portal stays, SPICO asks to be opened; twice is once', async () => {
  const browser = await enter_spico(server);
  for (let count = 0; count < 2; count += 1) {
    const answer = await browser.post('/api/spico/logout');
    assert.equal(answer.status, 200);
    assert.equal(answer.json.spico_open, false);
    assert.equal(answer.json.user.identifiant, users.nurse);
    assert.equal(answer.headers['clear-site-data'], undefined);
  }
  assert.equal(await refusal(browser), 'alive');
  assert.equal(await refusal(browser, '/api/spico/patients'), '403 spico_closed');
});

test('opening SPICO in one browser does not open it in another', async () => {
  const first = await enter_spico(server);
  const second = await sign_in_strong(server);
  assert.equal((await first.session()).spico_open, true);
  assert.equal((await second.session()).spico_open, false);
  assert.ok((await list_patients(first)).patients.length > 0);
});

test('the clock of --dev goes forward only', async () => {
  const browser = new Browser(server);
  for (const advance_ms of [-1, 1.5, '1', null, 1e18]) {
    assert.equal((await browser.post('/dev/clock', { advance_ms })).status, 422, `${advance_ms}`);
  }
  const first = await advance_clock(server, 0);
  const second = await advance_clock(server, 5000);
  assert.ok(second - first >= 5000);
});
