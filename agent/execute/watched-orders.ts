import type { CommandInput, CommandOutput, ReadCommandName } from '#contracts/commands';
import type { ChangesFrame, WatchFrame } from '#contracts/frames';
import type { Result } from '#contracts/result';
import type { SalesOrder, SalesOrderSummary } from '#contracts/sales-order';
import type { Erp } from '../erp/port.ts';
import type { Log } from '../log.ts';

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

/**
 * How the watched orders stand: by the ERP's own account of changes where it has one, else read in turn. It goes on
 * only from what was kept, so a round that got lost is asked anew.
 */
export class WatchedOrders {
  readonly #erp: Pick<Erp, 'commands'>;
  readonly #ask: Ask;
  readonly #log: Log;
  #ids: readonly string[] = [];
  #watched = new Set<string>();
  #cursor: string | null = null;
  /** Changed, and not watched yet: an order may change before the gateway says that it is ours. The newest last. */
  readonly #early = new Map<string, SalesOrderSummary>();
  /** The order after which the next round goes on. */
  #after: string | null = null;
  /** How orders stood when it was last kept. */
  readonly #stood = new Map<string, string>();

  constructor(erp: Pick<Erp, 'commands'>, ask: Ask, log: Log) {
    this.#erp = erp;
    this.#ask = ask;
    this.#log = log;
  }

  watch({ orderIds, cursor }: Pick<WatchFrame, 'orderIds' | 'cursor'>): void {
    this.#ids = orderIds;
    this.#watched = new Set(orderIds);
    this.#cursor = cursor;
    for (const id of this.#stood.keys()) if (!this.#watched.has(id)) this.#stood.delete(id);
  }

  /** Null: there is nothing to say. */
  async round(stop: AbortSignal): Promise<Round | null> {
    if (this.#ids.length === 0) return null;
    if (this.#erp.commands.includes('order.changes')) return this.#changes(stop);
    return this.#erp.commands.includes('order.read') ? this.#readInTurn(stop) : null;
  }

  async #changes(stop: AbortSignal): Promise<Round | null> {
    const before = this.#cursor;
    const changed = await this.#ask('order.changes', { cursor: before, limit: REPORTED_MAX }, stop);
    if (!changed.ok) {
      this.#log.warn({ command: 'order.changes', code: changed.error.code }, 'orders not watched');
      // A cursor that the ERP takes no more, e.g. after it was set back: from now on, then.
      if (changed.error.category === 'invalid' && this.#cursor === before) this.#cursor = null;
      return null;
    }
    const { orders, cursor } = changed.value;
    for (const order of orders) {
      this.#early.delete(order.orderId);
      this.#early.set(order.orderId, order);
    }
    const ours = [...this.#early.values()].filter(({ orderId }) => this.#watched.has(orderId)).slice(0, REPORTED_MAX);
    for (const id of [...this.#early.keys()].slice(0, -REPORTED_MAX))
      if (!this.#watched.has(id)) this.#early.delete(id);
    if (ours.length === 0 && cursor === before) return null;
    return {
      report: { orders: ours, cursor },
      more: orders.length === REPORTED_MAX,
      kept: () => {
        this.#cursor = cursor;
        // What changed once more since then is said again.
        for (const order of ours) if (this.#early.get(order.orderId) === order) this.#early.delete(order.orderId);
      },
    };
  }

  async #readInTurn(stop: AbortSignal): Promise<Round | null> {
    const read: SalesOrderSummary[] = [];
    let last = this.#after;
    for (const orderId of this.#turn()) {
      const order = await this.#ask('order.read', { orderId: orderId as SalesOrder['orderId'] }, stop);
      if (stop.aborted) return null;
      // One that the ERP does not know any more does not keep the others waiting; an ERP that is away does.
      if (!order.ok && order.error.code !== 'erp.not-found') {
        this.#log.warn({ command: 'order.read', code: order.error.code }, 'orders not watched');
        break;
      }
      last = orderId;
      if (order.ok && order.value.orderId === orderId) read.push(summaryOf(order.value));
    }
    const news = read.filter((order) => this.#stood.get(order.orderId) !== standOf(order));
    const kept = (): void => {
      this.#after = last;
      for (const order of news) this.#stood.set(order.orderId, standOf(order));
    };
    if (news.length > 0) return { report: { orders: news, cursor: null }, more: false, kept };
    kept();
    return null;
  }

  /** The orders of the next round, those first that follow the last one. */
  #turn(): string[] {
    const start = this.#after === null ? 0 : this.#ids.indexOf(this.#after) + 1;
    return [...this.#ids.slice(start), ...this.#ids.slice(0, start)].slice(0, READS_A_ROUND);
  }
}

const standOf = ({ status, erpStatus, quantityShipped }: SalesOrderSummary): string =>
  `${status} ${quantityShipped} ${erpStatus}`;

/** The order as a row: lines and shipments stay in the house. */
const summaryOf = ({ lines: _lines, shipments: _shipments, ...summary }: SalesOrder): SalesOrderSummary => summary;
