import { describe, expect, it } from 'vitest';
import { Category, ERRORS, ErrorCode, Failure, failure } from './errors.ts';

const CODES = ErrorCode.options;
/** Words of our trade. A salesperson reads these sentences. */
const JARGON =
  /\b(SOAP|XML|HTTP|JSON|WSDL|API|URL|WebSocket|timeout|tunnel|daemon|payload|null|exception|stack|frame|schema|agent id|tenant|[45]\d\d)\b/i;

describe('the catalogue of errors', () => {
  it.each(CODES)('%s is named area.what and has a category', (code) => {
    expect(code).toMatch(/^[a-z]+\.[a-z]+(-[a-z]+)*$/);
    expect(Category.options).toContain(ERRORS[code].category);
  });

  it.each(CODES)('%s says what happened and what to do, in whole sentences', (code) => {
    for (const sentence of [ERRORS[code].message, ERRORS[code].advice]) {
      expect(sentence).toMatch(/^[A-Z].{5,}\.$/);
      expect(sentence.length).toBeLessThanOrEqual(200);
    }
  });

  it.each(CODES)('%s speaks to a person who knows no computers', (code) => {
    expect(ERRORS[code].message).not.toMatch(JARGON);
    expect(ERRORS[code].advice).not.toMatch(JARGON);
  });

  it('every category is used, and only a write whose outcome is open is indeterminate', () => {
    expect(new Set(CODES.map((code) => ERRORS[code].category))).toEqual(new Set(Category.options));
    const open = CODES.filter((code) => ERRORS[code].category === 'indeterminate');
    expect(open).toEqual(['erp.outcome-unknown', 'push.bound-unknown']);
  });
});

describe('failure', () => {
  it.each(CODES)('%s becomes a failure that fits its schema', (code) => {
    expect(Failure.parse(failure(code))).toEqual({ code, ...ERRORS[code], detail: null });
  });

  it('keeps to its bounds, whatever text an ERP sends', () => {
    const made = failure('erp.rejected', { message: 'm'.repeat(5_000), detail: 'd'.repeat(50_000) });
    expect([made.message.length, made.detail?.length]).toEqual([500, 2_000]);
    expect(Failure.safeParse(made).success).toBe(true);
  });
});
