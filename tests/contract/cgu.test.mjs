// Terms of PASS and of SPICO: versions, languages, and what they hold back (product.md §3).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accept_cgu, enter_spico, sign_in_strong, sign_in_weak, users } from './support/journey.mjs';
import { start_server } from './support/server.mjs';

let server;
before(async () => { server = await start_server(); });
after(async () => { await server?.dispose(); });

const code_of = ({ status, json }) => (status === 200 ? '200' : `${status} ${json.code}`);

test('the way of somebody new: terms of PASS, portal, terms of SPICO, data; each held back until accepted', async () => {
  const user = users.newcomer;
  const browser = await sign_in_strong(server, { user });
  assert.equal(code_of(await browser.get('/api/pass/portal')), '403 cgu_pass_required');
  assert.equal(code_of(await browser.post('/api/spico/open')), '403 cgu_pass_required');
  assert.equal(code_of(await browser.get('/api/spico/patients')), '403 cgu_pass_required');

  const pass = (await browser.get('/api/pass/cgu')).json;
  assert.equal(pass.document, 'pass');
  assert.equal(pass.accepted, false);
  await browser.get('/api/pass/cgu');
  assert.equal((await browser.session()).cgu_pass, false, 'reading is not accepting');
  const accepted = await browser.post('/api/pass/cgu/accept', { version: pass.version });
  assert.equal(accepted.json.cgu_pass, true);
  assert.equal(accepted.json.cgu_spico, false);
  assert.equal((await browser.get('/api/pass/cgu')).json.accepted, true);
  assert.equal((await browser.get('/api/pass/portal')).status, 200);

  assert.equal(code_of(await browser.get('/api/spico/cgu')), '403 spico_closed');
  assert.equal(code_of(await browser.post('/api/spico/cgu/accept', { version: '1' })), '403 spico_closed');
  assert.equal((await browser.post('/api/spico/open')).json.spico_open, true);
  assert.equal(code_of(await browser.get('/api/spico/patients')), '403 cgu_spico_required');
  assert.equal(code_of(await browser.put('/api/spico/patients/1/favourite', { favourite: true })), '403 cgu_spico_required');
  const spico = (await browser.get('/api/spico/cgu')).json;
  assert.equal(spico.document, 'spico');
  assert.equal((await browser.post('/api/spico/cgu/accept', { version: spico.version })).json.cgu_spico, true);
  assert.equal((await browser.get('/api/spico/patients')).status, 200);

  const later = await sign_in_weak(server, { user });
  const session = await later.session();
  assert.equal(session.cgu_pass, true, 'kept for the next sign-in');
  assert.equal(session.cgu_spico, true);
});

test('another version than the current one is refused', async () => {
  const browser = await enter_spico(server);
  for (const document of ['pass', 'spico']) {
    const { version } = (await browser.get(`/api/${document}/cgu`)).json;
    for (const other of [`${version}0`, '0', `${version} `, 'x']) {
      assert.equal(code_of(await browser.post(`/api/${document}/cgu/accept`, { version: other })), '409 version_changed', `${document} ${other}`);
    }
    for (const bad of ['', null, 1, 'x'.repeat(33), undefined]) {
      const answer = await browser.post(`/api/${document}/cgu/accept`, { version: bad });
      assert.equal(code_of(answer), '422 invalid_field', `${document} ${bad}`);
      assert.equal(answer.json.field, 'version');
    }
    for (let count = 0; count < 2; count += 1) assert.equal((await browser.post(`/api/${document}/cgu/accept`, { version })).status, 200);
  }
});

test('versions of the terms are those of the configuration', async () => {
  const browser = await enter_spico(server);
  const config = (await browser.get('/api/pass/config')).json;
  assert.equal((await browser.get('/api/pass/cgu')).json.version, config.cgu_pass_version);
  assert.equal((await browser.get('/api/spico/cgu')).json.version, config.cgu_spico_version);
});

test('terms are in French, and in English when asked', async () => {
  const browser = await enter_spico(server);
  for (const document of ['pass', 'spico']) {
    const [plain, french, english] = await Promise.all(['', '?lang=fr', '?lang=en'].map(async (query) => (await browser.get(`/api/${document}/cgu${query}`)).json));
    assert.deepEqual(plain, french);
    assert.notEqual(french.title, english.title);
    assert.equal(french.version, english.version);
    assert.equal(french.blocks.length, english.blocks.length);
    assert.ok(french.blocks.some(({ kind }) => kind === 'heading') && french.blocks.some(({ kind }) => kind === 'paragraph'));
    for (const bad of ['de', 'FR', 'fr,en', '../fr']) {
      const answer = await browser.get(`/api/${document}/cgu?lang=${encodeURIComponent(bad)}`);
      assert.equal(code_of(answer), '422 invalid_field', bad);
      assert.equal(answer.json.field, 'lang');
    }
  }
});

test('accepting is each person\'s own', async () => {
  const one = await enter_spico(server, { user: users.physician });
  await accept_cgu(one, 'spico');
  const session = await (await sign_in_weak(server, { user: users.coordinator })).session();
  assert.equal(session.user.identifiant, users.coordinator);
});
