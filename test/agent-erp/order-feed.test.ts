import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMMANDS } from '#contracts/commands';
import type { SalesOrderId } from '#contracts/ids';
import { WatchedOrders } from '../../agent/execute/watched-orders.ts';
import { keptLog } from '../agent-link/material.ts';
import { type DemoLink, openDemoLink, pumpOrder } from './demo-link.ts';

let link: DemoLink;
const { signal } = new AbortController();
beforeAll(async () => {
  link = await openDemoLink();
});
afterAll(() => link.close());

async function made(reference: string): Promise<SalesOrderId> {
  const outcome = await link.erp.write('order.create', pumpOrder(reference), { signal, mayStart: () => true });
  if (outcome.result !== 'made') throw new Error(outcome.result);
  return COMMANDS['order.create'].output.parse(outcome.output).orderId;
}

it('a bookmark that the ERP refuses costs nothing: the watched orders are looked at, then it goes on from a new one', async () => {
  const orderIds = [await made('DB-90-1'), await made('DB-91-1')];
  const log = keptLog();
  const orders = new WatchedOrders(link.erp, (command, input, stop) => link.erp.read(command, input, stop), log);
  orders.watch({ orderIds, cursor: 'of-a-restored-erp' });
  expect(await orders.round(signal)).toBeNull();
  expect(log.lines.map(({ fields }) => fields)).toEqual([
    { command: 'order.changes', code: 'erp.rejected', orders: 2 },
  ]);
  const looked = await orders.round(signal);
  expect(looked?.report.orders.map(({ orderId, status }) => [orderId, status])).toEqual(
    orderIds.map((orderId) => [orderId, 'confirmed']),
  );
  expect(looked?.report.cursor).toMatch(/^\d+$/);
  looked?.kept();
  const later = await made('DB-92-1');
  orders.watch({ orderIds: [...orderIds, later], cursor: looked?.report.cursor ?? null });
  const next = await orders.round(signal);
  expect(next?.report.orders.map(({ orderId }) => orderId)).toEqual([later]);
  expect(next?.report.cursor).not.toBe(looked?.report.cursor);
});
