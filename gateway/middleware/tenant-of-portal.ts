import { createMiddleware } from 'hono/factory';
import { failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { tenantIdOf } from '../portal-tenants.ts';
import { tenantOf } from '../stubs.ts';
import { cardFailure } from './failure-response.ts';

/**
 * Finds the tenant of the CRM account that signed. `portalId` is in the query HubSpot appends and signs: it is
 * read only after the signature was checked, and never from the body.
 */
export const tenantOfPortal = createMiddleware<AppEnv>(async (c, next) => {
  const portalIds = c.req.queries('portalId') ?? [];
  const [portalId] = portalIds;
  // Two of them could be read as one here and as the other there.
  if (portalId === undefined || portalIds.length !== 1) return cardFailure(c, failure('portal.unknown'));
  const askedAt = Date.now();
  const tenantId = await tenantIdOf(c.env, portalId);
  if (!tenantId.ok) return cardFailure(c, tenantId.error);
  c.set('caller', {
    portalId,
    correlationId: c.var.correlationId,
    refresh: false,
    spentMs: Date.now() - askedAt,
    email: onlyOne(c.req.queries('userEmail')),
    signed: c.var.signed,
  });
  c.set('tenantId', tenantId.value);
  c.set('tenant', tenantOf(c.env, tenantId.value));
  return next();
});

const onlyOne = (values: string[] | undefined): string | null =>
  values?.length === 1 ? (values[0]?.toLowerCase() ?? null) : null;
