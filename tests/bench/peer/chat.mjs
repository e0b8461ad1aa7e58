// The peer of the chat bench: what one would write first in Node.js, on the package `ws`. One process, sockets in rooms; a message is
// appended to a file and flushed to the disk (fdatasync) before it is acknowledged and told, all that wait for the disk by one flush.
// A process of its own: node tests/bench/peer/chat.mjs ROOMS.json MESSAGES.ndjson; tells its parent {port}.
import { openSync, fdatasync, readFileSync, write } from 'node:fs';
import http from 'node:http';
import { WebSocketServer } from 'ws';

const [rooms_file, log_file] = process.argv.slice(2);
const members = new Map(JSON.parse(readFileSync(rooms_file, 'utf8')).map(({ room, people }) => [room, new Set(people)]));
const file = openSync(log_file, 'a');
const sockets_of = new Map();  // room -> sockets
const stored = new Map();  // client id -> message
const counts = new Map();
let waiting = [];
let is_writing = false;

// One write and one flush for all that came while the last one was under way.
function write_waiting() {
  if (is_writing || waiting.length === 0) return;
  is_writing = true;
  const batch = waiting;
  waiting = [];
  const lines = Buffer.from(batch.map(({ message }) => `${JSON.stringify(message)}\n`).join(''));
  write(file, lines, 0, lines.length, null, (write_error, written) => {
    if (write_error || written !== lines.length) throw write_error ?? new Error('the disk is full');
    fdatasync(file, (error) => {
      if (error) throw error;
      for (const { message, done } of batch) done(message);
      is_writing = false;
      write_waiting();
    });
  });
}

function post(author, { room, client_id, text }, answer) {
  if (!members.get(room)?.has(author)) { answer({ refused: client_id }); return; }
  const known = stored.get(client_id);
  if (known) { answer({ stored: known.number, client_id }); return; }
  const message = { room, number: (counts.get(room) ?? 0) + 1, author, at_ms: Date.now(), client_id, text };
  counts.set(room, message.number);
  stored.set(client_id, message);
  waiting.push({ message, done() {
    answer({ stored: message.number, client_id });
    const told = JSON.stringify({ event: { kind: 'message', message } });
    for (const socket of sockets_of.get(room) ?? []) socket.send(told);
  } });
  write_waiting();
}

const server = http.createServer((_request, response) => { response.writeHead(404).end(); });
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
  const who = new URL(request.url, 'http://x').searchParams.get('who');
  const own_rooms = [...members].filter(([, people]) => people.has(who)).map(([room]) => room);
  for (const room of own_rooms) {
    if (!sockets_of.has(room)) sockets_of.set(room, new Set());
    sockets_of.get(room).add(socket);
  }
  socket.on('message', (text) => post(who, JSON.parse(text), (answer) => socket.send(JSON.stringify(answer))));
  socket.on('close', () => { for (const room of own_rooms) sockets_of.get(room).delete(socket); });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
