import type { LinkState } from '#contracts/card-api';
import { type Moment, momentOf } from '#contracts/dates';
import type { CorrelationId } from '#contracts/ids';
import type { AgentLink } from './agent-link.ts';
import type { SettingStore } from './setting-store.ts';

/** What every view begins with. */
export interface ViewHead {
  ok: true;
  correlationId: CorrelationId;
  now: Moment;
}

/** The parts that all views have: who asked when, what the ERP is called, and whether the way to it is open. */
export class ViewFrame {
  readonly #settings: SettingStore;
  readonly #link: AgentLink;
  readonly #now: () => number;

  constructor(settings: SettingStore, link: AgentLink, now: () => number) {
    this.#settings = settings;
    this.#link = link;
    this.#now = now;
  }

  head(correlationId: CorrelationId): ViewHead {
    return { ok: true, correlationId, now: momentOf(this.#now()) };
  }

  erpTitle(): string {
    return this.#settings.read('erp-title') ?? 'ERP';
  }

  linkState(): LinkState {
    const online = this.#link.isUp();
    const noted = (name: string): number => Number(this.#settings.read(name) ?? '0');
    const since = noted(online ? 'online-since' : 'offline-since');
    // Sockets that a deploy took along report no close: what is noted then is an earlier time that the way was shut.
    const isKnown = since > 0 && (online || since >= noted('online-since'));
    return { online, since: isKnown ? momentOf(since) : null };
  }
}
