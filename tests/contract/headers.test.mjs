// Threats 8 and 9: the headers of security.md §1.3 on every route and every kind of refusal. check_response compares them; here every route is made to answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { enter_spico } from './support/journey.mjs';
import { operations } from './support/openapi.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });

const target_of = (path) => path.replace(/\{(id|ticket)\}/, '1').replace('{file}', 'missing.0123456789.js');
const api = operations.filter(({ path }) => path.startsWith('/api/'));

test('T8 T9 every route: its headers when refused for the origin, the header, the content type, the method, the session', async () => {
  const browser = new Browser(server);
  for (const { method, path } of api) {
    const target = target_of(path);
    const body = method === 'GET' ? undefined : '{}';
    const refused = [
      await browser.request(method, target, { body, headers: { 'sec-fetch-site': 'cross-site' } }),
      await browser.request(method, target, { body, headers: { 'x-spico': undefined } }),
      await browser.request('DELETE', target, { body: '{}' }),
    ];
    if (method !== 'GET') refused.push(await browser.request(method, target, { body: 'x', headers: { 'content-type': 'text/plain' } }));
    for (const response of refused) {
      assert.ok(response.status >= 400, `${method} ${target} → ${response.status}`);
      assert.equal(response.headers['cache-control'], 'no-store');
    }
    const plain = await browser.request(method, target, { body });
    assert.equal(plain.headers['cache-control'], 'no-store');
    assert.deepEqual(new Set(plain.headers.vary?.toLowerCase().split(', ')), new Set(['sec-fetch-site', 'origin']), `Vary of ${method} ${target}`);
  }
});

test('T9 web cache deception: no path below or beside a route answers anything but 404', async () => {
  const browser = await enter_spico(server);
  const suffixes = ['/x.css', '/x.js', '.css', '%2ecss', '/', '//', ';x.css', '%00.css', '%0a.css', '%3fx.css', '/..%2fx.css', '/%2e%2e/x.css'];
  for (const path of ['/api/spico/patients', '/api/session', '/api/pass/portal', '/index.html']) {
    for (const suffix of suffixes) {
      const response = await browser.get(path + suffix);
      assert.ok([400, 404].includes(response.status), `${path}${suffix} → ${response.status}`);
      assert.equal(response.headers['cache-control'], 'no-store', path + suffix);
      assert.doesNotMatch(response.text, /BÉNAZET|demo-infirmiere/);
    }
  }
});

test('T9 unknown paths answer 404, never the shell', async () => {
  const browser = new Browser(server);
  for (const path of ['/x', '/api', '/api/', '/api/x', '/api/spico', '/api/pass/', '/dev', '/dev/x', '/fhir/Patient', '/connexion', '/patients', '/a', '/a/', '/a/x', '/favicon.ico', '/robots.txt', '/.git/config', '/service-worker.js', '/index.htm', '/INDEX.HTML', '/reports']) {
    const response = await browser.get(path);
    assert.equal(response.status, 404, path);
    assert.doesNotMatch(response.text, /<html/i, path);
    assert.equal(response.headers['cache-control'], 'no-store', path);
  }
  for (const path of ['/api/x', '/api/spico/x']) {
    const response = await browser.get(path);
    assert.deepEqual(response.json.code, 'not_found', path);
  }
});

test('T8 the shell and the reports answer with every header too', async () => {
  const browser = new Browser(server);
  for (const path of ['/', '/index.html', '/?kiosque', '/?html=1']) {
    const response = await browser.get(path, { headers: { 'x-spico': undefined, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' } });
    assert.equal(response.status, 200, path);
    assert.match(response.text, /<html/i);
    assert.equal(response.headers['cache-control'], 'no-store');
  }
  const head = await browser.request('HEAD', '/', { headers: { 'x-spico': undefined } });
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
});

test('T6 reports of content security violations are taken, limited, and change nothing', async () => {
  const browser = new Browser(server);
  const report = JSON.stringify([{ type: 'csp-violation', age: 0, url: 'http://localhost/', body: { blockedURL: 'inline' } }]);
  const send = (body, type) => browser.request('POST', '/reports/csp', { body, headers: { 'content-type': type, 'x-spico': undefined } });
  assert.equal((await send(report, 'application/reports+json')).status, 204);
  assert.equal((await send('{"csp-report":{}}', 'application/csp-report')).status, 204);
  assert.equal((await send('x', 'text/plain')).status, 415);
  assert.equal((await send(' '.repeat(20_000), 'application/reports+json')).status, 413);
  assert.ok([204, 400].includes((await send('not json', 'application/reports+json')).status));
});
