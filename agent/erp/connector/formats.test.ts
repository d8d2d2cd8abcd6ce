import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Format } from '#contracts/connector-format';
import { Decimal } from '#contracts/decimal';
import { problemsOfFormat, readValue, writeValue } from './formats.ts';

const amount = Format.parse({ type: 'decimal', separator: ',', grouping: '.' });
const key = Format.parse({ type: 'key', padTo: 10, padWith: '0' });
const date = Format.parse({ type: 'date', pattern: 'dd.MM.yyyy', none: ['01.01.0001'] });
const flag = Format.parse({ type: 'flag', yes: ['J', 'Y'], no: ['N'] });
const words: Format = { type: 'words', words: { RE: 'invoice', GU: 'credit-note' }, none: [] };
const integer: Format = { type: 'integer', none: [] };
const text: Format = { type: 'text', none: ['-'] };

const holds = (format: Format, value: fc.Arbitrary<unknown>): void =>
  fc.assert(
    fc.property(value, (given) => {
      const written = writeValue(format, given);
      if (!written.ok) throw new Error(written.problem);
      expect(readValue(format, written.value)).toEqual({ ok: true, value: given });
    }),
  );

const decimals = fc
  .stringMatching(/^-?(0|[1-9]\d{0,17})(\.\d{1,6})?$/)
  .filter((given) => Decimal.safeParse(given).success && !/^-[0.]*$/.test(given));
const days = fc
  .date({ min: new Date('0002-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((given) => given.toISOString().slice(0, 10));

describe('what is written is read back as it was', () => {
  it('decimals, with every separator', () => {
    holds(amount, decimals);
    holds(Format.parse({ type: 'decimal', separator: '.' }), decimals);
  });
  it('keys, dates, flags, words, whole numbers and text', () => {
    holds(key, fc.stringMatching(/^[1-9A-Z][0-9A-Z]{0,9}$/));
    for (const pattern of ['dd.MM.yyyy', 'yyyyMMdd', 'yyyy-MM-dd', 'MM/dd/yyyy'])
      holds(Format.parse({ type: 'date', pattern }), days);
    holds(flag, fc.boolean());
    holds(words, fc.constantFrom('invoice', 'credit-note'));
    holds(
      integer,
      fc.maxSafeInteger().map((given) => given + 0),
    );
    holds(
      text,
      fc.string().filter((given) => given !== '' && given.trim() === given && given !== '-'),
    );
  });
});

describe('reading', () => {
  it.each([
    [amount, '1.234,56', '1234.56'],
    [amount, '1234,5', '1234.5'],
    [amount, '-12,50', '-12.50'],
    [amount, '-0,00', '0.00'],
    [amount, '007', '7'],
    [amount, '1,1234560', '1.123456'],
    [key, '0000010447', '10447'],
    [key, '0000000000', undefined],
    [date, '29.02.2024', '2024-02-29'],
    [date, '01.01.0001', undefined],
    [flag, 'Y', true],
    [words, 'RE', 'invoice'],
    [integer, '-0', 0],
    [text, '-', undefined],
  ] as const)('%o takes %s as %s', (format, written, expected) => {
    expect(readValue(format, written)).toEqual({ ok: true, value: expected ?? null });
  });

  it.each([
    [amount, '1.5'],
    [amount, '0.012'],
    [amount, '12.34,5'],
    [amount, '1e5'],
    [amount, '0x10'],
    [amount, '1,1234567'],
    [amount, ',5'],
    [amount, '1234567890123456789'],
    [date, '30.02.2026'],
    [date, '29.02.1900'],
    [date, '2026-11-30+01:00'],
    [flag, 'X'],
    [words, 'constructor'],
    [words, '__proto__'],
    [integer, '1,0'],
    [integer, '9007199254740993'],
  ] as const)('%o does not guess %s, and does not repeat it', (format, written) => {
    const read = readValue(format, written);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.problem).not.toContain(written);
  });

  it('takes absent, empty and blank as none', () => {
    for (const format of [amount, key, date, flag, words, integer, text]) {
      for (const nothing of [null, '', '  ']) expect(readValue(format, nothing)).toEqual({ ok: true, value: null });
    }
  });
});

describe('writing', () => {
  it('refuses what the ERP could only misread', () => {
    expect(writeValue(key, '12345678901').ok).toBe(false);
    expect(writeValue(key, '000').ok).toBe(false);
    expect(writeValue(words, 'proforma').ok).toBe(false);
    expect(writeValue(amount, '1,5').ok).toBe(false);
    expect(writeValue(text, true).ok).toBe(false);
    expect(writeValue(integer, 1.5).ok).toBe(false);
  });
  it('gives a key that came with its padding the padding once', () => {
    expect(writeValue(key, '0000010447')).toEqual({ ok: true, value: '0000010447' });
  });
});

it('names what is wrong with a format itself', () => {
  expect(problemsOfFormat({ ...amount, grouping: ',' } as Format)).toHaveLength(1);
  expect(problemsOfFormat({ ...date, pattern: 'dd.MM' } as Format)).toHaveLength(1);
  expect(problemsOfFormat({ ...flag, no: ['J'] } as Format)).toHaveLength(1);
  expect(problemsOfFormat(amount)).toEqual([]);
});
