import type { CommandInput } from '#contracts/commands';
import type { CorrelationId, TenantId } from '#contracts/ids';
import type { Env } from '../../../gateway/env.ts';
import { tenantOf } from '../../../gateway/stubs.ts';
import gateway, { TenantObject as GatewayTenantObject } from '../../../gateway/worker.ts';

/**
 * The gateway with a door below its card routes, for the tunnel alone: Worker, tenant object, the link's own `call`,
 * WebSocket, agent, ERP. No CRM's signature, no view, no copies. It is open to anybody, so it is in no other bundle.
 *
 *   GET /bench/raw/{tenantId}?{item},{item},…   availability.read; answered with the output as JSON
 */

export { DirectoryObject } from '../../../gateway/worker.ts';

const DEADLINE_MS = 10_000;
const PATH = '/bench/raw/';
const correlationId = '0000bec40000' as CorrelationId;

export class TenantObject extends GatewayTenantObject {
  async rawStock(itemIds: string[]): Promise<string> {
    const input = { itemIds } as CommandInput<'availability.read'>;
    const result = await this.parts.link.call('availability.read', input, DEADLINE_MS, correlationId);
    return JSON.stringify(result);
  }
}

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    const at = request.url.indexOf(PATH);
    if (at < 0) return gateway.fetch(request, env, ctx);
    const [tenantId = '', items = ''] = request.url.slice(at + PATH.length).split('?');
    const tenant = tenantOf(env, tenantId as TenantId) as unknown as DurableObjectStub<TenantObject>;
    return new Response(await tenant.rawStock(items.split(',')));
  },
};
