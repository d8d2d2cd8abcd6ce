import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { LOGIN, startErp } from '../sandbox/erp/server.ts';

const AGENT = join(import.meta.dirname, '../../agent/main.ts');
export const CONNECTOR = join(import.meta.dirname, '../../agent/connectors/demo-erp');

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** The demo ERP over HTTP, a home that knows it, and a connector's folder that a test may spoil. */
export interface ErpHome {
  endpoint: string;
  /** What opens the ERP. */
  password: string;
  folder: string;
  connector: string;
  /** Runs `drawbridge connector …` with this home. */
  connectorCommand(...argv: string[]): Promise<Ran>;
  /** Replaces a text of a file of the connector. */
  edit(file: string, from: string, to: string): void;
  /** Everything that any command printed. */
  printed(): string;
  /** Calls that reached an operation, by its name. */
  calls(): Promise<Record<string, number>>;
}

const PASSWORD = 'P&ss<Wort>-7719';

export async function openErpHome(): Promise<ErpHome> {
  const erp = await startErp({
    dataDir: null,
    port: 0,
    controlPort: 0,
    today: '2026-11-21',
    seedSize: 'small',
    latency: null,
    password: PASSWORD,
  });
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-cli-'));
  onTestFinished(async () => {
    await erp.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const connector = join(folder, 'connector');
  cpSync(CONNECTOR, connector, { recursive: true });
  const config = {
    connector,
    settings: { endpoint: erp.endpoint, company: LOGIN.company, user: LOGIN.user, password: { env: 'ERP_PASSWORD' } },
  };
  writeFileSync(join(folder, 'agent.yaml'), JSON.stringify(config));
  let printed = '';
  return {
    endpoint: erp.endpoint,
    password: PASSWORD,
    folder,
    connector,
    connectorCommand: (...argv) =>
      new Promise((resolve) => {
        const env = { ...process.env, DRAWBRIDGE_HOME: folder, ERP_PASSWORD: PASSWORD, NO_COLOR: '1' };
        const child = spawn(process.execPath, [AGENT, 'connector', ...argv], { env });
        let [out, err] = ['', ''];
        child.stdout.on('data', (chunk) => (out += String(chunk)));
        child.stderr.on('data', (chunk) => (err += String(chunk)));
        child.on('close', (code) => {
          printed += out + err;
          resolve({ code, out, err });
        });
      }),
    edit(file, from, to) {
      const path = join(connector, file);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      writeFileSync(path, text.replaceAll(from, to));
    },
    printed: () => printed,
    async calls() {
      const response = await fetch(`${erp.controlUrl}/stats`);
      return ((await response.json()) as { calls: Record<string, number> }).calls;
    },
  };
}

/** The last line of what a command printed, as JSON. */
export function lastJson({ out }: Ran): Record<string, unknown> {
  return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}
