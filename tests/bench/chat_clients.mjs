// The people of the chat bench, all in this process: they open their streams or sockets, send at a steady rate when the parent says so, and note
// when each message is stored and when each stream has it. Run by chat_load.mjs with the file of its plan.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { WebSocket } from 'ws';

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const drain_ms = 60_000;
const sent = [];  // by number: when
const delivery_ms = [];
const stored_ms = [];
const client_id = (number) => number.toString(16).padStart(8, '0') + 'c4a7'.repeat(6);
const text_of = (number) => `${number} `.padEnd(plan.text_length, 'TEST ');
const heard = (text) => { delivery_ms.push(performance.now() - sent[Number.parseInt(text, 10)]); };

const emserve = {
  agent: new http.Agent({ keepAlive: true, maxSockets: 128 }),
  headers: (cookie) => ({ host: `localhost:${plan.port}`, cookie, 'x-spico': '1', 'sec-fetch-site': 'same-origin' }),
  open(cookie) {
    return new Promise((done, failed) => {
      let rest = '';
      http.get({ agent: false, host: '127.0.0.1', port: plan.port, path: '/api/spico/live', headers: this.headers(cookie) }, (answer) => {
        if (answer.statusCode !== 200) { failed(new Error(`a stream: ${answer.statusCode}`)); return; }
        answer.setEncoding('utf8').on('data', (part) => {
          done();
          rest += part;
          for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
            const { event } = JSON.parse(rest.slice(0, end));
            rest = rest.slice(end + 1);
            if (event?.kind === 'message') heard(event.message.text);
          }
        });
      }).on('error', failed);
    });
  },
  send(cookie, room, number) {
    return new Promise((done, failed) => {
      const body = JSON.stringify({ client_id: client_id(number), text: text_of(number) });
      const request = http.request({ agent: this.agent, host: '127.0.0.1', port: plan.port, method: 'POST', path: `/api/spico/discussions/${room}/messages`,
        headers: { ...this.headers(cookie), 'content-type': 'application/json', 'content-length': body.length } }, (answer) => {
        answer.resume().on('end', () => { if (answer.statusCode === 200) done(); else failed(new Error(`a message: ${answer.statusCode}`)); });
      });
      request.on('error', failed).end(body);
    });
  },
};

const ws = {
  own: new Map(),  // person -> a socket of theirs
  waiting: new Map(),  // client id -> resolve
  open(who) {
    return new Promise((done, failed) => {
      const socket = new WebSocket(`ws://127.0.0.1:${plan.port}/?who=${who}`, { perMessageDeflate: false });
      this.own.set(who, socket);
      socket.on('open', done).on('error', failed).on('message', (text) => {
        const { event, client_id: id } = JSON.parse(text);
        if (event) heard(event.message.text);
        else this.waiting.get(id)();
      });
    });
  },
  send(who, room, number) {
    return new Promise((done) => {
      this.waiting.set(client_id(number), done);
      this.own.get(who).send(JSON.stringify({ room, client_id: client_id(number), text: text_of(number) }));
    });
  },
};

const chat = plan.kind === 'ws' ? ws : emserve;

async function send_all() {
  const sending = [];
  const start = performance.now();
  while (sent.length < plan.rate * plan.seconds) {
    const wait_ms = start + sent.length * 1000 / plan.rate - performance.now();
    if (wait_ms > 0) { await new Promise((done) => { setTimeout(done, wait_ms); }); continue; }
    const number = sent.length;
    const { room, people } = plan.rooms[number % plan.rooms.length];
    const author = people[Math.floor(number / plan.rooms.length) % people.length];
    sent.push(performance.now());
    sending.push(chat.send(plan.people[author], room, number).then(() => { stored_ms.push(performance.now() - sent[number]); }));
  }
  await Promise.all(sending);
}

async function run() {
  const expected = plan.rate * plan.seconds * plan.rooms[0].people.length * plan.streams_of_person;
  const lag = monitorEventLoopDelay({ resolution: 1 });
  const cpu = process.cpuUsage();
  const start = performance.now();
  lag.enable();
  await send_all();
  while (delivery_ms.length < expected && performance.now() - start < plan.seconds * 1000 + drain_ms) await new Promise((done) => { setTimeout(done, 20); });
  lag.disable();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, messages: sent.length, missing: expected - delivery_ms.length, delivery_ms, stored_ms, clients_cpu_ms_a_second: (user + system) / 1000 / seconds, clients_late_p99_ms: lag.percentile(99) / 1e6 };
}

for (let round = 0; round < plan.streams_of_person; round += 1) for (const who of plan.people) await chat.open(who);
process.on('disconnect', () => process.exit(0));
process.on('message', () => { run().then((figures) => process.send(figures)); });
process.send({ ready: true });
