import { Hono } from 'hono';
import { z } from 'zod';
import { type Failure, failure } from '#contracts/errors';
import { CrmRecordId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { failureBody, failureResponse } from '../middleware/failure-response.ts';
import { hubspotSignature } from '../middleware/hubspot-signature.ts';
import { tenantIdOf } from '../portal-tenants.ts';
import { tenantOf } from '../stubs.ts';

/** HubSpot sends 100 in one request at most (Webhooks API). */
const EVENTS_MAX = 500;

/** A change of a deal's stage, in the newer and the older form of subscription. Whatever else is in it is not needed. */
const Event = z.object({
  portalId: z.int().min(1).transform(String),
  objectId: z.int().min(1).transform(String).pipe(CrmRecordId),
  propertyName: z.enum(['dealstage', 'hs_is_closed_won']),
  subscriptionType: z.enum(['object.propertyChange', 'deal.propertyChange']),
  objectTypeId: z.literal('0-3').optional(),
});

/**
 * POST /v1/hubspot/events: deals changed. Events come at least once, out of order and late, so each is only a hint to
 * look at its deal: they are kept, answered, and looked at afterwards. What is not for us is answered like the rest,
 * since HubSpot would send it again; only what could not be kept is not.
 */
export const hubspotEventRoutes = new Hono<AppEnv>().post('/', hubspotSignature, async (c) => {
  const events = z
    .array(z.unknown())
    .max(EVENTS_MAX)
    .safeParse(await c.req.json().catch(() => null));
  if (!events.success) return failureResponse(c, failure('request.invalid', { detail: 'not a list of events' }));
  const deals = new Map<string, Set<CrmRecordId>>();
  for (const event of events.data) {
    const known = Event.safeParse(event);
    if (!known.success) continue;
    const { portalId, objectId, subscriptionType, objectTypeId } = known.data;
    if (subscriptionType === 'object.propertyChange' && objectTypeId === undefined) continue;
    deals.set(portalId, (deals.get(portalId) ?? new Set()).add(objectId));
  }
  const { correlationId } = c.var;
  const kept = await Promise.all(
    [...deals].map(async ([portalId, dealIds]): Promise<Failure | null> => {
      const tenantId = await tenantIdOf(c.env, portalId);
      if (!tenantId.ok && tenantId.error.category === 'unavailable') return tenantId.error;
      const answer = tenantId.ok
        ? await tenantOf(c.env, tenantId.value).dealsChanged(portalId, [...dealIds], correlationId)
        : ('unknown' as const);
      if (answer === 'unknown') failureBody(c, failure('portal.unknown', { detail: `portal ${portalId}` }));
      return answer === 'full' ? failure('agent.overloaded') : null;
    }),
  );
  const notKept = kept.find((why) => why !== null);
  if (notKept != null) return failureResponse(c, notKept, 503);
  return c.body(null, 200);
});
