import { existsSync } from 'node:fs';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { z } from 'zod';
import { AgentPublicKey, DIAL_TOKEN_MS } from '#contracts/enrolment';
import type { Identity } from './config.ts';
import { type Home, readJson, writeWhole } from './home.ts';

/** The agent's Ed25519 key. It is made on this host and never leaves it. */
export interface AgentKey {
  publicKey: AgentPublicKey;
  sign: (identity: Identity, now: number, tokenId: string) => Promise<string>;
}

/** Whether this home has a key. An enrolled one that has none lost it: the gateway knows no other. */
export const hasKey = (home: Home): boolean => existsSync(home.key);

/** The key of this home; made if there is none yet. */
export async function openKey(home: Home): Promise<AgentKey> {
  const written = readJson(home.key);
  const jwk = written === undefined ? await makeKey(home) : written;
  const { publicKey, privateKey } = await halvesOf(jwk).catch(() => {
    throw new Error(`${home.key} is damaged: it holds no key of an agent`);
  });
  return {
    publicKey,
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

async function makeKey(home: Home): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  writeWhole(home.key, JSON.stringify(jwk));
  return jwk;
}

/** Throws where it is no key; what is thrown may tell of it, and is for nobody. */
async function halvesOf(
  written: unknown,
): Promise<{ publicKey: AgentPublicKey; privateKey: Parameters<SignJWT['sign']>[0] }> {
  const { kty, crv, x, d } = z.object({ ...AgentPublicKey.shape, d: z.string() }).parse(written);
  return { publicKey: { kty, crv, x }, privateKey: await importJWK({ kty, crv, x, d }, 'EdDSA') };
}
