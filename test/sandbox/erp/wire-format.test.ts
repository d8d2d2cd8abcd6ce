import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grossOf, lineAmount, netOf } from './amounts.ts';
import {
  readAmount,
  readDate,
  readFlag,
  readKey,
  readQuantity,
  writeAmount,
  writeDate,
  writeKey,
  writeQuantity,
} from './wire-format.ts';

describe('the wire format', () => {
  it('writes amounts with decimal comma and thousands point', () => {
    expect([0, 5, 99_999, 123_450, -11_900, 123_456_789].map(writeAmount)).toEqual([
      '0,00',
      '0,05',
      '999,99',
      '1.234,50',
      '-119,00',
      '1.234.567,89',
    ]);
    expect(writeQuantity(1_500_500)).toBe('1.500,500');
  });

  it('reads a comma and never a point', () => {
    expect(['12', '12,5', '12,50', '-3', '0,01'].map(readAmount)).toEqual([1200, 1250, 1250, -300, 1]);
    expect(['12.5', '1.234,50', '1.234', '', ',5', '1,234', '1e3', ' 1', '9999999999999'].map(readAmount)).toEqual(
      Array(9).fill(null),
    );
    expect(readQuantity('0,001')).toBe(1);
    expect(readQuantity('0,0001')).toBeNull();
  });

  it('reads back every amount and quantity that it writes, grouping left out', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (units) => {
        expect(readAmount(writeAmount(units).replaceAll('.', ''))).toBe(units);
        expect(readQuantity(writeQuantity(units).replaceAll('.', ''))).toBe(units);
      }),
    );
  });

  it('writes dates the German way and has a date for none', () => {
    expect(writeDate('2026-11-30')).toBe('30.11.2026');
    expect(writeDate(null)).toBe('01.01.0001');
    expect(['30.11.2026', '', '01.01.0001'].map(readDate)).toEqual(['2026-11-30', null, null]);
    expect(['31.02.2026', '2026-11-30', '1.1.2026', '30.13.2026'].map(readDate)).toEqual(Array(4).fill('not-a-date'));
  });

  it('pads keys to ten digits and takes no others', () => {
    expect(writeKey(10_447)).toBe('0000010447');
    expect(['0000010447', '10447', '00000010447', 'A000010447'].map(readKey)).toEqual([10_447, null, null, null]);
  });

  it('reads J, N and nothing as flags', () => {
    expect(['J', 'N', '', 'Y', 'j'].map(readFlag)).toEqual([true, false, false, null, null]);
  });

  it('rounds half a cent away from zero', () => {
    expect([grossOf(950, 19), grossOf(50, 19), grossOf(-50, 19), grossOf(1000, 7)]).toEqual([1131, 60, -60, 1070]);
    expect(netOf(1131, 19)).toBe(950);
    expect(lineAmount(1131, 2500)).toBe(2828);
  });
});
