// Threat 38: requests that are broken, hostile, huge or slow. The server answers 4xx or closes, and goes on serving.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { enter_spico, sign_in_weak, users } from './support/journey.mjs';
import { begin, client_id, messages_of, person, say } from './support/discussions.mjs';
import { limits } from './support/openapi.mjs';
import { exchange, request_text, status_of } from './support/raw.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });
afterEach(async () => {
  const browser = new Browser(server);
  assert.equal((await browser.get('/api/session')).status, 200, 'the server still answers');
  browser.close();
});

const not_json = [
  '', ' ', '{', '}', '{"a":', '{"a":1,}', "{'a':1}", '{a:1}', '[]', '[{}]', 'null', 'true', '1', '"text"', '{} {}', '{}x', '\u0000', '{"a":\u0000}', '{"a":01}', '{"a":+1}', '{"a":.5}', '{"a":1.}', '{"a":NaN}', '{"a":Infinity}',
  '{"a":"\\x"}', '{"a":"\\u12"}', '{"a":"\n"}', '{"a":"\\ud800"}', '{"a":tru}', '{"a" 1}', '{"a":1 "b":2}', '/* */{}', '{}//', '{"a":"', '<xml/>', 'a=1&b=2', '{"a":1e}',
];

test('every body that is not one JSON object is 400 malformed_json, on every route that takes one', async () => {
  const browser = await enter_spico(server);
  for (const [method, target] of [['POST', '/api/pass/login'], ['POST', '/api/session/activity'], ['POST', '/api/pass/cgu/accept'], ['POST', '/api/spico/open'], ['PUT', '/api/spico/patients/1/favourite'],
    ['PUT', '/api/spico/patients/1/archived'], ['POST', '/api/spico/patients/exported'], ['PUT', '/api/spico/preferences/columns'], ['POST', '/api/spico/searches'], ['POST', '/api/spico/directory/search'],
    ['POST', '/api/spico/discussions'], ['PUT', '/api/spico/discussions/1/read'], ['PUT', '/api/spico/discussions/1/muted'], ['POST', '/api/spico/discussions/1/members'], ['POST', '/api/spico/discussions/1/printed'],
    ['POST', '/api/spico/discussions/1/messages'], ['PUT', '/api/spico/messages/1'], ['PUT', '/api/spico/messages/1/seen'], ['POST', '/api/spico/messages/search'], ['POST', '/api/spico/uploads'], ['POST', '/api/spico/attachments/1/ticket']]) {
    for (const body of not_json) {
      const response = await browser.request(method, target, { body });
      assert.equal(`${response.status} ${response.json?.code}`, '400 malformed_json', `${method} ${target} ${JSON.stringify(body)}`);
    }
  }
});

test('bytes that are not UTF-8 are 400', async () => {
  const browser = new Browser(server);
  for (const hex of ['ff', 'c3', 'c0af', 'eda080', 'f8888080', 'e28']) {
    const body = Buffer.concat([Buffer.from('{"identifiant":"'), Buffer.from(hex.padEnd(hex.length + hex.length % 2, '0'), 'hex'), Buffer.from('","mot_de_passe":"x","method":"weak"}')]);
    const response = await browser.request('POST', '/api/pass/login', { body });
    assert.equal(`${response.status} ${response.json.code}`, '400 malformed_json', hex);
  }
});

test('bytes that are not UTF-8, in whatever people write in discussions: 400, and nothing of it is kept', async () => {
  const ines = await person(server, users.nurse);
  const id = await begin(ines, []);
  const { id: message } = await say(ines, id, 'TEST');
  const before = (await ines.get('/api/spico/discussions')).json.discussions.length;
  const places = [
    ['POST', `/api/spico/discussions/${id}/messages`, { client_id: client_id(), text: '#' }], ['PUT', `/api/spico/messages/${message}`, { text: '#' }],
    ['POST', '/api/spico/discussions', { client_id: client_id(), title: '#', members: [] }], ['POST', '/api/spico/messages/search', { text: '#', limit: 10 }],
    ['POST', '/api/spico/directory/search', { text: '#', limit: 10 }]];
  for (const [method, target, json] of places) {
    const [head, tail] = JSON.stringify(json).split('#');
    for (const hex of ['ff', 'c3', 'c0af', 'eda080', 'f8888080', 'e282', 'f4908080', '80']) {
      const body = Buffer.concat([Buffer.from(`${head}TEST `), Buffer.from(hex, 'hex'), Buffer.from(tail)]);
      const response = await ines.request(method, target, { body });
      assert.equal(`${response.status} ${response.json?.code}`, '400 malformed_json', `${method} ${target} ${hex}`);
    }
  }
  assert.deepEqual((await messages_of(ines, id)).map(({ kind, text }) => [kind, text]), [['created', 'TEST'], ['text', 'TEST']]);
  assert.equal((await ines.get('/api/spico/discussions')).json.discussions.length, before);
});

test('a message of 100,000 characters: refused for its size, and the next one of the same name is the first', async () => {
  const ines = await person(server, users.nurse);
  const id = await begin(ines, []);
  const name = client_id();
  for (const text of ['x'.repeat(100_000), 'é'.repeat(100_000), '𝒳'.repeat(100_000)]) {
    const { status, json } = await ines.post(`/api/spico/discussions/${id}/messages`, { client_id: name, text });
    assert.equal(`${status} ${json.code}`, '413 body_too_large');
  }
  assert.equal((await messages_of(ines, id)).length, 1);
  assert.equal((await ines.post(`/api/spico/discussions/${id}/messages`, { client_id: name, text: 'TEST' })).json.number, 2);
});

test('deep nesting is refused, not recursed into', async () => {
  const browser = new Browser(server);
  for (const depth of [17, 1000, 7000]) {
    for (const [open, close] of [['[', ']'], ['{"a":', '}']]) {
      const body = `{"identifiant":${open.repeat(depth)}1${close.repeat(depth)}}`.slice(0, limits.body_bytes);
      const response = await browser.request('POST', '/api/pass/login', { body });
      assert.equal(`${response.status} ${response.json.code}`, '400 malformed_json', `${depth} × ${open}`);
    }
  }
});

test('wrong members of a sign-in are 422 with the member\'s name', async () => {
  const browser = new Browser(server);
  const good = { identifiant: 'inconnu', mot_de_passe: 'x', method: 'weak' };
  const cases = [
    ['identifiant', [undefined, null, 1, '', [], {}, 'a'.repeat(255), true]],
    ['mot_de_passe', [undefined, null, 1, '', [], {}, 'a'.repeat(1025)]],
    ['method', [undefined, null, 1, '', 'psc', 'Code', 'strong', []]],
  ];
  for (const [field, values] of cases) {
    for (const value of values) {
      const response = await browser.post('/api/pass/login', { ...good, [field]: value });
      assert.equal(`${response.status} ${response.json.code} ${response.json.field}`, `422 invalid_field ${field}`, `${field}: ${JSON.stringify(value)?.slice(0, 40)}`);
    }
  }
  assert.equal((await browser.post('/api/pass/login', { ...good, unknown: 1, identifiant: 'inconnu-2' })).status, 401, 'unknown members are ignored');
  const twice = await browser.request('POST', '/api/pass/login', { body: '{"identifiant":"a","identifiant":"demo-infirmiere","mot_de_passe":"x","method":"weak"}' });
  assert.ok([400, 401, 422].includes(twice.status));
});

test('a body of more than 16 KB is 413, said before it was all read', async () => {
  const browser = await sign_in_weak(server);
  const fits = JSON.stringify({ pad: 'x'.repeat(limits.body_bytes - 10) });
  assert.equal(fits.length, limits.body_bytes);
  assert.equal((await browser.request('POST', '/api/session/activity', { body: fits })).status, 200);
  const { text } = await exchange(server, request_text(server, 'POST', '/api/pass/logout', { 'Content-Type': 'application/json', 'Content-Length': '1000000000' }, '{'), { enough: (seen) => seen.includes('\r\n\r\n') });
  assert.equal(status_of(text), 413);
  const chunked = await exchange(server, request_text(server, 'POST', '/api/pass/logout', { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' }, `${'4000\r\n'}${'x'.repeat(0x4000)}\r\n4000\r\n${'x'.repeat(0x4000)}\r\n0\r\n\r\n`), { enough: (seen) => seen.includes('\r\n\r\n') });
  assert.equal(status_of(chunked.text), 413);
});

test('headers of more than 16 KB are refused', async () => {
  for (const extra of [{ 'X-Long': 'x'.repeat(20_000) }, Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`X-${index}`, 'x'.repeat(20)])), { Cookie: `spico=${'A'.repeat(30_000)}` }]) {
    const { text, closed } = await exchange(server, request_text(server, 'GET', '/api/session', extra), { enough: (seen) => seen.includes('\r\n\r\n') });
    assert.ok([400, 413, 431].includes(status_of(text)) || (closed && !text), text.slice(0, 60));
  }
  const { text, closed } = await exchange(server, request_text(server, 'GET', `/${'x'.repeat(30_000)}`), { enough: (seen) => seen.includes('\r\n\r\n') });
  assert.ok([400, 404, 413, 414, 431].includes(status_of(text)) || (closed && !text), text.slice(0, 60));
});

test('bytes that are not HTTP are refused or dropped', async () => {
  const broken = [
    '\r\n\r\n\r\n', 'GET\r\n\r\n', 'GET /\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET / HTTP/1.1\r\nHost\r\n\r\n', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '\u0000\u0000\u0000\u0000\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'GET http://attacker.example/ HTTP/1.1\r\nHost: attacker.example\r\n\r\n', 'CONNECT attacker.example:443 HTTP/1.1\r\nHost: attacker.example:443\r\n\r\n', 'GET * HTTP/1.1\r\nHost: x\r\n\r\n', `${'A'.repeat(5000)} / HTTP/1.1\r\n\r\n`,
  ];
  for (const text of broken) {
    const answer = await exchange(server, text, { enough: (seen) => seen.includes('\r\n\r\n'), deadline_ms: 30_000 });
    const status = status_of(answer.text);
    assert.ok(status >= 400 || (answer.closed && !answer.text) || (status === 200 && text.startsWith('GET http')), `${JSON.stringify(text.slice(0, 40))} → ${answer.text.slice(0, 60)}`);
  }
});

test('lengths that disagree are refused: nothing is smuggled behind a request', async () => {
  const smuggled = 'GET /api/session HTTP/1.1\r\nHost: x\r\n\r\n';
  const json = { 'Content-Type': 'application/json' };
  const texts = [
    request_text(server, 'POST', '/api/pass/logout', { ...json, 'Content-Length': '2', 'Transfer-Encoding': 'chunked' }, `0\r\n\r\n${smuggled}`),
    request_text(server, 'POST', '/api/pass/logout', { ...json, 'Content-Length': '-1' }, '{}'),
    request_text(server, 'POST', '/api/pass/logout', { ...json, 'Content-Length': '2x' }, '{}'),
    request_text(server, 'POST', '/api/pass/logout', { ...json, 'Content-Length': '2, 3' }, '{}'),
    request_text(server, 'POST', '/api/pass/logout', { ...json, 'Content-Length': '99999999999999999999' }, '{}'),
    request_text(server, 'POST', '/api/pass/logout', { ...json, 'Transfer-Encoding': 'chunked' }, 'zz\r\n{}\r\n0\r\n\r\n'),
    request_text(server, 'POST', '/api/pass/logout', { ...json, 'Transfer-Encoding': 'xchunked' }, '{}'),
  ];
  for (const text of texts) {
    const answer = await exchange(server, text, { deadline_ms: 30_000 });
    const answers = answer.text.match(/HTTP\/1\.1 \d{3}/g) ?? [];
    assert.ok(answers.length <= 1, `${answers} for ${JSON.stringify(text.slice(-80))}`);
    assert.ok(answers.length === 0 || status_of(answer.text) >= 400, `${answers} for ${JSON.stringify(text.slice(-80))}`);
  }
});

test('two requests in one packet get two answers in their order', async () => {
  const first = request_text(server, 'GET', '/api/unknown', { Connection: 'keep-alive' });
  const second = request_text(server, 'GET', '/api/session');
  const { text } = await exchange(server, first + second);
  assert.deepEqual(text.match(/HTTP\/1\.1 \d{3}/g), ['HTTP/1.1 404', 'HTTP/1.1 200']);
});

test('T38 slow clients are closed: unfinished request line, headers and body, and one byte at a time', async () => {
  const whole = request_text(server, 'POST', '/api/pass/logout', { 'Content-Type': 'application/json', 'Content-Length': '2', Connection: 'keep-alive' });
  const slow = [
    exchange(server, 'GET / HT'),
    exchange(server, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: '),
    exchange(server, `${whole}{`),
    exchange(server, `GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ${'x'.repeat(1000)}\r\n\r\n`, { trickle_ms: 100 }),
  ];
  const browser = new Browser(server);
  for (let count = 0; count < 20; count += 1) assert.equal((await browser.get('/api/session')).status, 200, 'others are served meanwhile');
  for (const [index, { text, closed }] of (await Promise.all(slow)).entries()) {
    assert.ok(closed, `connection ${index} was still open`);
    assert.ok([0, 400, 408].includes(status_of(text)), `connection ${index}: ${text.slice(0, 60)}`);
  }
});

test('T38 two hundred silent connections do not keep others out', async () => {
  const silent = Array.from({ length: 200 }, () => exchange(server, 'GET / HTTP/1.1\r\n'));
  const browser = new Browser(server);
  for (let count = 0; count < 10; count += 1) assert.equal((await browser.get('/api/session')).status, 200);
  assert.ok((await Promise.all(silent)).every(({ closed }) => closed));
});
