// Stands between browsers and emserve, and does to the messages that people send what networks do: late, lost on the way there or back, sent
// twice, cut off. Everything else passes as it is, the live stream line by line. Which fault comes is drawn from a seed. For the browser tests.
import http from 'node:http';
import net from 'node:net';
import { until } from '../contract/support/server.mjs';

const sending = /^\/api\/spico\/discussions\/\d+\/messages$/;
const pause = (time_ms) => new Promise((done) => { setTimeout(done, time_ms); });

// Numbers from 0 to 1, the same ones for the same seed (mulberry32).
export function draws(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Of a hundred messages so many meet each fault; the rest pass.
const faults = { late: 12, request_lost: 7, answer_lost: 7, doubled: 8, repeated_late: 4, request_cut: 5, answer_cut: 5, streams_cut: 2 };

async function body_of(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

export class FaultProxy {
  constructor(server, seed) {
    Object.assign(this, { server, draw: draws(seed), is_calm: false, streams: new Set(), late: new Set(), sockets: new Set() });
    this.counts = { messages: 0, server_away: 0, ...Object.fromEntries(Object.keys(faults).map((fault) => [fault, 0])) };
    this.front = http.createServer((request, response) => { this.serve(request, response).catch(() => request.socket.destroy()); });
    this.front.on('connection', (socket) => { this.sockets.add(socket); socket.on('close', () => this.sockets.delete(socket)); });
  }

  async start() {
    await new Promise((done) => { this.front.listen(0, '127.0.0.1', done); });
    this.base_url = `http://localhost:${this.front.address().port}`;
    return this;
  }

  // From here on everything passes. Resolves when nothing is under way any more that was held back.
  async calm() {
    this.is_calm = true;
    await Promise.all(this.late);
  }

  close() {
    this.front.close();
    for (const socket of this.sockets) socket.destroy();
  }

  async serve(request, response) {
    // A browser sends again by itself what was lost on a connection that it used before: each gets a new one, so that the page is told.
    response.shouldKeepAlive = false;
    if (request.method === 'POST' && sending.test(request.url)) await this.serve_message(request, response);
    else await this.pass(request, response);
  }

  fault() {
    let at = this.draw() * 100;
    return this.is_calm ? null : Object.keys(faults).find((name) => (at -= faults[name]) < 0) ?? null;
  }

  async serve_message(request, response) {
    const body = await body_of(request);
    const fault = this.fault();
    const wait_ms = 20 + this.draw() * 380;
    this.counts.messages += 1;
    if (fault) this.counts[fault] += 1;
    if (fault === 'request_lost') throw new Error(fault);
    if (fault === 'request_cut') await this.send_half(request, body);
    if (fault === 'late') await pause(wait_ms);
    if (fault === 'streams_cut') for (const stream of this.streams) stream.destroy();
    const copies = [this.ask(request, body)];
    if (fault === 'doubled') copies.push(this.ask(request, body));
    if (fault === 'repeated_late') this.keep(pause(wait_ms * 5).then(() => this.ask(request, body)));
    for (const copy of copies.slice(1)) this.keep(copy);
    const answer = await copies[0].catch((error) => { this.counts.server_away += 1; throw error; });
    if (fault === 'late') await pause(wait_ms);
    if (fault === 'answer_lost') throw new Error(fault);
    response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
    if (fault !== 'answer_cut') { response.end(answer.body); return; }
    response.write(answer.body.subarray(0, answer.body.length / 2), () => request.socket.destroy());
  }

  keep(copy) {
    const kept = copy.catch(() => {}).finally(() => this.late.delete(kept));
    this.late.add(kept);
  }

  onward(request) { return { host: '127.0.0.1', port: this.server.port, method: request.method, path: request.url, headers: { ...request.headers, connection: 'close' } }; }

  // The server's whole answer.
  ask(request, body) {
    return new Promise((done, failed) => {
      const onward = http.request(this.onward(request), (answer) => {
        body_of(answer).then((whole) => done({ status: answer.statusCode, headers: answer.headers, body: whole }), failed);
      });
      onward.on('error', failed);
      onward.end(body);
    });
  }

  // Announces the whole body, sends half of it and hangs up, on both sides.
  async send_half(request, body) {
    const head = `${request.method} ${request.url} HTTP/1.1\r\n${Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    await new Promise((done) => {
      const socket = net.connect(this.server.port, '127.0.0.1', () => socket.end(Buffer.concat([Buffer.from(head), body.subarray(0, body.length / 2)])));
      socket.on('error', done).on('close', done).resume();
    });
    throw new Error('request_cut');
  }

  async pass(request, response) {
    const body = await body_of(request);
    // Who opens the page while the server is away waits a little, as somebody would who loads it again.
    if (!request.url.startsWith('/api/')) await until('the server', () => this.server.answers(), 60_000);
    await new Promise((done, failed) => {
      const onward = http.request(this.onward(request), (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        response.flushHeaders();
        const is_stream = request.url.startsWith('/api/spico/live');
        if (is_stream) this.streams.add(request.socket);
        answer.pipe(response);
        answer.on('error', failed);
        response.on('close', () => { this.streams.delete(request.socket); onward.destroy(); done(); });
      });
      onward.on('error', failed);
      response.on('close', () => onward.destroy());
      onward.end(body);
    });
  }
}
