// The tiles of the portal and their stars (product.md §4, decision 4).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter_spico, sign_in_strong, sign_in_weak, users } from './support/journey.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });

const tiles_of = async (browser, query = '') => (await browser.get(`/api/pass/portal${query}`)).json.tiles;
const star = (browser, id, favourite) => browser.put(`/api/pass/portal/tiles/${id}/favourite`, { favourite });

test('«SPICO Dossiers» and external services; no tile leads nowhere', async () => {
  const tiles = await tiles_of(await sign_in_strong(server));
  const spico = tiles.find(({ name }) => name === 'SPICO Dossiers');
  assert.equal(spico.target, '#/patients');
  assert.equal(spico.external, false);
  assert.equal(spico.strong_required, true);
  assert.deepEqual(tiles.filter(({ external }) => !external).map(({ target }) => target), ['#/patients', '#/discussions']);
  assert.ok(tiles.some(({ external }) => external));
  assert.equal(new Set(tiles.map(({ id }) => id)).size, tiles.length);
});

test('«SPICO Discussions» counts what is unread, for who has signed in strongly', async () => {
  const weak = (await tiles_of(await sign_in_weak(server, { user: users.nurse }))).find(({ id }) => id === 'spico-discussions');
  assert.equal(weak.target, '#/discussions');
  assert.equal(weak.badge, null);
  const nurse = await enter_spico(server, { user: users.nurse });
  const badge = async (query = '') => (await tiles_of(nurse, query)).find(({ id }) => id === 'spico-discussions').badge;
  const { discussions } = (await nurse.get('/api/spico/discussions')).json;
  const unread = discussions.reduce((sum, each) => sum + each.unread, 0);
  assert.ok(unread > 1);
  assert.deepEqual(await badge(), { count: unread, label: 'messages non lus' });
  assert.deepEqual(await badge('?lang=en'), { count: unread, label: 'unread messages' });
  const one = discussions.find((each) => each.unread > 0);
  await nurse.put(`/api/spico/discussions/${one.id}/muted`, { muted: true });
  assert.equal((await badge())?.count ?? 0, unread - one.unread);
  await nurse.put(`/api/spico/discussions/${one.id}/muted`, { muted: false });
  for (const { id, count } of discussions) await nurse.put(`/api/spico/discussions/${id}/read`, { number: count });
  assert.equal(await badge(), null);
});

test('the same tiles in English, with the same ids and names of products', async () => {
  const browser = await sign_in_weak(server);
  const french = await tiles_of(browser, '?lang=fr');
  const english = await tiles_of(browser, '?lang=en');
  assert.deepEqual(french.map(({ id }) => id), english.map(({ id }) => id));
  assert.ok(english.some(({ name }) => name === 'SPICO Dossiers'));
  assert.notDeepEqual(french.map(({ description }) => description), english.map(({ description }) => description));
  assert.deepEqual(await tiles_of(browser), french);
  const bad = await browser.get('/api/pass/portal?lang=xx');
  assert.equal(`${bad.status} ${bad.json.code} ${bad.json.field}`, '422 invalid_field lang');
});

test('a star is kept for its user, over sessions, and is nobody else\'s', async () => {
  const nurse = await sign_in_weak(server);
  const physician = await sign_in_weak(server, { user: users.physician });
  const [{ id }] = await tiles_of(nurse);
  assert.deepEqual((await star(nurse, id, true)).json, {});
  assert.equal((await star(nurse, id, true)).status, 200, 'twice is once');
  const starred = async (browser) => (await tiles_of(browser)).filter(({ favourite }) => favourite).map((tile) => tile.id);
  assert.deepEqual(await starred(nurse), [id]);
  assert.deepEqual(await starred(physician), []);
  await nurse.post('/api/pass/logout');
  const again = await sign_in_strong(server);
  assert.deepEqual(await starred(again), [id]);
  await star(again, id, false);
  await star(again, id, false);
  assert.deepEqual(await starred(again), []);
});

test('the order of the catalogue does not move with the stars', async () => {
  const browser = await sign_in_weak(server);
  const before_star = (await tiles_of(browser)).map(({ id }) => id);
  await star(browser, before_star.at(-1), true);
  assert.deepEqual((await tiles_of(browser)).map(({ id }) => id), before_star);
  await star(browser, before_star.at(-1), false);
});

test('an unknown tile is 404, a star that is not a boolean 422', async () => {
  const browser = await sign_in_weak(server);
  for (const id of ['unknown', '0', 'spico', "x'--", '%C3%A9', 'a'.repeat(64)]) {
    const answer = await star(browser, id, true);
    assert.equal(`${answer.status} ${answer.json.code}`, '404 unknown_tile', id);
  }
  const [{ id }] = await tiles_of(browser);
  for (const favourite of ['true', 1, null, undefined, {}]) {
    const answer = await star(browser, id, favourite);
    assert.equal(`${answer.status} ${answer.json.code} ${answer.json.field}`, '422 invalid_field favourite');
  }
});
