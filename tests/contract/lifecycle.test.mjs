// Starts and ends of the server: signals, restarts, crashes, refused options (decisions 16 and 18).
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, beforeEach, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { enter_spico, list_patients, send_code, sign_in_pending, sign_in_weak, users, verify, wrong_code } from './support/journey.mjs';
import { free_port, new_data_folder, only_own_server, run_emserve, start_server } from './support/server.mjs';

// These calls must end by themselves at once.
const refused_start = (args) => run_emserve(args, { deadline_ms: 20_000 });

const skip = only_own_server;
let server;
before(async () => { if (!skip) server = await start_server({ patients: 20 }); });
after(async () => { await server?.dispose(); });
// A test that failed half-way may have left it stopped.
beforeEach(async () => { if (server?.end) await server.start(); });

// The same server again on the same data; browsers move to its new port with their cookies.
async function restart(...browsers) {
  await server.start();
  return browsers.map((old) => {
    const browser = new Browser(server);
    for (const [name, value] of old.cookies) browser.cookies.set(name, value);
    return browser;
  });
}

test('SIGTERM: an orderly end with open connections; sessions, stars and data are there after the restart', { skip }, async () => {
  const browser = await enter_spico(server);
  const pending = await sign_in_pending(server, { user: users.physician });
  const { message } = await send_code(server, pending);
  const { patients } = await list_patients(browser);
  await browser.put(`/api/spico/patients/${patients[3].id}/favourite`, { favourite: true });
  await server.stop('SIGTERM');
  const [again, pending_again] = await restart(browser, pending);
  const session = await again.session();
  assert.equal(session.user.identifiant, users.nurse);
  assert.equal(session.spico_open, true);
  const later = await list_patients(again);
  assert.deepEqual(later.patients.map(({ id }) => id), patients.map(({ id }) => id));
  assert.equal(later.patients[3].favourite, true);
  assert.equal((await verify(pending_again, message.code)).status, 200, 'a code sent before the restart');
});

test('SIGINT ends it as orderly', { skip }, async () => {
  assert.deepEqual(await server.stop('SIGINT'), { code: 0, signal: null });
  await server.start();
});

test('SIGTERM while lists are being read: they end whole or are seen to be cut', { skip }, async () => {
  const browser = await enter_spico(server);
  const reading = Array.from({ length: 10 }, () => browser.send_raw('GET', '/api/spico/patients', { host: browser.base.host, cookie: browser.cookie_header(), 'x-spico': '1', 'sec-fetch-site': 'same-origin' }).catch((error) => error));
  const [first] = reading;
  await first;
  const stopped = server.stop('SIGTERM');
  for (const answer of await Promise.all(reading)) {
    if (answer instanceof Error || answer.status === 503) continue;
    assert.ok(answer.text.trimEnd().endsWith(`{"end":true,"count":20}`) || !answer.complete);
  }
  await stopped;
  await server.start();
});

test('kill -9: what was answered is kept', { skip }, async () => {
  const browser = await enter_spico(server);
  const { patients } = await list_patients(browser);
  assert.equal((await browser.put(`/api/spico/patients/${patients[7].id}/favourite`, { favourite: true })).status, 200);
  const gone = await sign_in_weak(server);
  await gone.post('/api/pass/logout');
  const copy = await sign_in_weak(server);
  await server.stop('SIGKILL');
  const [again, gone_again, copy_again] = await restart(browser, gone, copy);
  assert.equal((await list_patients(again)).patients.find(({ id }) => id === patients[7].id).favourite, true);
  assert.equal((await gone_again.session()).user, null, 'a sign-out is kept');
  assert.equal((await copy_again.session()).user.identifiant, users.nurse);
});

test('T11 kill -9 does not give tries back', { skip }, async () => {
  const pending = await sign_in_pending(server);
  const { message } = await send_code(server, pending);
  for (let count = 1; count <= 3; count += 1) assert.equal((await verify(pending, wrong_code(message.code, count))).json.code, 'code_wrong');
  await server.stop('SIGKILL');
  const [again] = await restart(pending);
  assert.equal((await again.session()).code.tries_left, 2);
  assert.equal((await verify(again, wrong_code(message.code, 4))).json.code, 'code_wrong');
  assert.equal((await verify(again, wrong_code(message.code, 5))).json.code, 'code_exhausted');
  assert.equal((await verify(again, message.code)).json.code, 'no_pending_login');
});

test('T11 kill -9 in the middle of many tries: never more than five in all', { skip }, async () => {
  const pending = await sign_in_pending(server);
  const { message } = await send_code(server, pending);
  const flying = Array.from({ length: 60 }, (_, index) => verify(pending, wrong_code(message.code, index + 1)).catch(() => null));
  await flying[0];
  await server.stop('SIGKILL');
  const answered = (await Promise.all(flying)).filter((answer) => ['code_wrong', 'code_exhausted'].includes(answer?.json?.code)).length;
  const [again] = await restart(pending);
  let more = 0;
  for (let count = 0; count < 6; count += 1) if ((await verify(again, wrong_code(message.code, 70 + count))).status === 401) more += 1;
  assert.ok(answered + more <= 5, `${answered} before and ${more} after`);
});

test('another --demo-patients on existing data is refused, with the remedy; the same number is not', { skip }, async () => {
  await server.stop();
  const port = await free_port();
  const refused = await refused_start(['serve', '--dev', '--port', String(port), '--data', server.data_folder, '--demo-patients', '21']);
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /--demo-patients 20|--data/, 'the remedy');
  await server.start();
  const browser = await enter_spico(server);
  assert.equal((await list_patients(browser)).patients.length, 20);
});

test('a data folder is served by one server at a time, or by both without harm', { skip }, async () => {
  const browser = await enter_spico(server);
  const second = await start_server({ data_folder: server.data_folder, patients: 20 }).catch((error) => error);
  if (second instanceof Error) assert.match(second.message, /ended at its start/);
  else await second.stop();
  assert.equal((await list_patients(browser)).patients.length, 20);
});

test('without --dev: a missing SMTP server and missing TLS are errors of the start, each named', { skip }, async () => {
  const folder = new_data_folder();
  const port = String(await free_port());
  try {
    const bare = await refused_start(['serve', '--port', port, '--data', folder]);
    assert.notEqual(bare.code, 0);
    assert.match(bare.stderr, /smtp|tls|--behind-proxy/i);
    const no_smtp = await refused_start(['serve', '--port', port, '--data', folder, '--behind-proxy']);
    assert.notEqual(no_smtp.code, 0);
    assert.match(no_smtp.stderr, /smtp/i);
    const no_tls = await refused_start(['serve', '--port', port, '--data', folder, '--smtp', 'smtp://127.0.0.1:1', '--mail-from', 'no-reply@spico.example']);
    assert.notEqual(no_tls.code, 0);
    assert.match(no_tls.stderr, /tls|--behind-proxy/i);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('with --dev it listens on the loopback address only', { skip }, async () => {
  const others = Object.values(networkInterfaces()).flat().filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address);
  for (const address of others) {
    const reached = await new Promise((done) => {
      const socket = net.connect({ port: server.port, host: address, timeout: 5000 }, () => { socket.destroy(); done(true); });
      socket.on('error', () => done(false));
      socket.on('timeout', () => { socket.destroy(); done(false); });
    });
    assert.equal(reached, false, address);
  }
});

test('a port that is taken, a folder that cannot be made, unknown options: clear errors, no crash', { skip }, async () => {
  const taken = await refused_start(['serve', '--dev', '--port', String(server.port), '--data', new_data_folder(), '--demo-patients', '5']);
  assert.ok(taken.code > 0);
  assert.match(taken.stderr, new RegExp(String(server.port)));
  const folder = await refused_start(['serve', '--dev', '--port', String(await free_port()), '--data', '/proc/nowhere']);
  assert.ok(folder.code > 0);
  assert.match(folder.stderr, /\/proc\/nowhere/);
  for (const args of [[], ['unknown'], ['serve', '--unknown'], ['serve', '--dev', '--port', 'x'], ['serve', '--dev', '--port', '70000'], ['serve', '--dev', '--demo-patients', '-1'], ['serve', '--dev', '--demo-patients', '100001'], ['serve', '--dev', '--port']]) {
    const { code, stdout, stderr, signal } = await refused_start(args);
    assert.ok(code > 0 && signal === null, `emserve ${args.join(' ')} → ${code} ${signal}`);
    assert.ok((stderr + stdout).trim(), `emserve ${args.join(' ')} says why`);
  }
});

test('--version: that of CMakeLists.txt', { skip }, async () => {
  const [, version] = /^project\(spico VERSION ([\d.]+) /m.exec(readFileSync(new URL('../../CMakeLists.txt', import.meta.url), 'utf8'));
  const { code, stdout } = await refused_start(['--version']);
  assert.deepEqual({ code, stdout }, { code: 0, stdout: `emserve ${version}\n` });
});

test('--help of everything', { skip }, async () => {
  for (const args of [['--help'], ...['serve', 'account', 'import', 'export', 'audit', 'routes'].map((command) => [command, '--help'])]) {
    const { code, stdout } = await refused_start(args);
    assert.equal(code, 0, args.join(' '));
    assert.match(stdout, new RegExp(args.length > 1 ? args[0] : 'serve'), args.join(' '));
  }
});
