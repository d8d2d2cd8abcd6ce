import type { TenantId } from '#contracts/ids';
import { DIRECTORY_NAME } from './durable/directory-object.ts';
import type { Env } from './env.ts';

export const directoryOf = (env: Env) => env.DIRECTORY.get(env.DIRECTORY.idFromName(DIRECTORY_NAME));

/** An object's id is a hash of its name, so it is made once. */
const ids = new Map<TenantId, DurableObjectId>();
const IDS_MAX = 10_000;

/** Only for a tenant id that the directory named: any other would make a new, empty object. */
export function tenantOf(env: Env, tenantId: TenantId) {
  const id = ids.get(tenantId) ?? env.TENANTS.idFromName(tenantId);
  if (ids.size >= IDS_MAX) ids.clear();
  ids.set(tenantId, id);
  return env.TENANTS.get(id);
}
