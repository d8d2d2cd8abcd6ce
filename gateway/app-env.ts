import type { CorrelationId, TenantId } from '#contracts/ids';
import type { Caller } from './durable/caller.ts';
import type { SignedRequest } from './durable/signed-writes.ts';
import type { TenantObject } from './durable/tenant-object.ts';
import type { Env } from './env.ts';

/** What Hono carries along a request. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    correlationId: CorrelationId;
    /** Set by the signature check. */
    signed: SignedRequest;
    /** Set for a card route. */
    caller: Caller;
    /** Set for a card route. */
    tenantId: TenantId;
    /** Set for a card route, and for an operator's route of one tenant. */
    tenant: DurableObjectStub<TenantObject>;
  };
}
