/**
 * Which orders an agent is told to watch: all that are open, as long as one frame carries them. Beyond it the half that
 * changed last is always watched, and the others in turns:
 *
 *   T1  an order keeps its turn until it was heard of, at most for a day, or so many rounds as the whole list needs: the
 *       ERP may know it no more, or the agent has nothing new to say of it
 *   T2  whose turn is next goes by order numbers, round and round, so that none is left out
 *   T3  an ERP's own account of changes says nothing of what happened to an order before its turn: where a turn begins,
 *       its cursor counts no more, and the agent looks at each order once (agent/execute/feed-place.ts)
 */

import { WATCHED_ORDERS_MAX } from '#contracts/frames';
import type { SalesOrderId } from '#contracts/ids';
import { OPEN, type OrderStatuses, openSince } from './order-statuses.ts';
import type { SettingStore } from './setting-store.ts';

/** Orders whose turn it is at once. */
const TURNS_MAX = WATCHED_ORDERS_MAX / 2;
/** An agent reads twenty orders a round: the whole list in a hundred, and some to spare. */
const ROUNDS = 120;
/** An agent that is asked for more than a round a minute may not come to them. */
const ROUND_MIN_MS = 60_000;
/** A day: beyond any quiet hours. */
const TURN_MIN_MS = 24 * 3_600_000;

export interface WatchListParts {
  sql: SqlStorage;
  settings: SettingStore;
  orders: OrderStatuses;
}

export interface WatchedNow {
  orderIds: SalesOrderId[];
  /** There are orders in it whose changes nobody has followed until now. */
  hasNewcomers: boolean;
}

export class WatchList {
  readonly #parts: WatchListParts;

  constructor(parts: WatchListParts) {
    this.#parts = parts;
  }

  /** When the next turns begin; null: all orders are watched. */
  dueAt(): number | null {
    const dueAt = this.#parts.settings.read('watch-turns-at');
    return dueAt === null ? null : Number(dueAt);
  }

  /** The list as it is to be told. @param everyMs from one round of the agent to the next */
  at(now: number, everyMs: number): WatchedNow {
    const newest = this.#parts.orders.open(now, WATCHED_ORDERS_MAX + 1);
    if (newest.length <= WATCHED_ORDERS_MAX) return { orderIds: newest, hasNewcomers: this.#end() };
    const always = newest.slice(0, WATCHED_ORDERS_MAX - TURNS_MAX);
    const dueAt = this.dueAt();
    const isDue = dueAt === null || dueAt <= now;
    const hasNewcomers = isDue && this.#moveOn(always, now, ROUNDS * Math.max(everyMs, ROUND_MIN_MS));
    const known = new Set(always);
    return { orderIds: [...always, ...this.#inTurn(now).filter((orderId) => !known.has(orderId))], hasNewcomers };
  }

  /** The agent said how this order stands. */
  heard(orderId: string): void {
    if (this.dueAt() !== null) this.#parts.sql.exec('DELETE FROM order_turn WHERE order_id = ?', orderId);
  }

  /** Ends the turns of those that had theirs, and begins the next ones. Whether there are any. */
  #moveOn(always: readonly SalesOrderId[], now: number, stayMs: number): boolean {
    const { sql, settings } = this.#parts;
    sql.exec('DELETE FROM order_turn WHERE since <= ?', now - Math.max(stayMs, TURN_MIN_MS));
    const kept = this.#inTurn(now);
    const taken = new Set([...always, ...kept]);
    const place = settings.read('watch-place') ?? '';
    const next = [...this.#following('>', place, now), ...this.#following('<=', place, now)]
      .filter((orderId) => !taken.has(orderId))
      .slice(0, TURNS_MAX - kept.length);
    for (const orderId of next)
      sql.exec('INSERT OR REPLACE INTO order_turn (order_id, since) VALUES (?, ?)', orderId, now);
    settings.write('watch-place', next.at(-1) ?? place);
    settings.write('watch-turns-at', String(now + stayMs));
    const watched = new Set([...taken, ...next]).size;
    const open = this.#openCount(now);
    console.error(
      JSON.stringify({ code: 'orders.watched-in-turns', tenantId: settings.read('tenant-id'), open, watched }),
    );
    return next.length > 0;
  }

  /** All are watched. Whether that was otherwise until now. */
  #end(): boolean {
    const { sql, settings } = this.#parts;
    if (this.dueAt() === null) return false;
    settings.remove('watch-turns-at');
    settings.remove('watch-place');
    sql.exec('DELETE FROM order_turn');
    return true;
  }

  /** Whose turn it is, as far as there is more to hear of them. */
  #inTurn(now: number): SalesOrderId[] {
    const turns = `SELECT order_id AS orderId FROM order_turn JOIN order_status USING (order_id) WHERE ${OPEN} ORDER BY order_id`;
    return this.#ids(turns, openSince(now));
  }

  /** As many as are enough, although some of them may be on the list already. */
  #following(which: '>' | '<=', place: string, now: number): SalesOrderId[] {
    const next = `SELECT order_id AS orderId FROM order_status WHERE ${OPEN} AND order_id ${which} ? ORDER BY order_id LIMIT ?`;
    return this.#ids(next, openSince(now), place, WATCHED_ORDERS_MAX);
  }

  #openCount(now: number): number {
    const count = `SELECT count(*) AS orders FROM order_status WHERE ${OPEN}`;
    return this.#parts.sql.exec<{ orders: number }>(count, openSince(now)).one().orders;
  }

  #ids(query: string, ...bindings: (string | number)[]): SalesOrderId[] {
    const rows = this.#parts.sql.exec<{ orderId: SalesOrderId }>(query, ...bindings).toArray();
    return rows.map(({ orderId }) => orderId);
  }
}
