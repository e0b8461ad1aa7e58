// emserve with a certificate of its own: answers of every size arrive whole, and streams work as they do without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { enter_spico, list_patients } from './support/journey.mjs';
import { listen } from './support/live.mjs';
import { new_data_folder, only_own_server, start_server } from './support/server.mjs';

function has_openssl() {
  try { execFileSync('openssl', ['version'], { stdio: 'ignore' }); return true; } catch { return false; }
}
const skip = only_own_server || (has_openssl() ? false : 'needs the program openssl to make a certificate');
let server;
before(async () => {
  if (skip) return;
  const folder = new_data_folder();
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=localhost'], { stdio: 'ignore' });
  server = await start_server({ data_folder: folder, patients: 400, args: ['--tls-cert', certificate, '--tls-key', key] });
  server.owns_data = true;
  server.base_url = server.base_url.replace('http:', 'https:');
});
after(async () => { await server?.dispose(); });

test('answers around and beyond the size of a TLS record arrive whole', { skip }, async () => {
  const browser = await enter_spico(server);
  // 50 searches of up to 2,000 bytes: from a few bytes to a hundred thousand, in small steps around 16 KB.
  for (let count = 0; count < 50; count += 1) {
    const filters = `professionnel=${Array.from({ length: 150 }, () => '123456').join(',')}${count > 15 ? `,${Array.from({ length: 100 }, () => '1234567').join(',')}` : ''}`;
    assert.equal((await browser.post('/api/spico/searches', { name: 'TEST', filters })).status, 200);
    const { json, headers, body } = await browser.get('/api/spico/preferences');
    assert.equal(json.searches.length, count + 1);
    assert.equal(Number(headers['content-length']), body.length);
  }
  const { patients } = await list_patients(browser);
  assert.equal(patients.length, 400);
});

test('a stream tells over TLS too, and ends with the server', { skip }, async () => {
  const browser = await enter_spico(server);
  const { patients: [{ id }] } = await list_patients(browser);
  const stream = await listen(browser);
  await browser.put(`/api/spico/patients/${id}/archived`, { archived: true });
  await stream.next('the change', ({ event }) => event?.patient?.id === id && event.patient.archived);
  stream.close();
});
