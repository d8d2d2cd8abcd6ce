import { describe, expect, it } from 'vitest';
import type { IsoDate } from '#contracts/dates';
import { facts, found, known, line, price, stock, TODAY } from '../../test/gateway/preview-factory.ts';
import { dateFindings } from './order-findings.ts';
import { PLAIN } from './wording.ts';

/** 100 seals wanted by that day, 60 there, the receipts each in a warehouse of its own. */
const seals = (requestedOn: string | null, receipts: [on: string, quantity: string | null][]) =>
  found({
    lines: [line('SEAL-0009', '100', '9.50')],
    dealMore: { requestedOn },
    prices: [known(price('SEAL-0009', '9.50'))],
    stock: new Map([['SEAL-0009', known(stock('SEAL-0009', '60', receipts))]]),
  });
const short = (preview: ReturnType<typeof seals>) =>
  preview.findings.flatMap(({ code, message }) => (code === 'stock.short' ? [message] : []));

describe('stock by the day that the customer wants the goods', () => {
  it.each<[string, string | null, [string, string | null][], string[]]>([
    ['comes in time', '2026-12-04', [['2026-12-04', '40']], []],
    [
      'comes in time from two sides',
      '2026-12-04',
      [
        ['2026-11-28', '25'],
        ['2026-12-03', '15'],
      ],
      [],
    ],
    [
      'comes a day late',
      '2026-12-03',
      [['2026-12-04', '40']],
      ['SEAL-0009: 60 of 100 are available by 3 Dec 2026; 40 more expected on 4 Dec 2026.'],
    ],
    [
      'comes in part',
      '2026-12-04',
      [
        ['2026-11-28', '25'],
        ['2026-12-09', '200'],
      ],
      ['SEAL-0009: 85 of 100 are available by 4 Dec 2026; 200 more expected on 9 Dec 2026.'],
    ],
    [
      'comes, and nobody knows how much',
      '2026-12-04',
      [['2026-11-28', null]],
      ['SEAL-0009: 60 of 100 are available by 4 Dec 2026; more expected on 28 Nov 2026.'],
    ],
    ['does not come', '2026-12-04', [], ['SEAL-0009: 60 of 100 are available by 4 Dec 2026; none are expected.']],
    [
      'comes, and the deal names no day',
      null,
      [['2026-11-21', '40']],
      ['SEAL-0009: 60 of 100 are available now; 40 more expected on 21 Nov 2026.'],
    ],
  ])('that %s', (_name, requestedOn, receipts, messages) => {
    const preview = seals(requestedOn, receipts);
    expect(short(preview)).toEqual(messages);
    // What is there now is shown as it is.
    expect(preview.lines[0]).toMatchObject({ available: '60' });
  });
});

describe('a day that is over', () => {
  const on = (requestedOn: string, now: number) =>
    dateFindings(facts({ dealMore: { requestedOn } }), now, PLAIN).map(({ level, code, message }) => [
      level,
      code,
      message,
    ]);

  it.each(['2026-11-20', '2026-11-21', '2031-01-01'])('is not %s', (requestedOn) => {
    expect(on(requestedOn as IsoDate, TODAY)).toEqual([]);
  });

  it('is a warning', () => {
    expect(on('2026-11-18', TODAY)).toEqual([
      ['warn', 'order.date-passed', 'The requested date, 18 Nov 2026, has passed.'],
    ]);
  });

  it('is over when it is over everywhere: half a day after it ended in Greenwich', () => {
    expect(on('2026-11-19', Date.parse('2026-11-20T11:59:59Z'))).toEqual([]);
    expect(on('2026-11-19', Date.parse('2026-11-20T12:00:00Z'))).toHaveLength(1);
  });
});
