// The steps of a sign-in as calls, up to any stage, and the source of one-time codes. For the contract tests.
import assert from 'node:assert/strict';
import { Browser } from './browser.mjs';
import { until } from './server.mjs';

export const password = process.env.SPICO_TEST_PASSWORD ?? 'Garonne&Tarn2026!';
export const users = { nurse: 'demo-infirmiere', physician: 'demo-medecin', coordinator: 'demo-coordination', newcomer: 'demo-nouveau' };

async function outbox(server) {
  const browser = new Browser(server, { source: null });
  const messages = (await browser.get('/dev/outbox')).json;
  browser.close();
  return messages;
}

// Where codes come from. CODES names a module whose default export is (server) => {mark(), next(mark) -> {code, channel, …}}; emserve's outbox otherwise.
export async function code_source(server) {
  if (process.env.CODES) return (await import(process.env.CODES)).default(server);
  return {
    mark: async () => (await outbox(server)).length,
    next: async (mark) => {
      const messages = await until('a new message in the outbox', async () => {
        const all = await outbox(server);
        return all.length > mark ? all : null;
      });
      return messages[0];
    },
  };
}

export { outbox };

export async function advance_clock(server, advance_ms) {
  const browser = new Browser(server, { source: null });
  const { status, json } = await browser.post('/dev/clock', { advance_ms });
  browser.close();
  assert.equal(status, 200);
  return json.server_now;
}

export async function login(browser, { user = users.nurse, secret = password, method = 'code' } = {}) {
  return browser.post('/api/pass/login', { identifiant: user, mot_de_passe: secret, method });
}

// Sends a code for a pending sign-in and reads it. Resolves {answer, message}.
export async function send_code(server, browser, channel = 'email') {
  const codes = await code_source(server);
  const mark = await codes.mark();
  const answer = await browser.post('/api/pass/code/send', { channel });
  assert.equal(answer.status, 200, answer.text);
  return { answer, message: await codes.next(mark) };
}

export function verify(browser, code) { return browser.post('/api/pass/code/verify', { code }); }

// Another six digits than the right ones.
export function wrong_code(code, step = 1) { return String((Number(code) + step) % 1_000_000).padStart(6, '0'); }

export async function sign_in_weak(server, options = {}) {
  const browser = new Browser(server);
  const answer = await login(browser, { ...options, method: 'weak' });
  assert.equal(answer.status, 200, answer.text);
  return browser;
}

export async function sign_in_pending(server, options = {}) {
  const browser = new Browser(server);
  const answer = await login(browser, options);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.pending, 'channel');
  return browser;
}

export async function sign_in_strong(server, options = {}) {
  const browser = await sign_in_pending(server, options);
  const { message } = await send_code(server, browser, options.channel);
  const answer = await verify(browser, message.code);
  assert.equal(answer.status, 200, answer.text);
  return browser;
}

export async function accept_cgu(browser, document) {
  const { json } = await browser.get(`/api/${document}/cgu`);
  const answer = await browser.post(`/api/${document}/cgu/accept`, { version: json.version });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

// All the way to the data: strong sign-in, both terms, SPICO open.
export async function enter_spico(server, options = {}) {
  const browser = await sign_in_strong(server, options);
  let session = await browser.session();
  if (!session.cgu_pass) session = await accept_cgu(browser, 'pass');
  const answer = await browser.post('/api/spico/open');
  assert.equal(answer.status, 200, answer.text);
  if (!answer.json.cgu_spico) await accept_cgu(browser, 'spico');
  return browser;
}

// An account more, with the password of all test accounts. Only on a server of our own.
export function add_account(server, identifiant, { given_name, profession, structure = '', commune = '' }) {
  return server.cli_with_input(`${password}\n`, 'account', 'add', identifiant, '--family-name', 'TEST', '--given-name', given_name, '--profession', profession,
    '--email', `${identifiant}@test.example`, '--structure', structure, '--commune', commune);
}

// Patients of a stream, without its first and last lines; checks that both agree with what lies between.
export async function list_patients(browser) {
  const { status, lines, text } = await browser.get('/api/spico/patients');
  assert.equal(status, 200, text);
  const [head, ...rest] = lines;
  const end = rest.pop();
  assert.equal(end.count, rest.length, 'count of the last line');
  assert.equal(head.total, rest.length, 'total of the first line');
  return { head, patients: rest };
}
