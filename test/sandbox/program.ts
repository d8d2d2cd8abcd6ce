import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of ours, started as its own process. It ends with us: it watches its standard input. */
export interface Program {
  process: ChildProcess;
  /** The line of JSON it printed when it was ready; null for a program that prints none. */
  ready: Record<string, string> | null;
  /** Asks it to end and waits until it has; kills it after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}

export interface ProgramOptions {
  name: string;
  args: string[];
  env?: Record<string, string>;
  /** Wait for its line of JSON. */
  announces: boolean;
  /** Gets every line it prints, on either stream. */
  onLine: (name: string, line: string) => void;
}

const STOP_GRACE_MS = 5_000;
/** Lines of standard error kept to say why a program did not start. */
const LAST_WORDS = 12;

/** Starts a program with the Node that runs us. Rejects with its last words when it ends before it is ready. */
export async function startProgram({ name, args, env, announces, onLine }: ProgramOptions): Promise<Program> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args, '--end-with-stdin'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lastWords: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastWords.push(line);
    if (lastWords.length > LAST_WORDS) lastWords.shift();
    onLine(name, line);
  });
  const lines = createInterface({ input: child.stdout });
  const ready = announces
    ? await new Promise<Record<string, string>>((resolve, reject) => {
        lines.once('line', (line) => resolve(JSON.parse(line)));
        // Its last words may come after its exit, and before this.
        child.once('close', (code) => reject(new Error(`${name} ended (${code}): ${lastWords.join('\n')}`)));
      })
    : null;
  lines.on('line', (line) => onLine(name, line));
  return {
    process: child,
    ready,
    async stop(graceMs = STOP_GRACE_MS) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    },
  };
}
