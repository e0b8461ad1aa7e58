// A page with nothing but web/lib_mirror.js and its parts, and patches written by hand. For tests/browser/mirror_*.test.mjs.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { after } from 'node:test';
import { launch } from './driver.mjs';

const root = new URL('../..', import.meta.url).pathname;
export const read = (path) => readFileSync(root + path, 'utf8');

// The names of an enum in a C++ header, in order; explicit values are returned beside them.
export function enum_of(header, name) {
  const body = read(header).match(new RegExp(`enum (?:class )?${name}\\b[^{]*\\{([^}]*)\\}`))[1].replace(/\/\/.*$|\/\*.*?\*\//gm, '');
  return body.split(',').map((each) => each.trim()).filter(Boolean).map((each) => {
    const [key, value] = each.split('=').map((part) => part.trim());
    return { name: key.slice(1), value };
  });
}

// What runs in the page: Emscripten's frame around a library, and a writer of patches (mirror/patch.hpp).
function install() {
  window.LibraryManager = { library: {} };
  window.mergeInto = Object.assign;
}

function connect() {
  const library = window.LibraryManager.library;
  window.files = library.$createFiles();
  window.elements = library.$createElements();
  window.live = library.$createLive();
  window.createFocusPaths = library.$createFocusPaths;
  window.told = { adopted: [], started: 0, language: '' };
  window.make_mirror = () => {
    window.mirror = library.$createMirror(document.getElementById('overlay'), {
      on_started: () => { window.told.started += 1; },
      on_adopted: (entries) => { window.told.adopted.push(...entries.map((entry) => entry.id)); },
      on_modal: (open) => { window.told.modal = open; },
      on_language: (code) => { window.told.language = code; },
    });
  };
  window.make_mirror();
  const ops = { create: 1, move: 2, remove: 3, text: 4, state: 5, number: 6, refer: 7, rect: 8, scroll: 9, value: 10, focus: 11, say: 12, title: 13, language: 14, reuse: 15 };
  const texts = { name: 0, description: 1, href: 2, placeholder: 3, autocomplete: 4, language: 5, marked: 6 };
  const refers = { refers_to: 0, error_message: 1, labelled_by: 2, active_descendant: 3 };
  window.bits = (names) => names.reduce((sum, name) => sum | window.elements.state[name], 0);
  // patch([['create', id, role, parent, before, {field, level, adopt}], ['text', id, 'name', 'Nom'], …])
  window.patch = (list) => {
    const words = [];
    let bytes = new Uint8Array(0);
    const text = (value) => {
      const more = new TextEncoder().encode(value);
      const offset = bytes.length;
      const all = new Uint8Array(offset + more.length);
      all.set(bytes);
      all.set(more, offset);
      bytes = all;
      return [offset, more.length];
    };
    const shape = (role, { field = 'text', level = 0 } = {}) =>
      window.elements.roles.indexOf(role) | window.elements.fields.indexOf(field) << 8 | level << 16;
    const encode = {
      create: (id, role, parent, before = 0, options = {}) => [id, shape(role, options), parent, before, ...text(options.adopt || '')],
      text: (id, field, value) => [id, texts[field], ...text(value)],
      state: (id, names, { keys = 0, look = 'plain' } = {}) => [id, window.bits(names), keys, window.elements.looks.indexOf(look)],
      refer: (id, field, target) => [id, refers[field], target],
      rect: (id, ...box) => [id, ...box.map((value) => Math.round(value * 4))],
      value: (id, value, ...caret) => [id, ...text(value), ...caret],
      say: (channel, value) => [channel, ...text(value)],
      title: (value) => text(value),
      language: (value) => text(value),
    };
    for (const [op, ...values] of list) {
      const encoded = (encode[op] || ((...plain) => plain))(...values);
      words.push(ops[op] | encoded.length << 8, ...encoded);
    }
    window.mirror.apply(Uint32Array.from(words), bytes);
  };
  window.node = (id) => window.mirror.entries.get(id).element;
}

// One browser and one server for a file; each bench is a tab of a person of its own.
let started = null;
async function start() {
  const server = http.createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html lang="fr"><head><title>banc</title></head><body><div id="stage"><div id="overlay"></div></div></body></html>');
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return { server, browser: await launch() };
}
after(async () => {
  const { server, browser } = await started ?? {};
  await browser?.close();
  server?.close();
});

export async function open_bench({ overlay = '', without_move_before = false } = {}) {
  started ??= start();
  const { server, browser } = await started;
  const person = await browser.person();
  const page = await person.tab();
  await page.open(`http://localhost:${server.address().port}/`);
  await page.evaluate((markup) => { document.getElementById('overlay').innerHTML = markup; }, overlay);
  if (without_move_before) await page.evaluate(() => { delete Element.prototype.moveBefore; });
  await page.evaluate(install);
  for (const part of ['files', 'elements', 'live', 'focus_paths', 'mirror']) await page.run_source(read(`web/lib_${part}.js`));
  await page.evaluate(connect);
  return { page, patch: (list) => page.evaluate((given) => window.patch(given), list), close: () => person.close() };
}
