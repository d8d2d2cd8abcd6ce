import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createControl } from './control.ts';
import { openDatabase } from './database.ts';
import { defaultKnobs, type Latency } from './knobs.ts';
import { Kontor } from './kontor.ts';
import { readMessageShapes } from './message-shapes.ts';
import type { SeedSize } from './seed/content.ts';
import { Prng } from './seed/prng.ts';
import { listen, SoapPort } from './soap-port.ts';

/** The demo's login; the password may be given to `startErp` or, for the program, in ERP_PASSWORD. */
export const LOGIN = { company: '100', user: 'SCHNITT', password: 'kontor-demo' };

/** What an old system takes for an answer. */
const LATENCY_DEFAULT: Latency = { min: 200, max: 1500 };

export interface ErpOptions {
  /** Null: the database lives in memory. */
  dataDir: string | null;
  /** 0 or left out: a free one. */
  port?: number;
  controlPort?: number;
  /** `yyyy-mm-dd`; all dates are laid relative to it. */
  today: string;
  seedSize?: SeedSize;
  /** The first setting of the knob latencyMs. */
  latency?: Latency;
  password?: string;
  /** Milliseconds since 1970, for sessions and the search index. */
  nowMs?: () => number;
}

export interface RunningErp {
  /** The SOAP endpoint, e.g. `http://127.0.0.1:8700/dienst/auftrag`. */
  endpoint: string;
  /** e.g. `http://127.0.0.1:8701` */
  controlUrl: string;
  /** Drops all connections; writes that have not committed are rolled back. */
  close: () => Promise<void>;
}

/** Starts the demo ERP in this process. Rejects where a port is taken. */
export async function startErp(options: ErpOptions): Promise<RunningErp> {
  const wsdl = readFileSync(new URL('./kontor.wsdl', import.meta.url));
  const { dataDir, today, seedSize = 'full' } = options;
  const database = openDatabase({ dataDir, size: seedSize, today });
  const draws = new Prng('latency');
  const kontor = new Kontor(
    {
      database,
      shapes: readMessageShapes(wsdl.toString('utf8')),
      today,
      login: { ...LOGIN, password: options.password ?? LOGIN.password },
      nowMs: options.nowMs ?? (() => Date.now()),
      newSessionId: () => randomBytes(12).toString('hex').toUpperCase(),
      uniform: () => draws.uniform(),
      report: (sentence) => process.stderr.write(`kontor: ${sentence}\n`),
    },
    defaultKnobs(options.latency === undefined ? LATENCY_DEFAULT : options.latency),
  );
  const soap = new SoapPort(kontor, wsdl, options.port ?? 0);
  const control = createControl({ kontor, soap });
  const close = async (): Promise<void> => {
    soap.down();
    kontor.restart();
    soap.dropConnections();
    control.closeAllConnections();
    if (control.listening) await new Promise((resolve) => control.close(resolve));
    database.close();
  };
  try {
    await soap.up();
    const controlPort = await listen(control, options.controlPort ?? 0);
    return { endpoint: soap.endpoint, controlUrl: `http://127.0.0.1:${controlPort}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}
