import { describe, expect, it } from 'vitest';
import { Format } from '#contracts/connector-format';
import { problemsOfFormat, readValue, writeValue } from './formats.ts';

/** Notations of servers that write as their language or their machine does. */
describe('reading', () => {
  it.each<[object, string, unknown]>([
    [{ type: 'decimal', separator: '.' }, '1.23456789E7', '12345678.9'],
    [{ type: 'decimal', separator: '.' }, '-2.5E-05', '-0.000025'],
    [{ type: 'decimal', separator: '.' }, '0E-10', '0.000000'],
    [{ type: 'decimal', separator: '.' }, '1E+3', '1000'],
    [{ type: 'decimal', separator: '.', rounds: 2 }, '0.30000000000000004', '0.30'],
    [{ type: 'decimal', separator: '.', rounds: 2 }, '1234.4949999999999', '1234.49'],
    [{ type: 'decimal', separator: '.', rounds: 2 }, '-0.995', '-1.00'],
    [{ type: 'decimal', separator: '.', rounds: 0 }, '2.5', '3'],
    [{ type: 'decimal', separator: ',', grouping: ' ' }, '1\u202f234\u202f567,50', '1234567.50'],
    [{ type: 'decimal', separator: ',', grouping: ' ' }, '\u22121\u00a0234,50', '-1234.50'],
    [{ type: 'decimal', separator: '.', grouping: "'" }, '1\u2019234.50', '1234.50'],
    [{ type: 'integer', zerosAfter: '.' }, '10.0000', 10],
    [{ type: 'date', pattern: 'yyMMdd' }, '261204', '2026-12-04'],
    [{ type: 'date', pattern: 'yyMMdd' }, '990131', '1999-01-31'],
    [{ type: 'date', pattern: 'CyyMMdd' }, '1261204', '2026-12-04'],
    [{ type: 'date', pattern: 'dd-MMM-yy' }, '04-DEC-26', '2026-12-04'],
    [{ type: 'date', pattern: 'M/d/yyyy' }, '1/5/2026', '2026-01-05'],
    [{ type: 'datetime', pattern: 'M/d/yyyy h:mm:ss tt', writtenIn: 'UTC' }, '12/4/2026 12:00:01 AM', '2026-12-04'],
    [
      { type: 'datetime', pattern: 'yyMMddHHmmss', writtenIn: 'UTC', gives: 'moment' },
      '261204235959',
      '2026-12-04T23:59:59.000Z',
    ],
  ])('%o: %s is %s', (format, written, value) => {
    expect(readValue(Format.parse(format), written)).toEqual({ ok: true, value });
  });
  it.each<[object, string]>([
    [{ type: 'decimal', separator: ',' }, '1E5'],
    [{ type: 'decimal', separator: '.', implied: 2 }, '1E5'],
    [{ type: 'decimal', separator: '.' }, '1E99'],
    [{ type: 'decimal', separator: '.' }, '1.2e'],
    [{ type: 'decimal', separator: '.' }, '0.30000000000000004'],
    [{ type: 'integer', zerosAfter: '.' }, '10.5000'],
    [{ type: 'integer', zerosAfter: '.' }, '1.000.000'],
    [{ type: 'integer' }, '1.000'],
    [{ type: 'date', pattern: 'yyMMdd' }, '260230'],
    [{ type: 'date', pattern: 'dd-MMM-yy' }, '04-DEZ-26'],
    [{ type: 'datetime', pattern: 'M/d/yyyy h:mm:ss tt', writtenIn: 'UTC' }, '12/4/2026 13:00:01 PM'],
  ])('%o does not guess %s', (format, written) => {
    expect(readValue(Format.parse(format), written).ok).toBe(false);
  });
});

it.each<[object, string, string]>([
  [{ type: 'date', pattern: 'yyMMdd' }, '2026-12-04', '261204'],
  [{ type: 'date', pattern: 'CyyMMdd' }, '2026-12-04', '1261204'],
  [{ type: 'date', pattern: 'dd-MMM-yyyy' }, '2026-12-04', '04-Dec-2026'],
  [{ type: 'date', pattern: 'M/d/yyyy' }, '2026-01-05', '1/5/2026'],
  [{ type: 'datetime', pattern: 'M/d/yyyy h:mm:ss tt', writtenIn: 'UTC' }, '2026-01-05', '1/5/2026 12:00:00 AM'],
])('%o writes %s as %s', (format, value, written) => {
  expect(writeValue(Format.parse(format), value)).toEqual({ ok: true, value: written });
});
it('a year that two digits cannot tell is refused', () => {
  expect(writeValue(Format.parse({ type: 'date', pattern: 'yyMMdd' }), '2099-12-31').ok).toBe(false);
});
it.each(['dMyyyy', 'dd.MM', 'dd.MM.yyyy yy', 'ddMyyyy'])('the pattern %s of a date is refused', (pattern) => {
  expect(problemsOfFormat(Format.parse({ type: 'date', pattern }))).toHaveLength(1);
});
it.each(['dd.MM.yyyy hh:mm', 'dd.MM.yyyy HH:mm tt'])(
  'the pattern %s, half of a clock of AM and PM, is refused',
  (pattern) => {
    expect(problemsOfFormat(Format.parse({ type: 'datetime', pattern, writtenIn: 'UTC' }))).toHaveLength(1);
  },
);
