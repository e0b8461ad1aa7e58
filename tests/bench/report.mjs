// Medians, budgets and the Markdown table. For the bench.
import { readFileSync, writeFileSync } from 'node:fs';

export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  return sorted[below] + (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]) * (place - below);
}
export const median = (values) => quantile(values, 0.5);

const thousands = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
const units = {
  ms: (value) => `${value < 100 ? value.toFixed(1) : thousands(Math.round(value))} ms`,
  kb: (value) => `${(value / 1000).toFixed(1)} KB`,
  mb: (value) => `${(value / 1e6).toFixed(1)} MB`,
  count: (value) => thousands(Math.round(value)),
};

// A row of the table. budget: {text, most} for ours, or {text, ratio} of the peer's; both at once when both must hold; none for what is only told.
function row({ what, ours, peer, unit, budget }) {
  const show = units[unit];
  const ratio = peer > 0 ? ours / peer : null;
  const holds = budget && (budget.most === undefined || ours <= budget.most) && (budget.ratio === undefined || ours <= budget.ratio * peer);
  return `| ${what} | ${show(ours)} | ${peer === undefined ? '' : show(peer)} | ${ratio === null ? '' : ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2)} | ${budget ? `${budget.text} ${holds ? '✓' : '✗'}` : ''} |`;
}

const of = (runs, name) => median(runs.map((run) => run[name]));
const frames = (runs, name) => runs.flatMap((run) => run[name]);

// results: {sizes, runs, sign_in, pages: {N: {ours: [run], peer: [run]}}, server, sign_in_times, machine}
export function table(results) {
  const largest = Math.max(...results.sizes);
  const { ours, peer } = results.pages[largest];
  const rows = [];
  const add = (what, unit, name, budget) => rows.push(row({ what, unit, ours: of(ours, name), peer: of(peer, name), budget }));
  rows.push(row({ what: 'bytes to a usable sign-in, brotli', unit: 'kb', ours: results.sign_in.sign_in_bytes, budget: { text: '≤ 30 KB', most: 30_000 } }));
  add('bytes to a drawn patient list, brotli, patients apart', 'kb', 'list_bytes', { text: '≤ 320 KB', most: 320_000 });
  for (const size of results.sizes) {
    const both = results.pages[size];
    const ratio = { 1000: 0.6, 100000: 0.5 }[size];
    const told = (name, what, budget) => rows.push(row({ what: `${what}, ${thousands(size)} patients`, unit: 'ms', ours: of(both.ours, name), peer: of(both.peer, name), budget }));
    told('drawn_ms', 'ready: first rows drawn, right total', ratio && { text: `≤ ${ratio} × peer`, ratio });
    told('filterable_ms', 'fully filterable');
    told('load_cpu_ms', '– CPU of all the browser until then');
  }
  const at = `, ${thousands(largest)} patients`;
  const keystroke = { text: '≤ 8 ms and ≤ 1/20 of peer', most: 8, ratio: 1 / 20 };
  add(`first filter keystroke to the new row count${at}`, 'ms', 'first_key_ms', keystroke);
  add(`next filter keystrokes${at}`, 'ms', 'key_ms', keystroke);
  add('– CPU of the scripts, first keystroke', 'ms', 'first_key_cpu_ms');
  add('– CPU of the scripts, next keystrokes', 'ms', 'key_cpu_ms');
  for (const part of [0.5, 0.95, 0.99]) {
    rows.push(row({ what: `CPU of the scripts in a scrolled frame, p${part * 100}${at}`, unit: 'ms', ours: quantile(frames(ours, 'scroll_frames'), part), peer: quantile(frames(peer, 'scroll_frames'), part),
      budget: part === 0.95 ? { text: '≤ 4 ms', most: 4 } : undefined }));
  }
  rows.push(row({ what: '– whole main thread, with style, layout and paint, p95', unit: 'ms', ours: quantile(frames(ours, 'scroll_thread_frames'), 0.95), peer: quantile(frames(peer, 'scroll_thread_frames'), 0.95) }));
  add('frames drawn in 10 idle seconds', 'count', 'idle_frames', { text: '0', most: 0 });
  add('DOM mutations in 10 idle seconds', 'count', 'idle_mutations', { text: '0', most: 0 });
  add(`memory of the page${at}`, 'mb', 'memory_bytes', { text: '≤ peer', ratio: 1 });
  add('– of which WebAssembly memory', 'mb', 'module_bytes');
  add('– the process it runs in', 'mb', 'process_bytes');
  add('– the most that process ever had', 'mb', 'process_peak_bytes');
  return ['| what | ours | peer | ours / peer | budget |', '|---|--:|--:|--:|---|', ...rows, '', ...server_lines(results)].join('\n');
}

function server_lines({ server, sign_in_times, machine, runs, sizes }) {
  const lines = [`Server, list of ${thousands(Math.max(...sizes))}: ${units.ms(server.list_ms)}, ${units.ms(server.cpu_ms)} of CPU, ${units.mb(server.body_bytes)}; resident ${units.mb(server.resident_bytes)}, at most ${units.mb(server.peak_bytes)}. ` +
    `Import: ${thousands(Math.round(server.import_count / server.import_ms * 1000))} FHIR patients a second.`];
  if (sign_in_times) {
    lines.push('', `Refused sign-ins, known account ${units.ms(sign_in_times.known_ms)}, unknown ${units.ms(sign_in_times.unknown_ms)}: Welch's |t| = ${Math.abs(sign_in_times.t).toFixed(2)} over ${thousands(sign_in_times.timings)} timings ` +
      `(told apart from 4.5 on: ${Math.abs(sign_in_times.t) < 4.5 ? '✓' : '✗'}).`);
  }
  lines.push('', `Medians of ${runs} runs, both pages by turns in the same session, each in a fresh headless Chromium ${machine.browser}, ${machine.cores} cores (${machine.processor}), load ${machine.load}. ` +
    `Peer: React ${machine.react} and AG Grid Community ${machine.ag_grid}. CPU is the main thread's own time; the peer's filter heeds accents.`);
  return lines;
}

const markers = ['<!-- bench:start -->', '<!-- bench:end -->'];

// False when the file has no markers.
export function write_between_markers(file, text) {
  let before;
  try { before = readFileSync(file, 'utf8'); } catch { return false; }
  const [start, end] = markers.map((marker) => before.indexOf(marker));
  if (start < 0 || end < start) return false;
  writeFileSync(file, `${before.slice(0, start + markers[0].length)}\n${text}\n${before.slice(end)}`);
  return true;
}
