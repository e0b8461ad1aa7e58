// When C++ runs: animation frames while the page is seen, timers while it is hidden. data-idle for the browser tests.
/* global border, loop, _wasm_frame, _wasm_on_wake, _wasm_unseen */
mergeInto(LibraryManager.library, {
  $createLoop: function () {
    const kFrame_ms = 12;
    const longest_timer_ms = 2147483647;
    let frame = 0;
    let wanted = false;    // C++ asked for a frame that has not run yet
    let hurried = 0;
    let hurried_ms = [-Infinity, -Infinity]; // when the last two frames ran before their time
    let unseen = 0;
    let timer = 0;
    let held = false;      // what there is to draw waits for what comes in a moment
    const before_frame = [];
    const when_idle = [];

    function run_frame() {
      wanted = false;
      before_frame.forEach((run) => run());
      border.enter(() => _wasm_frame());
    }

    function tick() {
      frame = 0;
      if (wanted) run_frame();
    }

    function tick_unseen() {
      clearTimeout(unseen);  // it may be called before its time
      unseen = 0;
      border.enter(() => _wasm_unseen());
    }

    function request_frame() {
      wanted = true;
      if (document.hidden || held) {
        if (!unseen) unseen = setTimeout(tick_unseen, 0);
      } else if (!frame) {
        frame = requestAnimationFrame(tick);
      }
    }

    // Until let_go events are heard and nothing is drawn.
    function hold() {
      held = true;
    }

    function let_go() {
      if (!held) return;
      held = false;
      clearTimeout(unseen);
      unseen = 0;
      request_frame();
      hurry();
    }

    // Animation frames stop in a hidden page: what waited for one goes on by timer, and the other way round.
    function on_visibility_change() {
      if (document.hidden && frame) {
        cancelAnimationFrame(frame);
        frame = 0;
        if (wanted) request_frame();
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
      const goes_on = idle && (held || when_idle.map((run) => run()).includes(true));
      set_idle(idle && !goes_on);
      if (idle) let_go();
    }

    // For everything that a person does: busy from this very moment, not from the next frame on.
    function report(run) {
      set_idle(false);
      border.enter(run);
    }

    // What somebody waits for does not wait for the next animation frame, which may be far off on a busy machine: keys and
    // presses are answered within their own event, data is shown as it comes. Not more often than a screen can show: two in the
    // time of two, because what a key asks a server near by is here before its own frame's time is over.
    function hurry() {
      if (!wanted || document.hidden || border.is_inside()) return;
      if (held) return tick_unseen();
      const now_ms = performance.now();
      const early_ms = 2 * kFrame_ms - Math.abs(now_ms - hurried_ms[0]);
      if (early_ms <= 0) {
        hurried_ms = [hurried_ms[1], now_ms];
        run_frame();
      } else if (!hurried) hurried = setTimeout(() => { hurried = 0; hurry(); }, early_ms);
    }

    function answer(run) {
      report(run);
      hurry();
    }

    function stop() {
      cancelAnimationFrame(frame);
      clearTimeout(unseen);
      clearTimeout(hurried);
      clearTimeout(timer);
    }

    return {
      request_frame,
      wake_at,
      set_idle,
      hear_idle,
      report,
      answer,
      hurry,
      hold,
      let_go,
      run_frame,
      on_visibility_change,
      // `run` is called before each drawn frame; each time nothing is under way any more (true: something is again).
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
