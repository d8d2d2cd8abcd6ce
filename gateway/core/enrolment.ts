import type { AgentPublicKey } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import type { AgentId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';

/** 15 minutes: long enough to walk to a server room, short enough to be useless on a screenshot. */
export const CODE_VALID_MS = 15 * 60_000;

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `7KQ4-M2XD-9TBR`: 60 bits. @param bytes 12 random bytes; 256 is a multiple of 32, so no letter is likelier. */
export function enrolmentCode(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => ALPHABET[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8, 12)}`;
}

interface IssuedCode {
  expiresAt: number;
  agentId: AgentId | null;
  publicKey: string | null;
}

/**
 * Whether a code may enrol this key now. An agent whose answer got lost asks again with the same key and gets
 * the same agent; another key finds the code used.
 */
export function redeem(code: IssuedCode | null, key: AgentPublicKey, now: number): Result<{ agentId: AgentId | null }> {
  if (code === null) return fail(failure('enrolment.code-invalid'));
  if (code.agentId !== null) {
    return code.publicKey === JSON.stringify(key)
      ? ok({ agentId: code.agentId })
      : fail(failure('enrolment.code-invalid'));
  }
  return now < code.expiresAt ? ok({ agentId: null }) : fail(failure('enrolment.code-expired'));
}
