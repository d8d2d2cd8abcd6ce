import { expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { adviceFor } from './advice.ts';

it.each([
  ['code 404', false],
  ['KundenNr: longer than 10', true],
  ['KundenNr: a key of padding alone', true],
])('what is not found for its format alone may be the mistake of the format: %s', (detail, isOfFormat) => {
  expect(adviceFor(failure('erp.not-found', { detail })).includes('mend the format')).toBe(isOfFormat);
});
