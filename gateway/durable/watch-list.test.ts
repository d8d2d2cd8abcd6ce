import { env, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WATCHED_ORDERS_MAX } from '#contracts/frames';
import type { CrmRecordId, SalesOrderId } from '#contracts/ids';
import { migrate } from './migrate.ts';
import { TENANT_MIGRATIONS } from './migrations.ts';
import { OrderStatuses } from './order-statuses.ts';
import { SettingStore } from './setting-store.ts';
import { WatchList } from './watch-list.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From one beginning of turns to the next, with a round a minute. */
const STAY = 120 * MINUTE;
const START = 400 * DAY;
const HALF = WATCHED_ORDERS_MAX / 2;

let logged: string[] = [];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void logged.push(line));
});
afterEach(() => vi.restoreAllMocks());

interface Stage {
  sql: SqlStorage;
  list: WatchList;
  orders: OrderStatuses;
  /** Makes so many more open orders, each a second after the one before. */
  make: (count: number) => void;
}

let made = 0;
const idOf = (nth: number): SalesOrderId => `O-${String(nth).padStart(6, '0')}` as SalesOrderId;

const inStore = <T>(work: (stage: Stage) => T): Promise<T> =>
  runInDurableObject(env.TENANTS.get(env.TENANTS.newUniqueId()), async (_object, { storage }) => {
    await storage.deleteAll();
    migrate(storage, TENANT_MIGRATIONS);
    made = 0;
    const { sql } = storage;
    const orders = new OrderStatuses(sql, () => {});
    const make = (count: number): void => {
      for (const end = made + count; made < end; made += 1)
        orders.add(idOf(made), '1' as CrmRecordId, START - HOUR + made);
    };
    return work({ sql, orders, make, list: new WatchList({ sql, settings: new SettingStore(sql), orders }) });
  });

const at = ({ list }: Stage, now: number): string[] => list.at(now, MINUTE).orderIds;

describe('a list that one frame carries', () => {
  it('is every open order, those that changed last first, and no turns are kept', async () => {
    const [ids, dueAt] = await inStore((stage) => {
      stage.make(WATCHED_ORDERS_MAX);
      stage.orders.apply(idOf(5), 'shipped', { epoch: 1, round: 1 }, START);
      stage.orders.apply(idOf(6), 'paid', { epoch: 1, round: 1 }, START);
      stage.orders.add('very-old' as SalesOrderId, '1' as CrmRecordId, START - 184 * DAY);
      return [at(stage, START), stage.list.dueAt()];
    });
    expect(ids).toHaveLength(WATCHED_ORDERS_MAX - 1);
    expect(ids.slice(0, 2)).toEqual([idOf(5), idOf(WATCHED_ORDERS_MAX - 1)]);
    expect(ids).not.toContain(idOf(6));
    expect(ids).not.toContain('very-old');
    expect(dueAt).toBeNull();
    expect(logged).toEqual([]);
  });
});

describe('of more open orders than one frame carries', () => {
  it('the half that changed last is always watched, and the others as they have their turn; the log says so', async () => {
    const [ids, again] = await inStore((stage) => {
      stage.make(2 * WATCHED_ORDERS_MAX);
      return [at(stage, START), at(stage, START + STAY - 1)];
    });
    expect(ids).toHaveLength(WATCHED_ORDERS_MAX);
    expect(new Set(ids).size).toBe(WATCHED_ORDERS_MAX);
    expect(ids.slice(0, HALF)).toEqual(
      Array.from({ length: HALF }, (_, nth) => idOf(2 * WATCHED_ORDERS_MAX - 1 - nth)),
    );
    expect(again).toEqual(ids);
    expect(logged.map((line) => JSON.parse(line))).toEqual([
      { code: 'orders.watched-in-turns', tenantId: null, open: 2 * WATCHED_ORDERS_MAX, watched: WATCHED_ORDERS_MAX },
    ]);
  });

  it('each has its turn as soon as those before it were heard of, and then again', async () => {
    const seen = await inStore((stage) => {
      stage.make(5_500);
      return [0, 1].map((cycle) => {
        const heard = new Set<string>();
        for (let turn = 5 * cycle; turn < 5 * cycle + 5; turn += 1) {
          for (const id of at(stage, START + turn * STAY)) {
            heard.add(id);
            stage.list.heard(id);
          }
        }
        return heard.size;
      });
    });
    expect(seen).toEqual([5_500, 5_500]);
  });

  it('one that is not heard of keeps its turn for a day, and the next ones have theirs then', async () => {
    const [first, beforeADay, afterADay] = await inStore((stage) => {
      stage.make(2 * WATCHED_ORDERS_MAX);
      return [START, START + DAY - 1, START + DAY + STAY].map((now) => at(stage, now).slice(HALF));
    });
    expect(beforeADay).toEqual(first);
    expect(afterADay).toHaveLength(HALF);
    expect(afterADay?.filter((id) => first?.includes(id))).toEqual([]);
  });

  it('none is left out while others change, end and are made, and an ERP keeps silent about half of them', async () => {
    const [watched, wanted] = await inStore((stage) => {
      stage.make(4_200);
      const wanted = Array.from({ length: 4_200 }, (_, nth) => idOf(nth)).filter((_, nth) => nth % 7 !== 0);
      const seen = new Set<string>();
      // Four turns are needed of which each takes a day, since there is silence in each.
      for (let turn = 0; turn <= 5 * 12; turn += 1) {
        const now = START + turn * STAY;
        for (const id of at(stage, now)) {
          seen.add(id);
          const nth = Number(id.slice(2));
          if (nth % 2 === 1) stage.list.heard(id);
          if (nth % 7 === 0) stage.orders.apply(id as SalesOrderId, 'paid', { epoch: 1, round: turn + 1 }, now);
          else if (nth % 11 === turn % 11)
            stage.orders.apply(id as SalesOrderId, 'shipped', { epoch: 1, round: turn + 1 }, now);
        }
        stage.make(10);
      }
      return [wanted.filter((id) => seen.has(id)).length, wanted.length];
    });
    expect(watched).toBe(wanted);
  });

  it('those whose turn begins are newcomers, once; and so are all, once they are watched again', async () => {
    const newcomers = await inStore((stage) => {
      stage.make(WATCHED_ORDERS_MAX + 500);
      const told = (now: number) => stage.list.at(now, MINUTE).hasNewcomers;
      const first = [told(START), told(START + MINUTE)];
      // Nobody was heard of: the same have their turn still, but for the places that are free.
      const second = told(START + STAY);
      for (const id of at(stage, START + STAY)) stage.list.heard(id);
      const third = told(START + 2 * STAY);
      for (let nth = 0; nth < 500; nth += 1) stage.orders.apply(idOf(nth), 'cancelled', { epoch: 1, round: 1 }, START);
      return [...first, second, third, told(START + 3 * STAY), told(START + 3 * STAY), stage.list.dueAt()];
    });
    expect(newcomers).toEqual([true, false, false, true, true, false, null]);
  });

  it('turns begin as the agent’s rounds allow', async () => {
    const dueAt = await inStore((stage) => {
      stage.make(WATCHED_ORDERS_MAX + 1);
      stage.list.at(START, 10 * MINUTE);
      return stage.list.dueAt();
    });
    expect(dueAt).toBe(START + 1_200 * MINUTE);
  });

  it('whose turn is next is found by an index, whatever has ended before', async () => {
    const plans = await inStore(({ sql, orders, make }) => {
      make(WATCHED_ORDERS_MAX + 1);
      const asked: string[] = [];
      const explained = {
        exec: (query: string, ...bindings: (string | number)[]) => {
          const rows = sql.exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...bindings).toArray();
          if (/order_id (>|<=) \?/.test(query)) asked.push(...rows.map(({ detail }) => detail));
          return sql.exec(query, ...bindings);
        },
      };
      const settings = new SettingStore(sql);
      const own = Object.assign(Object.create(sql), explained) as SqlStorage;
      new WatchList({ sql: own, settings, orders }).at(START, MINUTE);
      return asked;
    });
    expect(plans).toEqual([expect.stringContaining('order_status_open'), expect.stringContaining('order_status_open')]);
  });
});
