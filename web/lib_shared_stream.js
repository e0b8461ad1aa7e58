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
    let reached = 0;        // the last event that the leader passed on; in another tab, that its own stream was given
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
          // Whoever listened to the leader before either goes on with this one, or comes again. This tab's own wish is not answered
          // by that: it comes to itself next.
          if (own && own.is_answered) read_upstream(own.path, reached);
          else channel.postMessage({ end: true });
          return new Promise(() => undefined);
        }).catch(told);
      });
    }

    function note_reached(lines) {
      for (const line of lines) reached = Math.max(reached, number_of(line));
    }

    function hear(message) {
      if (!own) return;
      if (message.head) own.answer(message.head);
      if (message.lines) {
        if (!is_leader && own.is_answered) note_reached(message.lines);
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
        note_reached(lines);
        tell_all({ lines: lines });
      }
    }

    // A tab joins, this one too: it gets what comes, or everything again from where it stands; and what the others have not heard yet
    // is not left out because this one knows it.
    function welcome(wish, greet) {
      const is_silent = performance.now() - heard_ms > kSilence_ms;
      if (!upstream || is_silent || wish.after < reached) read_upstream(wish.path, upstream ? Math.min(wish.after, reached) : wish.after);
      else if (upstream.head) greet({ head: upstream.head, lines: upstream.last_line ? [upstream.last_line] : undefined });
    }

    function hear_other_tab(message) {
      if (!message.wish) hear(message);
      else if (is_leader) welcome(message.wish, (greeting) => channel.postMessage(greeting));
    }

    if (channel) channel.onmessage = (event) => hear_other_tab(event.data);

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
        if (!is_leader) reached = mine.after;
        ask_server = ask;
        const begin = () => {
          if (own !== mine || mine.is_answered) return;
          if (is_leader) welcome({ path: path, after: mine.after }, hear);
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
