// What open streams of live events cost emserve: memory for each while nothing happens, CPU while quiet, and how long a change takes to reach all of them. For the bench.
//
//   node tests/bench/live_streams.mjs [STREAMS]      EMSERVE names the program; 1,000 streams when none are named
import { pathToFileURL } from 'node:url';
import { enter_spico, list_patients, users } from '../contract/support/journey.mjs';
import { listen } from '../contract/support/live.mjs';
import { start_server, until } from '../contract/support/server.mjs';
import { process_figures } from './process_figures.mjs';

// More than browsers would have, since a session takes a sign-in.
const streams_of_session = 20;
export const server_options = ['--session-streams', String(streams_of_session)];
const pause = (time_ms) => new Promise((done) => { setTimeout(done, time_ms); });

async function open_streams(server, count) {
  const people = Object.values(users);
  const sessions = [];
  while (sessions.length * streams_of_session < count) sessions.push(await enter_spico(server, { user: people[sessions.length % people.length] }));
  const before = process_figures(server.child.pid);
  const streams = [];
  while (streams.length < count) streams.push(await listen(sessions[Math.floor(streams.length / streams_of_session)]));
  return { sessions, streams, before };
}

// server: started with server_options.
export async function measure_live_streams(server, count) {
  // The first requests make what the server keeps anyway.
  const warm = await enter_spico(server);
  for (let turn = 0; turn < 4; turn += 1) { await list_patients(warm); (await listen(warm)).close(); }
  const { sessions, streams, before } = await open_streams(server, count);
  await pause(2000);
  const open = process_figures(server.child.pid);
  await pause(5000);
  const quiet = process_figures(server.child.pid);

  const { patients: [{ id }] } = await list_patients(sessions[0]);
  const all_have = (archived) => streams.every(({ lines }) => lines.some(({ event }) => event?.patient?.id === id && Boolean(event.patient.archived) === archived));
  const start = performance.now();
  await sessions[0].put(`/api/spico/patients/${id}/archived`, { archived: true });
  const first_seen = streams[0].next('the change', ({ event }) => event).then(({ time }) => time - start);
  await until('every stream told', () => all_have(true), 30_000);
  const all_ms = Math.max(...streams.map(({ times, lines }) => times[lines.findIndex(({ event }) => event)])) - start;
  const told = process_figures(server.child.pid);
  const figures = {
    streams: streams.length, bytes_a_stream: Math.round((open.resident_bytes - before.resident_bytes) / streams.length), bytes_a_stream_after_events: Math.round((told.resident_bytes - before.resident_bytes) / streams.length),
    threads_before: before.threads, threads: open.threads, quiet_cpu_ms_a_second: (quiet.cpu_ms - open.cpu_ms) / 5, first_ms: Math.round(await first_seen), all_ms: Math.round(all_ms), told_cpu_ms: told.cpu_ms - quiet.cpu_ms,
  };
  for (const stream of streams) stream.close();
  return figures;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await start_server({ patients: 50, args: server_options });
  try {
    console.log(JSON.stringify(await measure_live_streams(server, Number(process.argv[2] ?? 1000)), null, 1));
  } finally {
    await server.dispose();
  }
}
