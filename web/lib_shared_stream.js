// One stream of changes for all tabs of this browser. The tab that holds the lock reads it from the server and passes
// each line on; when it goes, the lock passes to another one, which goes on from the last event it has heard of. For
// lib_http.js, to which what comes out looks like the answer of a fetch.
mergeInto(LibraryManager.library, {
  $createSharedStream: function () {
    const kAnswerWithin_ms = 2000;
    const kSilence_ms = 40_000;  // the server gives a sign of life twice as often
    const kName = 'spico-live';
    const can_share = typeof BroadcastChannel === 'function' && navigator.locks !== undefined;
    const channel = can_share ? new BroadcastChannel(kName) : null;
    const encoder = new TextEncoder();
    let ask_server = null;  // (path, signal) → the fetch
    let is_leader = false;
    let own = null;         // what this tab reads: {answer, give, end, after}
    let upstream = null;    // of the leader: {abort, head, last_line}
    let reached = 0;        // the last event that came through here
    let heard_ms = 0;       // when upstream last said something
    let becomes_leader = null;

    const number_in = (path) => Number(/[?&]after=(\d+)/.exec(path)[1]);
    const number_of = (line) => Number((/^\{"event":\{"id":(\d+)/.exec(line) || /"last":(\d+)/.exec(line) || [])[1] || 0);
    const path_from = (path, after) => path.replace(/after=\d+/, 'after=' + after);

    // The lock is kept as long as the document lives.
    function stand_for_leader() {
      if (becomes_leader) return;
      becomes_leader = new Promise((told) => {
        navigator.locks.request(kName, () => {
          is_leader = true;
          told();
          // Whoever listened to the leader before either goes on with this one, or comes again.
          if (own && own.is_answered) read_upstream(own.path, Math.max(own.after, reached));
          else tell_all({ end: true });
          return new Promise(() => undefined);
        }).catch(told);
      });
    }

    function hear(message) {
      if (!own) return;
      if (message.head) own.answer(message.head);
      if (message.lines) {
        for (const line of message.lines) reached = Math.max(reached, number_of(line));
        own.give(encoder.encode(message.lines.join('\n') + '\n'));
      }
      if (message.end) own.end();
    }

    function tell_all(message) {
      channel.postMessage(message);
      hear(message);
    }

    function stop_upstream() {
      if (upstream) upstream.abort.abort();
      upstream = null;
    }

    async function read_upstream(path, after) {
      stop_upstream();
      const mine = { abort: new AbortController(), head: null, last_line: '' };
      upstream = mine;
      reached = after;
      heard_ms = performance.now();
      try {
        const response = await ask_server(path_from(path, after), mine.abort.signal);
        if (upstream !== mine) return;
        mine.head = { status: response.status, build: response.headers.get('X-Spico-Build') || '', retry: response.headers.get('Retry-After') || '' };
        if (!response.ok) mine.head.body = await response.text();
        tell_all({ head: mine.head });
        if (response.ok) await pass_on(mine, response.body.getReader());
      } catch (error) {
        // The network is gone, or somebody wanted the stream from an earlier event.
      }
      if (upstream !== mine) return;
      upstream = null;
      tell_all({ end: true });
    }

    async function pass_on(mine, reader) {
      const decoder = new TextDecoder();
      let rest = '';
      for (;;) {
        const part = await reader.read();
        if (part.done || upstream !== mine) return;
        heard_ms = performance.now();
        const lines = (rest + decoder.decode(part.value, { stream: true })).split('\n');
        rest = lines.pop();
        if (lines.length === 0) continue;
        const signs = lines.filter((line) => !line.startsWith('{"event"'));
        if (signs.length > 0) mine.last_line = signs[signs.length - 1];
        tell_all({ lines: lines });
      }
    }

    // Another tab joins: it gets what comes, or everything again from where it stands.
    function welcome(wish) {
      if (!is_leader) return;
      const is_silent = performance.now() - heard_ms > kSilence_ms;
      if (!upstream || is_silent || wish.after < reached) read_upstream(wish.path, wish.after);
      else if (upstream.head) channel.postMessage({ head: upstream.head, lines: upstream.last_line ? [upstream.last_line] : undefined });
    }

    if (channel) channel.onmessage = (event) => (event.data.wish ? welcome(event.data.wish) : hear(event.data));

    // Resolves to something like a Response; `ask` fetches from the server.
    function open(path, signal, ask) {
      if (!can_share) return ask(path, signal);
      stand_for_leader();
      return new Promise((resolve, reject) => {
        let controller = null;
        const body = new ReadableStream({ start: (given) => { controller = given; } });
        const mine = { path: path, after: number_in(path), is_answered: false };
        const close = () => {
          if (own === mine) own = null;
          try { controller.close(); } catch (error) { /* closed already */ }
        };
        mine.answer = (head) => {
          if (mine.is_answered) return;
          mine.is_answered = true;
          const headers = { 'X-Spico-Build': head.build, 'Retry-After': head.retry };
          if (head.status === 200) {
            resolve(new Response(body, { status: 200, headers: headers }));
          } else {
            resolve(new Response(head.body, { status: head.status, headers: headers }));
            close();
          }
        };
        mine.give = (bytes) => { if (mine.is_answered) controller.enqueue(bytes); };
        mine.end = () => {
          if (!mine.is_answered) reject(new TypeError('no answer'));
          close();
        };
        signal.addEventListener('abort', () => { reject(signal.reason); close(); });
        own = mine;
        ask_server = ask;
        const begin = () => {
          if (own !== mine || mine.is_answered) return;
          if (is_leader) read_upstream(path, mine.after);
          else channel.postMessage({ wish: { path: path, after: mine.after } });
        };
        becomes_leader.then(begin);
        if (!is_leader) begin();
        // A leader that does not answer is frozen or gone: this tab asks by itself.
        setTimeout(() => {
          if (own !== mine || mine.is_answered || is_leader) return;
          own = null;
          ask(path, signal).then(resolve, reject);
        }, kAnswerWithin_ms);
      });
    }

    return { open, is_read_here: () => is_leader || !can_share };
  },
  $shared_stream: '=createSharedStream()',
  $shared_stream__deps: ['$createSharedStream'],
});
