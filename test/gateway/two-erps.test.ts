/** A trial with the demo ERP, and the real one that takes its place while the trial's agent still runs. */
import { runInDurableObject } from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import type { TenantParts } from '../../gateway/durable/tenant-parts.ts';
import { good } from './card-client.ts';
import { COMPANY_ID, customer, EVERYTHING, stockOf, WON_DEAL_ID } from './erp-answers.ts';
import { connectAgent, dialIn } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
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

const revoke = async ({ tenantId }: TestTenant, { agentId }: AgentIdentity) => {
  const path = `/tenants/${tenantId}/agents/${agentId}/revocation`;
  expect((await askAsOperator(path, { reason: 'It is over' })).status).toBe(200);
};

it('where the last agent of an ERP is revoked, one that stands aside takes its place at once', async () => {
  const { tenant, ofReal } = await trialThenReal();
  await revoke(tenant, ofReal);
  expect(await inCharge(tenant)).toEqual([['demo-erp'], 'demo-erp']);
  expect(await townOf(tenant)).toBe('TRIAL');
  // And the other way round: a second trial beside it, which is over soon.
  const ofSecond = await enrolAgent(tenant);
  await realOne(ofSecond);
  expect(await townOf(tenant)).toBe('REAL');
  await revoke(tenant, ofSecond);
  const { link, customer: shown } = good(await tenant.card.company(COMPANY_ID));
  expect({ link, shown }).toMatchObject({ link: { online: true }, shown: { state: 'fresh', data: { town: 'TRIAL' } } });
});

it('of agents that were there before that was kept none takes the place by coming back last', async () => {
  const { tenant, ofTrial, ofReal, trial, real } = await trialThenReal();
  // As a store of before is migrated.
  await runInDurableObject(tenant.stub, (_object, { storage }) => {
    storage.sql.exec("UPDATE agent SET connector_name = ''");
  });
  for (const agent of [trial, real]) agent.hangUp();
  await vi.waitFor(async () => expect(await inCharge(tenant)).toEqual([[], undefined]));
  await connectAgent(ofTrial, inTown('TRIAL'));
  expect(await inCharge(tenant)).toEqual([[], undefined]);
  await realOne(ofReal);
  await connectAgent(ofTrial, inTown('TRIAL'));
  expect(await inCharge(tenant)).toEqual([['other-erp'], 'other-erp']);
});

it('what was sent to the trial and has not started there goes to the one that took its place, once', async () => {
  const tenant = await freshTenant();
  const trial = await connectAgent(await enrolAgent(tenant));
  const { push } = good(await tenant.card.push(WON_DEAL_ID));
  const send = await trial.next('send');
  const real = await realOne(await enrolAgent(tenant));
  trial.claim(send);
  const again = await real.next('send');
  expect(again).toMatchObject({ pushId: push.pushId, attempt: send.attempt + 1 });
  await trial.caughtUp();
  expect([trial.received('go').length, trial.received('stop').length]).toEqual([0, 1]);
  expect(real.received('send')).toHaveLength(1);
});

it('an order in doubt is not looked for without end while only one that stands aside is there', async () => {
  const tenant = await freshTenant();
  await connectAgent(await enrolAgent(tenant));
  const real = await realOne(await enrolAgent(tenant));
  const { push } = good(await tenant.card.push(WON_DEAL_ID));
  await real.start();
  real.hangUp();
  const dueInMs = () =>
    runInDurableObject(tenant.stub, (object) => {
      const known = (object as unknown as { parts: TenantParts }).parts.pushes.read(push.pushId);
      return known?.state === 'in-doubt' && known.failures > 0 ? (known.dueAt ?? 0) - Date.now() : 0;
    });
  await vi.waitFor(async () => expect(await dueInMs()).toBeGreaterThan(60_000), { timeout: 20_000 });
});
