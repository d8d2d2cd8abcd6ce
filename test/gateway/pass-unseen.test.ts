import { afterEach, beforeEach, expect, it } from 'vitest';
import { COMMANDS } from '#contracts/commands';
import { WON_DEAL_ID } from './erp-answers.ts';
import { dialIn } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { sendEvents, stageEvent } from './hubspot-caller.ts';
import { changeRecord, dealProperties } from './hubspot-control.ts';
import { whileSending } from './no-objection.ts';
import { setPolicy } from './operator-client.ts';
import { enrolAgent } from './tenant-setup.ts';

const clear = () => changeRecord('deals', WON_DEAL_ID, { erp_status: null, erp_problem: null });
beforeEach(clear);
afterEach(clear);

it.each([
  [[], false],
  [['price.unknown'], true],
])('with a connector that has no prices, and %j may pass unseen: %s', async (passUnseen, isSent) => {
  const tenant = await freshTenant();
  await setPolicy(tenant, { push: { onWon: 'automatic', passUnseen } });
  const agent = await dialIn(await enrolAgent(tenant));
  agent.hello({ commands: Object.keys(COMMANDS).filter((command) => command !== 'item.price') });
  await agent.next('welcome');
  await whileSending(async () => {
    expect((await sendEvents([stageEvent(tenant.portalId, WON_DEAL_ID)])).status).toBe(200);
    if (isSent) await agent.start();
    if (!isSent) await expect.poll(async () => (await dealProperties(WON_DEAL_ID)).erp_problem).toMatch(/prices/);
  });
  expect(agent.received('send')).toHaveLength(isSent ? 1 : 0);
});
