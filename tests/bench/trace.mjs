// CPU time of a page's main thread, out of a trace of Chromium: of the scripts in a frame, of style, layout and paint, of one keystroke. For the bench.
export const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];

// What the browser runs for a page's own code; inner ones are within outer ones.
const script_names = new Set(['FireAnimationFrame', 'EventDispatch', 'TimerFire', 'FunctionCall', 'RunMicrotasks', 'FireIdleCallback', 'EvaluateScript', 'v8.callFunction']);
const frame_name = 'FireAnimationFrame';

export function read_trace(buffer) {
  const events = JSON.parse(buffer.toString()).traceEvents;
  const marks = events.filter(({ name }) => name.startsWith('bench:'));
  const of_page = marks[0] ?? events.find(({ name }) => name === frame_name);
  if (!of_page) throw new Error('the trace shows no frame of the page');
  const main = events.filter((event) => event.pid === of_page.pid && event.tid === of_page.tid).sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  return { marks: main.filter(({ name }) => name.startsWith('bench:')), scripts: outermost(main.filter(({ name, ph }) => ph === 'X' && script_names.has(name))),
    tasks: outermost(main.filter(({ name, ph }) => ph === 'X' && name === 'RunTask')) };
}

function outermost(sorted) {
  const kept = [];
  let end = -1;
  for (const event of sorted) {
    if (event.ts < end) continue;
    kept.push(event);
    end = event.ts + event.dur;
  }
  return kept;
}

// The thread's own time where the trace has it, else the time on the wall: other programs share the processor.
const cpu_ms = (events) => events.reduce((sum, event) => sum + (event.tdur ?? event.dur), 0) / 1000;

// For each frame with an animation callback: the scripts since the frame before, and everything the thread did.
export function frames_of({ scripts, tasks }) {
  const starts = tasks.filter((task) => scripts.some(({ name, ts }) => name === frame_name && ts >= task.ts && ts < task.ts + task.dur)).map(({ ts, dur }) => ts + dur);
  return starts.slice(1).map((end, index) => {
    const within = ({ ts }) => ts >= starts[index] && ts < end;
    return { script_ms: cpu_ms(scripts.filter(within)), thread_ms: cpu_ms(tasks.filter(within)) };
  });
}

// For each key: the scripts from its event to the one that changed the row count.
export function keys_of({ scripts, marks }) {
  const keys = [];
  let pressed = null;
  for (const mark of marks) {
    if (mark.name === 'bench:key') pressed = mark;
    else if (mark.name === 'bench:rows' && pressed) {
      const [from, to] = [pressed.ts, mark.ts];
      pressed = null;
      keys.push(cpu_ms(scripts.filter(({ ts, dur }) => ts + dur >= from && ts <= to)));
    }
  }
  return keys;
}
