// Messages under load: people who hold live streams, and a steady number of messages a second into their discussions. How long from a message's
// sending until a stream of each member has it, what a stream costs, the server's CPU; the same people, rooms and sizes on a chat server of the
// package `ws` (peer/chat.mjs) in the same run. For the bench.
//
//   node tests/bench/chat_load.mjs [--streams 1000] [--rate 50] [--seconds 30]      EMSERVE names the program
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { add_account, advance_clock } from '../contract/support/journey.mjs';
import { begin, person } from '../contract/support/discussions.mjs';
import { start_server } from '../contract/support/server.mjs';
import { process_figures } from './process_figures.mjs';
import { chat_lines, quantile } from './report.mjs';

const streams_of_person = 4;  // what a session may have: a desk, a phone and two more
const people_of_room = 10;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

// A process of ours that says {name: value} once it is ready. Resolves what it said first.
function child(file, args) {
  const process = fork(file, args);
  process.first = new Promise((done, failed) => { process.once('message', done); process.once('exit', (code) => failed(new Error(`${file} ended with ${code}`))); });
  process.on('error', () => {});
  return process;
}

const next_message = (process) => new Promise((done, failed) => { process.once('message', done); process.once('exit', (code) => failed(new Error(`it ended with ${code}`))); });

// Everybody with an account and a session; a discussion for each ten of them.
async function people_of_server(server, count) {
  const people = [];
  for (let number = 0; number < count; number += 1) {
    const { code, stderr } = await add_account(server, `charge-${number}`, { given_name: `Charge ${number}`, profession: 'infirmier' });
    if (code !== 0) throw new Error(stderr);
    people.push(await person(server, `charge-${number}`));
    if (number % 25 === 24) await advance_clock(server, 60_000);
  }
  const rooms = [];
  for (let first = 0; first < count; first += people_of_room) {
    const members = people.slice(first, first + people_of_room);
    const room = await begin(members[0], members.slice(1), `Charge ${rooms.length} (TEST)`);
    rooms.push({ room, people: members.map((_, index) => first + index) });
  }
  return { people, rooms };
}

// The load comes from a process of its own (chat_clients.mjs). pid: of the server that is measured.
async function load(pid, plan) {
  const folder = mkdtempSync(join(tmpdir(), 'spico-chat-'));
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  const before = process_figures(pid);
  const clients = child(here('chat_clients.mjs'), [file]);
  try {
    await clients.first;
    const open = process_figures(pid);
    clients.send('go');
    const figures = await next_message(clients);
    const after = process_figures(pid);
    const cpu_of_a_second = (after.cpu_ms - open.cpu_ms) / figures.seconds;
    return { ...figures, bytes_a_stream: Math.round((open.resident_bytes - before.resident_bytes) / plan.streams), bytes_a_stream_after: Math.round((after.resident_bytes - before.resident_bytes) / plan.streams),
      cpu_ms_a_second: cpu_of_a_second, p50_ms: quantile(figures.delivery_ms, 0.5), p99_ms: quantile(figures.delivery_ms, 0.99), worst_ms: Math.max(...figures.delivery_ms),
      stored_p50_ms: quantile(figures.stored_ms, 0.5), stored_p99_ms: quantile(figures.stored_ms, 0.99), deliveries: figures.delivery_ms.length, delivery_ms: undefined, stored_ms: undefined };
  } finally {
    clients.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure_ours(server, plan) {
  const count = plan.streams / streams_of_person;
  const { people, rooms } = await people_of_server(server, count);
  const cookies = people.map((one) => one.cookie_header());
  return { rooms, figures: await load(server.child.pid, { ...plan, kind: 'emserve', port: server.port, rooms, people: cookies }) };
}

async function measure_peer(plan, rooms) {
  const folder = mkdtempSync(join(tmpdir(), 'spico-chat-'));
  const named = rooms.map(({ room, people }) => ({ room, people: people.map(String) }));
  writeFileSync(join(folder, 'rooms.json'), JSON.stringify(named));
  const peer = child(here('peer/chat.mjs'), [join(folder, 'rooms.json'), join(folder, 'messages.ndjson')]);
  try {
    const { port } = await peer.first;
    return await load(peer.pid, { ...plan, kind: 'ws', port, rooms, people: rooms.flatMap(({ people }) => people.map(String)) });
  } finally {
    peer.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

// server: one of our own, with few patients.
export async function measure_chat(server, { streams, rate, seconds }) {
  const plan = { streams, rate, seconds, streams_of_person, text_length: 160 };
  const { rooms, figures } = await measure_ours(server, plan);
  const { version: ws } = createRequire(import.meta.url)('ws/package.json');
  return { ours: figures, peer: await measure_peer(plan, rooms), plan: { ...plan, receivers: people_of_room * streams_of_person, ws } };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { streams: { type: 'string', default: '1000' }, rate: { type: 'string', default: '50' }, seconds: { type: 'string', default: '30' } } });
  const server = await start_server({ patients: 12 });
  try {
    const figures = await measure_chat(server, { streams: Number(values.streams), rate: Number(values.rate), seconds: Number(values.seconds) });
    console.error(JSON.stringify(figures, null, 1));
    console.log(chat_lines(figures).join('\n'));
  } finally {
    await server.dispose();
  }
}
