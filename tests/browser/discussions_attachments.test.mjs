// Files of messages: chosen, sent over a network that goes, kept through a reload, received, opened and saved (product.md §7).
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test as each_test } from 'node:test';
import { png_of } from '../contract/support/files.mjs';
import { start_listening, wait_said } from './checks_support.mjs';
import { assert_no_errors, begin, messages, open, people, say, wait_message, writing } from './discussions_support.mjs';
import { can, needs } from './driver.mjs';
import { assert_accessible, by_turns, faces, kept_by_page, start_site } from './support.mjs';

const test = by_turns(each_test);
const kPieceBytes = 256 * 1024;
let site;
let folder;
before(async () => {
  site = await start_site();
  folder = mkdtempSync(join(tmpdir(), 'spico-files-'));
});
after(async () => {
  await site.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function file(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

// A photograph as a phone makes them: noise, so that it takes room.
async function photograph(tab, name, width, height) {
  const base64 = await tab.evaluate(async (size) => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, size);
    const context = canvas.getContext('2d');
    const pixels = context.createImageData(size.width, size.height);
    let seed = 7;
    for (let i = 0; i < pixels.data.length; i += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      pixels.data[i] = i % 4 === 3 ? 255 : seed >> 16 & 255;
    }
    context.putImageData(pixels, 0, 0);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  }, { width, height });
  return file(name, Buffer.from(base64, 'base64'));
}

const report = (name) => {
  const parts = ['%PDF-1.4\n'];
  const places = [];
  const add = (number, text) => { places[number] = parts.join('').length; parts.push(`${number} 0 obj\n${text}\nendobj\n`); };
  add(1, '<</Type/Catalog/Pages 2 0 R>>');
  add(2, '<</Type/Pages/Kids[3 0 R]/Count 1>>');
  add(3, '<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 420]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>');
  const drawing = 'BT /F 24 Tf 40 360 Td (Compte rendu TEST) Tj ET';
  add(4, `<</Length ${drawing.length}>>\nstream\n${drawing}\nendstream`);
  add(5, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>');
  const start = parts.join('').length;
  parts.push('xref\n0 6\n0000000000 65535 f \n', ...places.slice(1).map((at) => `${String(at).padStart(10, '0')} 00000 n \n`));
  parts.push(`trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`);
  return file(name, parts.join(''));
};

const attach = (tab) => tab.find('file', tab.say('Joindre un fichier'));
const send = (tab) => tab.find('button', tab.say('Envoyer')).press();
const chosen = (tab) => tab.find('list', tab.say('Fichiers joints'));
const picture = (tab, name) => tab.find('img', `Image : ${name}`);
// Pictures come when they come into sight.
async function wait_picture(tab, name) {
  await picture(tab, name).wait();
  await picture(tab, name).evaluate((image) => image.scrollIntoView({ block: 'nearest' }));
  await tab.wait_for(`the picture of ${name}`, () => picture(tab, name).evaluate((image) => image.complete && image.naturalWidth > 0));
}

// What the device keeps of files: how long each piece is, and whether the beginning of a JPEG can be read in it.
const kept_pieces = (tab) => tab.evaluate(() => new Promise((done, failed) => {
  const request = indexedDB.open('spico');
  request.onerror = failed;
  request.onsuccess = () => {
    const all = request.result.transaction('pieces').objectStore('pieces').getAll();
    all.onsuccess = () => {
      request.result.close();
      done(all.result.map(({ bytes }) => ({ size: bytes.length, is_clear: new TextDecoder('latin1').decode(bytes).includes('JFIF') })));
    };
  };
}));

async function two_people(context, face, title) {
  const tabs = await people(context, site, face, ['ines', 'mathieu']);
  await begin(tabs.ines, title, [tabs.mathieu]);
  await open(tabs.ines, title);
  return tabs;
}

for (const face of faces) {
  test(`a photograph and a PDF are sent with words, and seen by the other at their size (${face.name})`, async (context) => {
    const title = `Fichiers TEST ${face.name}`;
    const { ines, mathieu } = await two_people(context, face, title);
    const radio = await photograph(ines, 'Radio TEST.jpg', 800, 600);
    await writing(ines).fill('Voici les résultats TEST');
    await attach(ines).set_files([radio, report('Compte rendu TEST.pdf')]);
    await chosen(ines).wait();
    assert.match(await chosen(ines).text(), /Radio TEST\.jpg[^]*Compte rendu TEST\.pdf/);
    await assert_accessible(ines, 'a discussion with chosen files');
    await start_listening(ines);
    await send(ines);
    await wait_said(ines, 'Message envoyé');
    await wait_message(ines, 'Voici les résultats TEST', 'Radio TEST.jpg');
    await open(mathieu, title);
    await wait_message(mathieu, 'Voici les résultats TEST', /JPEG, \d+ Ko/);
    // Its room is there before it comes, in its own shape.
    const box = () => picture(mathieu, 'Radio TEST.jpg').evaluate((image) => { const { width, height } = image.getBoundingClientRect(); return { width, height }; });
    const reserved = await box();
    assert.ok(Math.abs(reserved.width / reserved.height - 800 / 600) < 0.03, JSON.stringify(reserved));
    await wait_picture(mathieu, 'Radio TEST.jpg');
    await wait_picture(mathieu, 'Compte rendu TEST.pdf');
    assert.deepEqual(await box(), reserved);
    assert.match(await picture(mathieu, 'Radio TEST.jpg').attribute('src'), /^blob:/);
    await assert_accessible(mathieu, 'a discussion with received files');
    assert.deepEqual(await mathieu.violations(), []);
    assert_no_errors(ines, mathieu);
  });

  test(`a picture that did not come while the server was away comes when it is back (${face.name})`, async (context) => {
    const title = `Image perdue TEST ${face.name}`;
    const { ines, mathieu } = await two_people(context, face, title);
    await attach(ines).set_files([await photograph(ines, 'Radio TEST.jpg', 320, 200)]);
    await send(ines);
    await ines.find('button', 'Ouvrir Radio TEST.jpg').wait();
    let asked = 0;
    mathieu.person.on_request(({ path }) => { if (/\/preview$/.test(path)) asked += 1; });
    await mathieu.person.intercept(/\/api\/spico\/attachments\/\d+\/preview$/, { abort: true });
    await open(mathieu, title);
    await picture(mathieu, 'Radio TEST.jpg').wait();
    await picture(mathieu, 'Radio TEST.jpg').evaluate((image) => image.scrollIntoView({ block: 'nearest' }));
    await mathieu.wait_for('a try', async () => asked > 0);
    await mathieu.person.restore();
    await mathieu.evaluate(() => { window.dispatchEvent(new Event('online')); });
    await wait_picture(mathieu, 'Radio TEST.jpg');
    assert_no_errors(ines, mathieu);
  });

  test(`a received file is opened in a tab of its own and saved under its name (${face.name})`, needs('new_window', 'saved_file'), async (context) => {
    const title = `Ouvrir TEST ${face.name}`;
    const { ines } = await two_people(context, face, title);
    const radio = await photograph(ines, 'Radio TEST.jpg', 320, 200);
    await attach(ines).set_files([radio]);
    await send(ines);
    await ines.find('button', 'Ouvrir Radio TEST.jpg').wait();
    const opened = await ines.opened_window(() => ines.find('button', 'Ouvrir Radio TEST.jpg').press());
    assert.match(opened.address, /\/api\/files\/[\w-]+$/);
    assert.equal(opened.type, 'image/jpeg');
    assert.equal(opened.has_opener, false);
    const saved = await ines.saved_file(() => ines.find('button', 'Télécharger Radio TEST.jpg').press());
    assert.equal(saved.name, 'Radio TEST.jpg');
    assert.deepEqual([...saved.bytes.subarray(0, 3)], [0xFF, 0xD8, 0xFF]);
  });

  test(`refused ones say why, and take neither the others nor the words away (${face.name})`, async (context) => {
    const { ines } = await two_people(context, face, `Refusés TEST ${face.name}`);
    await writing(ines).fill('Le texte reste TEST');
    await start_listening(ines);
    await attach(ines).set_files([report('bon TEST.pdf'), file('notes TEST.txt', 'rien'), file('vide TEST.png', ''), file('énorme TEST.pdf', Buffer.alloc(10_000_001))]);
    await wait_said(ines, 'énorme TEST.pdf : Ce fichier dépasse 10 Mo.');
    const list = await chosen(ines).text();
    assert.match(list, /Refusé : On ne peut joindre que des images JPEG ou PNG et des PDF\./);
    assert.match(list, /Refusé : Ce fichier est vide\./);
    await send(ines);
    await wait_said(ines, 'Retirez d\'abord les fichiers refusés.');
    for (const name of ['notes TEST.txt', 'vide TEST.png', 'énorme TEST.pdf']) await ines.find('button', `Retirer ${name}`).press();
    assert.equal(await writing(ines).value(), 'Le texte reste TEST');
    await send(ines);
    await wait_message(ines, 'Le texte reste TEST', 'bon TEST.pdf');
    // What only calls itself a PDF, and an image that nobody could decode, are found out by the server.
    const found_out = [['faux TEST.pdf', '<html>non</html>', 'On ne peut joindre que'], ['bombe TEST.png', png_of(30_000, 30_000, Buffer.alloc(25)), 'Cette image a trop de pixels : 40 millions au plus.']];
    for (const [name, bytes, reason] of found_out) {
      let let_go = null;
      const when = new Promise((done) => { let_go = done; });
      await ines.person.intercept(/\/api\/spico\/uploads\/\w+/, { proceed: true, when });
      await attach(ines).set_files([file(name, bytes)]);
      await send(ines);
      let_go();
      await ines.wait_text(`Refusé : ${reason}`);
      await ines.person.restore();
      await messages(ines).find('button', 'Autres actions').nth(-1).press();
      await ines.find('menuitem', 'Reprendre').press();
      await ines.find('button', `Retirer ${name}`).press();
      await chosen(ines).gone();
    }
  });

  test(`a message with a file that is taken back in one tab is no longer in the other, and is sent whole (${face.name})`, async (context) => {
    const title = `Deux onglets TEST ${face.name}`;
    const { ines, mathieu } = await two_people(context, face, title);
    await ines.person.intercept('**/api/spico/discussions/*/messages', { status: 422, json: { code: 'unknown_message', message: 'x' } });
    await writing(ines).fill('Avec un fichier TEST');
    await attach(ines).set_files([report('Compte rendu TEST.pdf')]);
    await chosen(ines).wait();
    await send(ines);
    await wait_message(ines, 'Avec un fichier TEST', 'Refusé');
    await ines.wait_idle();
    const other = await site.another_tab(ines, '#/discussions');
    await open(other, title);
    await wait_message(other, 'Avec un fichier TEST', 'Compte rendu TEST.pdf');
    await ines.person.restore();
    await messages(ines).find('button', 'Autres actions').nth(-1).press();
    await ines.find('menuitem', 'Reprendre').press();
    await chosen(ines).wait();
    await other.wait_for('it is gone', async () => !(await messages(other).text()).includes('Avec un fichier TEST'));
    await other.wait_idle();
    assert.ok((await kept_pieces(ines)).length > 0, 'the other tab has erased the file');
    await send(ines);
    await wait_message(ines, 'Avec un fichier TEST', 'Compte rendu TEST.pdf');
    await open(mathieu, title);
    await wait_message(mathieu, 'Avec un fichier TEST', 'Compte rendu TEST.pdf');
    assert.equal((await messages(mathieu).text()).split('Avec un fichier TEST').length, 2, 'once');
  });

  test(`the network goes in the middle of a file and comes back: sent once, in order (${face.name})`, needs('offline'), async (context) => {
    const title = `Réseau TEST ${face.name}`;
    const { ines, mathieu } = await two_people(context, face, title);
    const radio = await photograph(ines, 'Radio TEST.jpg', 1600, 1200);
    // The second piece never arrives.
    await ines.person.intercept(/\/api\/spico\/uploads\/\w+\?from=262144$/, { hang: true });
    await attach(ines).set_files([radio]);
    await send(ines);
    await writing(ines).fill('Ensuite TEST');
    await send(ines);
    await ines.wait_text('2 messages en attente d\'envoi');
    await ines.person.offline(true);
    await ines.wait_text('Hors ligne');
    await ines.person.restore();
    await ines.person.offline(false);
    await wait_message(ines, 'Radio TEST.jpg', 'JPEG');
    await open(mathieu, title);
    await mathieu.wait_text('Ensuite TEST');
    const order = await messages(mathieu).evaluate((list) => list.innerText);
    assert.ok(order.indexOf('Radio TEST.jpg') < order.indexOf('Ensuite TEST'));
    assert.equal(order.split('JPEG,').length, 2, 'once');
  });

  test(`a reload in the middle of a file loses nothing of it; nothing is kept in the clear (${face.name})`, needs('offline'), async (context) => {
    const title = `Rechargé TEST ${face.name}`;
    const { ines } = await two_people(context, face, title);
    const radio = await photograph(ines, 'Radio TEST.jpg', 1600, 1200);
    await ines.person.offline(true);
    await writing(ines).fill('Avec la radio TEST');
    await attach(ines).set_files([radio]);
    await send(ines);
    await ines.wait_text('En attente d\'envoi');
    await ines.wait_for('all of it kept', async () => (await kept_pieces(ines)).length > 1);
    await ines.wait_idle();
    for (const { size, is_clear } of await kept_pieces(ines)) assert.ok(!is_clear && size > 100, 'a piece is kept in the clear');
    assert.ok(!(await kept_by_page(ines)).includes('Radio'), 'its name is kept in the clear');
    const { person } = ines;
    await ines.close();
    await person.offline(false);
    const again = await site.another_tab(ines, '#/discussions');
    await open(again, title);
    await wait_message(again, 'Avec la radio TEST', 'JPEG');
    await wait_picture(again, 'Radio TEST.jpg');
    await again.wait_idle();
    await again.wait_for('nothing kept any more', async () => (await kept_pieces(again)).length === 0);
  });

  test(`a picture is pasted and files are dropped onto the page (${face.name})`, async (context) => {
    const { ines } = await two_people(context, face, `Déposer TEST ${face.name}`);
    const give = (type, name) => ines.evaluate(({ kind, of }) => {
      const data = new window.DataTransfer();
      data.items.add(new window.File([new Uint8Array([137, 80, 78, 71])], of, { type: 'image/png' }));
      const event = kind === 'paste' ? new window.ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        : new window.DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      return !document.querySelector('main').dispatchEvent(event);
    }, { kind: type, of: name });
    assert.equal(await give('drop', 'déposé TEST.png'), true);
    await ines.find('button', 'Retirer déposé TEST.png').wait();
    if (can('paste')) {
      assert.equal(await give('paste', 'collé TEST.png'), true);
      await ines.find('button', 'Retirer collé TEST.png').wait();
    }
    // Elsewhere nothing is taken, and the page stays.
    await ines.find('link', 'Dossiers').press();
    await site.wait_list(ines);
    assert.equal(await give('drop', 'perdu TEST.png'), true);
    assert_no_errors(ines);
  });
}

test('one piece is 256 KiB at most and never another before its answer', async (context) => {
  const { ines } = await two_people(context, faces[0], 'Morceaux TEST');
  const radio = await photograph(ines, 'Radio TEST.jpg', 1600, 1200);
  let under_way = 0;
  let most = 0;
  let sent = 0;
  const is_piece = ({ method, path }) => method === 'PUT' && path.startsWith('/api/spico/uploads/');
  ines.person.on_request((request) => { if (is_piece(request)) { under_way += 1; sent += 1; most = Math.max(most, under_way); } });
  ines.person.on_answer((answer) => { if (is_piece(answer)) under_way -= 1; });
  await attach(ines).set_files([radio]);
  await send(ines);
  await wait_message(ines, 'Radio TEST.jpg', 'JPEG');
  assert.equal(most, 1);
  assert.ok(sent > 1 && sent < 40, `${sent} pieces of ${kPieceBytes}`);
});

test('in a kiosk files are opened, not saved, and nothing is kept', async (context) => {
  const title = 'Borne TEST';
  const { ines, mathieu } = await people(context, site, faces[0], ['ines', 'mathieu']);
  const id = await begin(ines, title, [mathieu]);
  await say(ines, id, 'Bonjour TEST');
  const kiosk = await site.visit({ fragment: '#/discussions', query: '?kiosque' });
  context.after(() => kiosk.person.close());
  await site.sign_in(kiosk, {});
  await open(kiosk, title);
  await attach(kiosk).set_files([report('Borne TEST.pdf')]);
  await send(kiosk);
  await kiosk.find('button', 'Ouvrir Borne TEST.pdf').wait();
  assert.equal(await kiosk.sees('button', 'Télécharger Borne TEST.pdf'), false);
  assert.equal(await kiosk.evaluate(async () => (await indexedDB.databases()).length), 0);
});
