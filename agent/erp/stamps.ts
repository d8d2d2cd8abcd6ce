import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Stamp } from '#contracts/connector-login';
import { clockAt } from './connector/zones.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** A byte of 248 and more is passed over: 62 letters fit into 248 four times, so that each is as likely. */
const EVEN = 248;

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) if (byte < EVEN && text.length < length) text += LETTERS[byte % 62];
  }
  return text;
}

type Signature = Extract<Stamp, { signature: unknown }>['signature'];
type Part = Signature['over'][number];

/**
 * The values of a document that are made anew for every call, in the order written: a signature may use what stands
 * before it.
 * @param epochMs the time of the call
 */
export function makeStamps(
  stamps: Record<string, Stamp>,
  { settings, session }: { settings: Record<string, string>; session: Record<string, string> },
  epochMs: number,
): Record<string, string> {
  const made: Record<string, string> = {};
  const textOf = (part: Part): string => {
    if ('setting' in part) return settings[part.setting] ?? '';
    if ('stamp' in part) return made[part.stamp] ?? '';
    return 'session' in part ? (session[part.session] ?? '') : part.const;
  };
  const sign = ({ algorithm, over, key, joinedBy, as }: Signature): string => {
    const text = over.map(textOf).join(joinedBy);
    const hashed = algorithm.startsWith('hmac-')
      ? createHmac(algorithm.slice('hmac-'.length), key.map(textOf).join(joinedBy))
      : createHash(algorithm);
    return hashed.update(text, 'utf8').digest(as);
  };
  const one = (stamp: Stamp): string => {
    if ('random' in stamp) return randomText(stamp.random);
    if ('uuid' in stamp) return randomUUID();
    if ('today' in stamp) return new Date(clockAt(epochMs, stamp.today)).toISOString().slice(0, 10);
    if ('signature' in stamp) return sign(stamp.signature);
    if (stamp.now === 'iso') return new Date(epochMs).toISOString();
    return String(stamp.now === 'seconds' ? Math.floor(epochMs / 1000) : epochMs);
  };
  for (const [name, stamp] of Object.entries(stamps)) made[name] = one(stamp);
  return made;
}
