import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** Resident memory of a process in MiB, as the kernel counts it (/proc, Linux only). */
export function residentMib(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error(`process ${pid} has no memory to count`);
  return Number(kib) / 1024;
}

/** What Node needs with node:sqlite open and nothing else to do: the floor below every agent. */
export async function bareNodeMib(): Promise<number> {
  const script =
    "const { DatabaseSync } = require('node:sqlite'); new DatabaseSync(':memory:').exec('CREATE TABLE t (a)');" +
    "setInterval(() => {}, 1000); process.stdin.once('end', () => process.exit()).resume(); setTimeout(() => process.stdout.write('ready'), 1000)";
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  try {
    await once(child.stdout, 'data');
    return residentMib(child.pid ?? 0);
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
}

/** Samples a process's memory until stopped. @returns stops and gives the highest sample in MiB */
export function watchMemory(pid: number): () => number {
  let highest = residentMib(pid);
  const timer = setInterval(() => {
    highest = Math.max(highest, residentMib(pid));
  }, 250);
  return () => {
    clearInterval(timer);
    return highest;
  };
}
