// Out of a trace of Chromium: CPU time of a page's main thread (the scripts of a frame or a keystroke, style, layout and paint), and the stages of our frames. For the bench.
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

// The thread's own time at a mark; tts is missing where the thread's clock is.
const own_us = ({ tts, ts }) => tts ?? ts;

// For each key: what the thread did from its event to the change of the row count. The browser's own work on the field is part of it.
export function keys_of({ marks }) {
  const keys = [];
  let pressed = null;
  for (const mark of marks) {
    if (mark.name === 'bench:key') pressed = mark;
    else if (mark.name === 'bench:rows' && pressed) {
      keys.push((own_us(mark) - own_us(pressed)) / 1000);
      pressed = null;
    }
  }
  return keys;
}

// ---- stages: marks of the module of src/main_bench.cpp, each the beginning of one ----

export const stages = ['update', 'view', 'draw', 'diff', 'commit'];
const stage_prefix = 'bench:stage:';
const nothing = () => Object.fromEntries([...stages, 'all'].map((name) => [name, 0]));

// Every frame that had a view: the CPU of each stage in ms, and `from`, `to` of the whole on the trace's clock.
function frames_by_stage(marks) {
  const frames = [];
  let frame = null;
  let last = null;
  for (const mark of marks.filter(({ name }) => name.startsWith(stage_prefix))) {
    const { name, ts } = mark;
    const stage = name.slice(stage_prefix.length);
    const cpu_us = own_us(mark);
    frame ??= { ...nothing(), from: ts };
    if (last) {
      frame[last.stage] += (cpu_us - last.cpu_us) / 1000;
      frame.all += (cpu_us - last.cpu_us) / 1000;
    }
    last = { stage, cpu_us };
    if (stage !== 'over') continue;
    if (frame.view > 0) frames.push({ ...frame, to: ts });
    frame = null;
    last = null;
  }
  return frames;
}

// For each drawn frame of a scroll the CPU of every stage; and how often, at most, C++ drew within one animation frame.
export function stages_of_frames({ marks, scripts }) {
  const frames = frames_by_stage(marks);
  const animation_frames = scripts.filter(({ name }) => name === frame_name);
  const calls = animation_frames.map(({ ts, dur }) => frames.filter(({ from }) => from >= ts && from < ts + dur).length);
  return { frames, most_calls: Math.max(0, ...calls) };
}

// For each key the stages of all frames from its event to the one that changed the row count.
export function stages_of_keys({ marks }) {
  const frames = frames_by_stage(marks);
  const keys = [];
  let pressed = null;
  for (const { name, ts } of marks) {
    if (name === 'bench:key') pressed = ts;
    else if (name === 'bench:rows' && pressed !== null) {
      const from = pressed;
      pressed = null;
      const sum = nothing();
      for (const frame of frames.filter((each) => each.from >= from && each.to <= ts)) for (const stage of Object.keys(sum)) sum[stage] += frame[stage];
      keys.push(sum);
    }
  }
  return keys;
}
