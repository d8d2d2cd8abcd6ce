import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CustomerId } from '#contracts/ids';
import { type DemoLink, openDemoLink, pumpOrder } from './demo-link.ts';

/** What the demo connector allows, of all kinds together. */
const AT_ONCE = 4;
const READS = 40;

let link: DemoLink;
const signal = new AbortController().signal;

beforeAll(async () => {
  link = await openDemoLink();
});
afterAll(() => link.close());

it('reads, writes and the login together are never more at the ERP than it allows, and a write does not queue behind reads', async () => {
  await link.knobs({ latencyMs: 100 });
  let served = 0;
  const reads = Array.from({ length: READS }, async () => {
    const read = await link.erp.read('customer.read', { customerId: '10447' as CustomerId }, signal);
    served += 1;
    return read.ok;
  });
  // The login is over and the reads have taken every place.
  await reads[0];
  const writes = ['DB-88-1', 'DB-88-2'].map(async (reference) => {
    const { result } = await link.erp.write('order.create', pumpOrder(reference), { signal, mayStart: () => true });
    return { result, served };
  });
  const written = await Promise.all(writes);
  expect(written.map(({ result }) => result)).toEqual(['made', 'made']);
  // One after the other, each waits for the reads that were at the ERP already: four rounds of four in all.
  for (const write of written) expect(write.served).toBeLessThanOrEqual(READS / 2);
  expect(await Promise.all(reads)).not.toContain(false);
  expect(await link.control('GET', '/stats')).toMatchObject({ logins: 1, maxConcurrent: AT_ONCE });
});
