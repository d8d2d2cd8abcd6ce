import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, CHAIN_START, type ChainedEntry, chainText, firstBreak } from './audit-chain.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const chain = (length: number, first = 1): ChainedEntry[] => {
  const rows: ChainedEntry[] = [];
  for (let seq = first; seq < first + length; seq += 1) {
    const entry: AuditEntry = {
      seq,
      at: seq * 10,
      kind: 'push',
      subject: 'p_1',
      correlationId: 'c',
      body: `{"n":${seq}}`,
    };
    rows.push({ ...entry, hash: sha256(chainText(rows.at(-1)?.hash ?? CHAIN_START, entry)) });
  }
  return rows;
};

const replaced = (rows: ChainedEntry[], place: number, more: Partial<ChainedEntry>) =>
  rows.map((row, index) => (index === place ? { ...row, ...more } : row));

describe('the audit chain', () => {
  it('holds when nobody touched it', () => {
    expect(firstBreak(chain(5), sha256)).toBeNull();
    expect(firstBreak([], sha256)).toBeNull();
  });

  it.each([
    { at: 31 },
    { kind: 'agent' },
    { subject: 'p_2' },
    { correlationId: 'd' },
    { body: '{"n":4}' },
    { hash: 'f'.repeat(64) },
  ])('breaks at a row with another %j', (more) => {
    expect(firstBreak(replaced(chain(5), 2, more), sha256)).toBe(3);
  });

  it('breaks at the next row when a row was changed and hashed anew', () => {
    const rows = chain(5);
    const [, second, third] = rows;
    if (second === undefined || third === undefined) throw new Error('the chain is too short');
    const forged = { ...third, body: '{}' };
    expect(firstBreak(replaced(rows, 2, { ...forged, hash: sha256(chainText(second.hash, forged)) }), sha256)).toBe(4);
  });

  it('breaks where a row was removed, at the front as well', () => {
    expect(firstBreak(chain(5).toSpliced(2, 1), sha256)).toBe(4);
    expect(firstBreak(chain(5).slice(1), sha256)).toBe(2);
  });

  it('breaks at the front when the first row is missing and all others were hashed anew', () => {
    expect(firstBreak(chain(4, 2), sha256)).toBe(2);
  });

  it('breaks where two rows were swapped', () => {
    const [first, second, ...others] = chain(5);
    expect(
      firstBreak(
        [second, first, ...others].filter((row) => row !== undefined),
        sha256,
      ),
    ).toBe(2);
  });

  it('cannot be read in two ways: no text moves from one field into the next', () => {
    const entry: AuditEntry = { seq: 1, at: 1, kind: 'a', subject: 'b', correlationId: 'c', body: 'd' };
    expect(chainText('', { ...entry, kind: 'a","b', subject: '' })).not.toBe(chainText('', entry));
  });
});
