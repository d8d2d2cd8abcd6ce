import { describe, expect, it } from 'vitest';
import { IsoDate } from '#contracts/dates';
import {
  finding,
  HOLD,
  line,
  look,
  NO_PRICES,
  NO_STOCK,
  PRICE,
  STOCK,
  UNCHECKED,
  UNPRICED,
} from '../../test/gateway/look-factory.ts';
import { changesSince, hashText, type Look } from './preview-look.ts';

describe('the hash', () => {
  it('is of the order and the findings, not of how much is in stock, their order or the ERP’s silence', () => {
    const seen = look([PRICE, finding('warn', 'stock.short', 0, '60 of 100')]);
    expect(hashText(look([finding('warn', 'stock.short', 0, '58 of 100'), PRICE, UNCHECKED]))).toBe(hashText(seen));
  });

  it('is the same where an order like it is named by its number now, and by its deal before', () => {
    const [before, now] = ['deal 88412071', 'order 240002 in the ERP'].map((name) =>
      look([finding('warn', 'order.suspected-twice', null, `Ordered today: ${name}.`)]),
    );
    expect(hashText(now ?? look())).toBe(hashText(before ?? look()));
  });

  it('keeps that the prices of a new customer are not known', () => {
    const customer = 'a new customer';
    expect(hashText(look([NO_PRICES], { customer }))).not.toBe(hashText(look([], { customer })));
    expect(hashText(look([NO_PRICES]))).toBe(hashText(look()));
  });

  it.each<[string, Look]>([
    ['another quantity', look([PRICE], { lines: [line('PUMP-0040', '13', '410.00')] })],
    ['another price', look([PRICE], { lines: [line('PUMP-0040', '12', '409.00')] })],
    ['another item', look([PRICE], { lines: [line('PUMP-0041', '12', '410.00')] })],
    ['one line more', look([], { lines: [line('PUMP-0040', '12', '410.00'), line('SEAL-0009', '1', '1')] })],
    ['another customer', look([PRICE], { customer: 'customer 10452' })],
    ['another currency', look([PRICE], { currency: 'CHF' })],
    ['another requested date', look([PRICE], { requestedOn: IsoDate.parse('2026-12-04') })],
    ['another purchase order number', look([PRICE], { customerReference: '4500012' })],
    ['another finding', look([STOCK])],
    ['a finding less', look()],
    ['a finding of another level', look([{ ...PRICE, level: 'ok' }])],
    ['a finding on another line', look([{ ...PRICE, line: 1 }])],
    ['an item without a price', look([PRICE, UNPRICED])],
    ['a price that is further under', look([{ ...PRICE, message: 'PUMP-0040 is 50.00 EUR under.' }])],
  ])('is another for %s', (_name, other) => {
    expect(hashText(other)).not.toBe(hashText(look([PRICE])));
  });

  it.each(['price.above-list', 'credit.exceeded', 'customer.currency-differs'])(
    'of %s is another where it says another thing',
    (code) => {
      const [one, other] = [finding('warn', code, null, '5 EUR'), finding('warn', code, null, '500 EUR')];
      expect(hashText(look([one]))).not.toBe(hashText(look([other])));
    },
  );
});

describe('what changed is said in words', () => {
  it.each<[string, Look | null, Look, string]>([
    [
      'a line',
      look(),
      look([], { lines: [line('PUMP-0040', '13', '1400.5')] }),
      'Since you looked: PUMP-0040: the quantity is 13, it was 12. PUMP-0040: the price is 1,400.50 EUR, it was 410.00 EUR.',
    ],
    [
      'an item',
      look(),
      look([], { lines: [line('SEAL-0009', '12', '410.00')] }),
      'Since you looked: SEAL-0009 stands where PUMP-0040 was.',
    ],
    ['lines', look(), look([], { lines: [] }), 'Since you looked: The deal has 0 lines, it had 1.'],
    ['all lines but one', look([], { lines: [] }), look(), 'Since you looked: The deal has 1 line, it had 0.'],
    [
      'the customer',
      look(),
      look([], { customer: 'a new customer' }),
      'Since you looked: The order is for a new customer, it was for customer 10447.',
    ],
    [
      'the requested date',
      look([], { requestedOn: IsoDate.parse('2026-12-04') }),
      look(),
      'Since you looked: The requested date is none, it was 4 Dec 2026.',
    ],
    [
      'the purchase order number',
      look(),
      look([], { customerReference: '4500012' }),
      'Since you looked: The purchase order number is 4500012, it was none.',
    ],
    [
      'a warning',
      look(),
      look([finding('warn', 'credit.exceeded', null, 'This order exceeds the credit limit by 1,220.00 EUR.')]),
      'Since you looked: This order exceeds the credit limit by 1,220.00 EUR.',
    ],
    [
      'a warning less',
      look([finding('warn', 'stock.short', 0, '60 of 100.')]),
      look(),
      'Since you looked: No longer so: 60 of 100.',
    ],
    [
      'more than a sentence can hold',
      look(),
      look([PRICE, STOCK, HOLD, finding('warn', 'item.twice', 0)]),
      'Since you looked: price.below-list here. stock.short here. customer.on-hold here. And 1 more.',
    ],
    [
      'a warning less, not one that is only about what could not be asked',
      look([NO_PRICES, NO_STOCK, STOCK]),
      look(),
      'Since you looked: No longer so: stock.short here.',
    ],
    [
      'a warning that weighs more',
      look([finding('warn', 'credit.exceeded', null, 'It exceeds the limit by 20.00 EUR.')]),
      look([finding('warn', 'credit.exceeded', null, 'It exceeds the limit by 9,000.00 EUR.')]),
      'Since you looked: It exceeds the limit by 9,000.00 EUR.',
    ],
    ['nobody knows what', null, look(), 'Something changed since you looked.'],
  ])('%s', (_name, seen, now, sentence) => {
    expect(changesSince(seen, now)).toBe(sentence);
  });
});

it('what came is said as the reader has it, and what only reads otherwise did not come', () => {
  const seen = look([PRICE]);
  const now = look([PRICE, STOCK]);
  const shown = now.findings.map((one) => ({ ...one, message: `${one.message} (gelesen)` }));
  expect(changesSince(seen, now, shown)).toBe('Since you looked: stock.short here. (gelesen)');
});
