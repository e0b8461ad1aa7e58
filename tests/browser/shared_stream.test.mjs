// One stream for all tabs of a browser (web/lib_shared_stream.js): nobody misses an event, whoever reads it. The tabs, what ties them
// together and the server are made here, so that it is known who has heard what.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

const source = readFileSync(new URL('../../web/lib_shared_stream.js', import.meta.url), 'utf8');
const soon = () => new Promise((done) => { setImmediate(done); });
async function settled() {
  for (let rounds = 0; rounds < 50; rounds += 1) await soon();
}

// Events are numbered; one that is held back has happened, and no stream has told of it yet.
class Server {
  last = 0;
  held = [];
  is_holding = false;
  streams = new Set();

  ask = (path, signal) => {
    const after = Number(/after=(\d+)/.exec(path)[1]);
    const stream = { after };
    const body = new ReadableStream({ start: (controller) => { stream.tell = (line) => controller.enqueue(new TextEncoder().encode(`${line}\n`)); stream.end = () => controller.close(); } });
    signal.addEventListener('abort', () => this.streams.delete(stream));
    stream.tell(JSON.stringify({ live: { last: after, server_now: 1 } }));
    for (let number = after + 1; number <= this.last - this.held.length; number += 1) stream.tell(this.line(number));
    this.streams.add(stream);
    return Promise.resolve(new Response(body, { status: 200 }));
  };

  line(number) { return JSON.stringify({ event: { id: number, kind: 'preferences' } }); }
  happen() {
    this.last += 1;
    if (this.is_holding) this.held.push(this.last);
    else for (const stream of this.streams) stream.tell(this.line(this.last));
  }
  release() {
    this.is_holding = false;
    for (const number of this.held.splice(0)) for (const stream of this.streams) if (number > stream.after) stream.tell(this.line(number));
  }
}

class Browser {
  channels = new Set();
  waiting = [];  // for the lock; the first one has it

  tab() {
    const browser = this;
    const tab = { channel: null, closed: false };
    class Channel {
      constructor() { tab.channel = this; browser.channels.add(this); }
      postMessage(data) {
        for (const other of browser.channels) if (other !== this) setImmediate(() => { if (browser.channels.has(other)) other.onmessage({ data: structuredClone(data) }); });
      }
    }
    const library = {};
    vm.runInNewContext(source, {
      AbortController, Math, Number, Promise, ReadableStream, Response, TextDecoder, TextEncoder, performance,
      BroadcastChannel: Channel,
      LibraryManager: { library },
      mergeInto: Object.assign,
      navigator: { locks: { request: (name, got) => { browser.ask_lock(tab, got); return new Promise(() => {}); } } },
      setTimeout: (call, ms) => { setTimeout(call, ms).unref(); },
    });
    tab.shared = library.$createSharedStream();
    return tab;
  }

  ask_lock(tab, got) {
    this.waiting.push({ tab, got });
    if (this.waiting.length === 1) setImmediate(got);
  }

  close(tab) {
    this.channels.delete(tab.channel);
    const had_lock = this.waiting[0]?.tab === tab;
    this.waiting = this.waiting.filter((each) => each.tab !== tab);
    if (had_lock && this.waiting.length > 0) this.waiting[0].got();
  }
}

// What a tab hears from `after` on, in its order.
function listen(server, tab, after) {
  const heard = [];
  const abort = new AbortController();
  tab.shared.open(`/api/spico/live?after=${after}`, abort.signal, server.ask).then(async (response) => {
    for await (const part of response.body) {
      for (const line of new TextDecoder().decode(part).trimEnd().split('\n')) if (line.startsWith('{"event"')) heard.push(JSON.parse(line).event.id);
    }
  }).catch(() => undefined);
  return { heard, stop: () => abort.abort() };
}

async function two_tabs() {
  const server = new Server();
  const browser = new Browser();
  const [first, second] = [browser.tab(), browser.tab()];
  const leading = listen(server, first, 0);
  await settled();
  const following = listen(server, second, 0);
  await settled();
  for (let count = 0; count < 3; count += 1) server.happen();
  await settled();
  assert.deepEqual([leading.heard, following.heard], [[1, 2, 3], [1, 2, 3]]);
  assert.equal(server.streams.size, 1, 'one stream for both');
  return { server, browser, first, second, leading, following };
}

test('the tab that reads listens again from further on: what the others have not heard yet still comes to them', async () => {
  const { server, first, leading, following } = await two_tabs();
  server.is_holding = true;
  for (let count = 0; count < 2; count += 1) server.happen();
  // Its lists were loaded again, and know the two.
  leading.stop();
  const again = listen(server, first, 5);
  await settled();
  server.release();
  server.happen();
  await settled();
  assert.deepEqual(following.heard, [1, 2, 3, 4, 5, 6]);
  assert.equal(again.heard.at(-1), 6);
});

test('the tab that reads does not listen itself: one that joins later misses nothing of what has passed through', async () => {
  const { server, browser, leading, following } = await two_tabs();
  leading.stop();
  for (let count = 0; count < 2; count += 1) server.happen();
  await settled();
  assert.deepEqual(following.heard, [1, 2, 3, 4, 5]);
  const joining = listen(server, browser.tab(), 3);
  await settled();
  server.happen();
  await settled();
  assert.deepEqual(joining.heard, [4, 5, 6]);
  assert.equal(following.heard.at(-1), 6);
});

test('the tab that reads is closed: another one goes on from what it has heard', async () => {
  const { server, browser, first, following } = await two_tabs();
  server.streams.clear();
  browser.close(first);
  for (let count = 0; count < 2; count += 1) server.happen();
  await settled();
  server.happen();
  await settled();
  assert.deepEqual(following.heard, [1, 2, 3, 4, 5, 6]);
});
