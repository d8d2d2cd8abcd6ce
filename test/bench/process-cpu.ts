import { readdirSync, readFileSync } from 'node:fs';

/** Kernel clock ticks are 10 ms on every Linux we run on (USER_HZ, proc(5)). */
const TICK_MS = 10;

/** Fields of /proc/PID/stat behind the command's name, which may hold blanks. Null: the process has gone. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** CPU time that a process and all below it have used, in ms (utime and stime, proc(5)); for our own, its own alone. */
export function cpuMs(pid: number): number {
  const stats = new Map<number, string[]>();
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (fields !== null) stats.set(Number(name), fields);
  }
  const isBelow = (one: number): boolean => {
    for (let above = one; above > 1; above = Number(stats.get(above)?.[1] ?? 0)) if (above === pid) return true;
    return false;
  };
  let ticks = 0;
  for (const [one, fields] of stats) {
    if (one === pid || (pid !== process.pid && isBelow(one)))
      ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks * TICK_MS;
}

/** Starts counting. @returns gives the CPU time since, per call, by name */
export function watchCpu(pids: Readonly<Record<string, number>>): (calls: number) => Record<string, number> {
  const before = Object.entries(pids).map(([name, pid]) => [name, pid, cpuMs(pid)] as const);
  return (calls) => Object.fromEntries(before.map(([name, pid, used]) => [name, (cpuMs(pid) - used) / calls]));
}
