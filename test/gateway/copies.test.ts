import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { COPY_AGE_MAX_MS, CopyStore } from '../../gateway/durable/copy-store.ts';
import { good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, customer, EVERYTHING, HEALTHY, OTHER_CUSTOMER_ID } from './erp-answers.ts';
import { connectAgent, dialIn, newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { copiesOf, everyCard, goesAway, written } from './stored-copies.ts';
import { enrolAgent, setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const copyOf = (answer: object, at: number) => ({
  customerId: null,
  answer,
  askedAt: at,
  answeredAt: at,
  notedBefore: 0,
});

describe('the last known answers', () => {
  it('answer every card while the agent is replaced and the object restarts', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, EVERYTHING);
    await everyCard(tenant);
    await written(tenant, agent);
    await evictDurableObject(tenant.stub, { webSockets: 'close' });
    await agent.closed;
    later(3_600_000);
    const { links, sections } = await everyCard(tenant);
    for (const link of links) expect(link.online).toBe(false);
    for (const section of sections) expect(section).toMatchObject({ state: 'stale', error: { code: 'agent.offline' } });
    expect(sections).toHaveLength(11);
  });

  it.each(['erp.unreachable', 'erp.fault', 'erp.credential-refused', 'agent.overloaded'] as const)(
    'are never overwritten by an error: %s',
    async (code) => {
      const tenant = await setUpTenant();
      const agent = await newAgent(tenant, EVERYTHING);
      await everyCard(tenant);
      await written(tenant, agent);
      const before = await copiesOf(tenant);
      expect(before).toHaveLength(11);
      later(61_000);
      const error = () => ({ error: failure(code) });
      agent.answers = Object.fromEntries(Object.keys(EVERYTHING).map((command) => [command, error]));
      await everyCard(tenant);
      await vi.waitFor(() => expect(agent.openCalls).toBe(0));
      // Past the pause that an ERP gets which failed often.
      later(5_000);
      await written(tenant, agent);
      expect(await copiesOf(tenant)).toEqual(before);
    },
  );

  it('are forgotten when another ERP takes its place, also those that are on their way, and not when the same one is back', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const trial = await connectAgent(identity, EVERYTHING);
    await everyCard(tenant);
    await written(tenant, trial);
    const again = await connectAgent(identity, {});
    expect(await copiesOf(tenant)).toHaveLength(11);
    later(61_000);
    const early = tenant.card.stock('PUMP-0040');
    const call = await again.next('call');
    again.answers = EVERYTHING;
    const real = await dialIn(await enrolAgent(tenant));
    real.answers = { 'availability.read': () => ({ error: failure('erp.fault') }) };
    real.hello({ name: 'other-erp' });
    await real.next('welcome');
    expect(await copiesOf(tenant)).toEqual([]);
    again.answer(call, EVERYTHING['availability.read']?.({ itemIds: ['PUMP-0040'] } as never));
    await early;
    again.hangUp();
    await vi.waitFor(async () =>
      expect(good(await tenant.card.stock('PUMP-0040')).stock).toMatchObject({
        state: 'failed',
        error: { code: 'erp.fault' },
      }),
    );
  });

  it('are not overwritten by an answer that breaks the contract', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    await written(tenant, agent);
    const before = await copiesOf(tenant);
    later(61_000);
    agent.answers = { ...HEALTHY, 'customer.read': () => ({ output: { ...customer(CUSTOMER_ID), currency: 978 } }) };
    await vi.waitFor(async () => {
      expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject({
        state: 'stale',
        error: { code: 'erp.answer-off-contract' },
      });
    });
    await written(tenant, agent);
    const isCustomer = ({ question }: Record<string, SqlStorageValue>) => String(question).startsWith('customer.read');
    expect((await copiesOf(tenant)).filter(isCustomer)).toEqual(before.filter(isCustomer));
  });

  it('of what the ERP says is gone are gone, for whoever asks next, after a new hello and in the next life', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const agent = await connectAgent(identity, EVERYTHING);
    later(0);
    await tenant.card.company(COMPANY_ID);
    await written(tenant, agent);
    later(10_000);
    agent.answers = { ...EVERYTHING, 'customer.read': () => ({ error: failure('erp.not-found') }) };
    const gone = { state: 'failed', error: { code: 'erp.not-found' } };
    expect(good(await tenant.card.company(COMPANY_ID, { refresh: true })).customer).toMatchObject(gone);
    expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject(gone);
    const again = await connectAgent(identity, agent.answers);
    expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject(gone);
    again.hangUp();
    await evictDurableObject(tenant.stub, { webSockets: 'close' });
    const last = await connectAgent(identity, agent.answers);
    expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject(gone);
    expect(last.received('call').map(({ command }) => command)).toContain('customer.read');
  });

  it('of another customer than the one asked for are neither shown nor kept', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, { ...EVERYTHING, 'customer.read': () => ({ output: customer(OTHER_CUSTOMER_ID) }) });
    expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject({
      state: 'failed',
      error: { code: 'erp.answer-off-contract' },
    });
    const questions = (await copiesOf(tenant)).map(({ question }) => String(question));
    expect(questions.filter((question) => question.startsWith('customer.read'))).toEqual([]);
  });

  it('are not shown when they are 30 days old', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, EVERYTHING);
    later(0);
    await tenant.card.stock('PUMP-0040');
    await goesAway(tenant, agent);
    later(COPY_AGE_MAX_MS - 60_000);
    expect(good(await tenant.card.stock('PUMP-0040')).stock).toMatchObject({ state: 'stale' });
    later(60_000);
    expect(good(await tenant.card.stock('PUMP-0040')).stock).toMatchObject({
      state: 'failed',
      error: { code: 'agent.offline' },
    });
  });

  it('that are too old go with the first that is kept in a life, however few there are', async () => {
    const tenant = await setUpTenant();
    const questions = await runInDurableObject(tenant.stub, (_object, { storage }) => {
      for (let day = 0; day < 40; day += 1) {
        const now = COPY_AGE_MAX_MS + day * 86_400_000;
        const life = new CopyStore(storage.sql);
        life.write(`q ${day}`, copyOf({ day }, now));
        life.evict(now, 1_000_000);
        // What a life ends with is written; the next one begins over the same rows.
      }
      const last = COPY_AGE_MAX_MS + 80 * 86_400_000;
      new CopyStore(storage.sql).write('q last', copyOf({}, last));
      return storage.sql.exec<{ question: string }>('SELECT question FROM copy').toArray();
    });
    expect(questions.map(({ question }) => question)).toEqual(['q last']);
  });

  it('that are too old or too many are forgotten, and the newest are kept', async () => {
    const tenant = await setUpTenant();
    const kept = await runInDurableObject(tenant.stub, (_object, { storage }) => {
      const copies = new CopyStore(storage.sql);
      const now = COPY_AGE_MAX_MS + 1_000;
      for (const age of [3, 1, 5, 2, 4]) copies.write(`q ${age}`, copyOf({ age }, now - age));
      copies.write('q old', copyOf({}, now - COPY_AGE_MAX_MS));
      const left = () => [1, 2, 3, 4, 5, 'old'].filter((age) => copies.read(`q ${age}`, 0) !== null);
      copies.evict(now, 10);
      const withinAge = left();
      copies.evict(now, 3);
      return [withinAge, left()];
    });
    expect(kept).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3],
    ]);
  });
});
