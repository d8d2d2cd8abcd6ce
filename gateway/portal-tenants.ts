import { failure } from '#contracts/errors';
import type { TenantId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { withinMs } from './durable/within-ms.ts';
import type { Env } from './env.ts';
import { wordsOf } from './object-error.ts';
import { directoryOf } from './stubs.ts';

/** A minute: an account changes its tenant hardly ever. */
const FRESH_MS = 60_000;
const KEPT_MAX = 10_000;
/** So long an account whose tenant is known waits to hear it again; it goes off the card's budget. */
const KNOWN_WAIT_MS = 250;
/** Where nothing is known there is nothing to show without it. */
const UNKNOWN_WAIT_MS = 1_000;
/** A directory that is in trouble gets over it sooner when those that can do without do not ask. */
const SPARED_MS = 10_000;

/**
 * The tenant of each CRM account as the directory said it last, the newest last. An entry may be of long ago, where the
 * directory has not answered since. It opens nothing to an account that was taken from that tenant: the directory only
 * says which object to ask, and that object serves none but the account that is noted in its own store, whoever sent
 * the request there (`#serve` of tenant-object.ts for cards, wish-intake.ts for events and workflows). So who takes an
 * account from a tenant has to say so to the tenant's object; what is kept here then leads to `portal.unknown` at worst.
 */
const kept = new Map<string, { tenantId: TenantId; askAt: number }>();

/** The tenant of a CRM account, as the directory says or said last. Errors: portal.unknown, gateway.unavailable. */
export async function tenantIdOf(env: Env, portalId: string): Promise<Result<TenantId>> {
  const known = kept.get(portalId);
  if (known !== undefined && Date.now() < known.askAt) return ok(known.tenantId);
  const said = await withinMs(ask(env, portalId), known === undefined ? UNKNOWN_WAIT_MS : KNOWN_WAIT_MS);
  if (said?.ok) return said.value === null ? fail(failure('portal.unknown')) : ok(said.value);
  const error = said?.error ?? failure('gateway.unavailable', { detail: 'directory: no answer in time' });
  if (known === undefined) return fail(error);
  known.askAt = Date.now() + SPARED_MS;
  console.error(JSON.stringify({ code: error.code, detail: error.detail }));
  return ok(known.tenantId);
}

/** Asks the directory, and notes what it says however late. */
async function ask(env: Env, portalId: string): Promise<Result<TenantId | null>> {
  try {
    const tenantId = await directoryOf(env).tenantOfPortal(portalId);
    kept.delete(portalId);
    if (tenantId !== null) kept.set(portalId, { tenantId, askAt: Date.now() + FRESH_MS });
    const [oldest] = kept.keys();
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
    return ok(tenantId);
  } catch (error) {
    return fail(failure('gateway.unavailable', { detail: `directory: ${wordsOf(error)}` }));
  }
}
