// What runs before the module: shows the sign-in form or a skeleton, fetches the module, its fonts and the session side by
// side, and hands them over. Afterwards only an error screen is left of it. Uses nothing but the elements of index.html.
const kFiles = { glue: '{{file:spico.js}}', module: '{{file:spico.wasm}}', rest: '{{file:spico_rest.wasm}}', regular: '{{file:atkinson_regular.ttf}}', bold: '{{file:atkinson_bold.ttf}}', html_look: '{{file:html_version.css}}' };
const kModuleBytes = Number('{{size:spico.wasm}}');  // what the server sends is compressed, what arrives here is not
const kFontFamily = 'Atkinson Hyperlegible';

const root = document.documentElement;
const element = (id) => document.getElementById(id);
const by_key = (key) => document.querySelector(`[data-adopt="${key}"]`);

// ---- settings ----

function stored(key) {
  try {
    return localStorage.getItem('spico.' + key) || '';
  } catch {
    return '';  // storage refused: as if nothing had ever been chosen
  }
}

function set_theme(theme) {
  if (['light', 'dark', 'contrast'].includes(theme)) root.dataset.theme = theme;
  else delete root.dataset.theme;
}

// `?kiosque` and `?html=1` may stand before or inside the fragment; from now on they stand before it.
function read_switches() {
  const outer = new URLSearchParams(location.search);
  const [path, inner_text] = location.hash.split('?', 2);
  const inner = new URLSearchParams(inner_text || '');
  const kiosk = outer.has('kiosque') || inner.has('kiosque');
  const html = outer.get('html') === '1' || inner.get('html') === '1';
  if (inner.has('kiosque') || inner.has('html')) {
    inner.delete('kiosque');
    inner.delete('html');
    const filters = inner.toString();
    const switches = [kiosk ? 'kiosque' : '', html ? 'html=1' : ''].filter(Boolean).join('&');
    history.replaceState(null, '', '/' + (switches && '?' + switches) + path + (filters && '?' + filters));
  }
  return { kiosk, html };
}

function browser_language() {
  return stored('language') || navigator.language || 'fr';
}

// The HTML version's own style sheet: the drawn version never needs it. Resolves once it is there, or cannot be had: the page can be
// used without it.
let html_look = null;
function load_html_look() {
  html_look ??= new Promise((done) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = kFiles.html_look;
    link.onload = link.onerror = () => done();
    document.head.append(link);
  });
  return html_look;
}

let started = false;

// Both languages stand in index.html. Once C++ runs, what lies in #overlay is its own.
function set_language(language) {
  root.lang = language.startsWith('en') ? 'en' : 'fr';
  const mine = (each) => !started || !each.closest('#overlay');
  for (const each of [...document.querySelectorAll('[data-en]')].filter(mine)) {
    each.dataset.fr ??= each.textContent;
    if (each.textContent !== '') each.textContent = each.dataset[root.lang];
  }
  if (started) return;
  for (const each of document.querySelectorAll('[data-en-label]')) {
    each.dataset.frLabel ??= each.getAttribute('aria-label');
    each.setAttribute('aria-label', each.dataset[root.lang + 'Label']);
  }
}

// ---- the form before the module ----

const pressed = [];  // data-adopt keys, told to the module once

function keep_press(key) {
  if (!pressed.includes(key)) pressed.push(key);
}

function on_early_submit(event) {
  event.preventDefault();  // the browser's own POST would put the password into a new document
  keep_press('signin.form');
  const kept = element('kept');
  kept.textContent = kept.dataset[root.lang];
}

function on_early_click(event) {
  const button = event.target.closest('button[type=button][data-adopt]');
  if (button) keep_press(button.dataset.adopt);
}

function show_start(what) {
  if (started) return;  // the module has its own form on the page, or none, and this one may be gone
  root.classList.toggle('start-form', what === 'form');
  if (what === 'form' && !matchMedia('(pointer: coarse)').matches && document.activeElement === document.body) by_key('signin.login').focus();
}

// ---- the end ----

let stopped = false;

function stop(why, error) {
  if (stopped) return;
  stopped = true;
  console.error('SPICO stopped:', error);
  for (const id of ['stop_title', 'stop_text']) element(id).textContent = element(id).getAttribute(`data-${why}-${root.lang}`);
  element('stage').inert = true;
  element('stop').hidden = false;
  root.classList.remove('covered');
  root.dataset.idle = 'true';
  element('reload').focus();
}

function is_ours(text) {
  return text.includes(location.origin + '/a/');
}

// ---- loading ----

const kList = '/api/spico/patients';
const early = new Map();  // path -> what the module will ask first, asked while it loads
let is_list_taken = false;  // the module has asked for it: it has it, or fetches it itself

function ask_early(path) {
  const abort = new AbortController();
  const response = fetch(path, { headers: { 'X-Spico': '1', Accept: 'application/json, application/x-ndjson' },
    credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: abort.signal });
  response.catch(() => undefined);  // told to whoever takes it
  early.set(path, { response, abort });
  return response;
}

// Once the page is quiet, nobody will take the rest.
function drop_early() {
  early.forEach(({ abort }) => abort.abort());
  early.clear();
}

function take_early(path) {
  const asked = early.get(path);
  is_list_taken ||= path === kList;
  early.delete(path);
  return asked;
}

function on_session(session) {
  if (!session.user) show_start('form');
  else if (session.spico_open && session.cgu_spico && !session.locked && /^#\/patients\b/.test(location.hash) && !is_list_taken) ask_early(kList);
}

function ask_session() {
  ask_early('/api/session').then((answer) => answer.clone().json()).then(on_session).catch(() => show_start('form'));
}

async function follow(response) {
  const reader = response.body.getReader();
  for (let bytes = 0; ;) {
    const part = await reader.read();
    if (part.done) return;
    bytes += part.value.length;
    element('progress').value = Math.min(1, bytes / kModuleBytes);
  }
}

async function load_module() {
  const response = await fetch(kFiles.module, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${kFiles.module}: ${response.status}`);
  follow(response.clone()).catch(() => undefined);
  return WebAssembly.compileStreaming(response);
}

// One download serves both faces: C++ gets the bytes, the page gets a font of them.
async function load_font(file, weight) {
  const response = await fetch(file, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  const bytes = await response.arrayBuffer();
  document.fonts.add(await new FontFace(kFontFamily, bytes.slice(0), { weight }).load());
  return new Uint8Array(bytes);
}

async function start(switches) {
  ask_session();
  const [glue, module, regular, bold] = await Promise.all(
    [import(kFiles.glue), load_module(), load_font(kFiles.regular, '400'), load_font(kFiles.bold, '700')]);
  // What the module's JavaScript (web/lib_*.js) finds as Module.spico.
  const spico = {
    fonts: [regular, bold],
    take_early,
    drop_early,
    language: browser_language(),
    html_asked: switches.html,
    take_presses: () => pressed.splice(0),
    started: () => {
      started = true;
      document.removeEventListener('submit', on_early_submit);
      document.removeEventListener('click', on_early_click);
      root.classList.remove('start-form');
    },
    set_theme,
    set_language,
    load_html_look,
    failed: (error) => stop('stopped', error),
    load_rest: null,
  };
  await glue.default({
    spico,
    instantiateWasm: (imports, receive) => {
      // What is called before it is there is a mistake of ours.
      imports.rest = new Proxy({}, { get: () => () => { throw new Error('a part of the module is not here yet'); } });
      WebAssembly.instantiate(module, imports).then((instance) => {
        spico.load_rest = async () => {
          const response = await fetch(kFiles.rest, { credentials: 'same-origin' });
          if (!response.ok) throw new Error(`${kFiles.rest}: ${response.status}`);
          await WebAssembly.instantiate(await WebAssembly.compileStreaming(response), { ...imports, first: instance.exports });
        };
        receive(instance, module);
      }, (error) => stop('loading', error));
      return {};
    },
  });
}

// The address after «#» belongs to the application: the skip link moves the focus by itself.
function skip_to_content(event) {
  event.preventDefault();
  const target = document.querySelector('#overlay main h1') || document.querySelector('#overlay main');
  if (!target) return;
  if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
  target.focus();
}

function main() {
  const switches = read_switches();
  root.toggleAttribute('data-kiosk', switches.kiosk);
  set_theme(switches.kiosk ? '' : stored('theme'));  // a kiosk keeps nothing, and takes up nothing that was kept
  set_language(browser_language());
  if (switches.html) load_html_look();
  if (/^#\/connexion\b/.test(location.hash)) show_start('form');
  document.addEventListener('submit', on_early_submit);
  document.addEventListener('click', on_early_click);
  element('skip').addEventListener('click', skip_to_content);
  element('reload').addEventListener('click', () => location.reload());
  window.addEventListener('error', (event) => { if (is_ours(event.filename || '')) stop('stopped', event.error); });
  window.addEventListener('unhandledrejection', (event) => { if (is_ours(String(event.reason && event.reason.stack))) stop('stopped', event.reason); });
  if (typeof WebAssembly !== 'object' || !WebAssembly.compileStreaming) stop('old', new Error('no WebAssembly'));
  else start(switches).catch((error) => stop('loading', error));
}

main();
