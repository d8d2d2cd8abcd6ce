import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { bad, good } from './card-client.ts';
import { WON_DEAL_ID } from './erp-answers.ts';
import { connectAgent, newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { changeRecord, dealProperties } from './hubspot-control.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import { enrolAgent } from './tenant-setup.ts';

const LINE_ID = `${WON_DEAL_ID}01`;
afterEach(async () => {
  await changeRecord('line_items', LINE_ID, { quantity: '12' });
  await changeRecord('deals', WON_DEAL_ID, { dealstage: 'closedwon' });
});

describe('a push', () => {
  it('is kept while no agent is there, goes out when one comes, is made once and written back', async () => {
    const tenant = await freshTenant();
    const { push } = good(await tenant.card.push(WON_DEAL_ID));
    expect(push).toMatchObject({ state: 'ready', reference: `DB-${WON_DEAL_ID}-1`, orderId: null, writtenBack: false });
    const agent = await newAgent(tenant);
    const send = await agent.next('send');
    expect(send).toMatchObject({
      pushId: push.pushId,
      attempt: 1,
      command: 'order.create',
      reference: push.reference,
      input: {
        reference: push.reference,
        customerId: '10447',
        lines: [{ itemId: 'PUMP-0040', quantity: '12', unitPrice: '410.00' }, {}, {}],
      },
    });
    agent.claim(send);
    await agent.next('go');
    const orderId = freshOrderId();
    await agent.report(send, { result: 'made', output: { orderId } });
    const done = await pushBecomes(tenant, push.pushId, 'done');
    expect(done).toMatchObject({ orderId, writtenBack: true, problem: null });
    expect(done.steps.map(({ state }) => state)).toEqual(['accepted', 'ready', 'sending', 'confirmed', 'done']);
    const written = await dealProperties(WON_DEAL_ID);
    expect(written.erp_order_number).toBe(orderId);
    expect(Date.parse(written.erp_synced_at ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(good(await tenant.card.deal(WON_DEAL_ID)).push).toEqual(done);
    expect(agent.received('send')).toHaveLength(1);
  });

  it('asked for twice, or by many at once, is one push and one send', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    const answers = await Promise.all(Array.from({ length: 5 }, () => tenant.card.push(WON_DEAL_ID)));
    expect(new Set(answers.map((answer) => good(answer).push.pushId)).size).toBe(1);
    const send = await agent.start();
    await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
    await pushBecomes(tenant, send.pushId, 'done');
    expect(good(await tenant.card.push(WON_DEAL_ID)).push).toMatchObject({ pushId: send.pushId, state: 'done' });
    expect(agent.received('send')).toHaveLength(1);
  });

  it('of the same revision with another content is refused, and the kept one goes on', async () => {
    const tenant = await freshTenant();
    const { pushId } = good(await tenant.card.push(WON_DEAL_ID)).push;
    await changeRecord('line_items', LINE_ID, { quantity: '13' });
    const message = 'An earlier version of this deal is kept and on its way to the ERP.';
    const reused = { code: 'push.key-reused', category: 'conflict', message };
    expect(bad(await tenant.card.push(WON_DEAL_ID))).toMatchObject(reused);
    await changeRecord('deals', WON_DEAL_ID, { dealstage: 'contractsent' });
    expect(bad(await tenant.card.push(WON_DEAL_ID))).toMatchObject(reused);
    const send = await (await newAgent(tenant)).next('send');
    expect(send).toMatchObject({ pushId, input: { lines: [{ quantity: '12' }, {}, {}] } });
  });

  it('shows what was sent, and in what the deal was changed since', async () => {
    const tenant = await freshTenant();
    const { sent } = good(await tenant.card.push(WON_DEAL_ID)).push;
    expect(sent).toMatchObject({ customerId: '10447', currency: 'EUR' });
    expect(sent?.lines[0]).toEqual({ itemId: 'PUMP-0040', quantity: '12', unitPrice: '410.00' });
    expect(good(await tenant.card.deal(WON_DEAL_ID)).changes).toEqual([]);
    await changeRecord('line_items', LINE_ID, { quantity: '13' });
    const { push, changes } = good(await tenant.card.deal(WON_DEAL_ID));
    expect(push?.sent).toEqual(sent);
    expect(changes).toEqual(['PUMP-0040 is 13 on the deal, 12 as sent to the ERP.']);
  });

  it('of another revision is refused while the one before may still become an order', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    expect(bad(await tenant.card.push(WON_DEAL_ID, 2)).code).toBe('request.invalid');
    await tenant.card.push(WON_DEAL_ID, 1);
    expect(bad(await tenant.card.push(WON_DEAL_ID, 2)).code).toBe('push.key-reused');
    const first = await agent.start();
    await agent.report(first, { result: 'refused', error: failure('erp.rejected') });
    await tenant.card.push(WON_DEAL_ID, 2);
    const second = await agent.next('send');
    expect([first.reference, second.reference]).toEqual([`DB-${WON_DEAL_ID}-1`, `DB-${WON_DEAL_ID}-2`]);
  });

  it('is sent alone: the next one waits for its end', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    good(await tenant.card.push(WON_DEAL_ID));
    await tenant.card.push('88412071');
    const first = await agent.start();
    expect(agent.received('send')).toHaveLength(1);
    await agent.report(first, { result: 'made', output: { orderId: freshOrderId() } });
    expect((await agent.next('send')).reference).toBe('DB-88412071-1');
  });

  it('that the ERP refuses ends with what it said, and is not sent again', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    good(await tenant.card.push(WON_DEAL_ID));
    const send = await agent.start();
    const error = failure('erp.rejected', { message: 'Customer 10447 is on hold.', detail: 'SPERR=X at row 17' });
    await agent.report(send, { result: 'refused', error });
    const refused = await tenant.card.pushView(send.pushId);
    expect(refused).toMatchObject({
      state: 'refused',
      problem: { code: 'erp.rejected', message: 'Customer 10447 is on hold.' },
    });
    expect(JSON.stringify(refused)).not.toContain('SPERR');
    expect(good(await tenant.card.push(WON_DEAL_ID)).push.state).toBe('refused');
    expect(agent.received('send')).toHaveLength(1);
    // Whoever sends it under the same key, changed: there is no order to look at.
    await changeRecord('line_items', LINE_ID, { quantity: '13' });
    expect(bad(await tenant.card.push(WON_DEAL_ID))).toMatchObject({
      code: 'push.key-reused',
      message: 'An earlier version of this deal was refused, and there is no order of it.',
    });
  });

  it('that nobody knows is said to be unknown', async () => {
    const tenant = await freshTenant();
    expect(await tenant.card.answerAt('/v1/card/pushes/p_0000000000000000')).toMatchObject({
      ok: false,
      error: { code: 'push.not-found' },
    });
  });
});

describe('an outcome', () => {
  it('that is reported again is kept again, and changes nothing', async () => {
    // The stand-in's deal is everybody's: the write-back of a test before may come only now.
    const begin = async () => {
      const tenant = await freshTenant();
      const identity = await enrolAgent(tenant);
      const agent = await connectAgent(identity);
      good(await tenant.card.push(WON_DEAL_ID));
      return { tenant, identity, agent };
    };
    const { tenant, identity, agent } = await vi.waitFor(begin, { timeout: 20_000, interval: 200 });
    const send = await agent.start();
    const outcome = { result: 'made', output: { orderId: freshOrderId() } };
    await agent.report(send, outcome);
    await agent.report(send, outcome);
    const done = await pushBecomes(tenant, send.pushId, 'done');
    await (await connectAgent(identity)).report(send, outcome);
    expect(await tenant.card.pushView(send.pushId)).toEqual(done);
  });

  it('that names a second order for the push is never hidden, also when it is done', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    good(await tenant.card.push(WON_DEAL_ID));
    const send = await agent.start();
    await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
    await pushBecomes(tenant, send.pushId, 'done');
    await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
    expect(await tenant.card.pushView(send.pushId)).toMatchObject({
      state: 'parked',
      problem: { code: 'push.order-twice' },
    });
  });

  it('of a push that is not known here is kept, so that the agent need not repeat it', async () => {
    const agent = await newAgent(await freshTenant());
    const unknown = { pushId: 'p_0000000000000000', attempt: 1, epoch: 1 };
    await agent.report(unknown as never, { result: 'unknown', error: failure('erp.timed-out') });
    agent.claim(unknown as never);
    expect(await agent.next('stop')).toMatchObject({ pushId: unknown.pushId, attempt: 1 });
  });
});
