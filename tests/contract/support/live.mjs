// A page that listens: GET /api/spico/live, line by line as they come. For the contract tests.
import assert from 'node:assert/strict';
import { openapi, schema_problems } from './openapi.mjs';
import { until } from './server.mjs';

const { LiveHead, LiveLine } = openapi.components.schemas;

// Opens a stream of this browser's session. `lines` grows; `ended` is 'whole' or 'cut' once it is over.
export async function listen(browser, { after } = {}) {
  const stream = { lines: [], times: [], ended: null, server_ms: null };
  const target = `/api/spico/live${after === undefined ? '' : `?after=${after}`}`;
  let rest = '';
  const take = (text) => {
    rest += text;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = JSON.parse(rest.slice(0, end));
      rest = rest.slice(end + 1);
      assert.deepEqual(schema_problems(stream.lines.length ? LiveLine : LiveHead, line, ''), [], JSON.stringify(line));
      stream.lines.push(line);
      stream.times.push(performance.now());
    }
  };
  await new Promise((done, failed) => {
    const headers = { host: browser.base.host, cookie: browser.cookie_header(), 'x-spico': '1', 'sec-fetch-site': 'same-origin' };
    stream.request = browser.transport.request({ agent: false, hostname: '127.0.0.1', port: browser.base.port, path: target, localAddress: browser.source ?? undefined, rejectUnauthorized: false, headers }, (incoming) => {
      stream.status = incoming.statusCode;
      stream.headers = incoming.headers;
      incoming.setEncoding('utf8').on('data', take);
      incoming.on('end', () => { stream.ended = 'whole'; });
      incoming.on('error', () => { stream.ended = 'cut'; });
      done();
    });
    stream.request.on('error', failed);
    stream.request.end();
  });
  stream.close = () => stream.request.destroy();
  stream.events = (kind) => stream.lines.flatMap(({ event }) => (event && (!kind || event.kind === kind) ? [event] : []));
  // Waits for a line after `from`; gives it and the time it came at.
  stream.next = async (what, wanted, { from = 0, deadline_ms = 15_000 } = {}) => {
    const find = () => stream.lines.findIndex((line, index) => index >= from && wanted(line));
    await until(what, () => find() >= 0, deadline_ms);
    return { line: stream.lines[find()], time: stream.times[find()] };
  };
  if (stream.status === 200) await until('the head of the stream', () => stream.lines.length > 0);
  return stream;
}
