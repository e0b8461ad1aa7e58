// Threat 38 (paths) and the files of the client: hashed names, caching, compression, types (security.md §1.3).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Browser } from './support/browser.mjs';
import { exchange, request_text, status_of } from './support/raw.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });

const page_headers = { 'x-spico': undefined, 'x-spico-activity': undefined, 'accept-encoding': 'br, gzip' };
const decode = { br: brotliDecompressSync, gzip: gunzipSync };
const decoded = ({ headers, body }) => (decode[headers['content-encoding']]?.(body) ?? body).toString('utf8');

// Every file that the shell and its scripts, styles and manifest name.
async function assets(browser) {
  const found = new Set();
  const visit = (text) => { for (const [path] of text.matchAll(/\/a\/[A-Za-z0-9._-]+/g)) found.add(path); };
  visit(decoded(await browser.get('/', { headers: page_headers })));
  for (const path of [...found]) if (/\.(js|css|json|webmanifest)$/.test(path)) visit(decoded(await browser.get(path, { headers: page_headers })));
  assert.ok(found.size > 0, 'the shell names files under /a/');
  return [...found];
}

test('files have a hash in their name, the right type, and are cached for good', async () => {
  const browser = new Browser(server);
  const types = { js: 'text/javascript', mjs: 'text/javascript', css: 'text/css', wasm: 'application/wasm', ttf: 'font/ttf', woff2: 'font/woff2', svg: 'image/svg+xml', png: 'image/png', webmanifest: 'application/manifest+json', json: 'application/json', txt: 'text/plain' };
  const all = await assets(browser);
  for (const path of all) {
    const response = await browser.get(path, { headers: page_headers });
    assert.equal(response.status, 200, path);
    const [, hash, extension] = /^\/a\/.+\.([0-9A-Za-z_-]{8,})\.([a-z0-9]+)$/.exec(path) ?? assert.fail(`no hash in ${path}`);
    assert.ok(hash.length >= 8, path);
    assert.equal(response.headers['content-type'].split(';')[0], types[extension], path);
    assert.equal(response.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(response.headers['set-cookie'], undefined);
  }
  assert.ok(all.some((path) => path.endsWith('.wasm')), `the module is among ${all}`);
  assert.ok(all.some((path) => path.endsWith('.js')) && all.some((path) => path.endsWith('.css')));
});

test('brotli, gzip or plain, as the browser accepts, always the same bytes', async () => {
  const browser = new Browser(server);
  for (const path of ['/', ...(await assets(browser)).filter((one) => /\.(wasm|js|css)$/.test(one))]) {
    const accepted = async (value) => browser.get(path, { headers: { ...page_headers, 'accept-encoding': value } });
    const plain = await accepted('identity');
    assert.equal(plain.headers['content-encoding'], undefined, path);
    for (const [value, expected] of [['br', 'br'], ['gzip', 'gzip'], ['gzip, deflate, br, zstd', 'br'], ['gzip;q=1.0, br;q=0', 'gzip'], [undefined, undefined], ['deflate', undefined], ['*;q=0, identity', undefined]]) {
      const response = await accepted(value);
      assert.equal(response.headers['content-encoding'], expected, `${path} with ${value}`);
      assert.ok(Buffer.from(expected ? decode[expected](response.body) : response.body).equals(plain.body), `${path} with ${value}`);
      assert.match(response.headers.vary ?? '', /accept-encoding/i, path);
    }
  }
});

test('HEAD says what GET would send', async () => {
  const browser = new Browser(server);
  for (const path of ['/', ...(await assets(browser)).slice(0, 3)]) {
    const get = await browser.get(path, { headers: page_headers });
    const head = await browser.request('HEAD', path, { headers: page_headers });
    assert.equal(head.status, 200);
    assert.equal(head.body.length, 0);
    assert.equal(head.headers['content-length'], get.headers['content-length'] ?? String(get.body.length), path);
  }
});

test('the shell holds no inline script, style or handler, so the policy blocks none of ours', async () => {
  const browser = new Browser(server);
  const html = decoded(await browser.get('/', { headers: page_headers }));
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>/i);
  assert.doesNotMatch(html, /<style/i);
  assert.doesNotMatch(html, /\s(style|on[a-z]+)\s*=/i);
  assert.doesNotMatch(html, /(src|href)\s*=\s*["'](https?:)?\/\//i, 'nothing from elsewhere');
});

test('static paths take GET and HEAD only', async () => {
  const browser = new Browser(server);
  const [asset] = await assets(browser);
  for (const path of ['/', '/index.html', asset]) {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      const response = await browser.request(method, path, { body: method === 'TRACE' ? undefined : '{}' });
      assert.ok([405, 501].includes(response.status), `${method} ${path} → ${response.status}`);
    }
  }
});

test('T38 no path leaves the folder of the files', async () => {
  const targets = [
    '/../../etc/passwd', '/a/../../../../etc/passwd', '/a/..', '/a/.', '/a/../index.html', '/a/%2e%2e/%2e%2e/etc/passwd', '/a/%2e%2e%2f%2e%2e%2fetc%2fpasswd', '/a/..%2f..%2fetc%2fpasswd',
    '/a/..%5c..%5cetc%5cpasswd', '/a/..\\..\\etc\\passwd', '/a/%5c%5cserver%5cshare', '/a/%252e%252e%252fetc%252fpasswd', '/a/%c0%ae%c0%ae/etc/passwd', '/a/%e0%80%ae/x', '/a/%00', '/a/x%00.js', '/a/x.js%00.css',
    '/%00', '/index.html%00', '/index.html%00.js', '/./index.html', '/a//etc/passwd', '//etc/passwd', '/a/etc/passwd', '/a/C:%5cWindows', '/a/con', '/a/%ff', '/a/%', '/a/%2', '/a/%zz', '/a/~root', '/a/.htaccess',
    '/a/?/../../etc/passwd', '/.spico/spico.db', '/spico.db', '/a/spico.db', '/a/..;/x', '/a/%u002e%u002e/x', '/\u0000', '/a/\t', '/%0d%0aSet-Cookie:%20x=1', '/a/%0d%0aX:%20y',
  ];
  for (const target of targets) {
    const { text } = await exchange(server, request_text(server, 'GET', target), {});
    const status = status_of(text);
    assert.ok([400, 404].includes(status), `${JSON.stringify(target)} → ${status || 'no answer'}`);
    assert.doesNotMatch(text, /root:|SQLite|<html/i, target);
    assert.doesNotMatch(text, /^(Set-Cookie: x=1|X: y)/im, target);
  }
});

test('T38 folders are not listed', async () => {
  const browser = new Browser(server);
  for (const path of ['/a', '/a/', '/a/.', '/assets/', '/src/']) assert.equal((await browser.get(path)).status, 404, path);
});
