import { env, SELF } from 'cloudflare:test';
import type { JWK } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect } from 'vitest';
import type { AgentPublicKey, Enrolment } from '#contracts/enrolment';
import type { TenantId } from '#contracts/ids';
import type { TenantObject } from '../../gateway/durable/tenant-object.ts';
import { CAST_DEALS } from '../sandbox/cast-deals.ts';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { GATEWAY_URL, OPERATOR_PASSPHRASE } from './bindings.ts';
import { CardClient } from './card-client.ts';
import { changeRecord } from './hubspot-control.ts';

export interface TestTenant {
  tenantId: TenantId;
  portalId: string;
  card: CardClient;
  stub: DurableObjectStub<TenantObject>;
}

export interface AgentIdentity {
  agentId: string;
  tenantId: string;
  privateKey: CryptoKey;
}

/** Every test has a tenant of its own, so that none sees what another left. */
const freshPortalId = (): string => String(1_000_000_000 + (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0));

export const askAsOperator = (
  path: string,
  body?: unknown,
  passphrase = OPERATOR_PASSPHRASE,
  method = 'POST',
): Promise<Response> =>
  SELF.fetch(`${GATEWAY_URL}/v1/operations${path}`, {
    method,
    headers: { authorization: `Bearer ${passphrase}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

export async function setUpTenant(): Promise<TestTenant> {
  // An order number that another test's tenant wrote would be one that nobody here knows.
  await Promise.all(CAST_DEALS.map(({ dealId }) => changeRecord('deals', dealId, { erp_order_number: null })));
  const portalId = freshPortalId();
  const hubspot = { portalId, refreshToken: HUBSPOT_ACCOUNT.refreshToken };
  const created = await askAsOperator('/tenants', { name: 'A test', hubspot });
  expect(created.status).toBe(201);
  const { tenantId } = await created.json<{ tenantId: TenantId }>();
  const stub = env.TENANTS.get(env.TENANTS.idFromName(tenantId));
  return { tenantId, portalId, card: new CardClient(portalId), stub };
}

export async function issueCode(tenantId: string): Promise<string> {
  const issued = await askAsOperator(`/tenants/${tenantId}/enrolment-codes`);
  expect(issued.status).toBe(201);
  return (await issued.json<{ code: string }>()).code;
}

export async function makeKey(): Promise<{ privateKey: CryptoKey; publicKey: AgentPublicKey }> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x = '' }: JWK = await exportJWK(pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: { kty: 'OKP', crv: 'Ed25519', x } };
}

export const askToEnrol = (code: string, publicKey: AgentPublicKey): Promise<Response> =>
  SELF.fetch(`${GATEWAY_URL}/v1/enrolments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, publicKey, hostName: 'erp-host.test' }),
  });

export async function enrolAgent(tenant: TestTenant): Promise<AgentIdentity> {
  const { privateKey, publicKey } = await makeKey();
  const enrolled = await askToEnrol(await issueCode(tenant.tenantId), publicKey);
  expect(enrolled.status).toBe(201);
  return { ...(await enrolled.json<Enrolment>()), privateKey };
}

/** A dial token as an agent signs it, with anything in it replaced. */
export function dialToken(
  { agentId, tenantId, privateKey }: AgentIdentity,
  { audience = GATEWAY_URL, issuedAt = Date.now() }: { audience?: string; issuedAt?: number } = {},
): Promise<string> {
  const issuedAtS = Math.floor(issuedAt / 1000);
  return new SignJWT({ tenant: tenantId, jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(agentId)
    .setAudience(audience)
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + 60)
    .sign(privateKey);
}

export const dial = (token: string): Promise<Response> =>
  SELF.fetch(`${GATEWAY_URL}/v1/agent/socket`, {
    headers: { upgrade: 'websocket', authorization: `Bearer ${token}` },
  });
