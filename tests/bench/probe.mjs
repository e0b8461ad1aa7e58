// Runs in both pages before any script of theirs: notes when the list is drawn and when it can be filtered, counts frames and mutations. For the bench.

// Sent to the page as a whole: may use nothing from outside. total: of the list; shown: without the archived ones, which both pages leave out;
// neither for a page without a list.
export function install_probe({ total, shown }) {
  const now = () => performance.now();
  const original_frame = window.requestAnimationFrame.bind(window);
  const probe = { drawn_ms: 0, filterable_ms: 0, frames: 0, mutations: 0, memories: [] };
  window.spico_probe = probe;

  // A message posted in a frame comes after that frame's paint.
  let in_frame = false;
  const channel = new window.MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => { in_frame = false; waiting.splice(0).forEach((run) => run()); };
  window.requestAnimationFrame = (run) => original_frame((time) => {
    if (!in_frame) { in_frame = true; channel.port2.postMessage(0); }
    probe.frames += 1;
    run(time);
  });
  function after_paint(run) {
    if (in_frame) waiting.push(run);
    else original_frame(() => { in_frame = true; waiting.push(run); channel.port2.postMessage(0); });
  }

  // A WebAssembly page keeps its data in memories of its own.
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...given) => original.apply(WebAssembly, given).then((result) => {
      for (const value of Object.values((result.instance ?? result).exports)) if (value instanceof WebAssembly.Memory) probe.memories.push(value);
      return result;
    });
  }

  const has_rows = () => document.querySelectorAll('[role=row]').length > 1;
  const says = (pattern) => pattern.test(document.body.textContent);
  // One page parts thousands by a space, the other does not.
  const written = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, '\\u00a0?');
  const whole = new RegExp(`(^|\\D)${written(shown)} patients trouvés`);
  const announced = new RegExp(`(^|\\D)${written(shown)} patients trouvés| sur ${written(total)}(\\D|$)`);
  const note = { drawn: false, filterable: false };
  function look() {
    if (!note.drawn && has_rows() && says(announced)) {
      note.drawn = true;
      after_paint(() => { probe.drawn_ms = now(); });
    }
    if (note.drawn && !note.filterable && says(whole) && document.documentElement.dataset.idle !== 'false') {
      note.filterable = true;
      after_paint(() => { probe.filterable_ms = now(); });
      observer.disconnect();
    }
  }
  const observer = new MutationObserver(look);
  const everything = { subtree: true, childList: true, attributes: true, characterData: true };
  if (total !== undefined) observer.observe(document, everything);

  probe.count_mutations = () => {
    probe.frames = 0;
    probe.mutations = 0;
    const counter = new MutationObserver((records) => { probe.mutations += records.length; });
    counter.observe(document, everything);
    probe.stop_counting = () => counter.disconnect();
  };

  // Marks for the trace, and the time between a key and the change that answers it.
  function watch_keys(element, changes) {
    probe.keys = [];
    let pressed_at = 0;
    window.addEventListener('keydown', (event) => { pressed_at = event.timeStamp; performance.mark('bench:key'); }, { capture: true });
    new MutationObserver(() => {
      if (!pressed_at) return;
      performance.mark('bench:rows');
      const key = { latency_ms: now() - pressed_at, painted_ms: 0 };
      const started_at = pressed_at;
      pressed_at = 0;
      after_paint(() => { key.painted_ms = now() - started_at; probe.keys.push(key); });
    }).observe(element, changes);
  }
  // By the row count of the list; by the people of a dialog, which come and go, or the sentence that counts them.
  probe.watch_keys = () => watch_keys(document.querySelector('[role=grid], [role=treegrid]'), { attributes: true, attributeFilter: ['aria-rowcount'] });
  probe.watch_people = (dialog) => watch_keys(dialog, { subtree: true, childList: true });

  // The time between a press on a header and the paint that shows another first row.
  probe.watch_order = () => {
    probe.sort_ms = 0;
    const grid = document.querySelector('[role=grid], [role=treegrid]');
    const first_row = () => grid.querySelector('[role=row][aria-rowindex="2"]')?.textContent ?? '';
    const before = first_row();
    let pressed_at = 0;
    window.addEventListener('click', (event) => { pressed_at = event.timeStamp; }, { capture: true, once: true });
    const sorted = new MutationObserver(() => {
      if (!pressed_at || first_row() === '' || first_row() === before) return;
      sorted.disconnect();
      after_paint(() => { probe.sort_ms = now() - pressed_at; });
    });
    sorted.observe(grid, everything);
  };

  // The time between Ctrl+End and the focus on the last row of the list.
  probe.watch_end = () => {
    probe.end_ms = 0;
    let pressed_at = 0;
    const grid = document.querySelector('[role=grid]');
    window.addEventListener('keydown', (event) => { if (event.key === 'End') pressed_at = event.timeStamp; }, { capture: true });
    document.addEventListener('focusin', () => {
      const row = document.activeElement.closest('[role=row]');
      if (pressed_at && !probe.end_ms && row?.getAttribute('aria-rowindex') === grid.getAttribute('aria-rowcount')) probe.end_ms = now() - pressed_at;
    });
  };

  // The time between a press and the paint that shows the message it leads to.
  probe.watch_jump = (list, text) => {
    probe.jump_ms = 0;
    let pressed_at = 0;
    window.addEventListener('click', (event) => { pressed_at = event.timeStamp; }, { capture: true, once: true });
    const jumped = new MutationObserver(() => {
      if (!pressed_at || !list.textContent.includes(text)) return;
      jumped.disconnect();
      after_paint(() => { probe.jump_ms = now() - pressed_at; });
    });
    jumped.observe(list, everything);
  };

  // How many frames the page comes to while something goes on, asked for without a pause; the page's own count is left alone.
  probe.count_rate = () => {
    const times = [];
    let goes_on = true;
    const next = (time) => { if (!goes_on) return; times.push(time); original_frame(next); };
    original_frame(next);
    probe.stop_rate = () => { goes_on = false; return (times.length - 1) / (times.at(-1) - times[0]) * 1000; };
  };
}
