import type { WriteBounds } from '#contracts/frames';
import type { PushLink } from './push-link.ts';
import type { SettingStore } from './setting-store.ts';

/** A minute: an agent that is there dials again within 30 s. */
const WAIT_MS = 60_000;
/** More agents than any tenant has. */
const AGENTS_MAX = 20;

/** The last start of the object that no connection outlived: the store may have been set back just then. */
interface LonelyStart {
  untilMs: number;
  /** The highest that this store had given out. */
  epoch: number;
}

/** Who may write, and which epoch each of them was told last. */
export class PushWriters {
  readonly #settings: SettingStore;
  readonly #link: PushLink;
  readonly #start: LonelyStart;

  constructor(settings: SettingStore, link: PushLink, now: number) {
    this.#settings = settings;
    this.#link = link;
    if (link.connections().length === 0) {
      const start: LonelyStart = { untilMs: now + WAIT_MS, epoch: Number(settings.read('epoch') ?? '0') };
      // Kept: the object may be lost again before everybody is back.
      settings.write('lonely-start', JSON.stringify(start));
    }
    this.#start = JSON.parse(settings.read('lonely-start') ?? '{"untilMs":0,"epoch":0}') as LonelyStart;
  }

  /** Who writes what: of the connections of the tenant's ERP that offer it the newest. Not each agent need offer every write. */
  byCommand(): Map<string, { epoch: number; bounds: WriteBounds }> {
    const writers = new Map<string, { epoch: number; bounds: WriteBounds }>();
    for (const { epoch, connector } of this.#link.serving()) {
      for (const [command, bounds] of Object.entries(connector.writeBounds)) {
        if (!writers.has(command)) writers.set(command, { epoch, bounds });
      }
    }
    return writers;
  }

  /**
   * Until when nothing may be sent, epoch ms; 0: now it may. A store that is set back closes every socket, as a deploy
   * does, and only the agents know what it forgot. So after a start without any connection each agent that was
   * enrolled here is waited for, until it has said which epoch it knows or has had the time to.
   */
  awaitedUntil(): number {
    const there = new Set<string>(this.#link.connections().map(({ agentId }) => agentId));
    return Object.keys(this.#told()).every((agentId) => there.has(agentId)) ? 0 : this.#start.untilMs;
  }

  /** Whether the object has lost the connection by being lost itself: what came over it last it may have forgotten. */
  isOfEarlierLife(epoch: number): boolean {
    return epoch <= this.#start.epoch;
  }

  /**
   * The epoch of one sending over this connection, higher than any before: whoever got it shows by it that a store
   * was set back which does not know it.
   */
  nextEpoch(connection: number): number {
    const epoch = this.#settings.next('epoch');
    const writer = this.#link.connections().find((one) => one.epoch === connection);
    if (writer !== undefined) this.told(writer.agentId, epoch);
    return epoch;
  }

  /** The highest epoch that the agent can know from this store; null: this store does not know. */
  toldTo(agentId: string): number | null {
    return this.#told()[agentId] ?? null;
  }

  told(agentId: string, epoch: number): void {
    noteWriter(this.#settings, agentId, epoch);
  }

  #told(): Writers {
    return readWriters(this.#settings);
  }
}

/** The agents that may write, the newest first, with the highest epoch that each can know. */
type Writers = Record<string, number>;

/**
 * An agent that was enrolled is awaited like one that has written: a store set back to this moment knows no more of it.
 * It may know any epoch given out until now, for a host enrolled anew keeps its journal; what is higher it was told by a
 * store that has forgotten it.
 */
export const noteEnrolled = (settings: SettingStore, agentId: string): void =>
  noteWriter(settings, agentId, Number(settings.read('epoch') ?? '0'));

/** One that was revoked never comes back: nothing waits for it. */
export function noteRevoked(settings: SettingStore, agentId: string): void {
  const { [agentId]: _, ...others } = readWriters(settings);
  settings.write('writers', JSON.stringify(others));
}

const readWriters = (settings: SettingStore): Writers => JSON.parse(settings.read('writers') ?? '{}') as Writers;

function noteWriter(settings: SettingStore, agentId: string, epoch: number): void {
  const { [agentId]: _, ...others } = readWriters(settings);
  const newestFirst = [[agentId, epoch], ...Object.entries(others)].slice(0, AGENTS_MAX);
  settings.write('writers', JSON.stringify(Object.fromEntries(newestFirst)));
}
