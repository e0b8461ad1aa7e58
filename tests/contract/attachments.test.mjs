// Files of messages: sent in pieces, examined, shown and fetched; and everybody who must not get them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { begin, client_id, messages_of, person, say, summary, team } from './support/discussions.mjs';
import { begin_upload, noise_png, open_file, pdf_of, png_of, put_piece, send_file, ticket, upload, with_exif } from './support/files.mjs';
import { advance_clock, users } from './support/journey.mjs';
import { listen } from './support/live.mjs';
import { limits } from './support/openapi.mjs';
import { data_files, only_own_server, start_server } from './support/server.mjs';

const skip = only_own_server;
const piece = limits.upload_piece_bytes;
const found = ({ status, json }) => `${status} ${json?.code ?? ''} ${json?.field ?? ''}`.trim();
const preview_of = (who, { id }) => who.get(`/api/spico/attachments/${id}/preview`);
const ask_ticket = (who, { id }) => who.post(`/api/spico/attachments/${id}/ticket`, { use: 'view' });
let server;
let people;
before(async () => {
  server = await start_server({ patients: 10 });
  people = await team(server);
});
after(async () => { await server?.dispose(); });

// A message of one small image: {discussion, message, attachment, bytes}.
async function message_with_file(who, members) {
  const bytes = noise_png(20, 20);
  const discussion = await begin(who, members);
  const sent = await upload(who, bytes);
  const message = await say(who, discussion, '', { attachments: [sent.client_id] });
  return { discussion, message, attachment: message.attachments[0], bytes };
}

test('the whole way: an image in pieces and a PDF, sent, told, previewed and fetched', async () => {
  const { ines, mathieu } = people;
  const image = noise_png(500, 400);
  assert.ok(image.length > 2 * piece, `${image.length} bytes are three pieces`);
  const pdf = pdf_of('ordonnance TEST');
  const discussion = await begin(ines, [mathieu]);
  const first = await upload(ines, image, 'plaie TEST.png');
  const second = await upload(ines, pdf, 'ordonnance «TEST».pdf');
  assert.deepEqual(first.attachment, { id: first.attachment.id, name: 'plaie TEST.png', type: 'png', size: image.length, width: 500, height: 400, preview: true });
  assert.deepEqual([second.attachment.type, second.attachment.width], ['pdf', undefined]);

  const stream = await listen(mathieu);
  const message = await say(ines, discussion, '', { attachments: [second.client_id, first.client_id] });
  assert.equal(message.text, '');
  assert.deepEqual(message.attachments, [second.attachment, first.attachment]);
  const { line: { event } } = await stream.next('the message', (one) => one.event?.message?.id === message.id);
  assert.deepEqual(event.message.attachments, message.attachments);
  stream.close();
  assert.deepEqual((await messages_of(mathieu, discussion)).at(-1).attachments, message.attachments);
  const { last } = await summary(mathieu, discussion);
  assert.deepEqual([last.text, last.attachments], ['', 2]);
  const answer = await say(mathieu, discussion, 'bien reçu', { reply_to: message.number });
  assert.deepEqual([answer.reply_to.text, answer.reply_to.attachments], ['', 2]);
  assert.equal((await summary(ines, discussion)).last.attachments, undefined);

  const preview = await preview_of(mathieu, first.attachment);
  assert.equal(preview.status, 200);
  assert.equal(preview.headers['content-type'], 'image/jpeg');
  assert.equal(preview.headers['cache-control'], 'no-store');
  assert.equal(preview.body.subarray(0, 3).toString('hex'), 'ffd8ff');

  for (const [attachment, bytes, use, type, disposition, policy] of [
    [first.attachment, image, 'view', 'image/png', "inline; filename=\"plaie TEST.png\"; filename*=UTF-8''plaie%20TEST.png", /^sandbox; default-src 'none';/],
    [second.attachment, pdf, 'download', 'application/pdf', "attachment; filename=\"ordonnance _TEST_.pdf\"; filename*=UTF-8''ordonnance%20%C2%ABTEST%C2%BB.pdf", /^default-src 'none';/],
  ]) {
    const path = await ticket(mathieu, attachment.id, use);
    const file = await open_file(mathieu, path);
    assert.equal(file.status, 200, file.text);
    assert.ok(file.body.equals(bytes), 'the same bytes');
    assert.equal(file.headers['content-type'], type);
    assert.equal(file.headers['content-disposition'], disposition);
    assert.match(file.headers['content-security-policy'], policy);
    assert.doesNotMatch(file.headers['content-security-policy'], /script-src|connect-src/);
    // The HTML Standard makes a sandboxed page with an opener policy a network error.
    assert.equal(file.headers['cross-origin-opener-policy'], type === 'application/pdf' ? 'same-origin' : 'unsafe-none');
    assert.equal(file.headers['x-content-type-options'], 'nosniff');
    assert.equal(file.headers['cache-control'], 'no-store');
    const again = await open_file(mathieu, path);
    assert.equal(again.status, 404);
    assert.match(again.text, /ne sert qu'une fois[^]*is of use once/);
  }
});

test('a lost answer, a piece too early, one beyond the end: what was sent counts once, and sending goes on', async () => {
  const { ines } = people;
  const bytes = noise_png(450, 300);
  const id = client_id();
  assert.equal((await begin_upload(ines, id, bytes)).json.received, 0);
  assert.equal(found(await put_piece(ines, id, piece, bytes.subarray(piece))), '409 piece_out_of_order');
  assert.equal((await put_piece(ines, id, 0, bytes.subarray(0, piece))).json.received, piece);
  assert.equal((await put_piece(ines, id, 0, bytes.subarray(0, piece))).json.received, piece, 'again');
  assert.equal((await put_piece(ines, id, 0, Buffer.alloc(100, 1))).json.received, piece, 'what is there stays as it is');
  assert.equal(found(await put_piece(ines, id, piece, Buffer.concat([bytes.subarray(piece), Buffer.alloc(1)]))), '422 invalid_field from');
  assert.deepEqual((await begin_upload(ines, id, bytes)).json, { received: piece });
  const whole = await put_piece(ines, id, piece - 1000, bytes.subarray(piece - 1000));
  assert.equal(whole.json.received, bytes.length);
  assert.equal(whole.json.attachment.width, 450);
  assert.deepEqual((await put_piece(ines, id, piece, bytes.subarray(piece))).json, whole.json, 'the last answer again');
  assert.deepEqual((await begin_upload(ines, id, bytes)).json, whole.json);
  assert.equal(found(await begin_upload(ines, id, bytes.subarray(1))), '422 invalid_field client_id');
  const discussion = await begin(ines, []);
  const { attachments: [{ id: attachment }] } = await say(ines, discussion, 'TEST', { attachments: [id] });
  assert.ok((await open_file(ines, await ticket(ines, attachment))).body.equals(bytes));
  assert.deepEqual((await begin_upload(ines, id, bytes)).json, whole.json, 'also once a message has taken it');
});

test('what cannot be a file is refused: its name, its size, its piece, its kind of body', async () => {
  const { ines } = people;
  const bytes = noise_png(4, 4);
  for (const [json, expected] of [
    [{ client_id: 'x' }, '422 invalid_field client_id'], [{ client_id: undefined }, '422 invalid_field client_id'],
    ...[undefined, '', ' ', '.', '..', 'a/b.png', 'a\\b.png', 'é'.repeat(limits.file_name_characters + 1), 1].map((name) => [{ name }, '422 invalid_field name']),
    ...[undefined, 0, -1, 1.5, '1'].map((size) => [{ size }, '422 invalid_field size']),
    [{ size: limits.attachment_bytes + 1 }, '413 file_too_large'], [{ size: 11_000_000 }, '413 file_too_large'],
  ]) assert.equal(found(await ines.post('/api/spico/uploads', { client_id: client_id(), name: 'a.png', size: bytes.length, ...json })), expected, JSON.stringify(json).slice(0, 60));
  const { attachment } = await upload(ines, bytes, `  E\u0301volution\u202e \u0007TEST${'é'.repeat(180)}`);
  assert.equal(attachment.name, `Évolution TEST${'é'.repeat(180)}`);

  const id = client_id();
  await begin_upload(ines, id, Buffer.alloc(2 * piece));
  assert.equal(found(await put_piece(ines, id, 0, Buffer.alloc(0))), '422 invalid_field body');
  for (const from of ['', '-1', 'x', '1e3', '99999999999999999999']) assert.equal(found(await put_piece(ines, id, from, bytes)), '422 invalid_field from', from);
  assert.equal(found(await put_piece(ines, id, 0, Buffer.alloc(piece + 1))), '413 body_too_large');
  assert.equal((await put_piece(ines, id, 0, Buffer.alloc(piece))).json.received, piece);
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', undefined]) assert.equal(found(await put_piece(ines, id, piece, bytes, { 'content-type': type })), '415 unsupported_media_type', type);
  assert.equal(found(await ines.post('/api/spico/uploads', {}, { headers: { 'content-type': 'application/octet-stream' } })), '415 unsupported_media_type');
  assert.equal(found(await ines.request('POST', '/api/spico/uploads', { body: Buffer.alloc(limits.body_bytes + 1, 32) })), '413 body_too_large', 'other routes take no more than before');
  assert.equal(found(await put_piece(ines, client_id(), 0, bytes)), '404 unknown_upload');
  assert.equal(found(await put_piece(ines, 'x', 0, bytes)), '404 unknown_upload');
  assert.equal((await ines.delete(`/api/spico/uploads/${id}`)).status, 200);
  assert.equal((await ines.delete(`/api/spico/uploads/${id}`)).status, 200, 'again');
  assert.equal(found(await put_piece(ines, id, piece, bytes)), '404 unknown_upload');
});

test('files that are not what they say, damaged or made to do harm are refused in words and forgotten', async () => {
  const { ines } = people;
  const row = Buffer.alloc(25);
  const refused = [
    ['file_type', Buffer.from('<!DOCTYPE html><html><script>alert(1)</script></html>'), 'ordonnance.pdf'],
    ['file_type', Buffer.from('%PDF-1.4\n<html><script>alert(1)</script></html>\nstartxref\n0\n%%EOF\n1 0 obj'), 'ordonnance.pdf'],
    ['file_type', Buffer.from('GIF89a TEST'), 'plaie.png'],
    ['file_type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'plaie.svg'],
    ['file_type', Buffer.concat([noise_png(8, 8), pdf_of('TEST')]), 'plaie.png'],
    ['file_type', Buffer.concat([pdf_of('TEST'), Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1')]), 'a.pdf'],
    ['file_broken', noise_png(200, 200).subarray(0, 60_000), 'plaie.png'],
    ['file_broken', pdf_of('TEST').subarray(0, 300), 'a.pdf'],
    ['file_broken', png_of(8, 8, Buffer.alloc(200_000_000)), 'bombe.png'],
    ['image_too_large', png_of(30_000, 30_000, row), 'bombe.png'],
    ['image_too_large', png_of(8_000, 5_001, row), 'bombe.png'],
  ];
  for (const [code, bytes, name] of refused) {
    const id = client_id();
    const answer = await send_file(ines, id, bytes, name);
    assert.equal(found(answer), `422 ${code}`, name);
    assert.match(answer.json.message, /^The (file|image) [a-zA-Z, ]+$/);
    assert.equal(found(await put_piece(ines, id, 0, bytes.subarray(0, 1))), '404 unknown_upload', 'forgotten');
  }
});

test('EXIF turns an image and goes no further; a name says nothing about the type', async () => {
  const { ines } = people;
  const discussion = await begin(ines, []);
  const plain = await upload(ines, noise_png(60, 40));
  const { attachments: [{ id }] } = await say(ines, discussion, '', { attachments: [plain.client_id] });
  const jpeg = (await preview_of(ines, { id })).body;
  const turned = await upload(ines, with_exif(jpeg, 6), 'photo.exe');
  assert.deepEqual([turned.attachment.type, turned.attachment.width, turned.attachment.height], ['jpeg', 40, 60]);
  const { attachments: [attachment] } = await say(ines, discussion, '', { attachments: [turned.client_id] });
  const preview = (await preview_of(ines, attachment)).body;
  assert.ok(!preview.includes('Exif') && !preview.includes('43.6045'));
  const file = await open_file(ines, await ticket(ines, attachment.id, 'download'));
  assert.ok(file.body.includes('43.6045'), 'the file itself is as it was sent');
  assert.match(file.headers['content-disposition'], /^attachment; filename="photo\.exe\.jpg"/);
});

test('a message takes whole files of its author, each once, five at most; without text it needs one', async () => {
  const { ines, mathieu } = people;
  const discussion = await begin(ines, [mathieu]);
  const send = (who, attachments, more = {}) => who.post(`/api/spico/discussions/${discussion}/messages`, { client_id: client_id(), text: 'TEST', attachments, ...more });
  const files = [];
  for (let count = 0; count < 6; count += 1) files.push((await upload(ines, noise_png(3, 3))).client_id);
  assert.equal(found(await send(ines, files)), '422 invalid_field attachments');
  assert.equal(found(await send(ines, [files[0], files[0]])), '422 invalid_field attachments');
  for (const attachments of ['x', {}, [1], ['x'], [null]]) assert.equal(found(await send(ines, attachments)), '422 invalid_field attachments');
  assert.equal(found(await send(ines, [], { text: '' })), '422 invalid_field text');
  assert.equal(found(await send(ines, undefined, { text: ' \n' })), '422 invalid_field text');
  assert.equal(found(await send(mathieu, [files[0]])), '422 unknown_upload attachments', 'another user\'s');
  assert.equal(found(await put_piece(mathieu, files[0], 0, Buffer.alloc(1))), '404 unknown_upload');
  const half = client_id();
  await begin_upload(ines, half, noise_png(3, 3));
  assert.equal(found(await send(ines, [files[0], half])), '422 unknown_upload attachments', 'not whole');
  assert.equal((await summary(ines, discussion)).count, 1, 'nothing was sent');
  const json = { client_id: client_id(), text: ' \n', attachments: files.slice(0, 5) };
  const sent = await ines.post(`/api/spico/discussions/${discussion}/messages`, json);
  assert.equal(sent.json.attachments.length, 5);
  assert.equal(sent.json.text, '');
  assert.equal(found(await send(ines, [files[4]])), '422 unknown_upload attachments', 'taken');
  const again = await ines.post(`/api/spico/discussions/${discussion}/messages`, { ...json, attachments: [files[5]] });
  assert.deepEqual(again.json, sent.json);
  assert.equal((await ines.delete(`/api/spico/uploads/${files[0]}`)).status, 200);
  assert.equal((await preview_of(mathieu, sent.json.attachments[0])).status, 200, 'what a message has taken stays');
  const edited = await ines.put(`/api/spico/messages/${sent.json.id}`, { text: 'cinq images' });
  assert.deepEqual(edited.json.attachments, sent.json.attachments);
});

test('nobody gets a file who may not see its message: strangers, who left, newcomers; and of a withdrawn one nobody', async () => {
  const { ines, mathieu, camille } = people;
  const { discussion, message, attachment } = await message_with_file(ines, [mathieu]);
  const gets_nothing = async (who) => {
    assert.equal(found(await preview_of(who, attachment)), '404 unknown_attachment');
    assert.equal(found(await ask_ticket(who, attachment)), '404 unknown_attachment');
  };
  await gets_nothing(camille);
  for (const id of ['0', '999999', 'x', '-1']) {
    assert.equal(found(await preview_of(ines, { id })), '404 unknown_attachment');
    assert.equal(found(await ask_ticket(ines, { id })), '404 unknown_attachment');
  }
  for (const use of [undefined, 'x', 1]) assert.equal(found(await ines.post(`/api/spico/attachments/${attachment.id}/ticket`, { use })), '422 invalid_field use');

  // Somebody else's ticket, in another session of the same user too.
  const path = await ticket(mathieu, attachment.id);
  const again = await person(server, users.physician);
  for (const other of [camille, again]) assert.equal((await open_file(other, path)).status, 404);
  assert.equal((await open_file(new Browser(server), path)).status, 401);
  assert.equal((await open_file(mathieu, path, { 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await open_file(mathieu, path)).status, 200, 'its owner may still use it');

  await ines.post(`/api/spico/discussions/${discussion}/members`, { member: camille.id, history: 'from_now' });
  await gets_nothing(camille);
  const late = await ticket(mathieu, attachment.id);
  await mathieu.delete(`/api/spico/discussions/${discussion}/members/me`);
  await gets_nothing(mathieu);
  assert.equal((await open_file(mathieu, late)).status, 404, 'a ticket from before');
  const own = await ticket(ines, attachment.id);
  const { json } = await ines.delete(`/api/spico/messages/${message.id}`);
  assert.equal(json.attachments, undefined);
  await gets_nothing(ines);
  assert.equal((await open_file(ines, own)).status, 404);
});

test('a ticket lives for thirty seconds', { skip }, async () => {
  const { ines } = people;
  const { attachment } = await message_with_file(ines, []);
  const [early, late] = [await ticket(ines, attachment.id), await ticket(ines, attachment.id)];
  await advance_clock(server, limits.file_ticket_ms / 2);
  assert.equal((await open_file(ines, early)).status, 200);
  await advance_clock(server, limits.file_ticket_ms / 2);
  assert.equal((await open_file(ines, late)).status, 404);
});

test('one account\'s files that wait for a message are counted', async () => {
  const camille = await person(server, users.coordinator);
  const waiting = [];
  for (;;) {
    const id = client_id();
    const answer = await begin_upload(camille, id, Buffer.alloc(10));
    if (answer.status !== 200) {
      assert.equal(found(answer), '422 too_many_uploads');
      break;
    }
    waiting.push(id);
    assert.ok(waiting.length <= limits.uploads_per_account);
  }
  assert.equal(waiting.length, limits.uploads_per_account);
  await camille.delete(`/api/spico/uploads/${waiting[0]}`);
  assert.equal((await begin_upload(camille, client_id(), Buffer.alloc(10))).status, 200);
});

test('names stand in no log and in no audit line; an access is audited by numbers', { skip }, async () => {
  const { ines, mathieu } = people;
  const discussion = await begin(ines, [mathieu]);
  const name = 'LAGARRIGUE Odette radio.png';
  const sent = await upload(ines, noise_png(9, 9), name);
  await send_file(ines, client_id(), Buffer.from('LAGARRIGUE refused'), name);
  const message = await say(ines, discussion, '', { attachments: [sent.client_id] });
  const { id } = message.attachments[0];
  await open_file(mathieu, await ticket(mathieu, id, 'download'));
  await ask_ticket(people.camille, { id });
  const { stdout } = await server.cli('audit', '--json');
  const lines = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const details = (event) => lines.filter((line) => line.event === event).map((line) => line.reason);
  assert.ok(details('attachment_opened').includes(`discussion ${discussion} message ${message.id} attachment ${id} download`), stdout.slice(-2000));
  assert.ok(details('attachment_refused').includes(`ticket ${id}`));
  assert.ok(details('upload_accepted').includes(`attachment ${id}`));
  assert.ok(details('upload_refused').includes('file_type'));
  for (const text of [stdout, server.everything_logged()]) assert.ok(!/LAGARRIGUE|Odette|radio/.test(text));
  assert.ok(!/api\/files\/[A-Za-z0-9_-]{43}/.test(server.everything_logged()), 'a ticket is in the log');
});

test('without pdftoppm a PDF is taken without a preview, and the log says so once', { skip }, async () => {
  const other = await start_server({ patients: 3, env: { PATH: '/nonexistent' } });
  try {
    const ines = await person(other, users.nurse);
    for (let count = 0; count < 2; count += 1) assert.equal((await upload(ines, pdf_of('TEST'), 'a.pdf')).attachment.preview, false);
    assert.equal((await upload(ines, noise_png(5, 5))).attachment.preview, true);
    assert.equal(other.everything_logged().match(/pdftoppm \(package poppler-utils\) is not installed/g).length, 1);
  } finally {
    await other.dispose();
  }
});

test('killed between two pieces: what was acknowledged is there; after a day what no message took is not', { skip, timeout: 300_000 }, async () => {
  const other = await start_server({ patients: 3 });
  try {
    let ines = await person(other, users.nurse);
    const bytes = noise_png(500, 400);
    const [id, forgotten] = [client_id(), client_id()];
    const restart = async () => {
      other.child.kill('SIGKILL');
      assert.equal((await other.closed).signal, 'SIGKILL');
      await other.start();
      ines.base = new URL(other.base_url);
    };
    await begin_upload(ines, id, bytes);
    for (let from = 0; from < bytes.length; from += piece) {
      const { json } = await put_piece(ines, id, from, bytes.subarray(from, from + piece));
      await restart();
      assert.deepEqual((await begin_upload(ines, id, bytes)).json, json);
    }
    const discussion = await begin(ines, []);
    const { attachments: [{ id: attachment }] } = await say(ines, discussion, '', { attachments: [id] });
    await restart();
    assert.ok((await open_file(ines, await ticket(ines, attachment))).body.equals(bytes));

    const mark = Buffer.from(client_id().repeat(8));
    await begin_upload(ines, forgotten, Buffer.alloc(1000));
    await put_piece(ines, forgotten, 0, mark);
    assert.ok(data_files(other.data_folder).some((file) => file.includes(mark)), 'a piece is on disk');
    await advance_clock(other, limits.upload_life_ms);
    ines = await person(other, users.nurse);
    assert.equal(found(await put_piece(ines, forgotten, mark.length, mark)), '404 unknown_upload');
    assert.equal((await begin_upload(ines, forgotten, Buffer.alloc(1000))).json.received, 0);
    assert.ok((await open_file(ines, await ticket(ines, attachment))).body.equals(bytes), 'what a message took stays');
  } finally {
    await other.dispose();
  }
});
