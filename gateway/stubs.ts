import type { TenantId } from '#contracts/ids';
import { DIRECTORY_NAME } from './durable/directory-object.ts';
import type { Env } from './env.ts';

export const directoryOf = (env: Env) => env.DIRECTORY.get(env.DIRECTORY.idFromName(DIRECTORY_NAME));

/** Only for a tenant id that the directory named: any other would make a new, empty object. */
export const tenantOf = (env: Env, tenantId: TenantId) => env.TENANTS.get(env.TENANTS.idFromName(tenantId));
