import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_PROGRAM, buildAgent } from '../../agent/build.ts';
import { CARD_BUNDLES, GATEWAY_BUNDLE } from '../build.ts';
import { startHostControl } from './host-control.ts';
import { HUBSPOT_ACCOUNT } from './hubspot/account.ts';
import { freePort } from './ports.ts';
import { type Program, startProgram } from './program.ts';
import { sandboxSecrets } from './secrets.ts';

export interface StackOptions {
  /** Where all state is kept: ERP database, gateway storage, the agent's home. */
  dir: string;
  /** Of the CRM page; 0: any free one. */
  port: number;
  /** A small ERP for quick tests. */
  small?: boolean;
  /** Requests that the CRM takes in ten seconds; HubSpot's own limit without it. For who clicks faster than people do. */
  crmRequestsMax?: number;
  onLine: (name: string, line: string) => void;
  /** Called as each part is up. */
  onPart?: (name: string) => void;
}

const crmLimit = ({ crmRequestsMax }: StackOptions): string[] =>
  crmRequestsMax === undefined ? [] : ['--requests-per-window', String(crmRequestsMax)];

/** Everything from the CRM page to the ERP, each part its own process. */
export interface Stack {
  page: string;
  gateway: string;
  hubspot: string;
  erpEndpoint: string;
  erpControl: string;
  /** Of the ERP's interface user: for a test that does in the ERP what a colleague would. */
  erpPassword: string;
  /** Ends workerd and starts it anew on the same port and storage. */
  restartGateway(): Promise<void>;
  startAgent(): Promise<void>;
  stopAgent(): Promise<void>;
  stop(): Promise<void>;
}

const program = (path: string): string => join(import.meta.dirname, '../..', path);

/** Starts demo ERP, stand-in CRM, gateway, agent (enrolled by itself) and CRM page. What has started is stopped again when something fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dir, port, small, onLine, onPart } = options;
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  const start = async (name: string, args: string[], env: Record<string, string> = {}): Promise<Program> => {
    const part = await startProgram({ name, args, env, announces: true, onLine });
    started.push(part);
    onPart?.(name);
    return part;
  };
  try {
    mkdirSync(dir, { recursive: true });
    const secrets = sandboxSecrets(dir);
    const [erp, hubspot, gatewayPort] = await Promise.all([
      start('erp', [program('test/sandbox/erp/main.ts'), '--data', join(dir, 'erp'), ...(small ? ['--small'] : [])], {
        ERP_PASSWORD: secrets.erpPassword,
      }),
      start('hubspot', [program('test/sandbox/hubspot/main.ts'), ...crmLimit(options)]),
      freePort(0),
    ]);
    const erpEndpoint = erp.ready?.endpoint ?? '';
    const erpControl = erp.ready?.control ?? '';
    const hubspotUrl = hubspot.ready?.url ?? '';
    const gateway = `http://127.0.0.1:${gatewayPort}`;
    const startGateway = (): Promise<Program> => {
      const kept = ['--bundle', GATEWAY_BUNDLE, '--data', join(dir, 'gateway'), '--port', String(gatewayPort)];
      return start('gateway', [program('test/sandbox/gateway/main.ts'), ...kept], {
        GATEWAY_PUBLIC_BASE_URLS: gateway,
        GATEWAY_HUBSPOT_CLIENT_ID: HUBSPOT_ACCOUNT.clientId,
        GATEWAY_HUBSPOT_CLIENT_SECRET: HUBSPOT_ACCOUNT.clientSecret,
        GATEWAY_HUBSPOT_API_URL: hubspotUrl,
        GATEWAY_SEAL_KEY: secrets.sealKey,
        GATEWAY_ENVIRONMENT: 'sandbox',
        GATEWAY_OPERATOR_PASSPHRASE: secrets.operatorPassphrase,
      });
    };
    let workerd = await startGateway();

    const home = join(dir, 'agent');
    const code = await issueCode(gateway, secrets.operatorPassphrase);
    await configureAgent(home, erpEndpoint);
    await buildAgent();
    await enrolAgent(home, gateway, code, onLine);
    let agent: Program | null = null;
    const startAgent = async (): Promise<void> => {
      if (agent !== null) return;
      const { promise: online, resolve } = Promise.withResolvers<void>();
      agent = await startProgram({
        name: 'agent',
        args: [AGENT_PROGRAM, 'run', '--home', home, '--gateway', gateway],
        env: { KONTOR_PASSWORD: secrets.erpPassword },
        announces: false,
        onLine: (name, line) => {
          if (line.includes('"state":"online"')) resolve();
          onLine(name, line);
        },
      });
      const ended = once(agent.process, 'exit').then(() => Promise.reject(new Error('the agent ended at its start')));
      // One that ends later is another matter.
      ended.catch(() => {});
      await Promise.race([online, ended]);
    };
    const stopAgent = async (): Promise<void> => {
      const running = agent;
      agent = null;
      await running?.stop();
    };
    started.push({ stop: stopAgent });
    await startAgent();
    onPart?.('agent');

    const hostControl = await startHostControl({ startAgent, stopAgent });
    started.push(hostControl);
    const preview = await start(
      'preview',
      [
        program('extension/preview/main.ts'),
        '--port',
        String(port),
        '--gateway',
        gateway,
        '--hubspot',
        hubspotUrl,
        '--bundles',
        CARD_BUNDLES,
        '--erp-control',
        erpControl,
        '--host-control',
        hostControl.url,
      ],
      { CLIENT_SECRET: HUBSPOT_ACCOUNT.clientSecret },
    );
    return {
      page: preview.ready?.url ?? '',
      gateway,
      hubspot: hubspotUrl,
      erpEndpoint,
      erpControl,
      erpPassword: secrets.erpPassword,
      async restartGateway() {
        await workerd.stop();
        workerd = await startGateway();
      },
      startAgent,
      stopAgent,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Sets the tenant up (again: it keeps its id) and asks for an enrolment code, as an operator does. */
async function issueCode(gateway: string, passphrase: string): Promise<string> {
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const response = await fetch(`${gateway}/v1/operations${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${passphrase}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, string>;
  };
  const { portalId, refreshToken } = HUBSPOT_ACCOUNT;
  const { tenantId } = await post('/tenants', {
    name: 'Sandbox',
    hubspot: { portalId: String(portalId), refreshToken },
  });
  const { code } = await post(`/tenants/${tenantId}/enrolment-codes`, {});
  return code ?? '';
}

async function configureAgent(home: string, endpoint: string): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const connector = program('agent/connectors/demo-erp');
  const config = {
    connector,
    settings: { endpoint, company: '100', user: 'SCHNITT', password: { env: 'KONTOR_PASSWORD' } },
  };
  // JSON is YAML.
  writeFileSync(join(home, 'agent.yaml'), `${JSON.stringify(config, null, 2)}\n`);
}

async function enrolAgent(home: string, gateway: string, code: string, onLine: StackOptions['onLine']): Promise<void> {
  if (existsSync(join(home, 'identity.json'))) return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const { spawn } = await import('node:child_process');
  const child = spawn(
    process.execPath,
    [AGENT_PROGRAM, 'enrol', '--home', home, '--gateway', gateway, '--code', code],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => onLine('agent', String(chunk).trimEnd()));
  child.once('close', (status) =>
    status === 0 ? resolve() : reject(new Error(`the agent could not be enrolled (${status})`)),
  );
  return promise;
}

/** Forgets everything: a sandbox as on the first day. */
export const forgetStack = (dir: string): void => rmSync(dir, { recursive: true, force: true });
