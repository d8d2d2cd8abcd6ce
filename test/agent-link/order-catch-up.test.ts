import { beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { fail, ok } from '#contracts/result';
import { READS_A_ROUND } from '../../agent/execute/watched-orders.ts';
import type { GatewayEnd } from './fake-gateway.ts';
import { summary, told, WatchStage, watch } from './watch-stage.ts';

let on: WatchStage;
/** Cursors that the ERP was asked with. */
let asked: (string | null)[];
/** What changes next, as ORDER STATUS. */
let changing: string[];

/** An ERP that says what changed, and takes no cursor that it did not give itself. */
function sayChanges(stage: WatchStage): void {
  let given = 0;
  stage.erp.commands.push('order.changes');
  stage.erp.onChanges = (cursor) => {
    asked.push(cursor);
    if (cursor !== null && !cursor.startsWith('new-')) return fail(failure('erp.rejected'));
    given += 1;
    const orders = changing.splice(0).map((one) => summary(one.split(' ')[0] ?? '', one.split(' ')[1] ?? ''));
    return ok({ orders, cursor: `new-${given}` });
  };
}

beforeEach(() => {
  on = new WatchStage();
  asked = [];
  changing = [];
  sayChanges(on);
});

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `O-${index}`);
const MORE = READS_A_ROUND + 5;
/** Lets a round come and be kept; gives what it said. */
async function round(peer: GatewayEnd, nth: number, stage = on): Promise<{ orders: string[]; cursor: string | null }> {
  await stage.passes();
  const said = await peer.frame('changes', nth);
  peer.say({ type: 'changes-kept', round: said.round });
  return { orders: told(said), cursor: said.cursor };
}
/** The round in which the cursor is refused says nothing. */
async function refusedThen(peer: GatewayEnd, orderIds: string[], cursor: string | null = 'expired'): Promise<void> {
  peer.say(watch(orderIds, { cursor }));
  if (cursor !== null) await on.passes();
}

describe('after a cursor that the ERP takes no more', () => {
  it('each watched order is looked at, and only then the new cursor is said', async () => {
    const all = ids(MORE);
    for (const id of all) on.erp.stands.set(id, 'shipped');
    const { peer } = await on.connect();
    await refusedThen(peer, all);
    const first = await round(peer, 1);
    expect(first).toEqual({ orders: all.slice(0, READS_A_ROUND).map((id) => `${id} shipped`), cursor: null });
    expect(await round(peer, 2)).toEqual({
      orders: all.slice(READS_A_ROUND).map((id) => `${id} shipped`),
      cursor: 'new-2',
    });
    changing = ['O-3 invoiced'];
    expect(await round(peer, 3)).toEqual({ orders: ['O-3 invoiced'], cursor: 'new-3' });
    expect(asked).toEqual(['expired', null, 'new-1', 'new-2']);
    expect(on.erp.askedOrders).toEqual(all);
  });

  it('that were never one, too: what changed before the first is in nobody’s account', async () => {
    on.erp.stands.set('A', 'shipped');
    const { peer } = await on.connect();
    await refusedThen(peer, ['A'], null);
    expect(await round(peer, 1)).toEqual({ orders: ['A shipped'], cursor: 'new-1' });
  });

  it('what changes meanwhile is said at once, as it was read last', async () => {
    const all = ids(MORE);
    for (const id of all) on.erp.stands.set(id, 'confirmed');
    const { peer } = await on.connect();
    await refusedThen(peer, all);
    await round(peer, 1);
    changing = ['O-1 shipped', 'O-22 shipped', 'foreign paid'];
    on.erp.stands.set('O-22', 'invoiced');
    const { orders, cursor } = await round(peer, 2);
    expect(orders).toContain('O-1 shipped');
    expect(orders.filter((one) => one.startsWith('O-22'))).toEqual(['O-22 invoiced']);
    expect(orders).toHaveLength(6);
    expect(cursor).toBe('new-2');
  });

  it('an agent that starts anew in the middle looks at all of them again', async () => {
    const all = ids(MORE);
    for (const id of all) on.erp.stands.set(id, 'shipped');
    const { peer } = await on.connect();
    await refusedThen(peer, all);
    expect((await round(peer, 1)).cursor).toBeNull();
    on = new WatchStage();
    sayChanges(on);
    for (const id of all) on.erp.stands.set(id, 'shipped');
    const next = (await on.connect()).peer;
    // The gateway holds what it held.
    await refusedThen(next, all);
    expect((await round(next, 1)).cursor).toBeNull();
    expect((await round(next, 2)).cursor).toBe('new-2');
    expect(on.erp.askedOrders).toEqual(all);
  });

  it('a link that breaks in the middle costs the round that was not kept', async () => {
    const all = ids(MORE);
    for (const id of all) on.erp.stands.set(id, 'shipped');
    const { peer, ended } = await on.connect();
    await refusedThen(peer, all);
    await round(peer, 1);
    await on.passes();
    await peer.frame('changes', 2);
    peer.socket.terminate();
    await ended;
    on.erp.stands.set('O-24', 'invoiced');
    const again = (await on.connect()).peer;
    again.say(watch(all, { cursor: 'expired' }));
    const said = await round(again, 1);
    expect(said.orders).toEqual([...all.slice(READS_A_ROUND, -1).map((id) => `${id} shipped`), 'O-24 invoiced']);
    expect(said.cursor).toBe('new-3');
    expect(asked).toEqual(['expired', null, 'new-1', 'new-1']);
  });

  it('an ERP that goes away is asked again for the rest, and until then no cursor is said', async () => {
    on.erp.stands.set('A', 'shipped').set('B', 'away').set('C', 'shipped');
    const { peer } = await on.connect();
    await refusedThen(peer, ['A', 'B', 'C']);
    expect(await round(peer, 1)).toEqual({ orders: ['A shipped'], cursor: null });
    // One that does not come lets the others go first.
    await on.passes();
    expect(await round(peer, 2)).toEqual({ orders: ['C shipped'], cursor: null });
    on.erp.stands.set('B', 'invoiced');
    const last = await round(peer, 3);
    expect(last.orders).toEqual(['B invoiced']);
    expect(last.cursor).toMatch(/^new-/);
    expect(on.erp.askedOrders).toEqual(['A', 'B', 'B', 'C', 'B', 'B']);
  });

  it('an order that the ERP knows no more is looked at, and holds nothing back', async () => {
    on.erp.stands.set('B', 'shipped');
    const { peer } = await on.connect();
    await refusedThen(peer, ['A', 'B']);
    expect(await round(peer, 1)).toEqual({ orders: ['B shipped'], cursor: 'new-1' });
  });

  it('an order that is watched from the middle on is looked at, too', async () => {
    const all = ids(MORE);
    for (const id of [...all, 'NEW']) on.erp.stands.set(id, 'shipped');
    const { peer } = await on.connect();
    await refusedThen(peer, all);
    await round(peer, 1);
    peer.say(watch(['NEW', ...all.slice(0, -1)], { cursor: 'expired' }));
    await vi.waitFor(() => expect(on.lists).toBe(2));
    const { orders, cursor } = await round(peer, 2);
    expect(orders).toEqual([...all.slice(READS_A_ROUND, -1), 'NEW'].map((id) => `${id} shipped`));
    expect(cursor).toBe('new-2');
  });

  it('an ERP that shows no single order says its new cursor, and the log that nothing was looked at', async () => {
    on.erp.commands.splice(0, on.erp.commands.length, 'order.changes');
    const { peer } = await on.connect();
    await refusedThen(peer, ['A']);
    expect(await round(peer, 1)).toEqual({ orders: [], cursor: 'new-1' });
    expect(on.erp.askedOrders).toEqual([]);
    expect(on.log.lines.map(({ fields }) => fields)).toContainEqual({ code: 'connector.command-missing' });
  });
});

it('what was not kept before another agent went on is not said over that: it is looked at', async () => {
  on.erp.stands.set('A', 'shipped');
  changing = ['A confirmed'];
  const { peer, ended } = await on.connect();
  peer.say(watch(['A'], { cursor: 'new-0' }));
  await on.passes();
  expect(told(await peer.frame('changes'))).toEqual(['A confirmed']);
  peer.socket.terminate();
  await ended;
  const again = (await on.connect()).peer;
  again.say(watch(['A'], { cursor: 'new-of-another' }));
  expect((await round(again, 1)).orders).toEqual(['A shipped']);
});
