import { createMiddleware } from 'hono/factory';
import { failure } from '#contracts/errors';
import type { TenantId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { directoryOf, tenantOf } from '../stubs.ts';
import { cardFailure } from './failure-response.ts';

/** A minute: an account changes its tenant hardly ever, and the tenant's object checks again. */
const KEPT_MS = 60_000;
const KEPT_MAX = 10_000;
const kept = new Map<string, { tenantId: TenantId; until: number }>();

/**
 * Finds the tenant of the CRM account that signed. `portalId` is in the query HubSpot appends and signs: it is
 * read only after the signature was checked, and never from the body.
 */
export const tenantOfPortal = createMiddleware<AppEnv>(async (c, next) => {
  const portalIds = c.req.queries('portalId') ?? [];
  const [portalId] = portalIds;
  // Two of them could be read as one here and as the other there.
  if (portalId === undefined || portalIds.length !== 1) return cardFailure(c, failure('portal.unknown'));
  const now = Date.now();
  const known = kept.get(portalId);
  const tenantId =
    known !== undefined && now < known.until ? known.tenantId : await directoryOf(c.env).tenantOfPortal(portalId);
  if (tenantId === null) return cardFailure(c, failure('portal.unknown'));
  if (tenantId !== known?.tenantId || now >= known.until) {
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(portalId, { tenantId, until: now + KEPT_MS });
  }
  c.set('caller', {
    portalId,
    correlationId: c.var.correlationId,
    refresh: false,
    email: onlyOne(c.req.queries('userEmail')),
  });
  c.set('tenant', tenantOf(c.env, tenantId));
  return next();
});

const onlyOne = (values: string[] | undefined): string | null =>
  values?.length === 1 ? (values[0]?.toLowerCase() ?? null) : null;
