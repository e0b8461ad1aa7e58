// Codes that leave by real SMTP, and a server as it runs for real: no --dev, behind a proxy, __Host- cookie (decision 18).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { Browser, parse_set_cookie } from './support/browser.mjs';
import { login, verify } from './support/journey.mjs';
import { data_files, new_data_folder, only_own_server, start_server, until } from './support/server.mjs';

const skip = only_own_server;
const folder = skip ? null : new_data_folder();
const mails = [];
let smtp;
let server;

function decode_mail(raw) {
  const [head, ...rest] = raw.split(/\r?\n\r?\n/);
  const headers = head.replace(/\r?\n[ \t]+/g, ' ');
  const body = rest.join('\n\n');
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(headers)?.[1]?.toLowerCase();
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8')
    : encoding === 'quoted-printable' ? Buffer.from(body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('utf8') : body;
  return { headers, text };
}

before(async () => {
  if (skip) return;
  // Demonstration accounts are made by a first start with --dev; the second start finds them.
  const seeding = await start_server({ data_folder: folder, patients: 5 });
  await seeding.stop();
  smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onData: (stream, session, done) => {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({ from: mailFrom.address, to: rcptTo.map(({ address }) => address), ...decode_mail(Buffer.concat(chunks).toString('utf8')) });
        done();
      });
    },
  });
  await new Promise((done) => { smtp.listen(0, '127.0.0.1', done); });
  const { port } = smtp.server.address();
  server = await start_server({ data_folder: folder, dev: false, patients: null, args: ['--behind-proxy', '--smtp', `smtp://127.0.0.1:${port}`, '--mail-from', 'no-reply@spico.example'] });
});
after(async () => {
  await server?.dispose();
  await new Promise((done) => { if (smtp) smtp.close(done); else done(); });
});

// A browser of a server behind a proxy that ends TLS.
class ProxiedBrowser extends Browser {
  constructor(...parameters) {
    super(...parameters);
    this.is_secure = true;
  }

  request(method, target, options = {}) {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': this.base.host, ...options.headers };
    if (method !== 'GET') headers.origin ??= `https://${this.base.host}`;
    return super.request(method, target, { ...options, headers });
  }
}

test('a code arrives by SMTP and signs in; the cookie is __Host- and Secure; nothing of it is in the log', { skip }, async () => {
  const browser = new ProxiedBrowser(server);
  const first = await login(browser);
  assert.equal(first.status, 200, first.text);
  const { name, attributes } = parse_set_cookie(first.set_cookies[0]);
  assert.equal(name, '__Host-spico');
  assert.deepEqual([...attributes].sort(), ['httponly', 'path=/', 'samesite=strict', 'secure']);
  const { masked } = first.json.destinations.find(({ channel }) => channel === 'email');
  assert.equal((await browser.post('/api/pass/code/send', { channel: 'email' })).status, 200);
  const mail = await until('a mail', () => mails[0]);
  assert.equal(mails.length, 1);
  assert.equal(mail.from, 'no-reply@spico.example');
  assert.equal(mail.to.length, 1);
  assert.ok(mail.to[0].startsWith(masked[0]) && mail.to[0].endsWith(masked.split('@')[1]));
  assert.match(mail.headers, /^from:.*no-reply@spico\.example/im);
  assert.match(mail.headers, /^subject: \S/im);
  assert.match(mail.headers, /^date: \S/im);
  assert.match(mail.headers, /^message-id: <\S+@\S+>/im);
  assert.match(mail.headers, /^auto-submitted: auto-generated/im);
  assert.match(mail.headers, /charset="?utf-8/i);
  const [code] = mail.text.match(/(?<!\d)\d{6}(?!\d)/);
  assert.ok(!mail.headers.includes(code), 'no code in the headers of the mail');
  // Six digits can be part of any number: the code is looked for as a value of its own.
  const alone = new RegExp(`(?<![0-9A-Za-z])${code}(?![0-9A-Za-z])`);
  assert.ok(data_files(folder).every((file) => !alone.test(file.toString('latin1'))), 'the code in the clear in the data folder');
  const signed_in = await verify(browser, code);
  assert.equal(signed_in.status, 200, signed_in.text);
  assert.equal((await browser.session()).strength, 'strong');
  for (const secret of [code, mail.to[0]]) assert.ok(!server.everything_logged().includes(secret), 'in the log');
});

test('without --dev there is no outbox and no clock to move', { skip }, async () => {
  const browser = new ProxiedBrowser(server);
  assert.equal((await browser.get('/dev/outbox')).status, 404);
  assert.equal((await browser.post('/dev/clock', { advance_ms: 1 })).status, 404);
  assert.equal((await browser.get('/api/pass/config')).json.dev, false);
});

test('a mail server that is down: nobody is signed in by it, and the log says so without the address', { skip }, async () => {
  await new Promise((done) => { smtp.close(done); });
  smtp = null;
  const browser = new ProxiedBrowser(server);
  const { json } = await login(browser, { user: 'demo-medecin' });
  const earlier = server.everything_logged().length;
  const answer = await browser.post('/api/pass/code/send', { channel: 'email' });
  assert.ok([200, 503].includes(answer.status), answer.text);
  await until('the failure in the log', () => /mail|smtp/i.test(server.everything_logged().slice(earlier)));
  assert.ok(!server.everything_logged().includes(json.destinations[0].masked.split('@')[1]));
  assert.equal((await browser.session()).user, null);
});
