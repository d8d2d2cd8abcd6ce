import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../gateway/core/push-machine.ts';
import { A, NOW, pushIn } from '../gateway/push-factory.ts';
import { explore } from './explore.ts';
import { QUICK } from './instances.ts';
import { PROMISES } from './machine.ts';
import { MUTANTS } from './mutants.ts';

const small = { pushes: 1, attemptsMax: 2, bounds: PROMISES.fence, left: { crashes: 1, breaks: 0, twice: 0, late: 1 } };

describe('every state of a small world around the push machine', () => {
  it.each(QUICK)(
    '$name: no order twice, no resend inside the fence, and every push ends',
    ({ name: _, ...instance }) => {
      expect(explore(instance)).toMatchObject({ wrong: null, path: [] });
    },
  );

  it('holds what it is there for: late commits, a lagging index, second attempts, gos too late, lost leases', () => {
    const { seen } = explore(small);
    for (const what of [
      'commit after the answer was given up',
      'order missing from the index',
      'second attempt',
      'go too late',
      'agent lost its lease',
      'done',
      'refused',
    ]) {
      expect(seen[what], what).toBeGreaterThan(0);
    }
  });

  it.each(MUTANTS)('finds what it lets through: $name', ({ name: _, ...mutant }) => {
    const { wrong, path } = explore({ ...small, ...mutant });
    expect(wrong).not.toBeNull();
    expect(path.length).toBeGreaterThan(0);
  });
});

describe('what the model leaves out of a record decides nothing', () => {
  const at = { now: NOW, random: 0.5 };
  const events = [
    { type: 'woken' },
    { type: 'link-lost', epoch: 4 },
    { type: 'claimed', attempt: 2, epoch: 4 },
    { type: 'looked-up', askedAt: NOW, found: { kind: 'none' } },
    { type: 'reported', attempt: 2, outcome: { result: 'made', output: {} }, erpId: A },
    { type: 'dispatched', epoch: 4, bounds: PROMISES.fence },
  ] as const;

  it('how often something failed, how it was said, and what the dice say', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ready', 'sending', 'in-doubt', 'parked', 'confirmed', 'done', 'refused', 'given-up'),
        fc.constantFrom(...events),
        fc.nat(50),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (state, event, failures, random) => {
          const plain = advance(pushIn(state), event, at);
          const other = advance(pushIn(state, { failures }), event, { now: NOW, random });
          expect([other.push.state, other.effects]).toEqual([plain.push.state, plain.effects]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
