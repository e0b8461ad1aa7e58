// Threats 15 and 16: nobody learns from an answer whether an account exists; nobody can shut another person out for good.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { advance_clock, enter_spico, login, password, send_code, sign_in_weak, users, verify, wrong_code } from './support/journey.mjs';
import { limits } from './support/openapi.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });
beforeEach(() => advance_clock(server, 24 * 3_600_000));

// What somebody can see of an answer: status, headers but the date, bytes of the body. Waiting times are compared apart.
function visible({ status, headers, body }) {
  const { date, ...rest } = headers;
  assert.ok(date === undefined || Date.parse(date));
  return { status, headers: rest, body: body.toString('hex') };
}
function without_seconds({ status, headers, text }) {
  const { date, 'retry-after': retry, 'content-length': length, ...rest } = headers;
  assert.ok(date === undefined || Date.parse(date));
  assert.ok(Number(retry) > 0 && Number(length) > 0);
  return { status, headers: rest, text: text.replace(/"retry_after_s":\d+/, '"retry_after_s":N') };
}

const fail_sign_in = (browser, user, options = {}) => login(browser, { user, secret: 'Mauvais&Passe2026TEST', ...options });

test('T15 unknown account, wrong password, both methods: one answer, byte for byte', async () => {
  const reference = visible(await fail_sign_in(new Browser(server), users.nurse));
  assert.equal(reference.status, 401);
  const nobody = ['inconnu', 'demo-inconnu', 'x', 'a'.repeat(254), 'demo-infirmiere@chu-example.fr', "' OR '1'='1", 'demo-infirmiere\u0000', 'démo', '%', '\u202e', 'demo_infirmiere'];
  for (const user of [...nobody, users.physician, users.newcomer]) {
    for (const method of ['code', 'weak']) {
      assert.deepEqual(visible(await fail_sign_in(new Browser(server), user, { method })), reference, `${user} ${method}`);
    }
  }
});

test('T15 the right password but for its case, a space or a truncation is a wrong one', async () => {
  for (const secret of [password.toLowerCase(), ` ${password}`, `${password} `, password.slice(0, -1), `${password}x`, `${password}\u0000`, password.normalize('NFD') + '\u0301']) {
    assert.equal((await login(new Browser(server), { secret, method: 'weak' })).status, 401, JSON.stringify(secret));
    await advance_clock(server, limits.failed_sign_ins_window_ms);
  }
});

test('T15 the identifiant is found whatever its case and the spaces around it', async () => {
  for (const user of [' demo-infirmiere ', 'DEMO-Infirmiere', ' Demo-Infirmiere']) {
    const browser = new Browser(server);
    assert.equal((await login(browser, { user, method: 'weak' })).status, 200, JSON.stringify(user));
    assert.equal((await browser.session()).user.identifiant, users.nurse);
  }
});

test('T15 ten failures slow an account down, existing or not, with one and the same answer', async () => {
  const answers = [];
  for (const user of [users.nurse, 'demo-inconnu']) {
    const browser = new Browser(server);
    for (let count = 1; count <= limits.failed_sign_ins; count += 1) {
      assert.equal((await fail_sign_in(browser, user)).status, 401, `${user}, failure ${count}`);
    }
    const refused = await fail_sign_in(browser, user);
    assert.equal(`${refused.status} ${refused.json.code}`, '429 too_many_attempts', user);
    answers.push({ user, refused, right: await login(browser, { user }) });
  }
  const [known, unknown] = answers;
  assert.deepEqual(without_seconds(known.refused), without_seconds(unknown.refused));
  assert.deepEqual(without_seconds(known.right), without_seconds(unknown.right), 'the right password, while slowed down');
  assert.ok(Math.abs(known.refused.json.retry_after_s - unknown.refused.json.retry_after_s) <= 2);
});

test('T15 writing the name otherwise does not give more failures', async () => {
  const spellings = [users.nurse, users.nurse.toUpperCase(), ` ${users.nurse}`, 'Demo-Infirmiere'];
  for (let count = 0; count < limits.failed_sign_ins; count += 1) await fail_sign_in(new Browser(server), spellings[count % spellings.length]);
  assert.equal((await login(new Browser(server))).status, 429);
});

test('T15 ten parallel failures count as ten', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => fail_sign_in(new Browser(server), users.coordinator)));
  const evaluated = answers.filter(({ status }) => status === 401).length;
  assert.ok(evaluated <= limits.failed_sign_ins, `${evaluated} passwords were compared`);
  assert.ok(answers.every(({ status }) => [401, 429, 503].includes(status)));
});

test('T15 wrong codes do not slow the password down', async () => {
  for (let round = 0; round < 3; round += 1) {
    const browser = new Browser(server);
    await login(browser, { user: users.physician });
    const { message } = await send_code(server, browser);
    for (let count = 1; count <= 5; count += 1) await verify(browser, wrong_code(message.code, count));
  }
  assert.equal((await login(new Browser(server), { user: users.physician, method: 'weak' })).status, 200);
});

test('T16 the slowed-down person gets in after the wait that was told', async () => {
  const attacker = new Browser(server);
  for (let count = 0; count < limits.failed_sign_ins; count += 1) await fail_sign_in(attacker, users.nurse);
  const refused = await login(new Browser(server));
  assert.equal(refused.status, 429);
  assert.ok(refused.json.retry_after_s <= 900, `a wait of ${refused.json.retry_after_s} s`);
  await advance_clock(server, refused.json.retry_after_s * 1000 + 1000);
  assert.equal((await login(new Browser(server), { method: 'weak' })).status, 200);
});

test('T16 the wait grows with the failures but stays bounded', async () => {
  const attacker = new Browser(server);
  const waits = [];
  for (let count = 0; count < 40 && waits.length < 6; count += 1) {
    const answer = await fail_sign_in(attacker, users.nurse);
    if (answer.status !== 429) continue;
    waits.push(answer.json.retry_after_s);
    await advance_clock(server, answer.json.retry_after_s * 1000);
  }
  assert.equal(waits.length, 6);
  // Failures older than 15 minutes count no more, so the last wait may be short again.
  assert.ok(waits[1] > waits[0] && waits[2] > waits[1], `waits ${waits}`);
  assert.ok(waits.every((wait) => wait <= 900), `waits ${waits}`);
});

test('T16 an attack on one account: its open sessions go on, other accounts sign in', async () => {
  const victim = await enter_spico(server);
  const attacker = new Browser(server);
  for (let count = 0; count < limits.failed_sign_ins + 5; count += 1) await fail_sign_in(attacker, users.nurse);
  assert.equal((await victim.get('/api/spico/patients')).status, 200);
  assert.equal((await victim.post('/api/session/activity')).status, 200);
  await sign_in_weak(server, { user: users.physician });
});

test('T16 one source trying many accounts is slowed down, other sources are not', async () => {
  const attacker = new Browser(server);
  const tries = limits.failed_sign_ins_per_source;
  for (let count = 0; count < tries; count += 1) {
    const { status, text } = await fail_sign_in(attacker, `inconnu-${count}`);
    assert.equal(status, 401, `failure ${count + 1}: ${text}`);
  }
  assert.equal((await fail_sign_in(attacker, 'inconnu-encore')).status, 429);
  const pretending = await login(attacker, { user: 'inconnu-ailleurs' });
  assert.equal(pretending.status, 429);
  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
    const { status } = await attacker.post('/api/pass/login', { identifiant: 'inconnu-ailleurs', mot_de_passe: 'x', method: 'code' }, { headers: { [header]: '203.0.113.7' } });
    assert.equal(status, 429, `${header} without --behind-proxy`);
  }
  assert.equal((await login(new Browser(server), { method: 'weak' })).status, 200);
});

test('decision 20: a crowd of sign-ins is served or told to come back, never dropped', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => fail_sign_in(new Browser(server), `foule-${index}`)));
  const counts = {};
  for (const { status, json } of answers) counts[`${status} ${json.code}`] = (counts[`${status} ${json.code}`] ?? 0) + 1;
  const allowed = ['401 bad_credentials', '503 busy'];
  assert.deepEqual(Object.keys(counts).filter((key) => !allowed.includes(key)), [], JSON.stringify(counts));
  assert.ok(counts['401 bad_credentials'] > 0);
  assert.ok(counts['503 busy'] > 0, `the queue has an end: ${JSON.stringify(counts)}`);
  assert.equal((await login(new Browser(server), { method: 'weak' })).status, 200, 'and afterwards all is well');
});
