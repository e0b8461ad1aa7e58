// Sent once and only once (product.md §7): copies of one request, and a server that is killed in the middle of sending.
// SPICO_KILLS is how many times it is killed: 5.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { users } from './support/journey.mjs';
import { begin, client_id, messages_of, person } from './support/discussions.mjs';
import { listen } from './support/live.mjs';
import { only_own_server, start_server } from './support/server.mjs';

const skip = only_own_server;
const kills = Number(process.env.SPICO_KILLS ?? 5);

test('twenty copies of one message at once, from two sessions, are one message and told once', async () => {
  const server = await start_server({ patients: 3 });
  try {
    const ines = await person(server, users.nurse);
    const again = await person(server, users.nurse);
    const mathieu = await person(server, users.physician);
    const id = await begin(ines, [mathieu]);
    const stream = await listen(mathieu);
    for (let round = 0; round < 5; round += 1) {
      const json = { client_id: client_id(), text: `TEST ${round}` };
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? ines : again).post(`/api/spico/discussions/${id}/messages`, { ...json, text: index ? `${json.text} (${index})` : json.text })));
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1, 'each copy gets the same answer');
      const message = answers[0].json;
      assert.equal(message.number, round + 2);
      await stream.next('the message', ({ event }) => event?.message?.id === message.id);
    }
    assert.deepEqual((await messages_of(mathieu, id)).map(({ number }) => number), [1, 2, 3, 4, 5, 6]);
    const told = stream.events('message').map(({ message }) => message.id);
    assert.equal(new Set(told).size, told.length);
    stream.close();
  } finally {
    await server.dispose();
  }
});

// Sends as a page does that keeps what it sends: the same again until it is answered.
class Sender {
  constructor(who, discussion) {
    Object.assign(this, { who, discussion, acknowledged: [], tries: 0, is_given_up: false });
  }

  async run(is_over, when_back) {
    for (let count = 0; !is_over(); count += 1) {
      const json = { client_id: client_id(), text: `TEST ${this.who.id} ${count}` };
      for (let answer = null; !answer;) {
        if (this.is_given_up) return;
        this.tries += 1;
        try {
          const { status, json: message } = await this.who.post(`/api/spico/discussions/${this.discussion}/messages`, json);
          if (status === 200) answer = message;
          else assert.equal(status, 503, 'nothing else is told to one who may send');
        } catch (error) {
          if (!['ECONNRESET', 'ECONNREFUSED', 'EPIPE'].includes(error.code) && !/aborted|socket hang up/.test(error.message)) throw error;
          await when_back();
        }
        if (answer) this.acknowledged.push({ ...json, id: answer.id, number: answer.number });
      }
    }
  }
}

// What was acknowledged so far is among these, each once. Gives how many messages of people there are.
function check_all_there(kept, acknowledged) {
  const by_text = new Map();
  for (const message of kept.filter(({ kind }) => kind === 'text')) {
    assert.ok(!by_text.has(message.text), `twice: ${message.text}`);
    by_text.set(message.text, message);
  }
  for (const { id, number, text } of acknowledged) {
    const found = by_text.get(text);
    assert.ok(found, `lost: ${text}`);
    assert.deepEqual([found.id, found.number], [id, number], text);
  }
  return by_text.size;
}

test(`killed ${kills} times in the middle of sending: nothing that was acknowledged is lost, nothing is there twice`, { skip, timeout: 60_000 + kills * 30_000 }, async (context) => {
  const server = await start_server({ patients: 3 });
  let senders = [];
  try {
    const people = [await person(server, users.nurse), await person(server, users.nurse), await person(server, users.physician), await person(server, users.coordinator)];
    const [ines, , mathieu, camille] = people;
    const id = await begin(ines, [mathieu, camille]);
    senders = people.map((who) => new Sender(who, id));
    // The two sessions of one user would else write the same texts.
    senders[1].who.id = `${senders[1].who.id} again`;
    let is_over = false;
    let back = Promise.resolve();
    const sending = senders.map((sender) => sender.run(() => is_over, () => back));
    const acknowledged = () => senders.flatMap((sender) => sender.acknowledged);
    const count_acknowledged = () => senders.reduce((sum, sender) => sum + sender.acknowledged.length, 0);
    const failed = Promise.race(sending.map((one) => one.then(() => new Promise(() => {}))));
    for (let kill = 0; kill < kills; kill += 1) {
      const wanted = count_acknowledged() + 4 + Math.floor(Math.random() * 20);
      while (count_acknowledged() < wanted) await Promise.race([new Promise((done) => { setImmediate(done); }), failed]);
      back = (async () => {
        server.child.kill('SIGKILL');
        assert.equal((await server.closed).signal, 'SIGKILL');
        await server.start();
        for (const who of people) who.base = new URL(server.base_url);
      })();
      await back;
      const so_far = acknowledged();
      check_all_there(await messages_of(mathieu, id), so_far);
    }
    is_over = true;
    await Promise.all(sending);
    const count = check_all_there(await messages_of(mathieu, id), acknowledged());
    assert.equal(count, count_acknowledged(), 'and nothing else');
    for (const sender of senders) {
      const last = sender.acknowledged.at(-1);
      const { json } = await sender.who.post(`/api/spico/discussions/${id}/messages`, { client_id: last.client_id, text: 'TEST autre' });
      assert.deepEqual([json.id, json.number, json.text], [last.id, last.number, last.text]);
    }
    const tries = senders.reduce((sum, sender) => sum + sender.tries, 0);
    assert.ok(tries > count, 'some had to be sent again');
    context.diagnostic(`${count} messages, ${tries} tries, ${kills} kills`);
  } finally {
    for (const sender of senders) sender.is_given_up = true;
    await server.dispose();
  }
});
