import { z } from 'zod';
import { AgentId, TenantId } from './ids.ts';

/** Valid for 15 minutes, once. Letters and digits that cannot be mistaken for each other (Crockford base 32), e.g. `7KQ4-M2XD-9TBR`. */
export const EnrolmentCode = z
  .string()
  .transform((text) => text.trim().toUpperCase())
  .pipe(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/));

/** The public half of the key made on the agent's host: JWK of RFC 8037. The private half never leaves the host. */
export const AgentPublicKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type AgentPublicKey = z.infer<typeof AgentPublicKey>;

/** POST /v1/enrolments */
export const EnrolmentRequest = z.strictObject({
  code: EnrolmentCode,
  publicKey: AgentPublicKey,
  hostName: z.string().min(1).max(255),
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

export const Enrolment = z.strictObject({ agentId: AgentId, tenantId: TenantId });
export type Enrolment = z.infer<typeof Enrolment>;

/**
 * Claims of the token an agent signs for each dial (JWT, EdDSA, RFC 7519 and RFC 8037).
 * `iss` is the agent, `aud` the gateway's public address; `exp` at most DIAL_TOKEN_MS after `iat`.
 */
export const DialClaims = z.object({
  iss: AgentId,
  aud: z.string(),
  tenant: TenantId,
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(16).max(64),
});
/** 60 s: a dial takes seconds; longer only helps a thief. */
export const DIAL_TOKEN_MS = 60_000;

/** POST /v1/operations/tenants: sets a tenant up for one HubSpot account. */
export const TenantRequest = z.strictObject({
  name: z.string().min(1).max(100),
  hubspot: z.strictObject({
    portalId: z.string().regex(/^\d{1,12}$/),
    /** From the OAuth installation; kept sealed. */
    refreshToken: z.string().min(1).max(500),
  }),
});
export type TenantRequest = z.infer<typeof TenantRequest>;
export const TenantCreated = z.strictObject({ tenantId: TenantId });

/** POST /v1/operations/tenants/{tenantId}/enrolment-codes */
export const EnrolmentCodeIssued = z.strictObject({ code: z.string(), expiresAt: z.iso.datetime() });
