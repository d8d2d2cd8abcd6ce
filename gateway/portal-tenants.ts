import type { TenantId } from '#contracts/ids';
import type { Env } from './env.ts';
import { directoryOf } from './stubs.ts';

/** A minute: an account changes its tenant hardly ever, and the tenant's object checks again. */
const KEPT_MS = 60_000;
const KEPT_MAX = 10_000;
const kept = new Map<string, { tenantId: TenantId; until: number }>();

/** The tenant of a CRM account, as the directory says or said lately; null: there is none. */
export async function tenantIdOf(env: Env, portalId: string): Promise<TenantId | null> {
  const now = Date.now();
  const known = kept.get(portalId);
  if (known !== undefined && now < known.until) return known.tenantId;
  const tenantId = await directoryOf(env).tenantOfPortal(portalId);
  if (tenantId === null) return null;
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(portalId, { tenantId, until: now + KEPT_MS });
  return tenantId;
}
