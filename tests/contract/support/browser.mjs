// A browser as the server sees it: a cookie jar, the headers of our page, and every response checked against openapi.yaml. For the contract tests.
import http from 'node:http';
import https from 'node:https';
import { check_response } from './openapi.mjs';

let next_source = 2;
// A loopback address of its own for each browser, so that one test's failures never use up another's allowance per source.
function new_source() {
  next_source += 1;
  return `127.${process.pid % 200 + 1}.${Math.floor(next_source / 250) % 250}.${next_source % 250 + 1}`;
}

export const cookie_names = ['spico', '__Host-spico'];
// Everything that must never be written in a log: cookie values that browsers of this process received, and what tests add.
export const secrets = new Set();

function parse_set_cookie(text) {
  const [pair, ...attributes] = text.split(';').map((part) => part.trim());
  const equals = pair.indexOf('=');
  return { name: pair.slice(0, equals), value: pair.slice(equals + 1), attributes: attributes.map((part) => part.toLowerCase()), text };
}

export class Browser {
  // server: {base_url}; source: loopback address to call from, or null for the system's choice.
  constructor(server, { source } = {}) {
    this.base = new URL(server.base_url);
    this.cookies = new Map();
    const local = ['127.0.0.1', 'localhost'].includes(this.base.hostname);
    this.is_secure = this.base.protocol === 'https:';
    this.source = source === undefined ? (local ? new_source() : null) : source;
    this.transport = this.base.protocol === 'https:' ? https : http;
    this.agent = new this.transport.Agent({ keepAlive: true, maxSockets: 256 });
    server.browsers?.push(this);
  }

  close() { this.agent.destroy(); }

  get cookie() {
    for (const name of cookie_names) if (this.cookies.has(name)) return this.cookies.get(name);
    return null;
  }

  cookie_header() { return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '); }

  // A second browser that holds a copy of this one's cookies: a thief, or a tab kept from before.
  copy(server) {
    const other = new Browser(server, { source: this.source });
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
    return other;
  }

  // Sends exactly these headers. body: Buffer or string, or undefined. Resolves {status, headers, set_cookies, body, text, is_head}.
  send_raw(method, target, headers, body) {
    return new Promise((done, failed) => {
      const request = this.transport.request({
        agent: this.agent, method, path: target, headers, localAddress: this.source ?? undefined, setHost: false,
        hostname: this.base.hostname === 'localhost' ? '127.0.0.1' : this.base.hostname, port: this.base.port, rejectUnauthorized: false,
      }, (incoming) => {
        const chunks = [];
        incoming.on('data', (chunk) => chunks.push(chunk));
        incoming.on('error', failed);
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks);
          done({
            status: incoming.statusCode, headers: incoming.headers, body: bytes, text: bytes.toString('utf8'), is_head: method === 'HEAD',
            set_cookies: (incoming.headers['set-cookie'] ?? []), complete: incoming.complete,
          });
        });
      });
      request.on('error', failed);
      request.end(body);
    });
  }

  // One request as a page of ours makes it. options: json (body), body (raw), headers (undefined removes one), poll (not caused by a person).
  async request(method, target, { json, body, headers = {}, poll = false, unchecked = false } = {}) {
    const all = {
      host: this.base.host, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', 'x-spico': '1', accept: '*/*',
    };
    if (!poll) all['x-spico-activity'] = '1';
    if (method !== 'GET' && method !== 'HEAD') {
      all.origin = this.base.origin;
      if (method !== 'DELETE') all['content-type'] = 'application/json';
      if (json !== undefined) body = JSON.stringify(json);
    }
    if (this.cookies.size) all.cookie = this.cookie_header();
    Object.assign(all, headers);
    for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name];
    if (body !== undefined && all['content-length'] === undefined && all['transfer-encoding'] === undefined) all['content-length'] = Buffer.byteLength(body);
    const response = await this.send_raw(method, target, all, body);
    if (!unchecked) check_response(method, target, response, { secure: this.is_secure });
    for (const text of response.set_cookies) this.keep(parse_set_cookie(text));
    if ((response.headers['content-type'] ?? '').startsWith('application/json') && method !== 'HEAD') response.json = JSON.parse(response.text);
    if ((response.headers['content-type'] ?? '').startsWith('application/x-ndjson')) response.lines = response.text.trimEnd().split('\n').map((line) => JSON.parse(line));
    return response;
  }

  keep(cookie) {
    const expired = cookie.attributes.includes('max-age=0') || cookie.attributes.some((part) => part.startsWith('expires=') && Date.parse(part.slice(8)) < 86400000) || cookie.value === '';
    if (expired) this.cookies.delete(cookie.name);
    else { this.cookies.set(cookie.name, cookie.value); secrets.add(cookie.value); }
  }

  get(target, options) { return this.request('GET', target, options); }
  post(target, json = {}, options = {}) { return this.request('POST', target, { json, ...options }); }
  put(target, json = {}, options = {}) { return this.request('PUT', target, { json, ...options }); }
  delete(target, options = {}) { return this.request('DELETE', target, options); }
  async session(options = { poll: true }) { return (await this.get('/api/session', options)).json; }
}

export { parse_set_cookie };
