import type { CorrelationId } from '#contracts/ids';
import type { Caller, TenantObject } from './durable/tenant-object.ts';
import type { Env } from './env.ts';

/** What Hono carries along a request. */
export interface AppEnv {
  Bindings: Env;
  Variables: {
    correlationId: CorrelationId;
    /** Set by the signature check of a card route. */
    caller: Caller;
    tenant: DurableObjectStub<TenantObject>;
  };
}
