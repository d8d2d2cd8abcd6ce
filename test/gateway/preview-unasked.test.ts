import { afterEach, describe, expect, it, vi } from 'vitest';
import { good } from './card-client.ts';
import { connectAgent, dialIn, newAgent } from './fake-agent.ts';
import { answersOf, fineDeal, previewErp } from './preview-erp.ts';
import { enrolAgent, setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const look = async (tenant: TestTenant, dealId: string) => {
  const view = good(await tenant.card.preview(dealId));
  const codes = view.preview.findings.map(({ level, code }) => `${level} ${code}`);
  return { ...view, codes, messages: view.preview.findings.map(({ message }) => message) };
};

describe('an ERP that cannot be asked', () => {
  const UNASKED = ['ok customer.matched', 'warn price.unknown', 'warn stock.unknown', 'warn erp.unchecked'];

  it('makes warnings, not silence: no agent', async () => {
    const tenant = await setUpTenant();
    const view = await look(tenant, await fineDeal());
    expect(view).toMatchObject({ loading: false, codes: UNASKED, link: { online: false } });
    expect(view.messages[1]).toBe("The ERP's prices could not be checked. The link to the ERP is down.");
  });

  it('has the preview answered in time, and complete when asked again', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    const dealId = await fineDeal();
    const askedAt = performance.now();
    expect(await look(tenant, dealId)).toMatchObject({ loading: true, codes: UNASKED });
    expect(performance.now() - askedAt).toBeLessThan(4_000);
    const answers = answersOf(previewErp());
    for (const call of agent.received('call')) agent.answer(call, answers[call.command]?.(call.input as never));
    agent.answers = answers;
    await vi.waitFor(async () =>
      expect(await look(tenant, dealId)).toMatchObject({ loading: false, codes: ['ok customer.matched'] }),
    );
  });

  it('names what a connector does not offer', async () => {
    const tenant = await setUpTenant();
    const agent = await dialIn(await enrolAgent(tenant));
    agent.answers = answersOf(previewErp());
    agent.hello({ commands: ['customer.read', 'order.list', 'order.read', 'availability.read', 'order.create'] });
    await agent.next('welcome');
    const view = await look(tenant, await fineDeal());
    expect(view).toMatchObject({ loading: false, codes: ['ok customer.matched', 'warn price.unknown'] });
    expect(view.messages[1]).toContain('This ERP connection does not offer this.');
  });

  it('shows what it said last, and says so', async () => {
    const tenant = await setUpTenant();
    const agent = await connectAgent(await enrolAgent(tenant), answersOf(previewErp()));
    const dealId = await fineDeal();
    const before = await look(tenant, dealId);
    agent.hangUp();
    await expect.poll(async () => good(await tenant.card.deal(dealId)).link.online).toBe(false);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    const after = await look(tenant, dealId);
    expect(after.codes).toEqual(['ok customer.matched', 'warn erp.unchecked']);
    expect(after.preview.hash).toBe(before.preview.hash);
    expect(after.preview.lines).toEqual(before.preview.lines);
  });

  it('that answers for other items than it was asked about is not believed', async () => {
    const tenant = await setUpTenant();
    const wrong = { itemId: 'OTHER', known: true, unitPrice: '1', currency: 'EUR', priceBasis: 'net' };
    const prices = ({ items }: { items: unknown[] }) => ({ output: { prices: items.map(() => wrong) } });
    await newAgent(tenant, { ...answersOf(previewErp()), 'item.price': prices });
    expect((await look(tenant, await fineDeal())).codes).toEqual(['ok customer.matched', 'warn price.unknown']);
  });
});
