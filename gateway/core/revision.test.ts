import { expect, test } from 'vitest';
import { PushState } from '#contracts/push';
import { revisionProblem } from './revision.ts';

test('a deal that was never sent starts with revision 1', () => {
  expect(revisionProblem(null, 1)).toBeNull();
  expect(revisionProblem(null, 2)?.code).toBe('request.invalid');
});

test.each(PushState.options)(
  'after %s the next revision is taken only if nothing can come of the one before',
  (state) => {
    const problem = revisionProblem({ revision: 1, state }, 2);
    expect(problem?.code ?? null).toBe(state === 'refused' || state === 'given-up' ? null : 'push.key-reused');
  },
);

test('a revision is never skipped', () => {
  expect(revisionProblem({ revision: 1, state: 'refused' }, 3)?.code).toBe('request.invalid');
});
