import { describe, expect, it } from 'vitest';
import { failure } from './errors.ts';
import { AgentFrame } from './frames.ts';

const locked = {
  code: 'erp.locked',
  category: 'unavailable',
  message: 'Somebody has this record open in the ERP.',
  advice: 'Wait until it is closed.',
  detail: 'lock 4711',
};
const answer = (error: object) => AgentFrame.parse({ type: 'answer', id: 1, ok: false, error });
const outcome = (result: string, error: object) =>
  AgentFrame.parse({ type: 'outcome', pushId: 'p_1c0a8e77f3d94b26', attempt: 1, outcome: { result, error } });

describe('a failure with a code that is not known here', () => {
  it('is read as ours, names the code, and keeps its category and its sentences', () => {
    const { message, advice } = locked;
    expect(answer(locked)).toMatchObject({
      error: {
        code: 'defect.impossible-state',
        category: 'unavailable',
        message,
        advice,
        detail: 'erp.locked (unavailable): lock 4711',
      },
    });
  });

  it('is a defect where its category is not known either', () => {
    expect(answer({ ...locked, category: 'deferred', detail: null })).toMatchObject({
      error: { code: 'defect.impossible-state', category: 'defect', detail: 'erp.locked (deferred): ' },
    });
  });

  it('never grows a detail beyond what a failure may have', () => {
    const frame = answer({ ...locked, detail: 'x'.repeat(2000) });
    expect(frame).toMatchObject({ error: { detail: expect.stringMatching(/^.{2000}$/) } });
  });

  it.each([
    ['a code that is no text', { ...locked, code: 7 }],
    ['a code without end', { ...locked, code: 'x'.repeat(101) }],
    ['a field too many', { ...locked, stack: 'at …' }],
    ['a sentence too long', { ...locked, message: 'x'.repeat(501) }],
  ])('is refused with %s', (_what, error) => {
    expect(() => answer(error)).toThrow();
  });
});

it('a failure that is known comes through as it is', () => {
  const known = failure('erp.rejected', { detail: 'limit' });
  expect(answer(known)).toMatchObject({ error: known });
  expect(outcome('not-sent', known)).toMatchObject({ outcome: { result: 'not-sent', error: known } });
});

describe('an outcome with a code that is not known here', () => {
  it.each(['refused', 'exists', 'unknown'])('stays what it says: %s', (result) => {
    expect(outcome(result, locked)).toMatchObject({ outcome: { result, error: { code: 'defect.impossible-state' } } });
  });

  it('is no proof that nothing was sent: a newer agent may have forgotten that it started', () => {
    expect(outcome('not-sent', locked)).toMatchObject({
      outcome: { result: 'unknown', error: { detail: expect.stringContaining('erp.locked') } },
    });
    expect(outcome('not-sent', { ...locked, category: 'deferred' })).toMatchObject({ outcome: { result: 'unknown' } });
  });

  it('stays unsendable where the request itself is wrong, which is never sent again by itself', () => {
    const invalid = { ...locked, category: 'invalid' };
    expect(outcome('not-sent', invalid)).toMatchObject({
      outcome: { result: 'not-sent', error: { category: 'invalid' } },
    });
  });
});
