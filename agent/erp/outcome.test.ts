import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import type { CallOutcome } from './caller.ts';
import { plainSentence, readProblem, writeProblem } from './outcome.ts';

const element = { name: 'A', namespace: '', text: '', children: [], nil: false };
const judged = (judgement: Extract<CallOutcome, { kind: 'judged' }>['judgement']): CallOutcome => ({
  kind: 'judged',
  judgement,
  element,
  received: { header: null, cookies: [] },
  leftOut: [],
});
const coded = (kind: 'refused' | 'not-found' | 'unclear' | 'already-exists' | 'overloaded'): CallOutcome =>
  judged({ kind, code: '7', message: 'why' });
const lost = (cause: 'timed-out' | 'aborted' | 'broken' | 'broken-answer'): CallOutcome => ({
  kind: 'lost',
  cause,
  detail: 'd',
  reused: false,
});

/** Every outcome of a call, as a read's code and as a write's result. */
const TABLE: [CallOutcome, string, string][] = [
  [{ kind: 'unsendable', error: failure('request.invalid') }, 'request.invalid', 'not-sent'],
  [{ kind: 'not-sent', cause: 'unreachable', detail: 'd' }, 'erp.unreachable', 'not-sent'],
  [{ kind: 'not-sent', cause: 'timed-out', detail: 'd' }, 'erp.unreachable', 'not-sent'],
  [{ kind: 'not-sent', cause: 'aborted', detail: 'd' }, 'erp.timed-out', 'not-sent'],
  [{ kind: 'not-sent', cause: 'too-late', detail: 'd' }, 'agent.overloaded', 'not-sent'],
  [{ kind: 'not-sent', cause: 'refused-login', detail: 'd' }, 'erp.credential-refused', 'not-sent'],
  [lost('broken'), 'erp.unreachable', 'unknown'],
  [lost('broken-answer'), 'erp.answer-unreadable', 'unknown'],
  [lost('timed-out'), 'erp.timed-out', 'unknown'],
  [lost('aborted'), 'erp.timed-out', 'unknown'],
  [{ kind: 'too-large', detail: 'd' }, 'erp.answer-too-large', 'unknown'],
  [{ kind: 'fault', fault: { code: 'c', codes: ['c'], text: 't', detail: null }, status: 500 }, 'erp.fault', 'unknown'],
  [{ kind: 'forbidden', problem: 'HTTP 401', status: 401 }, 'erp.credential-refused', 'unknown'],
  [{ kind: 'unreadable', problem: 'p', status: 200 }, 'erp.answer-unreadable', 'unknown'],
  [judged({ kind: 'success' }), 'ok', 'ok'],
  [judged({ kind: 'session-expired' }), 'erp.fault', 'not-sent'],
  [judged({ kind: 'credential-refused' }), 'erp.credential-refused', 'unknown'],
  [coded('refused'), 'erp.rejected', 'refused'],
  [coded('not-found'), 'erp.not-found', 'unknown'],
  [coded('already-exists'), 'erp.fault', 'exists'],
  [coded('overloaded'), 'agent.overloaded', 'not-sent'],
  [coded('unclear'), 'erp.fault', 'unknown'],
];

describe('an outcome', () => {
  it.each(TABLE)('%o is %s to a read and %s to a write', (outcome, code, result) => {
    expect(readProblem(outcome)?.code ?? 'ok').toBe(code);
    const write = writeProblem(outcome);
    expect(write?.result ?? 'ok').toBe(result);
    if (write?.result === 'unknown')
      expect(write.error).toMatchObject({ code: 'erp.outcome-unknown', detail: expect.stringMatching(/./) });
  });
});

it('the ERP’s sentence is cut and cleaned, and its absence leaves ours', () => {
  expect(plainSentence('a\u0000\n\tb\u009fc')).toBe('a b c');
  expect(plainSentence('x'.repeat(301))).toHaveLength(300);
  expect(plainSentence(' \n')).toBeUndefined();
  expect(plainSentence(null)).toBeUndefined();
});
