import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { CLOSE, FRAME_BYTES_MAX, PROTOCOL } from '#contracts/frames';
import { good } from './card-client.ts';
import { COMPANY_ID, COMPANY_QUESTIONS, HEALTHY, STOCKED, UNREACHABLE } from './erp-answers.ts';
import { connectAgent, dialIn, newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { enrolAgent, setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

describe('a frame that cannot be read', () => {
  it.each<[string, string | Uint8Array]>([
    ['is no JSON', '{"type":'],
    ['is of no known kind', '{"type":"order.create"}'],
    ['has a field too many', '{"type":"claim","pushId":"p_0000000000000000","attempt":1,"epoch":1,"go":true}'],
    ['has an attempt of 0', '{"type":"claim","pushId":"p_0000000000000000","attempt":0,"epoch":1}'],
    ['is null', 'null'],
    ['is binary', new TextEncoder().encode('{"type":"answer"}')],
    ['is larger than a frame may be', `"${'x'.repeat(FRAME_BYTES_MAX)}"`],
    ['is nested a hundred thousand times', '['.repeat(100_000)],
  ])('because it %s closes its connection, and the tenant serves on', async (_name, data) => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const agent = await connectAgent(identity, HEALTHY);
    agent.sayRaw(data);
    expect(await agent.closed).toBe(CLOSE.frameInvalid);
    await connectAgent(identity, HEALTHY);
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
  });

  it('does not touch the connection of another agent', async () => {
    const tenant = await setUpTenant();
    const healthy = await newAgent(tenant, HEALTHY);
    const broken = await newAgent(tenant);
    broken.sayRaw('garbage');
    expect(await broken.closed).toBe(CLOSE.frameInvalid);
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
    expect(healthy.received('call')).toHaveLength(COMPANY_QUESTIONS.length);
  });
});

describe('a connection', () => {
  it.each([0, PROTOCOL + 1, 99])('that speaks protocol %i is closed, and told why', async (protocol) => {
    const agent = await dialIn(await enrolAgent(await setUpTenant()));
    agent.hello({ protocol });
    expect(await agent.closed).toBe(CLOSE.versionUnsupported);
    expect(agent.frames).toEqual([]);
  });

  it('that has said no hello yet is asked nothing', async () => {
    const tenant = await setUpTenant();
    const agent = await dialIn(await enrolAgent(tenant));
    expect(good(await tenant.card.company(COMPANY_ID))).toMatchObject({
      link: { online: false },
      customer: { state: 'failed', error: { code: 'agent.offline' } },
    });
    expect(agent.frames).toEqual([]);
  });

  it('replaces the older one of its agent at once', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const older = await connectAgent(identity);
    const newer = await connectAgent(identity, HEALTHY);
    expect(await older.closed).toBe(CLOSE.replaced);
    expect([older, newer].map((agent) => agent.received('welcome')[0]?.epoch)).toEqual([1, 2]);
    const view = good(await tenant.card.company(COMPANY_ID));
    expect(view).toMatchObject({ link: { online: true }, customer: { state: 'fresh' } });
    expect(older.received('call')).toEqual([]);
  });

  it('takes over what was asked over the older one, also where that one never answers its close', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const older = await connectAgent(identity);
    const asked = tenant.card.company(COMPANY_ID);
    await older.next('call');
    // The older one's end is silent: no close is reported to the object.
    await runInDurableObject(tenant.stub, (object) => {
      object.webSocketClose = async () => {};
    });
    await connectAgent(identity, HEALTHY);
    expect(good(await asked).customer).toMatchObject({ state: 'failed', error: { code: 'agent.offline' } });
    later(6_000);
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
  });

  it('that takes over, or says hello again, does not make the open way younger; one after a gap does', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const since = async () => good(await tenant.card.stock('PUMP-0040')).link.since;
    later(0);
    const first = await connectAgent(identity, STOCKED);
    const opened = await since();
    later(5_000);
    const second = await connectAgent(identity, STOCKED);
    expect(await first.closed).toBe(CLOSE.replaced);
    expect(await since()).toBe(opened);
    second.hello();
    await second.next('welcome');
    expect(await since()).toBe(opened);
    second.hangUp();
    await vi.waitFor(async () => expect(good(await tenant.card.stock('PUMP-0040')).link.online).toBe(false));
    later(5_000);
    await connectAgent(identity, STOCKED);
    expect(Date.parse((await since()) ?? '') - Date.parse(opened ?? '')).toBeGreaterThanOrEqual(10_000);
  });

  it('beside another one costs no card its numbers, whether it goes away or is about to', async () => {
    const tenant = await setUpTenant();
    const stays = await newAgent(tenant, STOCKED);
    const goes = await newAgent(tenant);
    const stockIs = async (card: ReturnType<typeof tenant.card.stock>) => good(await card).stock.state;
    // Whoever is asked first of two: the one that goes never has an answer.
    const asked = ['A', 'B', 'C'].map((item) => stockIs(tenant.card.stock(item)));
    await goes.next('call');
    goes.hangUp();
    expect(await Promise.all(asked)).toEqual(['fresh', 'fresh', 'fresh']);
    const drains = await newAgent(tenant, { 'availability.read': () => ({ error: failure('agent.offline') }) });
    for (const item of ['D', 'E', 'F']) expect(await stockIs(tenant.card.stock(item))).toBe('fresh');
    expect(drains.received('call').length + stays.received('call').length).toBeGreaterThan(3);
  });

  it('that is turned away does not move since when the way is shut', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const link = async () => good(await tenant.card.stock('PUMP-0040')).link;
    later(0);
    const first = await connectAgent(identity, STOCKED);
    first.hangUp();
    await vi.waitFor(async () => expect((await link()).online).toBe(false));
    const shut = await link();
    later(3_600_000);
    const second = await dialIn(identity);
    second.hello({ protocol: 99 });
    expect(await second.closed).toBe(CLOSE.versionUnsupported);
    second.hangUp();
    await runInDurableObject(tenant.stub, (_object, ctx) => expect.poll(() => ctx.getWebSockets().length).toBe(0));
    expect(await link()).toEqual(shut);
  });

  it('whose close was never reported leaves nothing known of since when the way is shut', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const link = async () => good(await tenant.card.stock('PUMP-0040')).link;
    later(0);
    (await connectAgent(identity, STOCKED)).hangUp();
    await vi.waitFor(async () => expect((await link()).online).toBe(false));
    later(86_400_000);
    await connectAgent(identity, STOCKED);
    // As a deploy does: the sockets are gone and nobody says so.
    await evictDurableObject(tenant.stub, { webSockets: 'close' });
    expect(await link()).toEqual({ online: false, since: null });
  });

  it('is answered its pings, and lives on over an eviction', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await evictDurableObject(tenant.stub);
    agent.sayRaw('ping');
    await agent.pong();
    expect(good(await tenant.card.company(COMPANY_ID))).toMatchObject({
      link: { online: true },
      customer: { state: 'fresh' },
    });
  });

  it('that answers what nobody asked, or a question again, changes nothing', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    agent.say({ type: 'answer', id: 1, ok: true, output: {} });
    await tenant.card.company(COMPANY_ID);
    const [call] = agent.received('call');
    if (call === undefined) throw new Error('nothing was asked');
    agent.answer(call, { output: { name: 'Somebody else' } });
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
  });

  it('whose call ids were given out before an eviction never sees one of them again', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { ...HEALTHY, 'availability.read': () => UNREACHABLE });
    await tenant.card.company(COMPANY_ID);
    await evictDurableObject(tenant.stub);
    await tenant.card.stock('PUMP-0040');
    const ids = agent.received('call').map(({ id }) => id);
    expect(new Set(ids).size).toBe(COMPANY_QUESTIONS.length + 1);
    expect(Math.max(...ids)).toBe(ids.at(-1));
  });

  it('shares the reads with the other agents of its tenant', async () => {
    const tenant = await setUpTenant();
    const agents = [await newAgent(tenant, HEALTHY), await newAgent(tenant, HEALTHY)];
    await tenant.card.company(COMPANY_ID);
    expect(agents.map((agent) => agent.received('call').length).sort()).toEqual([2, 2]);
  });
});
