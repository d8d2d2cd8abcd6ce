import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from '../gateway.ts';
import { Operator } from '../gateway.ts';
import type { FleetEvent, FleetOrder, LinkMoment } from './messages.ts';

/** Tenants made at once. */
const TOGETHER = 8;
const ENROL_MS_MAX = 120_000;

/** HubSpot accounts of the fleet's tenants: one each. */
export const portalOf = (index: number): string => String(700_000 + index);

/** Light agents in a few processes, each the only agent of its own tenant. */
export class Fleet {
  readonly #children: ChildProcess[];
  readonly #events = new EventEmitter<{ moments: []; enrolled: [number]; failed: [string] }>();
  /** Everything the links did, oldest first. */
  readonly moments: LinkMoment[] = [];
  readonly online = new Map<number, number>();

  private constructor(processes: number) {
    this.#events.setMaxListeners(200);
    this.#children = Array.from({ length: processes }, () => {
      const child = fork(join(import.meta.dirname, 'main.ts'), [], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      child.on('message', (event: FleetEvent) => this.#take(event));
      return child;
    });
  }

  /** Makes `size` tenants, each with one enrolled agent. None is linked yet. */
  static async enrol(gateway: Gateway, dir: string, size: number, processes: number): Promise<Fleet> {
    const fleet = new Fleet(processes);
    try {
      const operator = new Operator(gateway);
      const codes: string[] = [];
      let next = 0;
      const worker = async (): Promise<void> => {
        for (let index = next++; index < size; index = next++) {
          codes[index] = await operator.code(await operator.tenant(portalOf(index)));
        }
      };
      await Promise.all(Array.from({ length: TOGETHER }, worker));
      const home = join(dir, 'fleet');
      let enrolled = 0;
      const all = new Promise<void>((resolve, reject) => {
        fleet.#events.on('enrolled', (count) => {
          enrolled += count;
          if (enrolled === size) resolve();
        });
        fleet.#events.once('failed', (reason) => reject(new Error(reason)));
      });
      for (const [place, child] of fleet.#children.entries()) {
        const members = codes
          .map((code, index) => ({ index, code }))
          .filter(({ index }) => index % processes === place);
        child.send({ order: 'enrol', gateway: gateway.url, home, members } satisfies FleetOrder);
      }
      const late = delay(ENROL_MS_MAX, undefined, { ref: false }).then(() =>
        Promise.reject(new Error('enrolling took too long')),
      );
      await Promise.race([all, late]);
      return fleet;
    } catch (error) {
      await fleet.stop();
      throw error;
    }
  }

  /** Starts the links of these agents. @param via where each dials instead of the gateway */
  link(indices: readonly number[], via: (index: number) => string | null = () => null): void {
    for (const [place, child] of this.#children.entries()) {
      const members = indices
        .filter((index) => index % this.#children.length === place)
        .map((index) => ({ index, via: via(index) }));
      child.send({ order: 'link', members } satisfies FleetOrder);
    }
  }

  /** Waits until this holds, looked at after each thing a link did. False: it did not within the time. */
  async until(holds: () => boolean, withinMs: number): Promise<boolean> {
    const late = AbortSignal.timeout(withinMs);
    while (!holds()) {
      try {
        await once(this.#events, 'moments', { signal: late });
      } catch {
        return false;
      }
    }
    return true;
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.disconnect();
        await ended;
      }),
    );
  }

  #take(event: FleetEvent): void {
    if (event.event === 'enrolled') this.#events.emit('enrolled', event.indices.length);
    else if (event.event === 'failed') this.#events.emit('failed', event.reason);
    else {
      for (const moment of event.moments) {
        this.moments.push(moment);
        if (moment.state === 'online') this.online.set(moment.index, moment.at);
        else this.online.delete(moment.index);
      }
      this.#events.emit('moments');
    }
  }
}
