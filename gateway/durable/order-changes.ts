/**
 * What became of orders that were made: the agent that writes watches them, and reports what changed.
 *
 *   welcome, an order made, another policy ──► due ──► watch ──► changes ──► durable ──► changes-kept
 *
 *   W1  a round is kept only after it is durable, and kept again however often it comes
 *   W2  of one order the newest round of the newest connection counts; a late or repeated one changes nothing
 *   W3  nothing here runs while the ERP has nothing to say: the frame that comes wakes the object
 */

import type { ChangesFrame } from '#contracts/frames';
import type { CustomerId } from '#contracts/ids';
import type { AgentLink } from './agent-link.ts';
import type { Chore } from './chores.ts';
import type { CrmNews } from './crm-news.ts';
import type { OrderStatuses } from './order-statuses.ts';
import type { PolicyStore } from './policy-store.ts';
import type { SettingStore } from './setting-store.ts';
import type { WatchList } from './watch-list.ts';

/** Orders that are made one after the other go into one list. */
const GATHER_MS = 2_000;
/** Before this protocol an agent does not understand `watch`, and would close the connection. */
const WATCH_PROTOCOL = 2;

export interface OrderChangesParts {
  storage: Pick<DurableObjectStorage, 'transactionSync'>;
  settings: SettingStore;
  policy: PolicyStore;
  link: Pick<AgentLink, 'serving' | 'writer' | 'send'>;
  orders: OrderStatuses;
  list: WatchList;
  news: Pick<CrmNews, 'orderChanged'>;
  now: () => number;
  /** What is known about this customer's orders is old. */
  onChanged: (customerId: CustomerId) => void;
}

export class OrderChanges implements Chore {
  readonly #parts: OrderChangesParts;

  constructor(parts: OrderChangesParts) {
    this.#parts = parts;
  }

  /** The list is to be sent anew: soon, so that more can come together. */
  changed(): void {
    const { settings, now } = this.#parts;
    if (settings.read('watch-due-at') === null) settings.write('watch-due-at', String(now() + GATHER_MS));
  }

  dueAt(): number | null {
    const { settings, list } = this.#parts;
    const dueAt = Math.min(Number(settings.read('watch-due-at') ?? Infinity), list.dueAt() ?? Infinity);
    // Whoever comes to write is told when it says hello.
    return dueAt === Infinity || this.#writer() === null ? null : dueAt;
  }

  async run(): Promise<void> {
    this.#tell();
  }

  /** An agent said hello: it knows no list yet. */
  welcomed(): void {
    if (this.#parts.orders.open(this.#parts.now(), 1).length > 0) this.#tell();
  }

  /** Tells the agent that writes what to watch from now on. */
  #tell(): void {
    const { settings, policy, link, list, now } = this.#parts;
    const writer = this.#writer();
    settings.remove('watch-due-at');
    if (writer === null) return;
    const { orderChangesEveryMs: everyMs, quietHours } = policy.read();
    const { orderIds, hasNewcomers } = list.at(now(), everyMs);
    if (hasNewcomers) settings.remove('changes-cursor');
    const cursor = settings.read('changes-cursor');
    link.send(writer.epoch, { type: 'watch', everyMs, cursor, orderIds, quietHours });
  }

  /** A round came over the connection `epoch`. */
  reported(epoch: number, { round, orders: reported, cursor }: ChangesFrame): void {
    const { storage, orders, list, news, link, now, onChanged } = this.#parts;
    // Orders of another ERP may have the same numbers.
    const isOurs = link.serving().some((connection) => connection.epoch === epoch);
    const changed = storage.transactionSync(() => {
      const customerIds = new Set<CustomerId>();
      if (!isOurs) return customerIds;
      for (const { orderId, customerId, status } of reported) {
        list.heard(orderId);
        const dealId = orders.apply(orderId, status, { epoch, round }, now());
        if (dealId === null) continue;
        news.orderChanged(dealId, orderId, status, now());
        customerIds.add(customerId);
      }
      if (cursor !== null) this.#moveCursor(cursor, epoch, round);
      return customerIds;
    });
    for (const customerId of changed) onChanged(customerId);
    link.send(epoch, { type: 'changes-kept', round });
  }

  #moveCursor(cursor: string, epoch: number, round: number): void {
    const { settings } = this.#parts;
    const [heldEpoch = 0, heldRound = 0] = (settings.read('changes-round') ?? '').split(' ').map(Number);
    if (epoch < heldEpoch || (epoch === heldEpoch && round <= heldRound)) return;
    settings.write('changes-cursor', cursor);
    settings.write('changes-round', `${epoch} ${round}`);
  }

  #writer() {
    const writer = this.#parts.link.writer();
    return writer !== null && writer.protocol >= WATCH_PROTOCOL ? writer : null;
  }
}
