import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildAgent } from '../../agent/build.ts';
import { type Gateway, Operator, startGateway } from '../bench/gateway.ts';
import { GATEWAY_BUNDLE } from '../build.ts';
import { REQUESTS_PER_WINDOW } from '../sandbox/hubspot/rate-limit.ts';
import { freePort } from '../sandbox/ports.ts';
import { type Program, startProgram } from '../sandbox/program.ts';
import { sandboxSecrets } from '../sandbox/secrets.ts';
import { copyConnector } from './connector-copy.ts';
import { Crm } from './crm.ts';
import { type Lane, openLinks, startLane } from './lane.ts';

export interface WorldWish {
  dir: string;
  lanes: number;
  onLine: (name: string, line: string) => void;
}

/** One workerd and one stand-in CRM for all lanes. */
export class World {
  readonly #gateway: Gateway;
  readonly #hubspot: Program;
  readonly crm: Crm;
  readonly lanes: readonly Lane[];
  /** When the gateway last came back: a fault for every lane. */
  gatewayUpAt = Date.now();
  #restarting = false;

  private constructor(gateway: Gateway, hubspot: Program, crm: Crm, lanes: readonly Lane[]) {
    this.#gateway = gateway;
    this.#hubspot = hubspot;
    this.crm = crm;
    this.lanes = lanes;
  }

  static async start({ dir, lanes: count, onLine }: WorldWish): Promise<World> {
    const started: (() => Promise<unknown>)[] = [];
    try {
      await buildAgent();
      const port = await freePort(0);
      const address = `http://127.0.0.1:${port}`;
      const links = await Promise.all(Array.from({ length: count }, () => openLinks(address)));
      const hubspot = await startProgram({
        name: 'hubspot',
        // Each lane is an account, and HubSpot counts each for itself: the stand-in has one.
        args: [
          join(import.meta.dirname, '../sandbox/hubspot/main.ts'),
          ...['--requests-per-window', String(count * REQUESTS_PER_WINDOW)],
        ],
        announces: true,
        onLine,
      });
      started.push(() => hubspot.stop());
      const hubspotUrl = hubspot.ready?.url ?? '';
      const addresses = [address, ...links.flat().map(({ url }) => url)].join(',');
      const settings = { PUBLIC_BASE_URLS: addresses };
      const gateway = await startGateway({ dir, bundle: GATEWAY_BUNDLE, hubspotUrl, onLine, settings, port });
      started.push(() => gateway.stop());
      const operator = new Operator(gateway);
      const connector = copyConnector(dir);
      const lanes: Lane[] = [];
      for (const [index, own] of links.entries()) {
        const lane = await startLane({
          index,
          dir,
          gateway: gateway.url,
          links: own,
          connector,
          today: new Date().toISOString().slice(0, 10),
          erpPassword: sandboxSecrets(dir).erpPassword,
          compiled: join(dir, 'compiled'),
          onLine,
          tenant: (portalId) => operator.tenant(portalId),
          enrolmentCode: (tenantId) => operator.code(tenantId),
        });
        started.push(() => lane.stop());
        lanes.push(lane);
      }
      return new World(gateway, hubspot, new Crm(hubspotUrl), lanes);
    } catch (error) {
      for (const stop of started.reverse()) await stop();
      throw error;
    }
  }

  /** Where the tenant objects' files are. */
  get storage(): string {
    return this.#gateway.dataDir;
  }

  /** `kill -9` of workerd and its host at once, and a start on the same storage after a while. False: it is down already. */
  killGateway(downMs: number): Promise<void> | false {
    if (this.#restarting) return false;
    this.#restarting = true;
    const host = this.#gateway.pid();
    for (const pid of [...childrenOf(host), host]) process.kill(pid, 'SIGKILL');
    return this.#restart(downMs);
  }

  async #restart(downMs: number): Promise<void> {
    try {
      await delay(downMs);
      await this.#gateway.stop();
      await this.#gateway.start();
    } finally {
      this.gatewayUpAt = Date.now();
      this.#restarting = false;
    }
  }

  get gatewayIsUp(): boolean {
    return !this.#restarting;
  }

  /** In order, so that what was written last is on disk: agents and ERPs, then the gateway. */
  async stop(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.stop()));
    await this.#gateway.stop();
    await this.#hubspot.stop();
  }
}

/** Processes that this one started (proc(5), Linux only). */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
