// What is measured in a browser, for either page: every run gets a browser of its own, so nothing is warm. For the bench.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { install_probe } from './probe.mjs';
import { categories, frames_of, keys_of, read_trace, stages_of_frames, stages_of_keys } from './trace.mjs';

const deadline_ms = 120_000;
const idle_ms = 10_000;
const typed = 'mart';
const scroll = { distance: 30_000, speed: 10_000 };  // CSS pixels, and a second
// Memory is measured at once instead of at the browser's next garbage collection.
const flags = ['--headless=new', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--enable-blink-features=ForceEagerMeasureMemory'];

export const paths = { ours: '/#/patients', peer: '/peer/' };
export const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

// Asks from outside: the policy of our page allows no evaluated code, which Playwright's own waiting is.
export async function wait_for(page, probe, argument) {
  const end = Date.now() + deadline_ms;
  while (!(await page.evaluate(probe, argument))) {
    if (Date.now() > end) throw new Error(`${page.url()}: not seen within ${deadline_ms} ms: ${probe}; ${await page.evaluate(() => document.body.innerText.slice(0, 500))}`);
    await pause(100);
  }
}
export const settled = (page) => wait_for(page, () => document.documentElement.dataset.idle !== 'false');

// site: {base_url, cookie, total, shown}; the last two only for a page with a list.
export async function with_page({ base_url, cookie, total, shown }, run, more_flags = []) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...flags, ...more_flags], timeout: 60_000 });
  try {
    const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1280, height: 800 }, timezoneId: 'Europe/Paris', serviceWorkers: 'block' });
    if (cookie) await context.addCookies([{ name: cookie[0], value: cookie[1], url: base_url, httpOnly: true, sameSite: 'Strict' }]);
    await context.addInitScript(install_probe, { total, shown });
    const page = await context.newPage();
    const errors = [];
    // Not a fault: what was measured changed again, and is told in the next frame.
    page.on('pageerror', ({ message }) => { if (!message.startsWith('ResizeObserver loop')) errors.push(message); });
    const result = await run(page, await context.newCDPSession(page), browser);
    if (errors.length) throw new Error(`errors in the page: ${errors.join('; ')}`);
    return result;
  } finally {
    await browser.close();
  }
}

// Bodies as transferred, by address; headers apart.
async function count_bytes(debug) {
  const bodies = new Map();
  const paths_of = new Map();
  await debug.send('Network.enable');
  debug.on('Network.responseReceived', ({ requestId, response }) => { paths_of.set(requestId, new URL(response.url).pathname); });
  debug.on('Network.dataReceived', ({ requestId, encodedDataLength }) => { bodies.set(requestId, (bodies.get(requestId) ?? 0) + encodedDataLength); });
  return (wanted) => [...bodies].filter(([id]) => wanted(paths_of.get(id) ?? '')).reduce((sum, [, bytes]) => sum + bytes, 0);
}

const is_data = (path) => path.startsWith('/api/');
// What is fetched once the list is drawn (scripts/split_module): nobody waits for it.
const is_rest = (path) => /\/spico_rest\.\w+\.wasm$/.test(path);
const is_module_or_font = (path) => /\.(wasm|ttf)$/.test(path) || /\/spico\.\w+\.js$/.test(path);

// Bytes until the sign-in form can be used; fonts and the module are not needed for that (decisions 38).
export function measure_sign_in(site) {
  return with_page({ ...site, cookie: null, total: 0, shown: 0 }, async (page, debug) => {
    const bytes = await count_bytes(debug);
    await page.goto(`${site.base_url}/#/connexion`, { waitUntil: 'load', timeout: deadline_ms });
    await page.getByRole('textbox', { name: 'Identifiant', exact: true }).waitFor({ timeout: deadline_ms });
    await settled(page);
    return { sign_in_bytes: bytes((path) => !is_data(path) && !is_module_or_font(path)) };
  });
}

async function processes_of(browser) {
  const system = await browser.newBrowserCDPSession();
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  await system.detach();
  return processInfo;
}
const cpu_ms_of = (processes) => processes.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);

// Of the list's body as transferred; the page may have read all of it a moment before the browser notes it.
async function count_list_bytes(page) {
  const size = () => performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname === '/api/spico/patients').reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  await wait_for(page, size);
  return page.evaluate(size);
}

export async function open_list(page, site, which) {
  await page.goto(site.base_url + paths[which], { waitUntil: 'commit', timeout: deadline_ms });
  await wait_for(page, () => window.spico_probe.filterable_ms > 0);
}

// with_idle: also the ten seconds in which nothing happens.
export function measure_list(site, which, { with_idle }) {
  return with_page(site, async (page, debug, browser) => {
    const bytes = await count_bytes(debug);
    const cpu_before_ms = cpu_ms_of(await processes_of(browser));
    await open_list(page, site, which);
    const { drawn_ms, filterable_ms } = await page.evaluate(() => ({ drawn_ms: window.spico_probe.drawn_ms, filterable_ms: window.spico_probe.filterable_ms }));
    const load_cpu_ms = cpu_ms_of(await processes_of(browser)) - cpu_before_ms;
    const result = { load_cpu_ms, drawn_ms, filterable_ms, list_bytes: bytes((path) => !is_data(path) && !is_rest(path)), rest_bytes: bytes(is_rest), data_bytes: await count_list_bytes(page) };
    await debug.send('Network.disable');
    await settled(page);
    if (with_idle) Object.assign(result, await measure_idle(page));
    Object.assign(result, await measure_memory(page, browser), await measure_keys(page, browser), await measure_scroll(page, browser, debug), await measure_sort(page));
    return which === 'ours' ? Object.assign(result, await measure_end(page)) : result;
  });
}

// The same keys and the same scroll on the module that marks its stages (src/main_bench.cpp).
export function measure_stages(site) {
  return with_page(site, async (page, debug, browser) => {
    await open_list(page, site, 'ours');
    await settled(page);
    const elements = await page.evaluate(() => document.querySelectorAll('#overlay *').length);
    const keys = await type_keys(page, browser, name_field(page), watch_rows);
    return { elements, keys: stages_of_keys(keys), key_cpu: keys_of(keys), ...stages_of_scroll(await scroll_traced(page, browser, debug)) };
  });
}

export function stages_of_scroll(trace) {
  const { frames, most_calls } = stages_of_frames(trace);
  if (frames.length === 0) throw new Error('no stage was marked: is this the module of src/main_bench.cpp?');
  return { most_calls, frames, frame_scripts: frames_of(trace).map(({ script_ms }) => script_ms) };
}

// Frames a second while the list is scrolled, with the accessibility tree that a screen reader makes the browser keep.
export function measure_rate(site, which) {
  return with_page(site, async (page, debug) => {
    await open_list(page, site, which);
    await settled(page);
    await page.evaluate(() => window.spico_probe.count_rate());
    await scroll_list(page, debug);
    return { frames_a_second: await page.evaluate(() => window.spico_probe.stop_rate()) };
  }, ['--force-renderer-accessibility']);
}

async function measure_idle(page) {
  await page.evaluate(() => window.spico_probe.count_mutations());
  await pause(idle_ms);
  return page.evaluate(() => {
    const { frames, mutations, stop_counting } = window.spico_probe;
    stop_counting();
    return { idle_frames: frames, idle_mutations: mutations };
  });
}

// The browser's own measure of the page (JavaScript, DOM, canvas) with the WebAssembly memories it leaves out, and the process that runs it.
async function measure_memory(page, browser) {
  const { counted, modules } = await page.evaluate(async () => {
    const { bytes } = await performance.measureUserAgentSpecificMemory();
    return { counted: bytes, modules: window.spico_probe.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) };
  });
  const renderer = (await processes_of(browser)).filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime)[0];
  const kilobytes = (file, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${renderer.id}/${file}`, 'utf8'))[1]);
  return {
    memory_bytes: counted + modules, module_bytes: modules, process_bytes: kilobytes('smaps_rollup', 'Pss') * 1024, process_peak_bytes: kilobytes('status', 'VmHWM') * 1024,
  };
}

export async function traced(page, browser, run) {
  await browser.startTracing(page, { categories });
  await run();
  return read_trace(await browser.stopTracing());
}

const name_field = (page) => page.getByRole('textbox', { name: 'Nom', exact: true });
const watch_rows = (page) => page.evaluate(() => window.spico_probe.watch_keys());

async function type_keys(page, browser, field, watch) {
  await field.focus();
  await settled(page);
  await watch(page);
  const trace = await traced(page, browser, async () => {
    for (const [index, letter] of [...typed].entries()) {
      await page.keyboard.press(letter);
      await wait_for(page, (count) => window.spico_probe.keys.length === count, index + 1);
      await settled(page);
    }
  });
  await field.fill('');
  await settled(page);
  return trace;
}

// Of the list's «Nom» if nothing else is named; `watch` tells the probe what answers a key.
export async function measure_keys(page, browser, field = name_field(page), watch = watch_rows) {
  const cpu_ms = keys_of(await type_keys(page, browser, field, watch));
  const keys = await page.evaluate(() => window.spico_probe.keys);
  const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return {
    first_key_ms: keys[0].latency_ms, first_key_cpu_ms: cpu_ms[0], key_ms: middle(keys.slice(1, typed.length).map((key) => key.latency_ms)), key_cpu_ms: middle(cpu_ms.slice(1, typed.length)),
    first_key_painted_ms: keys[0].painted_ms,
  };
}

export async function scroll_box(box, debug, { up = false } = {}) {
  const { x, y, width, height } = await box.boundingBox();
  await debug.send('Input.synthesizeScrollGesture', { x: Math.round(x + width / 2), y: Math.round(y + height / 2), yDistance: up ? scroll.distance : -scroll.distance, speed: scroll.speed, preventFling: true, gestureSourceType: 'mouse' });
}
const scroll_list = (page, debug) => scroll_box(page.locator('[role=grid], [role=treegrid]').first(), debug);
const scroll_traced = (page, browser, debug) => traced(page, browser, () => scroll_list(page, debug));

async function measure_scroll(page, browser, debug) {
  const frames = frames_of(await scroll_traced(page, browser, debug));
  return { scroll_frames: frames.map(({ script_ms }) => script_ms), scroll_thread_frames: frames.map(({ thread_ms }) => thread_ms) };
}

// By a column that neither page is sorted by, from the top of the list.
async function measure_sort(page) {
  const grid = page.locator('[role=grid], [role=treegrid]').first();
  await grid.hover();
  await page.mouse.wheel(0, -2 * scroll.distance);
  await wait_for(page, () => document.querySelector('[role=row][aria-rowindex="2"]') !== null);
  await settled(page);
  await page.evaluate(() => window.spico_probe.watch_order());
  await grid.getByRole('columnheader', { name: /^Date de naissance/ }).click();
  await wait_for(page, () => window.spico_probe.sort_ms > 0);
  return { sort_ms: await page.evaluate(() => window.spico_probe.sort_ms) };
}

// From the first row, by the keyboard (accessibility.md, check 16).
async function measure_end(page) {
  await page.getByRole('button', { name: 'Rechercher les patients', exact: true }).click();
  await wait_for(page, () => document.activeElement.closest('[role=row]') !== null);
  await settled(page);
  await page.evaluate(() => window.spico_probe.watch_end());
  await page.keyboard.press('Control+End');
  await wait_for(page, () => window.spico_probe.end_ms > 0);
  return { end_ms: await page.evaluate(() => window.spico_probe.end_ms) };
}
