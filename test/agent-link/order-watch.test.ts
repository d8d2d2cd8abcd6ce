import { setImmediate as immediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WATCHED_ORDERS_MAX } from '#contracts/frames';
import { CALM_WITHIN_MS, KEPT_WITHIN_MS } from '../../agent/execute/order-watch.ts';
import { READS_A_ROUND } from '../../agent/execute/watched-orders.ts';
import type { GatewayEnd } from './fake-gateway.ts';
import { EVERY_MS, told, WatchStage, watch } from './watch-stage.ts';

let on: WatchStage;
beforeEach(() => {
  on = new WatchStage();
});

const changesOf = (peer: GatewayEnd) => peer.frames.filter((frame) => frame.type === 'changes');

describe('an ERP that is asked order by order', () => {
  it('is asked in turn, so many a round, and only what changed is said', async () => {
    const ids = Array.from({ length: READS_A_ROUND + 5 }, (_, index) => `O-${index}`);
    for (const id of ids) on.erp.stands.set(id, 'confirmed');
    const { peer } = await on.connect();
    peer.say(watch(ids));
    await on.passes();
    const first = await peer.frame('changes');
    expect([first.round, first.cursor, first.orders.length]).toEqual([1, null, READS_A_ROUND]);
    expect(Object.keys(first.orders[0] ?? {})).not.toContain('lines');
    peer.say({ type: 'changes-kept', round: 1 });
    on.erp.stands.set('O-3', 'shipped');
    await on.passes();
    const second = await peer.frame('changes', 2);
    expect(second.round).toBe(2);
    expect(told(second)).toEqual([...ids.slice(READS_A_ROUND).map((id) => `${id} confirmed`), 'O-3 shipped']);
    peer.say({ type: 'changes-kept', round: 2 });
    on.erp.askedOrders = [];
    await on.passes();
    await on.passes();
    expect(on.erp.askedOrders).toHaveLength(READS_A_ROUND);
    expect(changesOf(peer)).toHaveLength(2);
  });

  it('is asked about every order of a full list within a bounded number of rounds', async () => {
    const ids = Array.from({ length: WATCHED_ORDERS_MAX }, (_, index) => `O-${index}`);
    for (const id of ids) on.erp.stands.set(id, 'confirmed');
    const { peer } = await on.connect();
    peer.say(watch(ids));
    for (let round = 1; round <= WATCHED_ORDERS_MAX / READS_A_ROUND; round += 1) {
      await on.passes();
      await peer.frame('changes', round);
      peer.say({ type: 'changes-kept', round });
    }
    expect(new Set(on.erp.askedOrders)).toEqual(new Set(ids));
    expect(on.erp.askedOrders).toHaveLength(WATCHED_ORDERS_MAX);
  });

  it('that is away in the middle is asked again from there; one order that is gone holds up nobody', async () => {
    on.erp.stands.set('B', 'confirmed').set('C', 'away').set('D', 'confirmed');
    const { peer } = await on.connect();
    peer.say(watch(['A', 'B', 'C', 'D']));
    await on.passes();
    expect(told(await peer.frame('changes'))).toEqual(['B confirmed']);
    expect(on.erp.askedOrders).toEqual(['A', 'B', 'C']);
    peer.say({ type: 'changes-kept', round: 1 });
    on.erp.stands.set('C', 'on-hold');
    await on.passes();
    expect(told(await peer.frame('changes', 2))).toEqual(['C on-hold', 'D confirmed']);
  });

  it('that never answers for one order, or will not show it, still says of the others', async () => {
    on.erp.stands.set('A', 'away').set('B', 'hidden').set('C', 'confirmed');
    const { peer } = await on.connect();
    peer.say(watch(['A', 'B', 'C']));
    await on.passes();
    await on.passes();
    expect(told(await peer.frame('changes'))).toEqual(['C confirmed']);
    expect(on.erp.askedOrders).toEqual(['A', 'B', 'C', 'A']);
  });

  it('is asked in turn also where each list is in another order', async () => {
    let ids = Array.from({ length: 3 * READS_A_ROUND }, (_, index) => `O-${index}`);
    for (const id of ids) on.erp.stands.set(id, 'confirmed');
    const { peer } = await on.connect();
    for (let round = 1; round <= 3; round += 1) {
      peer.say(watch(ids));
      await vi.waitFor(() => expect(on.lists).toBe(round));
      await on.passes();
      await peer.frame('changes', round);
      peer.say({ type: 'changes-kept', round });
      // What changed last comes first in the next list.
      const last = on.erp.askedOrders.at(-1) ?? '';
      ids = [last, ...ids.filter((id) => id !== last)];
    }
    expect(on.erp.askedOrders).toHaveLength(ids.length);
    expect(new Set(on.erp.askedOrders)).toEqual(new Set(ids));
  });

  it('is asked only when it has a place to spare', async () => {
    const rest = Promise.withResolvers<void>();
    on.calmed = rest.promise;
    on.erp.stands.set('A', 'confirmed');
    const { peer } = await on.connect();
    peer.say(watch(['A']));
    await on.passes();
    await on.passes((ms) => ms === CALM_WITHIN_MS);
    expect(told(await peer.frame('changes'))).toEqual(['A confirmed']);
    rest.resolve();
  });
});

describe('a round that was not kept', () => {
  it('is said again, the same, until it is', async () => {
    on.erp.stands.set('A', 'confirmed');
    const { peer } = await on.connect();
    peer.say(watch(['A']));
    await on.passes();
    const first = await peer.frame('changes');
    await on.passes((ms) => ms === KEPT_WITHIN_MS);
    expect(await peer.frame('changes', 2)).toEqual(first);
    // Another round's word does not count.
    peer.say({ type: 'changes-kept', round: 7 });
    await on.passes((ms) => ms === KEPT_WITHIN_MS);
    expect(await peer.frame('changes', 3)).toEqual(first);
    expect(on.erp.askedOrders).toEqual(['A']);
  });

  it('before the link broke is read and said anew over the next one', async () => {
    on.erp.stands.set('A', 'confirmed').set('B', 'confirmed');
    const { peer, ended } = await on.connect();
    peer.say(watch(['A', 'B']));
    await on.passes();
    await peer.frame('changes');
    peer.socket.terminate();
    await ended;
    on.erp.stands.set('B', 'shipped');
    const again = await on.connect();
    again.peer.say(watch(['A', 'B']));
    await on.passes();
    const said = await again.peer.frame('changes');
    expect([said.round, ...told(said)]).toEqual([1, 'A confirmed', 'B shipped']);
  });
});

describe('watching', () => {
  it('begins within ten seconds, and goes on as often as asked, a tenth more or less', async () => {
    const { peer } = await on.connect();
    peer.say(watch(['A']));
    expect(await on.passes()).toBe(5_000);
    expect(await on.passes()).toBe(EVERY_MS);
    peer.say(watch(['A'], { everyMs: 10_000 }));
    // As soon as it has heard.
    while ((await on.passes()) !== 10_000) await immediate();
  });

  it('asks nothing in quiet hours', async () => {
    on.erp.stands.set('A', 'confirmed');
    const { peer } = await on.connect();
    peer.say(watch(['A'], { quietHours: [{ from: '11:00', to: '13:00', timeZone: 'UTC' }] }));
    await on.passes();
    await on.passes();
    expect(on.erp.askedOrders).toEqual([]);
    on.now += 2 * 3_600_000;
    await on.passes();
    expect(told(await peer.frame('changes'))).toEqual(['A confirmed']);
  });

  it('of nothing, or with an ERP that can say nothing, asks nothing', async () => {
    const { peer } = await on.connect();
    peer.say(watch([]));
    await on.passes();
    await on.passes();
    expect(on.erp.askedOrders).toEqual([]);
    on.erp.commands.splice(0);
    peer.say(watch(['A']));
    await on.passes();
    await on.passes();
    expect(on.erp.askedOrders).toEqual([]);
    expect(changesOf(peer)).toEqual([]);
  });
});
