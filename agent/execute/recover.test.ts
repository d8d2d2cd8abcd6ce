import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import { MADE } from '../../test/agent-link/fake-erp.ts';
import { PUSH, REFERENCE } from '../../test/agent-link/material.ts';
import { type JournalledAttempt, recoveredOutcome } from './recover.ts';

const REFUSED: AttemptOutcome = { result: 'refused', error: failure('erp.rejected') };
const NOT_SENT: AttemptOutcome = { result: 'not-sent', error: failure('agent.lease-lost') };
const UNKNOWN: AttemptOutcome = { result: 'unknown', error: failure('erp.outcome-unknown') };

const row = (phase: JournalledAttempt['phase'], outcome: AttemptOutcome | null): JournalledAttempt => ({
  pushId: PUSH,
  attempt: 1,
  reference: REFERENCE,
  phase,
  outcome,
});

describe('[J1] what a journalled attempt means that nobody works on', () => {
  it.each([
    ['claimed', 'not-sent', 'agent.offline', 'unavailable'],
    ['started', 'unknown', 'erp.outcome-unknown', 'indeterminate'],
  ] as const)('%s without an outcome is %s', (phase, result, code, category) => {
    expect(recoveredOutcome(row(phase, null))).toMatchObject({ result, error: { code, category } });
  });

  it.each([
    ['claimed', NOT_SENT],
    ['started', UNKNOWN],
    ['finished', MADE],
    ['finished', REFUSED],
    ['finished', NOT_SENT],
    ['finished', UNKNOWN],
  ] as const)('%s with an outcome is that outcome, unchanged', (phase, outcome) => {
    expect(recoveredOutcome(row(phase, outcome))).toBe(outcome);
  });

  it('a finished row that lost its outcome is in doubt, never not-sent', () => {
    expect(recoveredOutcome(row('finished', null))).toMatchObject({ result: 'unknown' });
  });
});
