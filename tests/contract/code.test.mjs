// Threats 5, 11, 12, 13 and 14: the one-time code, its life, its tries, its resends, and the counters of an account.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { advance_clock, login, outbox, send_code, sign_in_pending, sign_in_strong, users, verify, wrong_code } from './support/journey.mjs';
import { limits } from './support/openapi.mjs';
import { data_files, only_own_server, start_server } from './support/server.mjs';

const hour = 3_600_000;
let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });
// Each test starts with an hour that has seen no code.
beforeEach(() => advance_clock(server, hour + 1000));

const code_of = ({ status, json }) => (status === 200 ? '200' : `${status} ${json.code}`);

async function pending_with_code(options) {
  const browser = await sign_in_pending(server, options);
  const { answer, message } = await send_code(server, browser, options?.channel);
  return { browser, code: message.code, answer, message };
}

test('a code by e-mail or SMS: six digits, masked destination, five minutes', async () => {
  for (const channel of ['email', 'sms']) {
    const browser = await sign_in_pending(server);
    const { destinations } = await browser.session();
    assert.deepEqual(destinations.map((one) => one.channel), ['email', 'sms']);
    const { answer, message } = await send_code(server, browser, channel);
    assert.equal(message.channel, channel);
    assert.match(message.code, /^[0-9]{6}$/);
    assert.ok(message.text.includes(message.code));
    assert.equal(answer.json.pending, 'code');
    assert.equal(answer.json.user, null);
    assert.equal(answer.json.code.channel, channel);
    assert.equal(answer.json.code.tries_left, limits.code_tries);
    assert.equal(answer.json.code.resends_left, limits.resends_per_sign_in);
    assert.ok(answer.json.code.expires_in_ms > limits.code_life_ms - 10_000);
    assert.ok(answer.json.code.resend_in_ms > limits.resend_after_ms - 10_000);
    assert.ok(!answer.text.includes(message.code), 'the answer does not carry the code');
    const { masked } = destinations.find((one) => one.channel === channel);
    if (channel === 'email') {
      const [name, domain] = message.to.split('@');
      assert.equal(masked, `${name[0]}•••${name.at(-1)}@${domain}`);
    } else {
      assert.equal(masked, `•• •• •• •• ${message.to.replace(/\D/g, '').slice(-2)}`);
    }
    await advance_clock(server, limits.resend_after_ms);
  }
});

test('the subject of a mail does not carry the code', async () => {
  const { message } = await pending_with_code();
  assert.ok(!message.subject.includes(message.code));
});

test('codes keep their leading zeros and use all digits', async () => {
  const codes = [];
  for (let count = 0; count < 25; count += 1) {
    const { code, browser } = await pending_with_code();
    codes.push(code);
    browser.close();
  }
  assert.ok(codes.every((code) => code.length === 6));
  assert.ok(new Set(codes).size >= 24);
  assert.ok(new Set(codes.map((code) => code[0])).size >= 4);
});

test('the right code signs in strongly, and is asked in the right form', async () => {
  const { browser, code } = await pending_with_code();
  for (const bad of ['', '12345', '1234567', '12 456', 'abcdef', '１２３４５６', `${code} `, 123456, null, [code]]) {
    const answer = await verify(browser, bad);
    assert.equal(code_of(answer), '422 invalid_field', JSON.stringify(bad));
    assert.equal(answer.json.field, 'code');
  }
  assert.equal((await browser.session()).code.tries_left, limits.code_tries, 'a code in a wrong form is not a try');
  const answer = await verify(browser, code);
  assert.equal(answer.json.strength, 'strong');
  assert.equal(answer.json.user.identifiant, users.nurse);
  assert.equal(answer.json.pending, null);
});

test('T11 five tries of a code, one after the other', async () => {
  const { browser, code } = await pending_with_code();
  for (let left = 4; left >= 1; left -= 1) {
    assert.equal(code_of(await verify(browser, wrong_code(code, left))), '401 code_wrong');
    assert.equal((await browser.session()).code.tries_left, left);
  }
  assert.equal(code_of(await verify(browser, wrong_code(code, 9))), '401 code_exhausted');
  const session = await browser.session();
  assert.equal(session.pending, null);
  assert.equal(session.user, null);
  assert.equal(code_of(await verify(browser, code)), '409 no_pending_login');
  assert.equal(code_of(await browser.post('/api/pass/code/send', { channel: 'email' })), '409 no_pending_login');
});

test('T11 five tries of a code under 200 parallel requests', async () => {
  const { browser, code } = await pending_with_code();
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => verify(browser, wrong_code(code, index + 1))));
  const counts = {};
  for (const answer of answers) counts[code_of(answer)] = (counts[code_of(answer)] ?? 0) + 1;
  assert.deepEqual(counts, { '401 code_wrong': 4, '401 code_exhausted': 1, '409 no_pending_login': 195 });
  assert.equal(code_of(await verify(browser, code)), '409 no_pending_login', 'the right code after that');
});

test('T11 five tries in all, when the right code is among 200 parallel requests', async () => {
  const { browser, code } = await pending_with_code();
  const answers = await Promise.all(Array.from({ length: 200 }, () => browser.copy(server)).map((one, index) => verify(one, index === 150 ? code : wrong_code(code, index + 1))));
  const evaluated = answers.filter((answer) => ['200', '401 code_wrong', '401 code_exhausted'].includes(code_of(answer)));
  assert.ok(evaluated.length <= 5, `${evaluated.length} evaluated`);
  assert.ok(answers.filter((answer) => answer.status === 200).length <= 1);
});

test('T11 resends do not give more tries', async () => {
  const { browser, code } = await pending_with_code();
  for (let count = 1; count <= 3; count += 1) await verify(browser, wrong_code(code, count));
  await advance_clock(server, limits.resend_after_ms + 1000);
  const { answer, message } = await send_code(server, browser);
  assert.equal(answer.json.code.tries_left, 2);
  assert.equal(code_of(await verify(browser, wrong_code(message.code, 1))), '401 code_wrong');
  assert.equal(code_of(await verify(browser, wrong_code(message.code, 2))), '401 code_exhausted');
  assert.equal(code_of(await verify(browser, message.code)), '409 no_pending_login');
});

test('T11 changing the channel does not give more tries either', async () => {
  const { browser, code } = await pending_with_code();
  for (let count = 1; count <= 4; count += 1) await verify(browser, wrong_code(code, count));
  await advance_clock(server, limits.resend_after_ms + 1000);
  const { answer } = await send_code(server, browser, 'sms');
  assert.equal(answer.json.code.tries_left, 1);
  assert.equal(answer.json.code.resends_left, 2);
});

test('T5 the code of one sign-in is worth nothing in another', async () => {
  const first = await pending_with_code();
  const second = await pending_with_code();
  if (first.code !== second.code) {
    assert.equal(code_of(await verify(second.browser, first.code)), '401 code_wrong');
    assert.equal(code_of(await verify(first.browser, second.code)), '401 code_wrong');
  }
  const stranger = new Browser(server);
  assert.equal(code_of(await verify(stranger, first.code)), '409 no_pending_login');
  const other = await pending_with_code({ user: users.physician });
  if (other.code !== first.code) assert.equal(code_of(await verify(other.browser, first.code)), '401 code_wrong');
  assert.equal(code_of(await verify(first.browser, first.code)), '200');
  assert.equal(code_of(await verify(second.browser, second.code)), '200');
});

test('T13 a code works once', async () => {
  const { browser, code } = await pending_with_code();
  const old = browser.copy(server);
  assert.equal(code_of(await verify(browser, code)), '200');
  assert.equal(code_of(await verify(browser, code)), '409 no_pending_login');
  assert.equal(code_of(await verify(old, code)), '409 no_pending_login');
  assert.equal((await browser.session()).strength, 'strong');
});

test('T13 a code works once, also when it is sent fifty times at once', async () => {
  const { browser, code } = await pending_with_code();
  const copies = Array.from({ length: 50 }, () => browser.copy(server));
  const answers = await Promise.all(copies.map((one) => verify(one, code)));
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
  assert.ok(answers.every((answer) => ['200', '409 no_pending_login'].includes(code_of(answer))), answers.map(code_of).join());
  const alive = await Promise.all(copies.map(async (one) => (await one.get('/api/pass/portal')).status));
  assert.equal(alive.filter((status) => status === 200).length, 1, 'one session came of it');
});

test('T13 a new code replaces the old one', async () => {
  const { browser, code } = await pending_with_code();
  await advance_clock(server, limits.resend_after_ms + 1000);
  const { message } = await send_code(server, browser);
  if (message.code !== code) assert.equal(code_of(await verify(browser, code)), '401 code_wrong');
  assert.equal(code_of(await verify(browser, message.code)), '200');
});

test('T13 a code of an earlier sign-in in the same browser is dead', async () => {
  const { browser, code } = await pending_with_code();
  await login(browser);
  assert.equal(code_of(await verify(browser, code)), '409 no_pending_login');
  await advance_clock(server, limits.resend_after_ms + 1000);
  const { message } = await send_code(server, browser);
  if (message.code !== code) assert.equal(code_of(await verify(browser, code)), '401 code_wrong');
});

test('a code lives five minutes', async () => {
  const early = await pending_with_code();
  await advance_clock(server, limits.code_life_ms - 20_000);
  const session = await early.browser.session();
  assert.ok(session.code.expires_in_ms > 0 && session.code.expires_in_ms <= 20_000);
  assert.equal(code_of(await verify(early.browser, early.code)), '200');

  const late = await pending_with_code();
  await advance_clock(server, limits.code_life_ms + 1000);
  assert.equal((await late.browser.session()).code.expires_in_ms, 0);
  assert.equal(code_of(await verify(late.browser, late.code)), '401 code_expired');
  const { message } = await send_code(server, late.browser);
  assert.equal(code_of(await verify(late.browser, message.code)), '200', 'another code can be asked for');
});

test('T14 a resend waits 30 seconds', async () => {
  const { browser } = await pending_with_code();
  const refused = await browser.post('/api/pass/code/send', { channel: 'email' });
  assert.equal(code_of(refused), '429 resend_too_soon');
  assert.ok(refused.json.retry_after_s >= 1 && refused.json.retry_after_s <= 30);
  assert.equal(code_of(await browser.post('/api/pass/code/send', { channel: 'sms' })), '429 resend_too_soon', 'by the other channel too');
  await advance_clock(server, limits.resend_after_ms - 10_000);
  const again = await browser.post('/api/pass/code/send', { channel: 'email' });
  assert.equal(code_of(again), '429 resend_too_soon');
  assert.ok(again.json.retry_after_s <= 10);
  await advance_clock(server, 10_000);
  assert.equal((await send_code(server, browser)).answer.json.code.resends_left, 2);
});

test('T14 three resends a sign-in; exactly four messages leave', async () => {
  const before_count = (await outbox(server)).length;
  const { browser } = await pending_with_code();
  for (let left = 2; left >= 0; left -= 1) {
    await advance_clock(server, limits.resend_after_ms + 1000);
    const { answer } = await send_code(server, browser, left % 2 ? 'sms' : 'email');
    assert.equal(answer.json.code.resends_left, left);
  }
  for (let count = 0; count < 3; count += 1) {
    await advance_clock(server, limits.resend_after_ms + 1000);
    assert.equal(code_of(await browser.post('/api/pass/code/send', { channel: 'email' })), '429 too_many_codes');
  }
  assert.equal((await outbox(server)).length, before_count + 4);
});

test('T14 twenty parallel calls send one message', async () => {
  const browser = await sign_in_pending(server);
  const before_count = (await outbox(server)).length;
  const answers = await Promise.all(Array.from({ length: 20 }, () => browser.post('/api/pass/code/send', { channel: 'sms' })));
  const codes = answers.map(code_of).sort();
  assert.deepEqual(codes, ['200', ...Array(19).fill('429 resend_too_soon')]);
  assert.equal((await outbox(server)).length, before_count + 1);
});

test('T14 five resends an hour for an account, over all its sign-ins', async () => {
  const before_count = (await outbox(server)).length;
  const resend = async (browser) => {
    await advance_clock(server, limits.resend_after_ms + 1000);
    return browser.post('/api/pass/code/send', { channel: 'email' });
  };
  const first = (await pending_with_code()).browser;
  for (let count = 0; count < 3; count += 1) assert.equal((await resend(first)).status, 200);
  const second = (await pending_with_code()).browser;
  for (let count = 0; count < 2; count += 1) assert.equal((await resend(second)).status, 200);
  const refused = await resend(second);
  assert.equal(code_of(refused), '429 too_many_codes');
  assert.ok(refused.json.retry_after_s > 0 && refused.json.retry_after_s <= 3600);
  assert.equal((await outbox(server)).length, before_count + 7);
  const other = (await pending_with_code({ user: users.physician })).browser;
  assert.equal((await resend(other)).status, 200, 'another account is not concerned');
  await advance_clock(server, hour);
  assert.equal((await resend((await pending_with_code()).browser)).status, 200, 'an hour later');
});

test('T14 thirty codes an hour for an account', async () => {
  const before_count = (await outbox(server)).length;
  for (let count = 0; count < limits.codes_per_hour; count += 1) (await pending_with_code()).browser.close();
  const browser = await sign_in_pending(server);
  const refused = await browser.post('/api/pass/code/send', { channel: 'email' });
  assert.equal(code_of(refused), '429 too_many_codes');
  assert.ok(refused.json.retry_after_s > 0 && refused.json.retry_after_s <= 3600);
  assert.equal((await outbox(server)).length, before_count + limits.codes_per_hour);
  await pending_with_code({ user: users.physician });
  await advance_clock(server, hour);
  assert.equal((await send_code(server, await sign_in_pending(server))).answer.status, 200);
});

test('T12 a right code sets the account\'s count of wrong codes back', async () => {
  const wrong = async (times, options) => {
    const { browser, code } = await pending_with_code(options);
    for (let count = 1; count <= times; count += 1) assert.equal((await verify(browser, wrong_code(code, count))).status, 401);
    return { browser, code };
  };
  const user = users.coordinator;
  for (let count = 0; count < 19; count += 1) (await wrong(5, { user })).browser.close();
  const last = await wrong(4, { user });
  assert.equal(code_of(await verify(last.browser, last.code)), '200', 'after 99 wrong codes');
  assert.equal(code_of(await verify((await pending_with_code({ user })).browser, '000000') ), '401 code_wrong');
  await wrong(5, { user });
  assert.equal((await sign_in_strong(server, { user })).cookie.length, 43);
});

test('T12 a hundred wrong codes in a row block the codes of that account, at every step, and nothing else', async () => {
  const user = users.newcomer;
  const waiting = await pending_with_code({ user });
  for (let count = 0; count < 20; count += 1) {
    const { browser, code } = await pending_with_code({ user });
    for (let step = 1; step <= 5; step += 1) {
      const answer = await verify(browser, wrong_code(code, step));
      assert.equal(answer.status, 401, `wrong code ${count * 5 + step}: ${answer.text}`);
    }
    browser.close();
  }
  assert.equal(code_of(await verify(waiting.browser, waiting.code)), '403 code_locked', 'the right code, sent before');
  const later = await sign_in_pending(server, { user });
  assert.equal(code_of(await later.post('/api/pass/code/send', { channel: 'email' })), '403 code_locked');
  const weak = new Browser(server);
  assert.equal((await login(weak, { user, method: 'weak' })).status, 200, 'the password counter did not move');
  await sign_in_strong(server, { user: users.physician });
  await advance_clock(server, 24 * hour);
  assert.equal(code_of(await (await sign_in_pending(server, { user })).post('/api/pass/code/send', { channel: 'sms' })), '403 code_locked', 'a day later');
});

test('codes are not in the database in a form that can be read or tried', { skip: only_own_server }, async () => {
  const { code, browser } = await pending_with_code();
  const files = data_files(server.data_folder).map((file) => file.toString('latin1'));
  // Six digits can be part of any number: the code is looked for as a value of its own.
  const alone = new RegExp(`(?<![0-9A-Za-z])${code}(?![0-9A-Za-z])`);
  assert.ok(files.every((file) => !alone.test(file)), 'the code in the clear');
  assert.equal(code_of(await verify(browser, code)), '200');
});
