import type { CommandInput, CommandOutput, ReadCommandName } from '#contracts/commands';
import type { Failure } from '#contracts/errors';
import type { ChangesFrame, WatchFrame } from '#contracts/frames';
import type { Result } from '#contracts/result';
import type { SalesOrder, SalesOrderSummary } from '#contracts/sales-order';
import type { Erp } from '../erp/port.ts';
import type { Log } from '../log.ts';
import { advanced, type FeedPlace, putOff, refused, told } from './feed-place.ts';

/** Orders that are read one by one in a round; the next round goes on with the others. */
export const READS_A_ROUND = 20;
/** What a `changes` frame carries. */
const REPORTED_MAX = 200;

/** What a round found. */
export interface Round {
  report: Pick<ChangesFrame, 'orders' | 'cursor'>;
  /** There is more to hear at once. */
  more: boolean;
  /** The gateway has it: from now on the next round goes on from there. */
  kept: () => void;
}

/** Reads that nobody waits for. */
export type Ask = <N extends ReadCommandName>(
  command: N,
  input: CommandInput<N>,
  stop: AbortSignal,
) => Promise<Result<CommandOutput<N>>>;

/** Orders that were read one by one. */
interface Look {
  read: SalesOrderSummary[];
  /** Those of which the ERP said something, if only that it does not know them. */
  seen: string[];
  /** The one at which it ended early; null: none. */
  stuckAt: string | null;
}

/**
 * How the watched orders stand: by the ERP's own account of changes where it has one (feed-place.ts), else read in turn.
 * It goes on only from what was kept, so a round that got lost is asked anew.
 */
export class WatchedOrders {
  readonly #erp: Pick<Erp, 'commands'>;
  readonly #ask: Ask;
  readonly #log: Log;
  #ids: readonly string[] = [];
  #watched: ReadonlySet<string> = new Set();
  #place: FeedPlace | null = null;
  /** Changed, and not watched yet: an order may change before the gateway says that it is ours. The newest last. */
  readonly #early = new Map<string, SalesOrderSummary>();
  /** Orders that had their turn, the longest ago first. */
  readonly #hadTurn = new Set<string>();
  /** How orders stood when it was last kept. */
  readonly #stood = new Map<string, string>();

  constructor(erp: Pick<Erp, 'commands'>, ask: Ask, log: Log) {
    this.#erp = erp;
    this.#ask = ask;
    this.#log = log;
  }

  watch({ orderIds, cursor }: Pick<WatchFrame, 'orderIds' | 'cursor'>): void {
    const before = this.#place;
    this.#place = told(before, { cursor, orderIds, watchedBefore: this.#watched });
    this.#ids = orderIds;
    this.#watched = new Set(orderIds);
    if (before !== null && before.held !== cursor) this.#distrustEarly(this.#place);
    for (const id of this.#stood.keys()) if (!this.#watched.has(id)) this.#stood.delete(id);
    for (const id of this.#hadTurn) if (!this.#watched.has(id)) this.#hadTurn.delete(id);
  }

  /** Another agent may have said since how these stand: what is known here of old is not said over that, but looked at. */
  #distrustEarly(place: FeedPlace): void {
    if (!this.#erp.commands.includes('order.read')) return;
    const early = [...this.#early.keys()].filter((id) => this.#watched.has(id));
    for (const id of early) this.#early.delete(id);
    this.#place = { ...place, unseen: [...new Set([...place.unseen, ...early])] };
  }

  /** Null: there is nothing to say. */
  async round(stop: AbortSignal): Promise<Round | null> {
    if (this.#ids.length === 0 || this.#place === null) return null;
    if (this.#erp.commands.includes('order.changes')) return this.#changes(this.#place, stop);
    return this.#erp.commands.includes('order.read') ? this.#readInTurn(stop) : null;
  }

  async #changes({ at: from }: FeedPlace, stop: AbortSignal): Promise<Round | null> {
    const changed = await this.#ask('order.changes', { cursor: from, limit: REPORTED_MAX }, stop);
    if (!changed.ok) {
      this.#notTold(from, changed.error);
      return null;
    }
    const { orders, cursor } = changed.value;
    const { read, seen } = await this.#lookOnce(stop);
    if (stop.aborted || this.#place === null) return null;
    // What was read is newer than what was said of it.
    for (const order of [...orders, ...read]) {
      this.#early.delete(order.orderId);
      this.#early.set(order.orderId, order);
    }
    const all = [...this.#early.values()].filter(({ orderId }) => this.#watched.has(orderId));
    const ours = all.slice(0, REPORTED_MAX);
    for (const id of [...this.#early.keys()].slice(0, -REPORTED_MAX))
      if (!this.#watched.has(id)) this.#early.delete(id);
    const isAllTold = ours.length === all.length;
    const isAllSeen = this.#place.unseen.every((id) => seen.includes(id));
    // Said sooner, an agent that starts anew would go on from it.
    const said = isAllTold && isAllSeen && this.#place.at === from ? cursor : null;
    const kept = (): void => {
      if (this.#place !== null) this.#place = advanced(this.#place, { from, at: cursor, said, seen });
      // What changed once more since then is said again.
      for (const order of ours) if (this.#early.get(order.orderId) === order) this.#early.delete(order.orderId);
    };
    if (ours.length > 0 || (said !== null && said !== this.#place.held)) {
      return { report: { orders: ours, cursor: said }, more: orders.length === REPORTED_MAX || !isAllTold, kept };
    }
    kept();
    return null;
  }

  #notTold(from: string | null, { code, category }: Failure): void {
    if (category === 'invalid' && from !== null && this.#place?.at === from) {
      this.#place = refused(this.#place, this.#ids);
      const orders = this.#ids.length;
      this.#log.warn(
        { command: 'order.changes', code, orders },
        'cursor refused: each watched order is looked at once',
      );
    } else this.#log.warn({ command: 'order.changes', code }, 'orders not watched');
  }

  /** Looks at orders that have to be seen before the cursor counts, so many a round. */
  async #lookOnce(stop: AbortSignal): Promise<Look> {
    const unseen = this.#place?.unseen ?? [];
    if (!this.#erp.commands.includes('order.read')) {
      if (unseen.length > 0) this.#log.warn({ code: 'connector.command-missing' }, 'orders cannot be looked at');
      return { read: [], seen: [...unseen], stuckAt: null };
    }
    const look = await this.#look(unseen.slice(0, READS_A_ROUND), stop);
    const { seen, stuckAt } = look;
    if (seen.length === 0 && stuckAt !== null && this.#place !== null) this.#place = putOff(this.#place, stuckAt);
    return look;
  }

  async #readInTurn(stop: AbortSignal): Promise<Round | null> {
    const { read, seen, stuckAt } = await this.#look(this.#turn(), stop);
    if (stop.aborted) return null;
    const news = read.filter((order) => this.#stood.get(order.orderId) !== standOf(order));
    const kept = (): void => {
      // One that the ERP never answers must not keep all others from their turn.
      for (const id of seen.length === 0 && stuckAt !== null ? [stuckAt] : seen) {
        this.#hadTurn.delete(id);
        if (this.#watched.has(id)) this.#hadTurn.add(id);
      }
      for (const order of news) if (this.#watched.has(order.orderId)) this.#stood.set(order.orderId, standOf(order));
    };
    if (news.length > 0) return { report: { orders: news, cursor: null }, more: false, kept };
    kept();
    return null;
  }

  /** Reads these, until the ERP does not answer. One that it knows no more, or will not show, holds up no other. */
  async #look(orderIds: readonly string[], stop: AbortSignal): Promise<Look> {
    const read: SalesOrderSummary[] = [];
    const seen: string[] = [];
    for (const orderId of orderIds) {
      const order = await this.#ask('order.read', { orderId: orderId as SalesOrder['orderId'] }, stop);
      if (stop.aborted) break;
      if (!order.ok && order.error.code !== 'erp.not-found') {
        this.#log.warn({ command: 'order.read', code: order.error.code, orderId }, 'orders not watched');
        if (order.error.category !== 'invalid') return { read, seen, stuckAt: orderId };
      }
      seen.push(orderId);
      if (order.ok && order.value.orderId === orderId) read.push(summaryOf(order.value));
    }
    return { read, seen, stuckAt: null };
  }

  /** The orders of the next round: those that had no turn yet, then those whose turn was the longest ago. */
  #turn(): string[] {
    const first = this.#ids.filter((id) => !this.#hadTurn.has(id));
    return [...first, ...this.#hadTurn].slice(0, READS_A_ROUND);
  }
}

const standOf = ({ status, erpStatus, quantityShipped }: SalesOrderSummary): string =>
  `${status} ${quantityShipped} ${erpStatus}`;

/** The order as a row: lines and shipments stay in the house. */
const summaryOf = ({ lines: _lines, shipments: _shipments, ...summary }: SalesOrder): SalesOrderSummary => summary;
