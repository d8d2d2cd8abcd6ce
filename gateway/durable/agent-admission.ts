import type { TenantId } from '#contracts/ids';
import { verifyDial } from './dial.ts';
import type { TenantParts } from './tenant-parts.ts';

const refused = (): Response => new Response('agent.credential-refused', { status: 401 });

/** Lets an agent in that dials, with a socket and an epoch of its own; 401 for one that is not, or no more, enrolled here. */
export async function admitAgent(
  { settings, agents, link }: TenantParts,
  token: string,
  publicBaseUrls: readonly string[],
  now: () => number,
): Promise<Response> {
  const tenantId = settings.read('tenant-id') as TenantId | null;
  if (tenantId === null) return refused();
  const dialled = await verifyDial(token, tenantId, publicBaseUrls, (agentId) => agents.publicKey(agentId));
  if (!dialled.ok) return refused();
  const { agentId, tokenId, expiresAt } = dialled.value;
  // Again: it may have been revoked while its token was looked at.
  if (agents.publicKey(agentId) === null || !agents.spendToken(agentId, tokenId, expiresAt, now())) return refused();
  agents.seen(agentId, now());
  return link.accept(agentId, settings.next('epoch'));
}
