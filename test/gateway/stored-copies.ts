import { runInDurableObject } from 'cloudflare:test';
import { expect, vi } from 'vitest';
import { good } from './card-client.ts';
import { COMPANY_ID, STOCKED } from './erp-answers.ts';
import type { FakeAgent } from './fake-agent.ts';
import type { TestTenant } from './tenant-setup.ts';

/** Every card there is, of the company that they are about. */
export const everyCard = async ({ card }: TestTenant) => {
  const { customer, openOrders, orders, invoices, link } = good(await card.company(COMPANY_ID));
  const { payments, ...paid } = good(await card.payments(COMPANY_ID));
  const search = good(await card.search(COMPANY_ID, '4711'));
  return {
    links: [link, search.link, paid.link],
    sections: [
      ...[customer, openOrders, orders, invoices, payments],
      ...[search.order, search.purchaseOrder, search.invoice, search.delivery],
      good(await card.order(COMPANY_ID, '240871')).order,
      good(await card.stock('PUMP-0040')).stock,
    ],
  };
};

/** The agent hangs up, and the gateway has noticed. */
export const goesAway = async (tenant: TestTenant, agent: FakeAgent) => {
  agent.hangUp();
  await vi.waitFor(async () => expect(good(await tenant.card.stock('AWAY')).link.online).toBe(false));
};

/** The last known answers as the object has them stored. */
export const copiesOf = (tenant: TestTenant): Promise<Record<string, SqlStorageValue>[]> =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql.exec('SELECT * FROM copy ORDER BY question').toArray(),
  );

/** Copies are written some time after the answer: waits until everything that was answered before is stored. */
export const written = async (tenant: TestTenant, agent: FakeAgent): Promise<void> => {
  const { answers } = agent;
  agent.answers = STOCKED;
  marks += 1;
  const mark = `MARK-${marks}`;
  await tenant.card.stock(mark);
  agent.answers = answers;
  await vi.waitFor(async () => {
    const found = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec("DELETE FROM copy WHERE question LIKE '%' || ? || '%'", mark),
    );
    expect(found.rowsWritten).toBeGreaterThan(0);
  });
};
let marks = 0;
