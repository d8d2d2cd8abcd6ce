import { Hono } from 'hono';
import { z } from 'zod';
import { type Failure, failure } from '#contracts/errors';
import { CrmRecordId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { problemSentence } from '../core/erp-words.ts';
import { outputFieldsOf } from '../crm/hubspot-writes.ts';
import { failureBody, failureResponse } from '../middleware/failure-response.ts';
import { hubspotSignatureV2 } from '../middleware/hubspot-signature-v2.ts';
import { tenantIdOf } from '../portal-tenants.ts';
import { tenantOf } from '../stubs.ts';

/** As long as HubSpot waits of itself where nothing is said. ISO 8601. */
const WAITS = 'P7D';
const RETRY_AFTER_S = 60;

const recordId = z
  .union([z.int().min(1), z.string()])
  .transform(String)
  .pipe(CrmRecordId);
/** What HubSpot sends when an action is executed ("Custom workflow actions", execution). More may be there. */
const Call = z.object({
  callbackId: z.string().regex(/^[\x21-\x7e]{1,200}$/),
  origin: z.object({ portalId: z.int().min(1).transform(String) }),
  object: z
    .object({ objectId: recordId, objectType: z.literal('DEAL') })
    .nullish()
    .catch(null),
});

/**
 * POST /v1/hubspot/workflow-actions/send-deal. How HubSpot reads an answer:
 *   200 BLOCK          the workflow waits; it is told the end over the callback
 *   200 FAIL_CONTINUE  it failed, for good: shown in the workflow's history, and the workflow can branch on the outputs
 *   4xx                it failed, for good
 *   429, 5xx           asked again, for up to three days; the callback id makes that the same call
 */
export const hubspotWorkflowRoutes = new Hono<AppEnv>().post('/send-deal', hubspotSignatureV2, async (c) => {
  const call = Call.safeParse(await c.req.json().catch(() => null));
  if (!call.success) {
    const detail = call.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ');
    return failureResponse(c, failure('request.invalid', { detail }));
  }
  const failed = (why: Failure) => {
    failureBody(c, why);
    const outcome = { status: 'not-sent', orderId: null, problem: problemSentence(why) } as const;
    return c.json({ outputFields: outputFieldsOf(outcome) });
  };
  const { callbackId, origin, object } = call.data;
  if (object == null)
    return failed(
      failure('request.invalid', {
        message: 'This action can only be used with deals.',
        advice: 'Use it in a workflow of deals.',
      }),
    );
  const tenantId = await tenantIdOf(c.env, origin.portalId);
  const askedAgain = (why: Failure, status: 429 | 503) => {
    c.header('retry-after', String(RETRY_AFTER_S));
    return failureResponse(c, why, status);
  };
  if (!tenantId.ok) {
    return tenantId.error.category === 'unavailable' ? askedAgain(tenantId.error, 503) : failed(tenantId.error);
  }
  const { correlationId } = c.var;
  const taken = await tenantOf(c.env, tenantId.value).workflow(origin.portalId, {
    callbackId,
    dealId: object.objectId,
    correlationId,
  });
  if (taken === 'unknown') return failed(failure('portal.unknown'));
  if (taken === 'full') return askedAgain(failure('agent.overloaded'), 429);
  return c.json({ outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: WAITS } });
});
