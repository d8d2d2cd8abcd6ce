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

/** CPU time that a process and its direct children have used, in ms (utime and stime, proc(5)); for our own, without them. */
export function cpuMs(pid: number): number {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const family = pids.filter((one) => one === pid || (pid !== process.pid && Number(statOf(one)?.[1]) === pid));
  return family.reduce((sum, one) => {
    const fields = statOf(one);
    return sum + (Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0)) * TICK_MS;
  }, 0);
}

/** Starts counting. @returns gives the CPU time since, per call, by name */
export function watchCpu(pids: Readonly<Record<string, number>>): (calls: number) => Record<string, number> {
  const before = Object.entries(pids).map(([name, pid]) => [name, pid, cpuMs(pid)] as const);
  return (calls) => Object.fromEntries(before.map(([name, pid, used]) => [name, (cpuMs(pid) - used) / calls]));
}
