// Bytes over a TCP connection, for requests that no HTTP client would send. For the contract tests.
import net from 'node:net';

// Sends `text` and resolves {text, closed} when the server closed the connection, or when `enough(text)` is true, or after deadline_ms.
export function exchange(server, text, { enough = () => false, deadline_ms = 30_000, trickle_ms = 0 } = {}) {
  const { port, hostname } = new URL(server.base_url);
  return new Promise((done) => {
    const socket = net.connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    let received = '';
    let finished = false;
    let trickle;
    const finish = (closed) => {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      clearInterval(trickle);
      socket.destroy();
      done({ text: received, closed });
    };
    const timer = setTimeout(() => finish(false), deadline_ms);
    socket.setEncoding('latin1');
    socket.on('connect', () => {
      if (!trickle_ms) { socket.write(text, 'latin1'); return; }
      let position = 0;
      trickle = setInterval(() => {
        if (position < text.length) socket.write(text[position], 'latin1');
        position += 1;
      }, trickle_ms);
    });
    socket.on('data', (chunk) => { received += chunk; if (enough(received)) finish(false); });
    socket.on('error', () => finish(true));
    socket.on('close', () => finish(true));
  });
}

export const status_of = (text) => Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);

export function request_text(server, method, target, headers = {}, body = '') {
  const { host, origin } = new URL(server.base_url);
  const all = { Host: host, 'Sec-Fetch-Site': 'same-origin', Origin: origin, 'X-Spico': '1', Connection: 'close', ...headers };
  if (body && all['Content-Length'] === undefined && all['Transfer-Encoding'] === undefined) all['Content-Length'] = Buffer.byteLength(body, 'latin1');
  const lines = Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
