import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { good } from './card-client.ts';
import { FINDS_NOTHING, STOCKED, WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { pushBecomes, storedPush } from './push-watch.ts';
import { setUpTenant } from './tenant-setup.ts';

/** What an agent says that is newer than this gateway. */
const LOCKED = { ...failure('erp.fault', { message: 'Somebody has this open in the ERP.' }), code: 'erp.locked' };

describe('a code that only a newer agent knows costs no connection', () => {
  it('as the answer to a read: the card says what happened and asks again, and the next one is answered', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, {});
    const asked = tenant.card.stock('PUMP-0040');
    const call = await agent.next('call');
    agent.say({ type: 'answer', id: call.id, ok: false, error: LOCKED });
    expect(
      good(await Promise.race([asked, agent.closed.then(() => Promise.reject(new Error('closed')))])),
    ).toMatchObject({
      link: { online: true },
      stock: {
        state: 'failed',
        error: { code: 'defect.impossible-state', category: 'unavailable', message: LOCKED.message },
      },
    });
    agent.answers = STOCKED;
    expect(good(await tenant.card.stock('SEAL-0009')).stock.state).toBe('fresh');
  });

  it('as an outcome: it is kept, and what was not sent after a go is looked up before it is sent again', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, FINDS_NOTHING);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await agent.report(send, { result: 'not-sent', error: LOCKED });
    await pushBecomes(tenant, send.pushId, 'in-doubt');
    expect((await storedPush(tenant, send.pushId)).problem?.detail).toContain('erp.locked');
    await expect.poll(() => agent.received('call').map(({ command }) => command)).toContain('order.find-by-reference');
    expect(agent.received('send')).toHaveLength(1);
  });

  it('as an outcome: what the ERP refused is refused, in the words of the agent', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await agent.report(send, { result: 'refused', error: { ...LOCKED, category: 'invalid' } });
    const push = await pushBecomes(tenant, send.pushId, 'refused');
    expect(push.problem).toMatchObject({ code: 'defect.impossible-state', message: LOCKED.message });
  });
});
