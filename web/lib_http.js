// Requests. Each ticket ends in exactly one wasm_on_http_end; bodies stream into C++ and are wiped behind.
/* global border, device, http, loop, notices, shared_stream, _wasm_on_http_chunk, _wasm_on_http_end, _wasm_on_http_head */
mergeInto(LibraryManager.library, {
  $createHttp__deps: ['$border', '$device', '$loop', '$notices', '$shared_stream'],
  $createHttp: function () {
    const kFailure = { none: 0, offline: 1, timeout: 2, aborted: 3, cut: 4 };
    const kMethods = ['GET', 'POST', 'PUT', 'DELETE'];
    const kHold_ms = 8;
    const kLook_ms = 10_000;  // while C++ reads there is no end
    const nothing = new Uint8Array(0);
    const running = new Map();
    let early = 0;  // requests under way that boot.js has begun

    function headers_of(method, flags) {
      const headers = { 'X-Spico': '1', Accept: 'application/json, application/x-ndjson' };
      if (flags & 1) headers['X-Spico-Activity'] = '1';
      if (method === 'POST' || method === 'PUT') headers['Content-Type'] = flags & 16 ? 'application/octet-stream' : 'application/json';
      return headers;
    }

    function fail(request, failure) {
      if (request.failure) return;
      request.failure = failure;
      request.abort.abort();
    }

    // One timer for a whole stream of chunks: each only moves the end.
    function expect_within(request, timeout_ms) {
      request.end_ms = performance.now() + timeout_ms;
      if (!request.timer) request.timer = setTimeout(() => look_at_clock(request), timeout_ms);
    }

    function look_at_clock(request) {
      const left_ms = request.end_ms - performance.now();
      request.timer = 0;
      if (left_ms > 0) request.timer = setTimeout(() => look_at_clock(request), Math.min(left_ms, kLook_ms));
      else fail(request, kFailure.timeout);
    }

    // A device stops for no signal, and a store that is stuck never answers: whoever asked must not wait with it.
    function or_given_up(answer, signal) {
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        answer.then(resolve, reject);
      });
    }

    function ask(request, method, flags, path, body) {
      // boot.js has asked some already, while the module was loading.
      const asked = method === 'GET' && Module['spico'].take_early(path);
      if (asked) {
        request.abort = asked.abort;
        request.early = true;
        early += 1;
        return asked.response;
      }
      if ((flags & 8) !== 0) return or_given_up((path.startsWith('notices') ? notices : device).answer(method, path, body), request.abort.signal);
      const from_server = (address, signal) => fetch(address, {
        method: method,
        headers: headers_of(method, flags),
        body: body || undefined,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        keepalive: (flags & 2) !== 0,
        signal: signal,
      });
      return (flags & 4) !== 0 ? shared_stream.open(path, request.abort.signal, from_server) : from_server(path, request.abort.signal);
    }

    // Heard whole, or the first of a list: with the last of them there is something to draw.
    function heard_early(request) {
      if (!request.early) return;
      request.early = false;
      early -= 1;
      if (early === 0) loop.let_go();
    }

    function tell_head(ticket, response) {
      border.enter(() => {
        const build = border.give_text(response.headers.get('X-Spico-Build') || '');
        const retry = border.give_text(response.headers.get('Retry-After') || '');
        _wasm_on_http_head(ticket, response.status, build.pointer, build.length, retry.pointer, retry.length);
      });
    }

    // C++ holds back what it cannot read at once: the network waits, and memory stays small.
    async function hand_over(ticket, request, bytes) {
      let is_full = false;
      function give(part) {
        border.enter(() => {
          const given = border.give_bytes(part);
          part.fill(0);
          is_full = _wasm_on_http_chunk(ticket, given.pointer, given.length) !== 0;
        });
        loop.hurry();
        if (request.streams) heard_early(request);
      }
      give(bytes);
      while (is_full && !request.failure) {
        await new Promise((go_on) => { setTimeout(go_on, kHold_ms); });
        give(nothing);
      }
    }

    async function receive(ticket, request, response, timeout_ms) {
      tell_head(ticket, response);
      request.streams = (response.headers.get('Content-Type') || '').startsWith('application/x-ndjson');
      if (!response.body) return;
      const reader = response.body.getReader();
      for (;;) {
        expect_within(request, timeout_ms);
        const part = await reader.read();
        if (part.done || request.failure) return;
        request.end_ms = Infinity;  // it is our turn
        await hand_over(ticket, request, part.value);
      }
    }

    async function send(ticket, method, flags, timeout_ms, path, body) {
      const request = { abort: new AbortController(), timer: 0, end_ms: 0, failure: kFailure.none, early: false, streams: false };
      let answered = false;
      running.set(ticket, request);
      expect_within(request, timeout_ms);
      try {
        const response = await ask(request, method, flags, path, body);
        answered = true;
        if (!request.failure) await receive(ticket, request, response, timeout_ms);
      } catch (error) {
        if (!request.failure) request.failure = answered ? kFailure.cut : kFailure.offline;
      }
      clearTimeout(request.timer);
      if (body) body.fill(0);
      running.delete(ticket);
      border.enter(() => _wasm_on_http_end(ticket, request.failure));
      loop.hurry();
      heard_early(request);
    }

    function cancel(ticket) {
      const request = running.get(ticket);
      if (request) fail(request, kFailure.aborted);
    }

    function cancel_all() {
      running.forEach((request) => fail(request, kFailure.aborted));
    }

    return { send, cancel, cancel_all, methods: kMethods };
  },
  $http: '=createHttp()',
  $http__deps: ['$createHttp', '$border'],

  js_http_send__deps: ['$http', '$border'],
  js_http_send: function (ticket, method, flags, timeout_ms, path, path_length, body, body_length) {
    http.send(ticket, http.methods[method], flags, timeout_ms, border.text(path, path_length),
      body_length > 0 ? HEAPU8.slice(body, body + body_length) : null);
  },
  js_http_cancel__deps: ['$http'],
  js_http_cancel: function (ticket) { http.cancel(ticket); },
});
