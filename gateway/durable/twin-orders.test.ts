import { describe, expect, it } from 'vitest';
import { good } from '../../test/gateway/card-client.ts';
import { orderSummary, page } from '../../test/gateway/erp-answers.ts';
import { newAgent } from '../../test/gateway/fake-agent.ts';
import { answersOf, newDeal, previewErp } from '../../test/gateway/preview-erp.ts';
import { rewriteStored } from '../../test/gateway/push-watch.ts';
import { setUpTenant } from '../../test/gateway/tenant-setup.ts';

it.each([
  ['done', []],
  ['given-up', ['O-TWIN']],
] as const)('an order of the deal itself whose push is %s is named: %s', async (state, named) => {
  const tenant = await setUpTenant();
  const dealId = await newDeal('10452', ['SEAL-0009', '3', '10.20']);
  const orderedOn = new Date().toISOString().slice(0, 10);
  const erp = previewErp({ orders: [{ orderId: 'O-TWIN', orderedOn, lines: [['SEAL-0009', '3']] }] });
  const made = orderSummary('O-TWIN', { customerId: '10452', reference: `DB-${dealId}-1` });
  const agent = await newAgent(tenant, {
    ...answersOf(erp),
    'order.list': () => page({ ...made, orderedOn, quantityOrdered: '3' }),
  });
  const { pushId } = good(await tenant.card.push(dealId)).push;
  await agent.start();
  await rewriteStored(tenant, pushId, { state, dueAt: null, fenceAt: 0 });
  const { findings } = good(await tenant.card.preview(dealId)).preview;
  const messages = findings.map(({ message }) => message).filter((message) => message.includes('O-TWIN'));
  expect(messages).toHaveLength(named.length);
});

describe('of many orders of the last day with the same quantity', () => {
  const orderedOn = new Date().toISOString().slice(0, 10);
  /** So many orders that are alike in sum; the one at `twinAt` has the same items. */
  const looked = async (count: number, twinAt: number | null) => {
    const tenant = await setUpTenant();
    const dealId = await newDeal('10452', ['SEAL-0009', '3', '10.20']);
    const orders = Array.from({ length: count }, (_, at) => {
      const line: [string, string] = [at === twinAt ? 'SEAL-0009' : 'SEAL-0014', '3'];
      return { orderId: `O-${at}`, orderedOn, lines: [line] };
    });
    const agent = await newAgent(tenant, answersOf(previewErp({ orders })));
    const { findings } = good(await tenant.card.preview(dealId)).preview;
    const told = findings.map(({ level, code, message }) => `${level} ${code} ${message}`).join(' ');
    const reads = agent.received('call').filter(({ command }) => command === 'order.read').length;
    return { told, reads, tenant, dealId };
  };

  it.each([0, 5, 6, 19])('the twin is named, also as number %i of them', async (twinAt) => {
    const { told, reads } = await looked(20, twinAt);
    expect(told).toContain('warn order.suspected-twice');
    expect(told).toContain(`order O-${twinAt} in the ERP`);
    expect(reads).toBeLessThanOrEqual(20);
  });

  it('none is a twin where all were compared', async () => {
    const { told, reads } = await looked(20, null);
    expect(told).not.toContain('warn');
    expect(reads).toBe(20);
  });

  it('more than can be compared are said, and nothing is sent by itself', async () => {
    const { told, reads, tenant, dealId } = await looked(30, 25);
    expect(told).toContain('warn erp.unchecked');
    expect(told).toContain('More orders of the last day look like this one');
    expect(reads).toBe(20);
    const answer = await tenant.card.send(dealId, { revision: 1, previewHash: null, override: false });
    expect(answer).toMatchObject({ ok: false, error: { code: 'preview.not-allowed' } });
  });
});
