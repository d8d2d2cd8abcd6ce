/** A trial with the demo ERP, and the real one that takes its place while the trial's agent still runs. */
import { runInDurableObject } from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import type { TenantParts } from '../../gateway/durable/tenant-parts.ts';
import { good } from './card-client.ts';
import { COMPANY_ID, customer, EVERYTHING, stockOf } from './erp-answers.ts';
import { connectAgent, dialIn } from './fake-agent.ts';
import { type AgentIdentity, askAsOperator, enrolAgent, setUpTenant, type TestTenant } from './tenant-setup.ts';

const inTown = (town: string) => ({
  ...EVERYTHING,
  'customer.read': ({ customerId }: { customerId: string }) => ({ output: { ...customer(customerId), town } }),
});

async function realOne(identity: AgentIdentity) {
  const real = await dialIn(identity);
  real.answers = inTown('REAL');
  real.hello({ name: 'other-erp' });
  await real.next('welcome');
  return real;
}

async function trialThenReal() {
  const tenant = await setUpTenant();
  const [ofTrial, ofReal] = [await enrolAgent(tenant), await enrolAgent(tenant)];
  const trial = await connectAgent(ofTrial, inTown('TRIAL'));
  return { tenant, ofTrial, ofReal, trial, real: await realOne(ofReal) };
}

/** Who is asked, and who writes: connectors by name. */
const inCharge = (tenant: TestTenant) =>
  runInDurableObject(tenant.stub, (object) => {
    const { link } = (object as unknown as { parts: TenantParts }).parts;
    return [link.serving().map(({ connector }) => connector.name), link.writer()?.connector.name];
  });
const townOf = async (tenant: TestTenant) => {
  const { customer: shown } = good(await tenant.card.company(COMPANY_ID, { refresh: true }));
  return 'data' in shown ? shown.data.town : shown.state;
};

it('only the one that took its place is asked, and writes', async () => {
  const { tenant, trial } = await trialThenReal();
  expect(await townOf(tenant)).toBe('REAL');
  expect(trial.received('call')).toEqual([]);
  expect(await inCharge(tenant)).toEqual([['other-erp'], 'other-erp']);
});

it('what the trial was being asked is asked of the one that took its place, whatever the trial still says', async () => {
  const tenant = await setUpTenant();
  const trial = await connectAgent(await enrolAgent(tenant), {});
  const early = tenant.card.stock('PUMP-0040');
  const call = await trial.next('call');
  const real = await realOne(await enrolAgent(tenant));
  expect(good(await early).stock).toMatchObject({ state: 'fresh' });
  expect(real.received('call')).toMatchObject([{ command: 'availability.read' }]);
  trial.answer(call, { error: failure('erp.not-found') });
  await trial.caughtUp();
  expect(good(await tenant.card.stock('PUMP-0040')).stock).toMatchObject({ state: 'fresh' });
  trial.answer(call, { output: { items: [stockOf('PUMP-0040')] } });
  await trial.caughtUp();
  expect(real.received('call')).toHaveLength(1);
});

it('the trial does not take the place back when its line was cut for a moment, nor while the other is away', async () => {
  const { tenant, ofTrial, ofReal, real } = await trialThenReal();
  await townOf(tenant);
  await connectAgent(ofTrial, inTown('TRIAL'));
  expect(await inCharge(tenant)).toEqual([['other-erp'], 'other-erp']);
  real.hangUp();
  await vi.waitFor(async () => expect(good(await tenant.card.stock('NEW')).link.online).toBe(false));
  await connectAgent(ofTrial, inTown('TRIAL'));
  const { link, customer: shown, erpTitle } = good(await tenant.card.company(COMPANY_ID));
  expect({ online: link.online, shown, erpTitle }).toMatchObject({ online: false, shown: { data: { town: 'REAL' } } });
  await realOne(ofReal);
  expect(await inCharge(tenant)).toEqual([['other-erp'], 'other-erp']);
});

it('an agent that is given another connector takes the place, and so does one where nobody else has it', async () => {
  const { tenant, ofTrial, ofReal } = await trialThenReal();
  await realOne(ofTrial);
  expect(await inCharge(tenant)).toEqual([['other-erp', 'other-erp'], 'other-erp']);
  // Both go back to the trial's: the first of them is enough.
  await connectAgent(ofReal, inTown('TRIAL'));
  expect(await townOf(tenant)).toBe('TRIAL');
  const other = await realOne(await enrolAgent(tenant));
  expect(await townOf(tenant)).toBe('REAL');
  other.hangUp();
});

it('an operator revokes the only agent of an ERP: the next that says hello takes its place', async () => {
  const { tenant, ofTrial, ofReal } = await trialThenReal();
  const path = `/tenants/${tenant.tenantId}/agents/${ofReal.agentId}/revocation`;
  expect((await askAsOperator(path, { reason: 'The ERP is given up' })).status).toBe(200);
  await connectAgent(ofTrial, inTown('TRIAL'));
  expect(await townOf(tenant)).toBe('TRIAL');
});
