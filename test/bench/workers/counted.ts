import type { Env } from '../../../gateway/env.ts';
import gateway, { TenantObject as GatewayTenantObject } from '../../../gateway/worker.ts';

/**
 * The gateway with a counter of everything that wakes a tenant object. Counts live in the isolate, which objects and
 * routes share and which outlives an object that hibernates.
 */

export { DirectoryObject } from '../../../gateway/worker.ts';

const wakes = { constructed: 0, messages: 0, closes: 0, alarms: 0 };

export class TenantObject extends GatewayTenantObject {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    wakes.constructed += 1;
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    wakes.messages += 1;
    return super.webSocketMessage(socket, message);
  }

  override webSocketClose(socket: WebSocket): Promise<void> {
    wakes.closes += 1;
    return super.webSocketClose(socket);
  }

  override alarm(): Promise<void> {
    wakes.alarms += 1;
    return super.alarm();
  }
}

export default {
  fetch(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
    if (new URL(request.url).pathname === '/bench/wakes') return Response.json(wakes);
    return gateway.fetch(request, env, ctx);
  },
};
