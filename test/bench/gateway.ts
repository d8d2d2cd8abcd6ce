import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { freePort } from '../sandbox/ports.ts';
import { type Program, startProgram } from '../sandbox/program.ts';
import { sandboxSecrets } from '../sandbox/secrets.ts';

const root = join(import.meta.dirname, '../..');

/** A gateway process: real workerd, storage on disk. It can be stopped and started on the same port and storage. */
export interface Gateway {
  url: string;
  /** Where its objects keep their SQLite files. */
  dataDir: string;
  passphrase: string;
  /** Of the program that keeps workerd as its child. */
  pid(): number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  dir: string;
  bundle: string;
  hubspotUrl: string;
  onLine: (name: string, line: string) => void;
  /** More text settings for the Worker. */
  settings?: Record<string, string>;
  /** A free one, if left out. */
  port?: number;
}

/** Starts a gateway. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { dir, bundle, hubspotUrl, onLine, settings, port = await freePort(0) } = options;
  const secrets = sandboxSecrets(dir);
  const url = `http://127.0.0.1:${port}`;
  const dataDir = join(dir, 'gateway');
  const env: Record<string, string> = {
    GATEWAY_PUBLIC_BASE_URLS: url,
    GATEWAY_HUBSPOT_CLIENT_ID: HUBSPOT_ACCOUNT.clientId,
    GATEWAY_HUBSPOT_CLIENT_SECRET: HUBSPOT_ACCOUNT.clientSecret,
    GATEWAY_HUBSPOT_API_URL: hubspotUrl,
    GATEWAY_SEAL_KEY: secrets.sealKey,
    GATEWAY_ENVIRONMENT: 'sandbox',
    GATEWAY_OPERATOR_PASSPHRASE: secrets.operatorPassphrase,
    // What workerd's host lays aside goes with the rest, also where it was killed.
    TMPDIR: dir,
  };
  for (const [name, value] of Object.entries(settings ?? {})) env[`GATEWAY_${name}`] = value;
  let running: Program | null = null;
  const gateway: Gateway = {
    url,
    dataDir,
    passphrase: secrets.operatorPassphrase,
    pid: () => running?.process.pid ?? 0,
    async start() {
      const args = [join(root, 'test/sandbox/gateway/main.ts'), '--bundle', bundle, '--data', dataDir];
      running = await startProgram({
        name: 'gateway',
        args: [...args, '--port', String(port)],
        env,
        announces: true,
        onLine,
      });
    },
    async stop() {
      const program = running;
      running = null;
      await program?.stop();
    },
  };
  await gateway.start();
  return gateway;
}

/** Bundles a Worker of the bench as a deploy would. @returns the bundle's path */
export function buildWorker(name: string): string {
  const outdir = join(root, '.drawbridge/build/bench', name);
  const args = [join(root, 'node_modules/wrangler/bin/wrangler.js'), 'deploy', `test/bench/workers/${name}.ts`];
  const { status, stderr, stdout } = spawnSync(process.execPath, [...args, '--dry-run', '--outdir', outdir], {
    cwd: root,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`building ${name} failed:\n${stdout}${stderr}`);
  return join(outdir, `${name}.js`);
}

/** What an operator does over the gateway's own routes. */
export class Operator {
  readonly #gateway: Gateway;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** @returns the tenant's id */
  async tenant(portalId: string): Promise<string> {
    const hubspot = { portalId, refreshToken: HUBSPOT_ACCOUNT.refreshToken };
    return (await this.#post('/v1/operations/tenants', { name: 'Bench', hubspot })).tenantId ?? '';
  }

  async code(tenantId: string): Promise<string> {
    return (await this.#post(`/v1/operations/tenants/${tenantId}/enrolment-codes`, {})).code ?? '';
  }

  async #post(path: string, body: object): Promise<Record<string, string>> {
    const response = await fetch(`${this.#gateway.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#gateway.passphrase}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, string>;
  }
}
