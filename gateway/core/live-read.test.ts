import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import type { CorrelationId } from '#contracts/ids';
import { fail, ok } from '#contracts/result';
import { type Asked, sectionFrom } from './live-read.ts';

const ID = '0123456789ab' as CorrelationId;
const copy = { answer: 'old', askedAt: 1_000, answeredAt: 1_500, notedBefore: 0 };
const asOf = '1970-01-01T00:00:01.000Z';
const fresh: Asked = ok({ answer: 'new', askedAt: 2_000, answeredAt: 2_500, notedBefore: 0, isOutdated: false });
const outdated: Asked = ok({ answer: 'new', askedAt: 2_000, answeredAt: 2_500, notedBefore: 0, isOutdated: true });
const newer = '1970-01-01T00:00:02.000Z';
const down: Asked = fail(failure('erp.unreachable', { detail: 'ECONNREFUSED 10.0.0.7' }));
const gone: Asked = fail(failure('erp.not-found'));
const error = { code: 'erp.unreachable', correlationId: ID };

describe('the section to show', () => {
  it.each([
    ['an answer, nothing known', fresh, null, { state: 'fresh', data: 'new', asOf: newer }],
    ['an answer, an old one known', fresh, copy, { state: 'fresh', data: 'new', asOf: newer }],
    ['one overtaken by a change', outdated, copy, { state: 'stale', data: 'new', asOf: newer, error: null }],
    ['no answer yet, nothing known', null, null, { state: 'loading' }],
    ['no answer yet, an old one known', null, copy, { state: 'stale', data: 'old', asOf, error: null }],
    ['a failure, nothing known', down, null, { state: 'failed', error }],
    ['a failure, an old one known', down, copy, { state: 'stale', data: 'old', asOf, error }],
    ['gone from the ERP, nothing known', gone, null, { state: 'failed', error: { code: 'erp.not-found' } }],
    ['gone from the ERP, an old one known', gone, copy, { state: 'failed', error: { code: 'erp.not-found' } }],
  ] as const)('%s', (_name, asked, known, expected) => {
    const section = sectionFrom(asked, known, ID);
    expect(section).toMatchObject(expected);
    expect(JSON.stringify(section)).not.toContain('10.0.0.7');
  });
});
