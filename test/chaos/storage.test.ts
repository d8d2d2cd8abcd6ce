import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { type AuditEntry, CHAIN_START, type ChainedEntry, chainText } from '../../gateway/core/audit-chain.ts';
import { auditProblems } from './storage.ts';

/** A chain of rows about one push, each with its body. */
function chained(bodies: readonly object[]): ChainedEntry[] {
  let previous = CHAIN_START;
  return bodies.map((body, index) => {
    const at = 1_000 + index;
    const entry: AuditEntry = {
      seq: index + 1,
      at,
      kind: 'push',
      subject: 'p_1',
      correlationId: 'c',
      body: JSON.stringify(body),
    };
    previous = createHash('sha256').update(chainText(previous, entry)).digest('hex');
    return { ...entry, hash: previous };
  });
}

const ROWS = chained([
  { event: 'accepted', to: 'accepted' },
  { event: 'prepared', from: 'accepted', to: 'ready' },
  { event: 'noted' },
  { event: 'dispatched', from: 'ready', to: 'sending' },
]);
const SENDING = new Map([['p_1', 'sending']]);

it('a chain that holds and ends in the push’s state is well', () => {
  expect(auditProblems(ROWS, SENDING)).toEqual([]);
});

it('a changed row is found', () => {
  const changed = ROWS.map((row) => (row.seq === 2 ? { ...row, at: 5 } : row));
  expect(auditProblems(changed, SENDING)).toEqual([expect.stringContaining('broken at row 2')]);
});

it('a transition without a row is found', () => {
  const gap = chained([{ to: 'accepted' }, { from: 'ready', to: 'sending' }]);
  expect(auditProblems(gap, SENDING)).toEqual([expect.stringContaining('from ready, but it was accepted')]);
});

it('a push whose state has no row is found, also one without any', () => {
  expect(auditProblems(ROWS, new Map([['p_1', 'done']]))).toHaveLength(1);
  expect(auditProblems(ROWS, new Map([['p_2', 'accepted']]))).toHaveLength(1);
});
