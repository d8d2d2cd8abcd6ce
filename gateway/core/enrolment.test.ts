import { describe, expect, it } from 'vitest';
import { AgentPublicKey, EnrolmentCode } from '#contracts/enrolment';
import type { AgentId } from '#contracts/ids';
import { CODE_VALID_MS, enrolmentCode, redeem } from './enrolment.ts';

const key = (letter: string) => AgentPublicKey.parse({ kty: 'OKP', crv: 'Ed25519', x: letter.repeat(43) });
const NOW = 1_000_000;
const unused = { expiresAt: NOW + 1, agentId: null, publicKey: null };
const agentId = 'a_9b1d7e6c02f84a51' as AgentId;
const used = { expiresAt: NOW - 1, agentId, publicKey: JSON.stringify(key('k')) };
const refused = (code: string) => ({ ok: false, error: { code } });

describe('an enrolment code', () => {
  it('is read back as it is written, whatever the bytes', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      const code = enrolmentCode(new Uint8Array(12).fill(byte));
      expect(EnrolmentCode.parse(` ${code.toLowerCase()} `)).toBe(code);
    }
  });

  it('uses 32 letters, each for as many bytes, none that looks like another', () => {
    const count = new Map<string, number>();
    for (let byte = 0; byte < 256; byte += 1) {
      const [letter = ''] = enrolmentCode(new Uint8Array(12).fill(byte));
      count.set(letter, (count.get(letter) ?? 0) + 1);
    }
    expect([...count.values()]).toEqual(Array.from({ length: 32 }, () => 8));
    expect([...count.keys()].join('')).not.toMatch(/[ILOU]/);
  });

  it('takes each of its letters from a byte of its own', () => {
    expect(enrolmentCode(Uint8Array.from({ length: 12 }, (_, index) => index))).toBe('0123-4567-89AB');
  });

  it('is valid for 15 minutes', () => {
    expect(CODE_VALID_MS).toBe(900_000);
  });
});

describe('redeeming a code', () => {
  it.each([
    ['that was never issued', null, key('k'), refused('enrolment.code-invalid')],
    ['in time', unused, key('k'), { ok: true, value: { agentId: null } }],
    ['at the moment it expires', { ...unused, expiresAt: NOW }, key('k'), refused('enrolment.code-expired')],
    ['that is used, with the same key, gives the same agent', used, key('k'), { ok: true, value: { agentId } }],
    ['that is used, with another key', used, key('o'), refused('enrolment.code-invalid')],
  ])('%s', (_name, code, publicKey, expected) => {
    expect(redeem(code, publicKey, NOW)).toMatchObject(expected);
  });
});
