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
  ms: (value) => `${value < 100 ? value.toFixed(value < 1 ? 2 : 1) : thousands(Math.round(value))} ms`,
  kb: (value) => (value < 1e6 ? `${(value / 1000).toFixed(1)} KB` : units.mb(value)),
  mb: (value) => `${(value / 1e6).toFixed(1)} MB`,
  count: (value) => thousands(Math.round(value)),
};
const share = (ratio) => (ratio === null ? '' : ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2));

// A row of the budgets. budget: {text} with `most` or `least` for ours, or `ratio` of the peer's; all that are there must hold; none for what is only told.
function row({ what, ours, peer, unit, budget }) {
  const show = units[unit];
  const holds = budget && (budget.most === undefined || ours <= budget.most) && (budget.least === undefined || ours >= budget.least) &&
    (budget.ratio === undefined || ours <= budget.ratio * peer);
  return `| ${what} | ${show(ours)} | ${peer === undefined ? '' : show(peer)} | ${share(peer > 0 ? ours / peer : null)} | ${budget ? `${budget.text} ${holds ? '✓' : '✗'}` : ''} |`;
}

const of = (runs, name) => median(runs.map((run) => run[name]));
const all = (runs, name) => runs.flatMap((run) => run[name]);

// results: {sizes, runs, sign_in, pages: {N: {ours: [run], peer: [run]}}, rates: {ours, peer}, stages: {N: [run]}, server: {N}, discussions, streams, chat, sign_in_times, machine}
export function table(results) {
  const chat = results.chat ? [...chat_lines(results.chat), ''] : [];
  const discussions = results.discussions ? [...discussion_lines(results.discussions, results.machine), ''] : [];
  return [...budget_lines(results), '', ...curve_lines(results), '', ...stage_lines(results), '', ...discussions, ...chat, ...closing_lines(results)].join('\n');
}

function budget_lines(results) {
  const largest = Math.max(...results.sizes);
  const { ours, peer } = results.pages[largest];
  const server = results.server[largest];
  const rows = [];
  const add = (what, unit, name, budget) => rows.push(row({ what, unit, ours: of(ours, name), peer: of(peer, name), budget }));
  rows.push(row({ what: 'bytes to a usable sign-in, brotli', unit: 'kb', ours: results.sign_in.sign_in_bytes, budget: { text: '≤ 30 KB', most: 30_000 } }));
  add('bytes to a drawn patient list, brotli, patients apart', 'kb', 'list_bytes', { text: '≤ 320 KB', most: 320_000 });
  rows.push(row({ what: '– fetched behind it: discussions, notifications, the page of a patient', unit: 'kb', ours: of(ours, 'rest_bytes') }));
  for (const [size, ratio] of [[1000, 0.6], [100_000, 0.5]]) {
    const both = results.pages[size];
    if (both) rows.push(row({ what: `ready: first rows drawn, right total, ${thousands(size)} patients`, unit: 'ms', ours: of(both.ours, 'drawn_ms'), peer: of(both.peer, 'drawn_ms'), budget: { text: `≤ ${ratio} × peer`, ratio } }));
  }
  const at = `, ${thousands(largest)} patients`;
  const keystroke = { text: '≤ 8 ms and ≤ 1/20 of peer', most: 8, ratio: 1 / 20 };
  add(`first filter keystroke to the new row count${at}`, 'ms', 'first_key_ms', keystroke);
  add(`next filter keystrokes${at}`, 'ms', 'key_ms', keystroke);
  const scrolled = (name, part) => ({ ours: quantile(all(ours, name), part), peer: quantile(all(peer, name), part) });
  rows.push(row({ what: `CPU of the scripts in a scrolled frame, p95${at}`, unit: 'ms', ...scrolled('scroll_frames', 0.95), budget: { text: '≤ 4 ms', most: 4 } }));
  rows.push(row({ what: '– whole main thread, with style, layout and paint, p95', unit: 'ms', ...scrolled('scroll_thread_frames', 0.95) }));
  rows.push(row({ what: `check 16: Ctrl+End to the focus on the last row${at}`, unit: 'ms', ours: of(ours, 'end_ms'), budget: { text: '≤ 100 ms', most: 100 } }));
  add('frames drawn in 10 idle seconds', 'count', 'idle_frames', { text: '0', most: 0 });
  add('DOM mutations in 10 idle seconds', 'count', 'idle_mutations', { text: '0', most: 0 });
  add(`memory of the page${at}`, 'mb', 'memory_bytes', { text: '≤ peer', ratio: 1 });
  add('– of which WebAssembly memory', 'mb', 'module_bytes');
  add('– the process it runs in', 'mb', 'process_bytes');
  add('– the most that process ever had', 'mb', 'process_peak_bytes');
  rows.push(...check_29_rows(results));
  rows.push(row({ what: `server: list of ${thousands(largest)}, CPU`, unit: 'ms', ours: server.cpu_ms, budget: { text: '≤ 1 s', most: 1000 } }));
  rows.push(row({ what: 'server: most memory it ever had by then', unit: 'mb', ours: server.peak_bytes, budget: { text: '≤ 200 MB', most: 200e6 } }));
  rows.push(row({ what: `server: FHIR patients imported a second, of ${thousands(server.import_count)}`, unit: 'count', ours: import_rate(server), budget: { text: '≥ 20,000', least: 20_000 } }));
  if (results.streams) {
    rows.push(row({ what: `server: memory of each of ${thousands(results.streams.streams)} live streams`, unit: 'kb', ours: results.streams.bytes_a_stream, budget: { text: '≤ 20 KB', most: 20_000 } }));
    rows.push(row({ what: '– a change has reached all of them', unit: 'ms', ours: results.streams.all_ms }));
  }
  return ['| what | ours | peer | ours / peer | budget |', '|---|--:|--:|--:|---|', ...rows];
}

const import_rate = ({ import_count, import_ms }) => import_count / import_ms * 1000;

// accessibility.md, check 29; which test sees to one call a frame stands in ARCHITECTURE.md.
function check_29_rows({ sizes, stages: of_sizes, rates }) {
  const stages = of_sizes[Math.max(...sizes)];
  const keys = all(stages, 'keys');
  const frames = all(stages, 'frames');
  const p95 = (runs, name) => quantile(runs.map((each) => each[name]), 0.95);
  const nodes = `${thousands(of(stages, 'elements'))} elements`;
  return [
    row({ what: `check 29: difference of the trees, scrolled and typed, p95, ${nodes}`, unit: 'ms', ours: p95([...frames, ...keys], 'diff'), budget: { text: '≤ 0.5 ms', most: 0.5 } }),
    row({ what: 'check 29: DOM commit of a keystroke, p95', unit: 'ms', ours: p95(keys, 'commit'), budget: { text: '≤ 1 ms', most: 1 } }),
    row({ what: 'check 29: DOM commit of a scrolled frame, p95', unit: 'ms', ours: p95(frames, 'commit'), budget: { text: '≤ 0.3 ms', most: 0.3 } }),
    row({ what: 'check 29: drawn in one animation frame, at most', unit: 'count', ours: Math.max(...stages.map(({ most_calls }) => most_calls)), budget: { text: '1', most: 1 } }),
    row({ what: 'check 29: frames a second while scrolled, with the accessibility tree', unit: 'count', ours: of(rates.ours, 'frames_a_second'), peer: of(rates.peer, 'frames_a_second'), budget: { text: '≥ 55', least: 55 } }),
  ];
}

// The same figures at every size, ours before the peer's.
function curve_lines({ sizes, pages, server }) {
  const cells = (show, value) => sizes.map((size) => { const { ours, peer } = value(size); return `${show(ours)} | ${peer === undefined ? '' : show(peer)}`; }).join(' | ');
  const middle = (name) => (size) => ({ ours: of(pages[size].ours, name), peer: of(pages[size].peer, name) });
  const frame = (part) => (size) => ({ ours: quantile(all(pages[size].ours, 'scroll_frames'), part), peer: quantile(all(pages[size].peer, 'scroll_frames'), part) });
  const alone = (value) => (size) => ({ ours: value(server[size]) });
  const lines = [
    ['ready', units.ms, middle('drawn_ms')],
    ['fully filterable', units.ms, middle('filterable_ms')],
    ['– CPU of all the browser until then', units.ms, middle('load_cpu_ms')],
    ['first filter keystroke', units.ms, middle('first_key_ms')],
    ['– CPU of the main thread until then', units.ms, middle('first_key_cpu_ms')],
    ['next filter keystrokes', units.ms, middle('key_ms')],
    ['– CPU of the main thread until then', units.ms, middle('key_cpu_ms')],
    ['sorted by birth date, press to paint', units.ms, middle('sort_ms')],
    ['scripts in a scrolled frame, p50', units.ms, frame(0.5)],
    ['– p95', units.ms, frame(0.95)],
    ['– p99', units.ms, frame(0.99)],
    ['memory of the page', units.mb, middle('memory_bytes')],
    ['patients on the wire', units.kb, middle('data_bytes')],
    ['server: list, on the clock', units.ms, alone(({ list_ms }) => list_ms)],
    ['server: list, CPU', units.ms, alone(({ cpu_ms }) => cpu_ms)],
    ['server: resident after it', units.mb, alone(({ resident_bytes }) => resident_bytes)],
    ['server: FHIR patients imported a second', units.count, alone(import_rate)],
  ];
  return [`| patients | ${sizes.map((size) => `${thousands(size)} | peer`).join(' | ')} |`, `|---|${sizes.map(() => '--:|--:|').join('')}`,
    ...lines.map(([what, show, value]) => `| ${what} | ${cells(show, value)} |`)];
}

const stage_names = { update: 'update', view: 'view', draw: 'draw', diff: 'mirror diff', commit: 'DOM commit', all: 'all stages' };
const number = (value) => value.toFixed(value < 1 ? 2 : 1);
const spread = (values) => [0.5, 0.95, 0.99].map((part) => number(quantile(values, part))).join(' / ');

// Where the time of a frame goes, as the module of src/main_bench.cpp marks it; under it what the trace says of the same frames.
function stage_lines({ stages, sizes }) {
  const cells = (frames, first, next) => `${spread(frames)} | ${number(median(first))} | ${number(median(next))}`;
  const of_stage = (name) => (size) => {
    const time = (each) => each[name];
    return cells(all(stages[size], 'frames').map(time), stages[size].map(({ keys }) => time(keys[0])), stages[size].flatMap(({ keys }) => keys.slice(1).map(time)));
  };
  const traced = (size) => cells(all(stages[size], 'frame_scripts'), stages[size].map(({ key_cpu }) => key_cpu[0]), stages[size].flatMap(({ key_cpu }) => key_cpu.slice(1)));
  const line = (what, value) => `| ${what} | ${sizes.map(value).join(' | ')} |`;
  return [`| CPU in ms of | ${sizes.map((size) => `${thousands(size)}: a scrolled frame, p50 / p95 / p99 | first keystroke | next`).join(' | ')} |`, `|---|${sizes.map(() => '--:|--:|--:|').join('')}`,
    ...Object.entries(stage_names).map(([name, what]) => line(what, of_stage(name))), line('by the trace: scripts of the frame; main thread until the row count', traced)];
}

// A long discussion beside its peer, the directory of professionals beside our own list of as many patients, and the stages of a frame of both.
export function discussion_lines({ entries, runs, write_s, answers, directory, ours, peer, thread_stages, list_stages }, machine) {
  const many = thousands(entries);
  const frame = (name, part) => ({ ours: quantile(all(ours, name), part), peer: quantile(all(peer, name), part) });
  const key = (name) => { const middle = (whose) => median(directory.map((run) => run[whose][name])); return { ours: middle('people'), peer: middle('patients') }; };
  const stage = (name) => (found) => spread(all(found, 'frames').map((each) => each[name]));
  const stage_line = (what, value) => `| ${what} | ${value(thread_stages)} | ${value(list_stages)} |`;
  const scripts = (found) => spread(all(found, 'frame_scripts'));
  return [`| a discussion of ${many} messages | ours | peer | ours / peer | |`, '|---|--:|--:|--:|---|',
    row({ what: 'scripts in a scrolled frame, p50', unit: 'ms', ...frame('thread_frames', 0.5) }), row({ what: '– p95', unit: 'ms', ...frame('thread_frames', 0.95) }), row({ what: '– p99', unit: 'ms', ...frame('thread_frames', 0.99) }),
    row({ what: '– whole main thread, with style, layout and paint, p95', unit: 'ms', ...frame('thread_main_frames', 0.95) }),
    row({ what: '«Aller à une date», press to paint', unit: 'ms', ours: of(ours, 'jump_ms'), peer: of(peer, 'jump_ms') }), '',
    `| CPU in ms of a scrolled frame, p50 / p95 / p99 | ${many} messages | ${many} patients |`, '|---|--:|--:|',
    ...Object.entries(stage_names).map(([name, what]) => stage_line(what, stage(name))), stage_line('by the trace: scripts of the frame', scripts), '',
    `| searched letter by letter, ${many} of each | professionals, by the server | patients, in the page | ratio | |`, '|---|--:|--:|--:|---|',
    row({ what: 'first keystroke to what was found', unit: 'ms', ...key('first_key_ms') }), row({ what: '– CPU of the main thread until then', unit: 'ms', ...key('first_key_cpu_ms') }),
    row({ what: 'next keystrokes', unit: 'ms', ...key('key_ms') }), row({ what: '– CPU of the main thread until then', unit: 'ms', ...key('key_cpu_ms') }),
    row({ what: 'the server\'s answer by itself, over HTTP, p50', unit: 'ms', ours: answers.answer_p50_ms }), row({ what: `– p95 of ${thousands(answers.answers)}`, unit: 'ms', ours: answers.answer_p95_ms }), '',
    `Peer of the discussion: React and TanStack Virtual${machine ? ` ${machine.virtual}` : ''}, heights measured, the same pages of a hundred messages asked for on the way. Both are scrolled upwards from the end, with an animation frame asked for all the time. ` +
      `No peer was found for the directory, which stays on the server: it stands beside our own list. ${thousands(runs)} runs; the messages were written over the API, ${thousands(Math.round(entries / write_s))} a second.`];
}

// The same people, rooms and messages on emserve and on the chat server of the peer, and how busy those were who sent and heard them.
export function chat_lines({ ours, peer, plan }) {
  const add = (what, unit, name) => row({ what, unit, ours: ours[name], peer: peer[name] });
  return [`| ${thousands(plan.streams)} streams, ${plan.rate} messages a second for ${plan.seconds} s, each to ${thousands(plan.receivers)} of them | ours | peer | ours / peer | |`, '|---|--:|--:|--:|---|',
    add('from its sending until a stream has it, p50', 'ms', 'p50_ms'), add('– p99', 'ms', 'p99_ms'), add('until it is acknowledged, on disk, p50', 'ms', 'stored_p50_ms'), add('– p99', 'ms', 'stored_p99_ms'),
    add('memory of each stream, open', 'kb', 'bytes_a_stream'), add('– after all these messages', 'kb', 'bytes_a_stream_after'), add('CPU of the server a second', 'ms', 'cpu_ms_a_second'),
    add('– of the process that sends and hears', 'ms', 'clients_cpu_ms_a_second'), add('– which was late itself by, p99', 'ms', 'clients_late_p99_ms'), '',
    `Peer: Node.js ${process.versions.node} and ws ${plan.ws}, messages appended to a file and flushed before they are acknowledged. ${thousands(ours.messages)} messages, ${thousands(ours.deliveries)} and ${thousands(peer.deliveries)} arrivals, ${ours.missing + peer.missing} missing.`];
}

function closing_lines({ sign_in_times, machine, runs, streams }) {
  const lines = [];
  if (sign_in_times) {
    lines.push(`Refused sign-ins, known account ${units.ms(sign_in_times.known_ms)}, unknown ${units.ms(sign_in_times.unknown_ms)}: Welch's |t| = ${Math.abs(sign_in_times.t).toFixed(2)} over ${thousands(sign_in_times.timings)} timings ` +
      `(told apart from 4.5 on: ${Math.abs(sign_in_times.t) < 4.5 ? '✓' : '✗'}).`, '');
  }
  if (streams) lines.push(`Live streams: ${thousands(streams.streams)} at once, ${streams.threads - streams.threads_before} threads more, ${units.ms(streams.quiet_cpu_ms_a_second)} of CPU a second while quiet; the first heard of a change after ${units.ms(streams.first_ms)}.`, '');
  lines.push(`Medians of ${runs} runs, both pages by turns in the same session, each in a fresh headless Chromium ${machine.browser}, ${machine.cores} cores (${machine.processor}), load ${machine.load}. ` +
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
