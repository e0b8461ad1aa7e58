// When C++ runs: animation frames while the page is seen, timers while it is hidden. data-idle for the browser tests.
/* global border, loop, _wasm_frame, _wasm_on_wake, _wasm_unseen */
mergeInto(LibraryManager.library, {
  $createLoop: function () {
    const longest_timer_ms = 2147483647;
    let frame = 0;
    let unseen = 0;
    let timer = 0;
    const before_frame = [];
    const when_idle = [];

    function tick() {
      frame = 0;
      before_frame.forEach((run) => run());
      border.enter(() => _wasm_frame());
    }

    function tick_unseen() {
      unseen = 0;
      border.enter(() => _wasm_unseen());
    }

    function request_frame() {
      if (document.hidden) {
        if (!unseen) unseen = setTimeout(tick_unseen, 0);
      } else if (!frame) {
        frame = requestAnimationFrame(tick);
      }
    }

    // Animation frames stop in a hidden page: what waited for one goes on by timer, and the other way round.
    function on_visibility_change() {
      if (document.hidden && frame) {
        cancelAnimationFrame(frame);
        frame = 0;
        request_frame();
      } else if (!document.hidden && unseen) {
        clearTimeout(unseen);
        unseen = 0;
        request_frame();
      }
    }

    function wake_at(delay_ms) {
      clearTimeout(timer);
      timer = 0;
      if (delay_ms < 0) return;
      timer = setTimeout(() => {
        timer = 0;
        border.enter(() => _wasm_on_wake(0));
      }, Math.min(delay_ms, longest_timer_ms));
    }

    function set_idle(idle) {
      const value = idle ? 'true' : 'false';
      if (document.documentElement.dataset.idle !== value) document.documentElement.dataset.idle = value;
    }

    function hear_idle(idle) {
      if (idle) when_idle.forEach((run) => run());
      set_idle(idle);
    }

    // For everything that a person does: busy from this very moment, not from the next frame on.
    function report(run) {
      set_idle(false);
      border.enter(run);
    }

    function stop() {
      cancelAnimationFrame(frame);
      clearTimeout(unseen);
      clearTimeout(timer);
    }

    return {
      request_frame,
      wake_at,
      set_idle,
      hear_idle,
      report,
      on_visibility_change,
      // `run` is called before each drawn frame; each time nothing is under way any more.
      before_frame: (run) => { before_frame.push(run); },
      when_idle: (run) => { when_idle.push(run); },
      stop,
    };
  },
  $loop: '=createLoop()',
  $loop__deps: ['$createLoop', '$border'],

  js_request_frame__deps: ['$loop'],
  js_request_frame: function () { loop.request_frame(); },
  js_wake_at__deps: ['$loop'],
  js_wake_at: function (delay_ms) { loop.wake_at(delay_ms); },
  js_set_idle__deps: ['$loop'],
  js_set_idle: function (idle) { loop.hear_idle(idle !== 0); },
});
