// The server's half of the key under which a browser keeps what is unsent (decision 26).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter_spico, sign_in_strong, users } from './support/journey.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(() => server.dispose());

const share_of = async (browser) => {
  const { status, json, headers } = await browser.get('/api/spico/sealing');
  assert.equal(status, 200);
  assert.equal(headers['cache-control'], 'no-store');
  return json.share;
};

test('always the same for an account, whatever browser asks, and another for each account', async () => {
  const first = await share_of(await enter_spico(server, { user: users.nurse }));
  assert.match(first, /^[0-9a-f]{64}$/);
  assert.equal(await share_of(await enter_spico(server, { user: users.nurse })), first);
  const others = [await share_of(await enter_spico(server, { user: users.physician })), await share_of(await enter_spico(server, { user: users.coordinator }))];
  assert.equal(new Set([first, ...others]).size, 3);
});

test('another server gives another one', async () => {
  const other = await start_server();
  try {
    const here = await share_of(await enter_spico(server, { user: users.nurse }));
    assert.notEqual(await share_of(await enter_spico(other, { user: users.nurse })), here);
  } finally {
    await other.dispose();
  }
});

test('nobody has it outside SPICO', async () => {
  const browser = await sign_in_strong(server, { user: users.nurse });
  const { status, json } = await browser.get('/api/spico/sealing');
  assert.equal(status, 403);
  assert.equal(json.share, undefined);
});
