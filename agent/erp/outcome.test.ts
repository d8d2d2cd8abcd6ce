import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import type { CallOutcome } from './caller.ts';
import { plainSentence, readOutcome, writeOutcome } from './outcome.ts';
import { atOnce, type Steps } from './steps.ts';

const element = { name: 'A', namespace: '', text: '', children: [], nil: false };
const judged = (judgement: Extract<CallOutcome, { kind: 'judged' }>['judgement']): CallOutcome => ({
  kind: 'judged',
  judgement,
  element,
  leftOut: [],
});
const coded = (kind: 'refused' | 'not-found' | 'unclear'): CallOutcome => judged({ kind, code: '7', message: 'why' });
const lost = (cause: 'timed-out' | 'aborted' | 'broken' | 'broken-answer'): CallOutcome => ({
  kind: 'lost',
  cause,
  detail: 'd',
  reused: false,
});
const given = (result: Result<{ orderId: never }>) => {
  function* shape(): Steps<typeof result> {
    yield;
    return result;
  }
  return shape;
};
const made = given(ok({ orderId: '1' as never }));
const misfit = given(fail(failure('erp.answer-off-contract', { detail: 'orderId: missing' })));

/** Every outcome of a call, as a read's code and as a write's result. */
const TABLE: [CallOutcome, string, string][] = [
  [{ kind: 'unsendable', error: failure('request.invalid') }, 'request.invalid', 'not-sent'],
  [{ kind: 'not-sent', cause: 'unreachable', detail: 'd' }, 'erp.unreachable', 'not-sent'],
  [{ kind: 'not-sent', cause: 'timed-out', detail: 'd' }, 'erp.unreachable', 'not-sent'],
  [{ kind: 'not-sent', cause: 'aborted', detail: 'd' }, 'erp.timed-out', 'not-sent'],
  [{ kind: 'not-sent', cause: 'too-late', detail: 'd' }, 'agent.overloaded', 'not-sent'],
  [lost('broken'), 'erp.unreachable', 'unknown'],
  [lost('broken-answer'), 'erp.answer-unreadable', 'unknown'],
  [lost('timed-out'), 'erp.timed-out', 'unknown'],
  [lost('aborted'), 'erp.timed-out', 'unknown'],
  [{ kind: 'too-large', detail: 'd' }, 'erp.answer-too-large', 'unknown'],
  [{ kind: 'fault', fault: { code: 'c', text: 't' } }, 'erp.fault', 'unknown'],
  [{ kind: 'forbidden', problem: 'HTTP 401' }, 'erp.credential-refused', 'unknown'],
  [{ kind: 'unreadable', problem: 'p' }, 'erp.answer-unreadable', 'unknown'],
  [judged({ kind: 'success' }), 'ok', 'made'],
  [judged({ kind: 'session-expired' }), 'erp.fault', 'not-sent'],
  [judged({ kind: 'credential-refused' }), 'erp.credential-refused', 'unknown'],
  [coded('refused'), 'erp.rejected', 'refused'],
  [coded('not-found'), 'erp.not-found', 'unknown'],
  [coded('unclear'), 'erp.fault', 'unknown'],
];

describe('an outcome', () => {
  it.each(TABLE)('%o is %s to a read and %s to a write', (outcome, code, result) => {
    const read = atOnce(readOutcome<'order.create'>(outcome, made));
    expect(read.ok ? 'ok' : read.error.code).toBe(code);
    const write = atOnce(writeOutcome<'order.create'>(outcome, made));
    expect(write.result).toBe(result);
    if (write.result === 'unknown')
      expect(write.error).toMatchObject({ code: 'erp.outcome-unknown', detail: expect.stringMatching(/./) });
  });
  it('that says yes and does not fit is not made', () => {
    expect(atOnce(writeOutcome<'order.create'>(judged({ kind: 'success' }), misfit))).toMatchObject({
      result: 'unknown',
    });
    expect(atOnce(readOutcome<'order.create'>(judged({ kind: 'success' }), misfit))).toMatchObject({
      ok: false,
      error: { code: 'erp.answer-off-contract' },
    });
  });
});

it('the ERP’s sentence is cut and cleaned, and its absence leaves ours', () => {
  expect(plainSentence('a\u0000\n\tb\u009fc')).toBe('a b c');
  expect(plainSentence('x'.repeat(301))).toHaveLength(300);
  expect(plainSentence(' \n')).toBeUndefined();
  expect(plainSentence(null)).toBeUndefined();
});
