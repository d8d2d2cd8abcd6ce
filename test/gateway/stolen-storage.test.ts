import { env, runInDurableObject } from 'cloudflare:test';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Enrolment } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import { firstBreak } from '../../gateway/core/audit-chain.ts';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { directoryOf } from '../../gateway/stubs.ts';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { COMPANY_ID, FINDS_NOTHING, HEALTHY, WON_DEAL_ID } from './erp-answers.ts';
import { connectAgent, newAgent } from './fake-agent.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import { askToEnrol, issueCode, makeKey, setUpTenant, type TestTenant } from './tenant-setup.ts';

/** Everything that is stored, as text. */
const everything = (storage: DurableObjectStorage): string =>
  storage.sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    )
    .toArray()
    .map(({ name }) => JSON.stringify([name, storage.sql.exec(`SELECT * FROM "${name}"`).toArray()]))
    .join('\n');

async function afterAWholeLife(): Promise<{ tenant: TestTenant; codes: string[]; pushId: string }> {
  const tenant = await setUpTenant();
  const codes = [await issueCode(tenant.tenantId), await issueCode(tenant.tenantId)];
  const { privateKey, publicKey } = await makeKey();
  const enrolled = await askToEnrol(codes[0] ?? '', publicKey);
  // One that never dials would be waited for.
  await connectAgent({ ...(await enrolled.json<Enrolment>()), privateKey });
  const agent = await newAgent(tenant, { ...HEALTHY, ...FINDS_NOTHING });
  await tenant.card.company(COMPANY_ID);
  await tenant.card.push(WON_DEAL_ID);
  const send = await agent.start();
  await agent.report(send, { result: 'unknown', error: failure('erp.timed-out', { detail: 'after 60 s' }) });
  await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
  await pushBecomes(tenant, send.pushId, 'done');
  return { tenant, codes, pushId: send.pushId };
}

describe('who steals the storage', () => {
  it('of a tenant finds no token that opens the CRM, and no code that enrols an agent', async () => {
    const { tenant, codes } = await afterAWholeLife();
    const text = await runInDurableObject(tenant.stub, (_object, { storage }) => everything(storage));
    for (const table of ['setting', 'agent', 'enrolment_code', 'copy', 'push', 'audit'])
      expect(text).toContain(`["${table}",[{`);
    for (const secret of [...codes, HUBSPOT_ACCOUNT.refreshToken, HUBSPOT_ACCOUNT.clientSecret, 'eu1-']) {
      expect(text).not.toContain(secret);
    }
  });

  it('of the directory finds no code and nothing about business', async () => {
    const { codes, tenant } = await afterAWholeLife();
    const text = await runInDurableObject(directoryOf(env), (_object, { storage }) => everything(storage));
    expect(text).toContain(tenant.tenantId);
    for (const secret of [...codes, HUBSPOT_ACCOUNT.refreshToken, 'Nordwind', WON_DEAL_ID])
      expect(text).not.toContain(secret);
  });
});

describe('the audit chain', () => {
  it('holds after a whole life, with one row for each step of the push', async () => {
    const { tenant, pushId } = await afterAWholeLife();
    const rows = await runInDurableObject(tenant.stub, (_object, { storage }) => new AuditStore(storage.sql).all());
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(firstBreak(rows, digest)).toBeNull();
    expect(rows.filter(({ kind }) => kind === 'agent')).toHaveLength(2);
    const steps = rows.filter(({ subject }) => subject === pushId).map(({ body }) => JSON.parse(body).event);
    expect(steps.slice(0, 5)).toEqual(['accepted', 'prepared', 'dispatched', 'claimed', 'reported']);
    expect(steps.slice(-2)).toEqual(['reported', 'written-back']);
    expect(
      new Set(rows.filter(({ subject }) => subject === pushId).map(({ correlationId }) => correlationId)).size,
    ).toBe(1);
  });
});
