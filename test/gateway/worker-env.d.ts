import type { Env as GatewayEnv } from '../../gateway/env.ts';

declare global {
  namespace Cloudflare {
    interface Env extends GatewayEnv {}
  }
}
