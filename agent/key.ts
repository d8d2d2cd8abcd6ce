import { existsSync } from 'node:fs';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { AgentPublicKey, DIAL_TOKEN_MS } from '#contracts/enrolment';
import type { Identity } from './config.ts';
import { type Home, readJson, writeWhole } from './home.ts';

/** The agent's Ed25519 key. It is made on this host and never leaves it. */
export interface AgentKey {
  publicKey: AgentPublicKey;
  sign: (identity: Identity, now: number, tokenId: string) => Promise<string>;
}

/** The key of this home; made if there is none yet. */
export async function openKey(home: Home): Promise<AgentKey> {
  if (!existsSync(home.key)) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    writeWhole(home.key, JSON.stringify(await exportJWK(privateKey)));
  }
  const jwk = readJson(home.key) as JWK;
  const privateKey = await importJWK(jwk, 'EdDSA');
  return {
    publicKey: AgentPublicKey.parse({ kty: jwk.kty, crv: jwk.crv, x: jwk.x }),
    sign: (identity, now, tokenId) =>
      new SignJWT({ tenant: identity.tenantId })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer(identity.agentId)
        .setAudience(new URL(identity.gateway).origin)
        .setJti(tokenId)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(Math.floor((now + DIAL_TOKEN_MS) / 1000))
        .sign(privateKey),
  };
}
