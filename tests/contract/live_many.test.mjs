// A thousand open streams: what they cost, and that each is told (product.md §12, architecture.md on the server).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { measure_live_streams, server_options } from '../bench/live_streams.mjs';
import { Browser } from './support/browser.mjs';
import { only_own_server, start_server } from './support/server.mjs';

const most_bytes = 20 * 1024;
// The sanitizers put red zones around every allocation and keep what was freed.
const most_bytes_sanitized = 100 * 1024;

test('a thousand streams hold no thread and little memory, and a change reaches all of them within a second', { skip: only_own_server }, async () => {
  const server = await start_server({ patients: 20, args: server_options });
  try {
    const is_sanitized = readFileSync(`/proc/${server.child.pid}/maps`, 'utf8').includes('libasan');
    const figures = await measure_live_streams(server, 1000);
    assert.equal(figures.streams, 1000);
    assert.ok(figures.bytes_a_stream <= (is_sanitized ? most_bytes_sanitized : most_bytes), JSON.stringify(figures));
    assert.equal(figures.threads, figures.threads_before);
    assert.ok(figures.quiet_cpu_ms_a_second < 100, JSON.stringify(figures));
    assert.ok(figures.all_ms < 1000, JSON.stringify(figures));
    assert.equal((await new Browser(server).get('/api/session')).status, 200);
  } finally {
    await server.dispose();
  }
});
