// What Linux tells of a running process: the CPU it has used, its memory now and at most, its threads. For the bench.
import { readFileSync } from 'node:fs';

const ticks_per_second = 100;  // USER_HZ, the same on every Linux

export function process_figures(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const number = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)[1]);
  return { cpu_ms: (Number(fields[11]) + Number(fields[12])) * 1000 / ticks_per_second, resident_bytes: number('VmRSS') * 1024, peak_bytes: number('VmHWM') * 1024, threads: number('Threads') };
}
