import { decodeJwt, importJWK, jwtVerify } from 'jose';
import { type AgentPublicKey, DIAL_TOKEN_MS, DialClaims } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import type { AgentId, TenantId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';

/** Clocks of the agent's host and of the gateway may differ by so much. */
const SKEW_S = 30;

export interface DialToken {
  agentId: AgentId;
  tokenId: string;
  /** From then on it is refused for its age, epoch ms. */
  expiresAt: number;
}

/**
 * Checks the token an agent signed for one dial: its own key, this gateway, this tenant, a minute old at most.
 * @param publicKeyOf the key that was enrolled for an agent, null for one that is not known here
 */
export async function verifyDial(
  token: string,
  tenantId: TenantId,
  audiences: readonly string[],
  publicKeyOf: (agentId: string) => AgentPublicKey | null,
): Promise<Result<DialToken>> {
  const refused = (detail: string) => fail(failure('agent.credential-refused', { detail }));
  try {
    const { payload } = await jwtVerify(
      token,
      async () => {
        const claims = DialClaims.safeParse(decodeJwt(token));
        const key = claims.success ? publicKeyOf(claims.data.iss) : null;
        if (key === null) throw new Error('unknown agent');
        return importJWK({ ...key }, 'EdDSA');
      },
      { algorithms: ['EdDSA'], audience: [...audiences], clockTolerance: SKEW_S, maxTokenAge: DIAL_TOKEN_MS / 1000 },
    );
    const claims = DialClaims.safeParse(payload);
    if (!claims.success || claims.data.tenant !== tenantId) return refused('claims of another tenant');
    const { iss, jti, iat } = claims.data;
    return ok({ agentId: iss, tokenId: jti, expiresAt: iat * 1000 + DIAL_TOKEN_MS + 2 * SKEW_S * 1000 });
  } catch (error) {
    return refused(error instanceof Error ? error.name : 'unreadable token');
  }
}
