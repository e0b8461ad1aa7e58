// One origin for both pages: /peer/ from the build folder, everything else passed on to emserve. Both pages pay for the detour. For the bench.
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };

function read_files(folder) {
  return new Map(readdirSync(folder).map((name) => {
    const body = brotliCompressSync(readFileSync(join(folder, name)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } });
    return [`/peer/${name === 'index.html' ? '' : name}`, { body, type: types[extname(name)] }];
  }));
}

// Resolves {base_url, close()}. Both pages are isolated (COOP, COEP): their clocks are equally fine and their memory can be measured.
export async function start_front(peer_folder, server_port) {
  const files = read_files(peer_folder);
  const agent = new http.Agent({ keepAlive: true });
  const front = http.createServer((request, response) => {
    const file = files.get(request.url);
    if (file) {
      response.writeHead(200, { 'Content-Type': file.type, 'Content-Encoding': 'br', 'Content-Length': file.body.length, 'Cache-Control': 'no-store',
        'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' });
      response.end(file.body);
      return;
    }
    const onward = http.request({ agent, host: '127.0.0.1', port: server_port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise((done) => { front.listen(0, '127.0.0.1', done); });
  return { base_url: `http://localhost:${front.address().port}`, close: () => { agent.destroy(); front.closeAllConnections(); front.close(); } };
}
