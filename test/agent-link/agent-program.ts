import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { buildAgent } from '../../agent/build.ts';
import { AGENT, ownFolder, TENANT } from './material.ts';

const CONNECTOR = join(import.meta.dirname, '../../agent/connectors/demo-erp');

/** The program as it is installed, of the sources as they are now. */
const BUILT = mkdtempSync(join(tmpdir(), 'drawbridge-built-'));
const PROGRAM = join(BUILT, 'drawbridge.mjs');
/** Dozens of processes compile the same file: half of a start is saved. */
const COMPILED = join(BUILT, 'compiled');
afterAll(() => rmSync(BUILT, { recursive: true, force: true }));
await buildAgent(PROGRAM);

const NOBODY = { uid: 65_534, gid: 65_534 };

/** Whether `runAsNobody` can: by root, where others may run this Node. */
export const hasNobody = (): boolean =>
  process.getuid?.() === 0 && spawnSync(process.execPath, ['--version'], NOBODY).status === 0;

export interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** One real agent process with a home of its own. */
export class AgentProgram {
  readonly #folder = ownFolder();
  readonly home = join(this.#folder, 'home');
  /** Everything that any process of this home printed. */
  printed = '';
  readonly #children: ChildProcess[] = [];

  /** Its processes end with the test that made it. */
  constructor() {
    onTestFinished(() => {
      for (const child of this.#children) child.kill('SIGKILL');
    });
  }

  /** Runs a command to its end. */
  async run(...argv: string[]): Promise<Ran> {
    return this.ended(this.start(...argv));
  }

  /** Runs a command as a user who owns nothing here, but may come as far as the home. Needs root. */
  async runAsNobody(...argv: string[]): Promise<Ran> {
    for (const folder of [BUILT, this.#folder]) chmodSync(folder, 0o755);
    return this.ended(this.#spawn(argv, NOBODY));
  }

  start(...argv: string[]): ChildProcessWithoutNullStreams {
    return this.#spawn(argv, {});
  }

  #spawn(argv: string[], as: Partial<typeof NOBODY>): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [PROGRAM, ...argv], { ...as, env: this.#env() });
    this.#children.push(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        this.printed += String(chunk);
      });
    }
    return child;
  }

  /** With a file in place of the pipe that its log goes into. */
  startInto(out: number, ...argv: string[]): ChildProcess {
    const child = spawn(process.execPath, [PROGRAM, ...argv], { env: this.#env(), stdio: ['ignore', out, 'inherit'] });
    this.#children.push(child);
    return child;
  }

  #env(): NodeJS.ProcessEnv {
    const { DRAWBRIDGE_HOME: _, ...env } = process.env;
    return { ...env, DRAWBRIDGE_HOME: this.home, ERP_PASSWORD: 'kept-secret', NODE_COMPILE_CACHE: COMPILED };
  }

  async ended(child: ChildProcessWithoutNullStreams): Promise<Ran> {
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code, signal, out, err };
  }

  /** As enrolment leaves it, without a gateway's help. */
  enrolled(gateway: string): void {
    mkdirSync(this.home, { recursive: true, mode: 0o700 });
    this.write('identity.json', JSON.stringify({ agentId: AGENT, tenantId: TENANT, gateway }));
    const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    this.write('agent-key.json', JSON.stringify(key));
  }

  /** The demo ERP's connector; `connector` says which folder, `endpoint` where its ERP is. */
  configured(more: { connector?: string; endpoint?: string; password?: string } = {}): void {
    const { connector = CONNECTOR, endpoint = 'http://127.0.0.1:9/', password = '{ env: ERP_PASSWORD }' } = more;
    this.write(
      'agent.yaml',
      `connector: ${JSON.stringify(connector)}\nsettings:\n  endpoint: ${endpoint}\n  company: "001"\n  user: drawbridge\n  password: ${password}\n`,
    );
  }

  /** A copy of the demo ERP's connector with one text replaced. */
  brokenConnector(from: string, to: string): string {
    const folder = join(this.#folder, 'connector');
    cpSync(CONNECTOR, folder, { recursive: true });
    const path = join(folder, 'connector.yaml');
    const document = readFileSync(path, 'utf8');
    if (!document.includes(from)) throw new Error(`the connector has no ${from}`);
    writeFileSync(path, document.replace(from, to));
    return folder;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.home, name), text, { mode: 0o600 });
  }

  read(name: string): Record<string, unknown> {
    return JSON.parse(readFileSync(join(this.home, name), 'utf8')) as Record<string, unknown>;
  }

  has(name: string): boolean {
    return existsSync(join(this.home, name));
  }
}

/** What `Error:` and `Try:` say; throws where standard error holds anything else. */
export function explained({ err }: Ran): { error: string; advice: string } {
  const [, error, advice] = /^Error: (.+)\nTry: (.+)\n$/.exec(err) ?? [];
  if (error === undefined || advice === undefined) throw new Error(`not explained: ${err}`);
  return { error, advice };
}

/** The one line of JSON of a command; throws where standard output holds anything else. */
export function oneLine({ out }: Ran): unknown {
  if (!/^[^\n]+\n$/.test(out)) throw new Error(`not one line: ${out}`);
  return JSON.parse(out) as unknown;
}
