// A forward proxy on the loopback interface that stands between one person's browser and the servers, for the engines whose drivers
// cannot answer requests themselves. It passes everything on, notes it, and answers, holds or cuts what a test asks for. Each HTML
// document gets one script more, the first of the page: the tests' own (in_page.mjs), as Playwright's init scripts do it.
import http from 'node:http';

const script_path = '/test-driver.js';

// Playwright's patterns: «**» is anything, «*» anything but a slash.
function matcher(pattern) {
  if (pattern instanceof RegExp) return (address) => pattern.test(address);
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replace(/\*\*\/|\*\*|\*/g, (stars) => ({ '**/': '(.*/)?', '**': '.*', '*': '[^/]*' })[stars]);
  const expression = new RegExp(`^${source}$`);
  return (address) => expression.test(address);
}

async function sent_in(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString('utf8')) : null;
}

export class Proxy {
  // script() -> the source of the script that documents get.
  constructor(script) {
    Object.assign(this, { script, rules: [], request_notices: [], answer_notices: [], is_cut: false, sockets: new Set() });
    this.agent = new http.Agent({ keepAlive: true });
    this.server = http.createServer((request, response) => { this.serve(request, response).catch(() => response.destroy()); });
    this.server.on('connect', (_request, socket) => socket.destroy());  // nothing here speaks TLS: telemetry and the like
    this.server.on('connection', (socket) => { this.sockets.add(socket); socket.on('close', () => this.sockets.delete(socket)); });
  }

  async start() {
    await new Promise((done) => { this.server.listen(0, '127.0.0.1', done); });
    this.address = `127.0.0.1:${this.server.address().port}`;
    return this;
  }

  close() {
    this.server.close();
    this.agent.destroy();
    for (const socket of this.sockets) socket.destroy();
  }

  // Cut: nothing arrives, and what was open ends.
  cut(is_cut) {
    this.is_cut = is_cut;
    if (is_cut) for (const socket of this.sockets) socket.destroy();
  }

  intercept(pattern, rule) { this.rules.unshift({ matches: matcher(pattern), ...rule }); }
  restore() { this.rules = []; }

  async serve(request, response) {
    const { hostname, port, pathname, search, href } = new URL(request.url);
    if (this.is_cut) { request.socket.destroy(); return; }
    if (pathname === script_path) {
      response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store', 'Cross-Origin-Resource-Policy': 'same-origin' });
      response.end(this.script());
      return;
    }
    const asked = { method: request.method, path: pathname, referrer: request.headers.referer ?? '' };
    for (const notice of this.request_notices) notice(asked);
    const rule = this.rules.find(({ matches }) => matches(href));
    if (rule?.hang) return;
    await rule?.when;
    rule?.see?.(await sent_in(request));
    if (rule?.abort) { request.socket.destroy(); return; }
    const told = (status) => { for (const notice of this.answer_notices) notice({ ...asked, status }); };
    if (rule && !rule.proceed) {
      const { status = 200, json, text, type = 'application/json', headers = {} } = rule;
      response.writeHead(status, { 'Content-Type': type, ...headers });
      response.end(json === undefined ? text ?? '' : JSON.stringify(json));
      told(status);
      return;
    }
    await this.pass_on(request, response, { hostname, port, path: pathname + search, added: rule?.headers ?? {} }, told);
  }

  pass_on(request, response, { hostname, port, path, added }, told) {
    const headers = { ...request.headers };
    delete headers['proxy-connection'];
    const wants_document = (headers.accept ?? '').startsWith('text/html');
    if (wants_document) {
      delete headers['accept-encoding'];
      delete headers['if-none-match'];
    }
    return new Promise((done, failed) => {
      const onward = http.request({ host: hostname === 'localhost' ? '127.0.0.1' : hostname, port, path, method: request.method, headers, agent: this.agent }, (answer) => {
        told(answer.statusCode);
        const is_document = wants_document && (answer.headers['content-type'] ?? '').startsWith('text/html');
        const own = { ...answer.headers, ...added };
        delete own.connection;
        delete own['keep-alive'];
        if (is_document) {
          const parts = [];
          answer.on('data', (part) => parts.push(part)).on('error', failed).on('end', () => {
            const text = Buffer.concat(parts).toString('utf8').replace('<head>', `<head><script src="${script_path}"></script>`);
            delete own['transfer-encoding'];
            response.writeHead(answer.statusCode, { ...own, 'content-length': Buffer.byteLength(text) });
            response.end(text);
            done();
          });
        } else {
          response.writeHead(answer.statusCode, own);
          answer.on('error', failed).pipe(response).on('finish', done).on('close', done);
        }
      });
      onward.on('error', failed);
      response.on('close', () => { if (!response.writableFinished) onward.destroy(); });
      request.pipe(onward);
    });
  }
}
