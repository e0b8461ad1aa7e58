// What runs inside the page for the tests: before any script of its own. Functions are sent as source and see nothing outside them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// Every text that can be seen: not what is only said (.live), which stands in the page too, clipped to nothing.
export function text_in_sight() {
  const kElement = 1, kText = 3;
  const shown = (element) => {
    if (element.matches('.live') || getComputedStyle(element).display === 'none') return '';
    if (!element.querySelector('.live')) return element.innerText ?? '';
    return [...element.childNodes].map((node) => (node.nodeType === kElement ? shown(node) : node.nodeType === kText ? node.data : '')).join('\n');
  };
  return shown(document.body);
}

// Notes refused scripts and styles, and the module's memory, so that tests can search it.
export function note_page_internals() {
  window.test_notes = { violations: [], memories: [] };
  document.addEventListener('securitypolicyviolation', (event) => {
    window.test_notes.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
  const keep = (result) => {
    const instance = result.instance ?? result;
    for (const value of Object.values(instance.exports ?? {})) if (value instanceof WebAssembly.Memory) window.test_notes.memories.push(value);
    return result;
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...parameters) => original.apply(WebAssembly, parameters).then(keep);
  }
}

// How often the bytes of `text` stand in the module's memory, in UTF-8 or UTF-16.
export function memory_holds(wanted) {
  const utf8 = new TextEncoder().encode(wanted);
  const utf16 = new Uint8Array(new Uint16Array([...wanted].map((letter) => letter.charCodeAt(0))).buffer);
  let found = 0;
  let searched = 0;
  for (const memory of window.test_notes.memories) {
    const bytes = new Uint8Array(memory.buffer);
    searched += bytes.length;
    for (const pattern of [utf8, utf16]) {
      for (let at = bytes.indexOf(pattern[0]); at >= 0; at = bytes.indexOf(pattern[0], at + 1)) {
        let length = 1;
        while (length < pattern.length && bytes[at + length] === pattern[length]) length += 1;
        if (length === pattern.length) found += 1;
      }
    }
  }
  return { found, searched };
}

// Errors that nobody caught, and what was logged, for drivers that do not tell.
function note_errors() {
  const notes = window.test_notes;
  Object.assign(notes, { errors: [], logs: [] });
  window.addEventListener('error', (event) => { if (event.message) notes.errors.push(event.message); });
  window.addEventListener('unhandledrejection', (event) => { notes.errors.push(String(event.reason?.message ?? event.reason)); });
  for (const name of ['debug', 'error', 'info', 'log', 'warn']) {
    const original = console[name];
    console[name] = (...parts) => { notes.logs.push(parts.map(String).join(' ')); original.apply(console, parts); };
  }
}

// Clocks that run on by themselves and can be put forward, like Playwright's: what is due then is called once.
function install_clock({ ahead_ms, wall_ms }) {
  const real = { Date, now: performance.now.bind(performance), setTimeout: window.setTimeout.bind(window), clearTimeout: window.clearTimeout.bind(window) };
  const timers = new Map();
  let since_start_ms = 0;
  let last_id = 0;
  const now = () => real.now() + since_start_ms;
  const unix_now = () => real.Date.now() + ahead_ms + wall_ms;
  performance.now = now;
  window.Date = class extends real.Date {
    constructor(...parts) {
      if (parts.length === 0) super(unix_now());
      else super(...parts);
    }
    static now() { return unix_now(); }
  };
  const fire = (id) => {
    const timer = timers.get(id);
    if (!timer) return;
    if (timer.period_ms === null) timers.delete(id);
    else arm(id, Object.assign(timer, { due: now() + timer.period_ms }));
    timer.run();
  };
  const arm = (id, timer) => { timer.real_id = real.setTimeout(() => fire(id), Math.max(0, timer.due - now())); };
  const start = (run, delay_ms, repeats) => {
    last_id += 1;
    const timer = { run, due: now() + delay_ms, period_ms: repeats ? delay_ms : null };
    timers.set(last_id, timer);
    arm(last_id, timer);
    return last_id;
  };
  const stop = (id) => {
    real.clearTimeout(timers.get(id)?.real_id);
    timers.delete(id);
  };
  window.setTimeout = (run, delay_ms = 0, ...parts) => start(() => run(...parts), Number(delay_ms) || 0, false);
  window.setInterval = (run, delay_ms = 0, ...parts) => start(() => run(...parts), Number(delay_ms) || 0, true);
  window.clearTimeout = stop;
  window.clearInterval = stop;
  window.test_clock = {
    advance(ms) {
      ahead_ms += ms;
      since_start_ms += ms;
      const due = [...timers].filter(([, timer]) => timer.due <= now()).sort(([, one], [, other]) => one.due - other.due);
      for (const [id, timer] of timers) {
        real.clearTimeout(timer.real_id);
        if (timer.due > now()) arm(id, timer);
      }
      for (const [id] of due) fire(id);
    },
    set_wall(difference_ms) { wall_ms = difference_ms; },
  };
}

// Finds elements by role and accessible name (dom-accessibility-api: the W3C's computation) and reads what a driver needs of them.
// A path is a list of steps, each within what the one before found: {role, name}, {role, text}, {nth}. A name: {is} or {matches}.
function install_finder(accessibility) {
  const { computeAccessibleName: name_of, getRole: role_of, isInaccessible: is_hidden } = accessibility;
  const spaced = (text) => text.replace(/\s+/g, ' ').trim();
  const roles = { dialog: ['dialog', 'alertdialog'] };
  const is_reachable = (element) => !element.closest('[inert]') && !is_hidden(element);
  const fits = (element, { role, name, text }) => {
    if (role === 'file' ? element.type !== 'file' : role === 'password' || role === 'time' ? element.tagName !== 'INPUT' : !(roles[role] ?? [role]).includes(role_of(element))) return false;
    if (text !== undefined) return spaced(element.textContent).toLowerCase().includes(spaced(text).toLowerCase());
    if (name?.is !== undefined && spaced(name_of(element)) !== spaced(name.is)) return false;
    return !name?.matches || new RegExp(name.matches[0], name.matches[1]).test(spaced(name_of(element)));
  };
  const find = (path) => path.reduce((found, step) => {
    if (step.nth !== undefined) return found.slice(step.nth, step.nth + 1);
    const all = new Set(found.flatMap((each) => [...each.querySelectorAll('*')]));
    return [...all].filter((element) => fits(element, step) && is_reachable(element));
  }, [document]);
  const is_visible = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible';
  };
  // What a press meets: the element itself, what is in it, or the label that leads to it.
  const leads_to = (hit, element) => hit !== null && (element.contains(hit) || [...element.labels ?? []].some((label) => label.contains(hit)));
  window.test_finder = {
    find,
    count: (path) => find(path).length,
    is_visible: (path) => find(path).slice(0, 1).some(is_visible),
    // Where to press it; `ready` once it is in sight, enabled and nothing else is in front. What is greyed may be pressed too, to learn
    // why, but not while the page is still busy with what was done before.
    async aim(path) {
      await new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 100); });  // what has just been done is laid out
      const found = find(path);
      if (found.length !== 1) return { found: found.length };
      const [element] = found;
      const place = () => { const { x, y, width, height } = element.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; };
      const hit = ({ x, y }) => leads_to(document.elementFromPoint(x, y), element);
      if (!hit(place())) element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const at = place();
      const blocker = document.elementFromPoint(at.x, at.y);
      const is_busy = element.getAttribute('aria-disabled') === 'true' && document.documentElement.dataset.idle === 'false';
      return { found: 1, ...at, ready: is_visible(element) && !element.matches(':disabled') && !is_busy && hit(at), blocker: blocker?.outerHTML.slice(0, 160) ?? 'nothing' };
    },
    // The elements that a screen reader meets, by that same computation and in the order of the page; not what the engine itself tells.
    tree() {
      const ids = new Map();
      const nodes = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const is_text = node.nodeType === Node.TEXT_NODE;
        const role = is_text ? 'StaticText' : role_of(node);
        if (!role || role === 'presentation' || role === 'none' || (is_text && !node.data.trim()) || !is_reachable(is_text ? node.parentElement : node)) continue;
        let parent = node.parentElement;
        while (parent && !ids.has(parent)) parent = parent.parentElement;
        ids.set(node, String(ids.size + 1));
        const told = { id: ids.get(node), parent: ids.get(parent) ?? null, role, name: is_text ? node.data : name_of(node), value: String(node.value ?? '') };
        if (!is_text) Object.assign(told, { focusable: node.tabIndex >= 0, focused: node === document.activeElement });
        const level = is_text ? null : node.getAttribute('aria-level') ?? node.tagName.match(/^H([1-6])$/)?.[1];
        nodes.push(level ? { ...told, level: Number(level) } : told);
      }
      return nodes;
    },
  };
}

// dom-accessibility-api as one script: its CommonJS files and four lines that join them.
const accessibility_source = (() => {
  const folder = dirname(createRequire(import.meta.url).resolve('dom-accessibility-api'));
  const files = ['index', 'accessible-description', 'accessible-name', 'accessible-name-and-description', 'getRole', 'is-disabled', 'is-inaccessible', 'util',
    'polyfills/array.from', 'polyfills/SetLike'];
  const modules = files.map((name) => `${JSON.stringify(name)}: function (exports, require) {${readFileSync(join(folder, `${name}.js`), 'utf8')}\n}`);
  return `(function () {
    var modules = {${modules.join(',\n')}}, loaded = {};
    function require(name) { name = name.replace('./', ''); if (!loaded[name]) modules[name](loaded[name] = {}, require); return loaded[name]; }
    return require('index');
  })()`;
})();

// The whole script; with clock {ahead_ms, wall_ms} the page's time can be moved.
export function page_script(clock) {
  return `(${note_page_internals})();\n(${note_errors})();\n${clock ? `(${install_clock})(${JSON.stringify(clock)});\n` : ''}(${install_finder})(${accessibility_source});\n`;
}
