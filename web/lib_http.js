// Requests. Each ticket ends in exactly one wasm_on_http_end; bodies stream into C++ and are wiped behind.
/* global border, http, _wasm_on_http_chunk, _wasm_on_http_end, _wasm_on_http_head */
mergeInto(LibraryManager.library, {
  $createHttp: function () {
    const kFailure = { none: 0, offline: 1, timeout: 2, aborted: 3, cut: 4 };
    const kMethods = ['GET', 'POST', 'PUT'];
    const running = new Map();

    function headers_of(method, flags) {
      const headers = { 'X-Spico': '1', Accept: 'application/json, application/x-ndjson' };
      if (flags & 1) headers['X-Spico-Activity'] = '1';
      if (method !== 'GET') headers['Content-Type'] = 'application/json';
      return headers;
    }

    function fail(request, failure) {
      if (request.failure) return;
      request.failure = failure;
      request.abort.abort();
    }

    function expect_within(request, timeout_ms) {
      clearTimeout(request.timer);
      request.timer = setTimeout(() => fail(request, kFailure.timeout), timeout_ms);
    }

    function ask(request, method, flags, path, body) {
      // boot.js has asked this one already, while the module was loading.
      const asked = Module['spico'].session;
      if (path === '/api/session' && method === 'GET' && asked) {
        Module['spico'].session = null;
        request.abort = asked.abort;
        return asked.response;
      }
      return fetch(path, {
        method: method,
        headers: headers_of(method, flags),
        body: body || undefined,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        keepalive: (flags & 2) !== 0,
        signal: request.abort.signal,
      });
    }

    function tell_head(ticket, response) {
      border.enter(() => {
        const build = border.give_text(response.headers.get('X-Spico-Build') || '');
        const retry = border.give_text(response.headers.get('Retry-After') || '');
        _wasm_on_http_head(ticket, response.status, build.pointer, build.length, retry.pointer, retry.length);
      });
    }

    async function receive(ticket, request, response, timeout_ms) {
      tell_head(ticket, response);
      if (!response.body) return;
      const reader = response.body.getReader();
      for (;;) {
        expect_within(request, timeout_ms);
        const part = await reader.read();
        if (part.done || request.failure) return;
        border.enter(() => {
          const given = border.give_bytes(part.value);
          part.value.fill(0);
          _wasm_on_http_chunk(ticket, given.pointer, given.length);
        });
      }
    }

    async function send(ticket, method, flags, timeout_ms, path, body) {
      const request = { abort: new AbortController(), timer: 0, failure: kFailure.none };
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
