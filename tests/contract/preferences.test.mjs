// How a user wants the list: columns, order, saved searches (product.md §5). Kept per user, checked, counted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter_spico, users } from './support/journey.mjs';
import { limits } from './support/openapi.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server({ patients: 3 }); });
after(async () => { await server?.dispose(); });

const preferences = async (browser) => (await browser.get('/api/spico/preferences')).json;
const put_columns = (browser, body) => browser.put('/api/spico/preferences/columns', { columns: '', sort: '', ...body });
const save = (browser, body) => browser.post('/api/spico/searches', { name: 'TEST', filters: '', ...body });
const refused = ({ status, json }) => `${status} ${json.code} ${json.field ?? ''}`.trim();
async function forget_all(browser) {
  for (const { id } of (await preferences(browser)).searches) assert.equal((await browser.delete(`/api/spico/searches/${id}`)).status, 200);
}

test('columns and order are kept per user, over sessions', async () => {
  const nurse = await enter_spico(server);
  const columns = 'identite:240,naissance,-sexe,thematiques';
  assert.deepEqual((await put_columns(nurse, { columns, sort: 'identite,-naissance' })).json, {});
  await nurse.post('/api/pass/logout');
  const later = await enter_spico(server);
  const again = await preferences(later);
  assert.equal(again.columns, columns);
  assert.equal(again.sort, 'identite,-naissance');
  const other = await preferences(await enter_spico(server, { user: users.physician }));
  assert.deepEqual(other, { columns: '', sort: '', searches: [] });
  for (const field of ['columns', 'sort']) {
    for (const wrong of [undefined, null, 1, 'Identité', 'a b', 'a;b', '<b>', 'x'.repeat(1001)]) {
      assert.equal(refused(await put_columns(later, { [field]: wrong })), `422 invalid_field ${field}`, `${field}: ${wrong}`);
    }
  }
});

test('searches: kept in their order under a clean name, forgotten one by one, each user\'s own', async () => {
  const nurse = await enter_spico(server);
  await forget_all(nurse);
  const first = await save(nurse, { name: '  E\u0301te\u0301   TEST ', filters: 'statut=actif,en_attente&thematique=icope&tri=identite,-naissance' });
  const second = await save(nurse, { name: 'é'.repeat(80), filters: '?professionnel=12&taches=oui&archives=tous' });
  const kept = (await preferences(nurse)).searches;
  assert.deepEqual(kept, [
    { id: first.json.id, name: 'Été TEST', filters: 'statut=actif,en_attente&thematique=icope&tri=identite,-naissance' },
    { id: second.json.id, name: 'é'.repeat(80), filters: 'professionnel=12&taches=oui&archives=tous' }]);
  const physician = await enter_spico(server, { user: users.physician });
  const foreign = await physician.delete(`/api/spico/searches/${first.json.id}`);
  assert.equal(refused(foreign), '404 unknown_search');
  assert.deepEqual(foreign.body, (await physician.delete('/api/spico/searches/nobody')).body, 'byte for byte');
  assert.deepEqual((await nurse.delete(`/api/spico/searches/${first.json.id}`)).json, {});
  assert.equal(refused(await nurse.delete(`/api/spico/searches/${first.json.id}`)), '404 unknown_search');
  assert.deepEqual((await preferences(nurse)).searches.map(({ id }) => id), [second.json.id]);
});

test('a search holds codes, never a name or a date', async () => {
  const nurse = await enter_spico(server);
  for (const filters of ['nom=BENAZET', 'prenom=zoe', 'naissance=1956-04-07', 'ins=256043155500105', 'statut=benazet', 'thematique=zoe', 'structure=zoe', 'tri=zoe', 'taches=1956', 'statut=actif&nom=x', 'statut', 'statut=', '&', 'é', 'x'.repeat(2001), null, 1, undefined]) {
    assert.equal(refused(await save(nurse, { filters })), '422 invalid_field filters', String(filters));
  }
  for (const name of ['', ' ', '\u0007', 'x'.repeat(81), null, 1, undefined]) assert.equal(refused(await save(nurse, { name })), '422 invalid_field name', String(name));
});

test('there is an end to them, also when they come at once', async () => {
  const nurse = await enter_spico(server);
  await forget_all(nurse);
  const answers = await Promise.all(Array.from({ length: limits.searches_per_account + 10 }, () => save(nurse, {})));
  const full = answers.filter(({ status }) => status === 409);
  assert.equal(full.length, 10);
  assert.equal(full[0].json.code, 'too_many_searches');
  assert.equal((await preferences(nurse)).searches.length, limits.searches_per_account);
  await forget_all(nurse);
  assert.equal((await save(nurse, {})).status, 200);
});
