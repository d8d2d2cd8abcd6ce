import pino from 'pino';

/** What the agent's parts need of a logger; pino fits. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** JSON lines on standard output. Names that can hold a secret are blanked wherever they turn up. */
export const openLog = (): Log =>
  pino({
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['password', 'token', 'authorization', '*.password', '*.token', '*.authorization'], censor: '…' },
  });
