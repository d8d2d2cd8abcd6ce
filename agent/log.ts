import pino from 'pino';
import { openLogOutput } from './log-output.ts';

/** What the agent's parts need of a logger; pino fits. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** 50 ms: nobody reads faster, and under load it is one write for a hundred reads. */
const GATHER_MS = 50;
const GATHERED_CHARS_MAX = 64 * 1024;
/** pino's number for a warning. */
const WARN = 40;

/** A destination of pino: what tells of a trouble is written at once, and all that came before it. */
interface Lines {
  write(line: string): void;
  /** pino leaves the level of each line here. */
  lastLevel: number;
  flush(): void;
}

/** Gathers lines. At most the last 50 ms of plain news are lost with a process that is killed. */
export function gatheredLines(put: (text: string) => void): Lines {
  let text = '';
  let timer: NodeJS.Timeout | null = null;
  const lines: Lines = {
    lastLevel: 0,
    write(line) {
      text += line;
      if (lines.lastLevel >= WARN || text.length >= GATHERED_CHARS_MAX) lines.flush();
      else timer ??= setTimeout(lines.flush, GATHER_MS);
    },
    flush() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      const whole = text;
      text = '';
      if (whole !== '') put(whole);
    },
  };
  return lines;
}

const lostLine = (lost: number): string => {
  const fields = { level: WARN, time: new Date().toISOString(), lost, msg: 'log lines lost: nobody took them' };
  return `${JSON.stringify(fields)}\n`;
};

/**
 * JSON lines on standard output, which may be full, slow or unread. Names that can hold a secret are blanked wherever
 * they turn up.
 */
export function openLog(): Log {
  const output = openLogOutput(process.stdout.fd, lostLine);
  const lines = gatheredLines(output.put);
  process.once('exit', () => {
    lines.flush();
    output.end();
  });
  return pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'],
        censor: '…',
      },
    },
    Object.assign(lines, { [Symbol.for('pino.metadata')]: true }),
  );
}
