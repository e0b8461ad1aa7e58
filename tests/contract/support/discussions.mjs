// People who talk: signed in, with their place in the directory. For the contract tests of discussions.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { enter_spico, users } from './journey.mjs';
import { until } from './server.mjs';

export const client_id = () => randomBytes(16).toString('hex');

// A browser of this user in SPICO; `id` is the user's of the directory.
export async function person(server, user) {
  const browser = await enter_spico(server, { user });
  browser.id = (await browser.session()).user.professional_id;
  return browser;
}

export async function team(server) {
  return { ines: await person(server, users.nurse), mathieu: await person(server, users.physician), camille: await person(server, users.coordinator) };
}

// The discussion as it is for this one now.
export const summary = async (who, id) => (await who.get(`/api/spico/discussions/${id}`)).json.discussion;

// Gives the id of a new discussion of no patient.
export async function begin(who, members, title = 'TEST') {
  const { status, json, text } = await who.post('/api/spico/discussions', { client_id: client_id(), title, members: members.map(({ id }) => id) });
  assert.equal(status, 200, text);
  return json.id;
}

export async function say(who, discussion, text, more = {}) {
  const answer = await who.post(`/api/spico/discussions/${discussion}/messages`, { client_id: client_id(), text, ...more });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

// All that this one may see, up to the last one there is at the beginning; checks that their numbers have no gaps.
export async function messages_of(who, discussion) {
  const all = [];
  let end = null;
  for (;;) {
    const from = (all.at(-1)?.number ?? 0) + 1;
    const { status, json, text } = await until('a page of messages', async () => {
      const answer = await who.get(`/api/spico/discussions/${discussion}/messages?from=${from}&limit=200`);
      return answer.status === 503 ? null : answer; // it asks to come again
    });
    assert.equal(status, 200, text);
    end ??= json.count;
    all.push(...json.messages.filter(({ number }) => number <= end));
    if (!json.messages.length || json.messages.at(-1).number >= end) {
      assert.deepEqual(all.map(({ number }) => number), Array.from({ length: end - json.first + 1 }, (_, index) => json.first + index));
      return all;
    }
  }
}
