import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Format } from '#contracts/connector-format';
import { compareDecimals, Decimal } from '#contracts/decimal';
import { decodeXml } from '../soap/decode.ts';
import { encodeRequest } from '../soap/encode.ts';
import type { OperationShape } from '../soap/shapes.ts';
import { isXmlText } from '../soap/xml-text.ts';
import { textAt } from '../soap/xml-tree.ts';
import { atOnce } from '../steps.ts';
import { readValue, writeValue } from './formats.ts';

/** Whatever is written in a format, put into a request, decoded and read again is what it was. */
const operation: OperationShape = {
  name: 'A',
  soapAction: '',
  soapVersion: '1.1',
  request: {
    name: { namespace: 'urn:a', local: 'A' },
    minOccurs: 1,
    maxOccurs: 1,
    content: {
      kind: 'elements',
      open: false,
      children: [{ name: { namespace: '', local: 'V' }, minOccurs: 0, maxOccurs: 1, content: { kind: 'text' } }],
    },
  },
  headers: [],
  response: { name: { namespace: '', local: 'A' }, minOccurs: 1, maxOccurs: 1, content: { kind: 'text' } },
};
function overTheWire(text: string | null): string | null {
  const encoded = encodeRequest(operation, { body: { V: text }, headers: [] }, { namespaces: {}, types: new Map() });
  if (!encoded.ok) throw new Error(encoded.problem);
  const decoded = atOnce(decodeXml(new TextEncoder().encode(encoded.xml), 'text/xml; charset=utf-8'));
  if (!decoded.ok) throw new Error(decoded.problem);
  const found = textAt(decoded.root, ['Body', 'A', 'V']);
  if (!found.ok) throw new Error(found.problem);
  return found.text;
}
function roundTrip(format: Format, value: unknown): unknown {
  const written = writeValue(format, value);
  if (!written.ok) throw new Error(written.problem);
  const read = readValue(format, overTheWire(written.value));
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

const returns = (format: Format, value: unknown): void => {
  expect(roundTrip(format, value)).toBe(value);
};

const one = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const parsed = (arbitrary: fc.Arbitrary<object>): fc.Arbitrary<Format> =>
  arbitrary.map((description) => Format.parse(description));
const decimalOf = (whole: number, places: number): fc.Arbitrary<Decimal> =>
  fc
    .stringMatching(new RegExp(`^-?(0|[1-9]\\d{0,${whole - 1}})(\\.\\d{1,${places}})?$`))
    .filter((text) => Decimal.safeParse(text).success)
    .map((text) => text as Decimal);
const day = fc
  .date({ min: new Date('0002-01-01'), max: new Date('9998-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const modernDay = fc
  .date({ min: new Date('1900-01-02'), max: new Date('2100-12-30'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const moment = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2100-12-30'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 19)}.000Z`);
const zone = one('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia');
const word = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);

describe('decode(encode(x)) is x', () => {
  it('for decimals of every notation', () => {
    const notation = parsed(
      fc.record({
        type: one('decimal'),
        separator: one('.', ','),
        grouping: one('', ' ', "'"),
        sign: one('leading', 'trailing', 'either', 'brackets'),
      }),
    );
    fc.assert(
      fc.property(notation, decimalOf(18, 6), (format, value) => {
        expect(roundTrip(format, value)).toBe(value);
      }),
    );
    const fixed = parsed(
      fc.record({
        type: one('decimal'),
        separator: one('.', ','),
        sign: one('leading', 'trailing'),
        places: one(2, 3, 6),
      }),
    );
    const implied = parsed(
      fc.record({ type: one('decimal'), separator: one('.'), sign: one('leading', 'trailing'), implied: one(2, 3, 6) }),
    );
    fc.assert(
      fc.property(fc.oneof(fixed, implied), decimalOf(12, 2), (format, value) => {
        // Places are added, never lost: the number is the same.
        expect(compareDecimals(Decimal.parse(roundTrip(format, value)), value)).toBe(0);
      }),
    );
  });
  it('for keys of either side', () => {
    const key = parsed(
      fc.record({
        type: one('key'),
        padTo: one(12),
        padWith: one('0'),
        side: one('left'),
        pads: one('all', 'digits'),
      }),
    );
    fc.assert(
      fc.property(key, fc.stringMatching(/^[1-9A-Z][0-9A-Z-]{0,11}$/), (format, value) => {
        expect(roundTrip(format, value)).toBe(value);
      }),
    );
    const right = Format.parse({ type: 'key', padTo: 12, padWith: '0', side: 'right' });
    fc.assert(fc.property(fc.stringMatching(/^[0-9A-Z-]{0,11}[1-9A-Z]$/), (value) => returns(right, value)));
  });
  it('for days, as dates, as times in any zone, and as numbers', () => {
    const dates = parsed(
      fc.record({ type: one('date'), pattern: one('dd.MM.yyyy', 'yyyyMMdd', 'yyyy-MM-dd', 'MM/dd/yyyy') }),
    );
    fc.assert(fc.property(dates, day, (format, value) => returns(format, value)));
    const times = fc.oneof(
      parsed(
        fc.record({
          type: one('datetime'),
          pattern: one('yyyy-MM-ddTHH:mm:ss', 'dd.MM.yyyy HH:mm:ss.SSS'),
          writtenIn: fc.oneof(zone, one('offset')),
          day: zone,
        }),
      ),
      parsed(fc.record({ type: one('epoch'), unit: one('seconds', 'milliseconds', 'ticks'), day: zone })),
    );
    fc.assert(fc.property(times, modernDay, (format, value) => returns(format, value)));
  });
  it('for moments, where the clock shows them once', () => {
    const times = fc.oneof(
      parsed(
        fc.record({
          type: one('datetime'),
          pattern: one('yyyy-MM-ddTHH:mm:ss'),
          writtenIn: one('UTC', 'offset', 'Asia/Kolkata'),
          day: zone,
          gives: one('moment'),
        }),
      ),
      parsed(fc.record({ type: one('epoch'), unit: one('seconds', 'milliseconds', 'ticks'), gives: one('moment') })),
    );
    fc.assert(fc.property(times, moment, (format, value) => returns(format, value)));
  });
  it('for yes and no, words, whole numbers and text', () => {
    const flag = parsed(
      fc.record({
        type: one('flag'),
        yes: fc.tuple(word.map((text) => `y${text}`)),
        no: fc.tuple(word.map((text) => `n${text}`)),
      }),
    );
    fc.assert(fc.property(flag, fc.boolean(), (format, value) => returns(format, value)));
    const cross = Format.parse({ type: 'flag', yes: ['X'], no: [], empty: 'no' });
    for (const value of [true, false]) expect(roundTrip(cross, value)).toBe(value);
    const words = Format.parse({
      type: 'words',
      words: { '10': 'draft', '20': 'confirmed', '': 'paid' },
      otherwise: 'on-hold',
    });
    for (const value of ['draft', 'confirmed']) expect(roundTrip(words, value)).toBe(value);
    const integer = parsed(fc.record({ type: one('integer') }, {}));
    fc.assert(fc.property(integer, fc.maxSafeInteger(), (format, value) => returns(format, value + 0)));
    const padded = Format.parse({ type: 'integer', padTo: 6 });
    fc.assert(fc.property(fc.nat(999_999), (value) => returns(padded, value)));
    const text = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((given) => isXmlText(given) && given.trim() === given);
    fc.assert(fc.property(text, (value) => returns(Format.parse({ type: 'text' }), value)));
  });
});

describe('reading and writing the awkward', () => {
  const read = (description: object, text: string): unknown => {
    const value = readValue(Format.parse(description), text);
    return value.ok ? value.value : value.problem;
  };
  it.each<[object, string, unknown]>([
    [{ type: 'decimal', separator: '.', sign: 'trailing' }, '100.00-', '-100.00'],
    [{ type: 'decimal', separator: '.', sign: 'trailing' }, '-100.00', 'not a decimal'],
    [{ type: 'decimal', separator: '.', sign: 'leading' }, '100.00-', 'not a decimal'],
    [{ type: 'decimal', separator: '.', sign: 'either' }, '-1.00-', 'not a decimal'],
    [{ type: 'decimal', separator: ',', grouping: '.', sign: 'brackets' }, '(1.234,50)', '-1234.50'],
    [{ type: 'decimal', separator: ',', sign: 'brackets' }, '(5', 'not a decimal'],
    [{ type: 'decimal', separator: '.', implied: 2 }, '5', '0.05'],
    [{ type: 'decimal', separator: '.', implied: 2, sign: 'trailing' }, '12345-', '-123.45'],
    [{ type: 'decimal', separator: '.', implied: 2 }, '1.5', 'not a decimal'],
    [{ type: 'key', padTo: 10, padWith: '0', pads: 'digits' }, '0000004711', '4711'],
    [{ type: 'key', padTo: 10, padWith: '0', pads: 'digits' }, '00A4711', '00A4711'],
    [{ type: 'key', padTo: 12, padWith: ' ' }, '        4711', '4711'],
    [{ type: 'date', pattern: 'yyyy-MM-dd', zoneSuffix: true }, '2026-11-30+01:00', '2026-11-30'],
    [{ type: 'date', pattern: 'yyyy-MM-dd', none: ['0000-00-00'] }, '0000-00-00', null],
    [
      { type: 'datetime', pattern: 'yyyy-MM-ddTHH:mm:ss', writtenIn: 'UTC', day: 'Europe/Berlin' },
      '2026-11-30T23:30:00Z',
      '2026-12-01',
    ],
    [
      { type: 'datetime', pattern: 'yyyy-MM-ddTHH:mm:ss', writtenIn: 'Europe/Berlin', day: 'Europe/Berlin' },
      '2026-11-30T23:30:00Z',
      '2026-11-30',
    ],
    [
      { type: 'datetime', pattern: 'yyyy-MM-ddTHH:mm:ss', writtenIn: 'offset', day: 'UTC' },
      '2026-11-30T23:30:00.123-05:00',
      '2026-12-01',
    ],
    [
      { type: 'datetime', pattern: 'yyyy-MM-ddTHH:mm:ss', writtenIn: 'offset' },
      '2026-11-30T23:30:00',
      'a time without its zone',
    ],
    [{ type: 'datetime', pattern: 'yyyy-MM-dd HH:mm', writtenIn: 'UTC' }, '2026-11-30 24:00', 'not a date and time'],
    [{ type: 'epoch', unit: 'seconds', day: 'Europe/Berlin' }, '1771216013', '2026-02-16'],
    [{ type: 'epoch', unit: 'ticks' }, '638992800000000000', '2025-11-21'],
    [{ type: 'epoch', unit: 'seconds' }, '9999999999999', 'not a moment that can be told'],
    [{ type: 'flag', yes: ['X'], no: [''], empty: 'no' }, '', false],
    [{ type: 'words', words: { RE: 'invoice' }, otherwise: 'credit-note' }, 'ZZ', 'credit-note'],
  ])('%o reads %s as %s', (description, text, expected) => {
    expect(read(description, text)).toBe(expected);
  });
  it('what has no place in a format is refused, never rounded or cut', () => {
    expect(writeValue(Format.parse({ type: 'decimal', separator: '.', places: 2 }), '1.005').ok).toBe(false);
    expect(writeValue(Format.parse({ type: 'decimal', separator: '.', implied: 2 }), '1.005').ok).toBe(false);
    expect(writeValue(Format.parse({ type: 'text', maxLength: 3 }), 'abcd').ok).toBe(false);
    expect(writeValue(Format.parse({ type: 'decimal', separator: ',', places: 2 }), '-1.5')).toEqual({
      ok: true,
      value: '-1,50',
    });
  });
});
