import { describe, expect, it } from 'vitest';
import { DealLine } from '#contracts/card-api';
import { PushPolicy } from '#contracts/policy';
import { Finding, type FindingLevel } from '#contracts/preview';
import { consented } from './preview-consent.ts';
import { changesSince, hashText, type Look } from './preview-look.ts';

const finding = (level: FindingLevel, code: string, line: number | null = null, message = `${code} here.`): Finding =>
  Finding.parse({ level, code, line, message });
const line = (itemId: string, quantity: string, unitPrice: string) =>
  DealLine.parse({ itemId, name: itemId, quantity, unitPrice });
const look = (findings: Finding[] = [], more: Partial<Look> = {}): Look => ({
  customer: 'customer 10447',
  currency: 'EUR',
  lines: [line('PUMP-0040', '12', '410.00')],
  findings: [finding('ok', 'customer.matched'), ...findings],
  ...more,
});
const PRICE = finding('warn', 'price.below-list', 0);
const STOCK = finding('warn', 'stock.short', 0);
const UNCHECKED = finding('warn', 'erp.unchecked');
const NO_PRICES = finding('warn', 'price.unknown');
const NO_STOCK = finding('warn', 'stock.unknown');
const UNPRICED = finding('warn', 'price.unknown', 0);
/** The company is not linked, and the ERP did not say again who it is. */
const OPEN = look([finding('block', 'customer.unmatched')], { customer: 'no customer yet' });
const HOLD = finding('block', 'customer.on-hold');
const NOBODY_MAY = PushPolicy.parse({ override: { 'price.below-list': [] } });
const UNPRICED_PASSES = PushPolicy.parse({ passUnseen: ['price.unknown'] });
const ANYBODY_MAY = PushPolicy.parse({});

/** @param seen null: nobody looked */
const ask = (
  seen: Look | null,
  now: Look,
  {
    override = false,
    policy = ANYBODY_MAY,
    isKept = true,
    isErpAway = false,
    isCustomerAsked = true,
    email = 'rep@north.example',
  } = {},
) => {
  const asked = consented(
    {
      now,
      hash: hashText(now),
      seenHash: seen === null ? null : hashText(seen),
      seen: isKept ? seen : null,
      isErpAway,
      isCustomerAsked,
      override,
      email,
    },
    policy,
  );
  return asked.ok ? asked.value : asked.error.code;
};

describe('consent', () => {
  it.each<[string, Look | null, Look, Parameters<typeof ask>[2], unknown]>([
    ['nobody looked, and all is well', null, look(), {}, []],
    ['nobody looked, and there is a warning', null, look([PRICE]), { override: true }, 'preview.not-allowed'],
    ['nobody looked, and the ERP could not be asked', null, look([UNCHECKED]), {}, 'preview.not-allowed'],
    [
      'nobody looked, and the ERP is away for a while',
      null,
      look([UNCHECKED, PRICE]),
      { isErpAway: true },
      'erp.unreachable',
    ],
    [
      'nobody looked, the ERP is away, and it is blocked all the same',
      null,
      look([HOLD]),
      { isErpAway: true },
      'preview.blocked',
    ],
    [
      'nobody looked, and the ERP could not say who it is',
      null,
      look([finding('block', 'customer.unmatched')]),
      { isErpAway: true },
      'erp.unreachable',
    ],
    [
      'nobody looked, and the tenant lets this warning pass',
      null,
      look([NO_PRICES, UNPRICED]),
      { policy: UNPRICED_PASSES },
      ['price.unknown'],
    ],
    ['that warning and another', null, look([NO_PRICES, PRICE]), { policy: UNPRICED_PASSES }, 'preview.not-allowed'],
    ['that warning and a block', null, look([NO_PRICES, HOLD]), { policy: UNPRICED_PASSES }, 'preview.blocked'],
    [
      'that warning, because the ERP is away for a while',
      null,
      look([NO_PRICES]),
      { policy: UNPRICED_PASSES, isErpAway: true },
      'erp.unreachable',
    ],
    [
      'that warning, seen and not taken on',
      look([UNPRICED]),
      look([UNPRICED]),
      { policy: UNPRICED_PASSES },
      'preview.not-allowed',
    ],
    ['nobody looked, and it is blocked', null, look([HOLD]), {}, 'preview.blocked'],
    ['seen, and all is well', look(), look(), {}, []],
    ['seen and blocked, overridden', look([HOLD]), look([HOLD]), { override: true }, 'preview.blocked'],
    ['seen with a warning, not overridden', look([PRICE]), look([PRICE]), {}, 'preview.not-allowed'],
    [
      'seen with warnings, overridden',
      look([STOCK, PRICE]),
      look([STOCK, PRICE]),
      { override: true },
      ['price.below-list', 'stock.short'],
    ],
    [
      'overridden by somebody who may not',
      look([PRICE, STOCK]),
      look([PRICE, STOCK]),
      { override: true, policy: NOBODY_MAY },
      'preview.not-allowed',
    ],
    ['a new warning', look(), look([PRICE]), { override: true }, 'preview.changed'],
    ['a warning less', look([PRICE]), look(), { override: true }, 'preview.changed'],
    ['a new block', look(), look([HOLD]), {}, 'preview.changed'],
    ['the ERP went away since it was seen', look(), look([UNCHECKED]), {}, []],
    ['the ERP was away when it was seen', look([UNCHECKED]), look([UNCHECKED]), {}, 'preview.not-allowed'],
    [
      'the ERP was away when it was seen, overridden',
      look([UNCHECKED]),
      look([UNCHECKED]),
      { override: true },
      ['erp.unchecked'],
    ],
    ['the ERP came back', look([UNCHECKED]), look(), {}, []],
    ['prices and stock could be checked since', look([NO_PRICES, NO_STOCK]), look(), {}, []],
    ['prices could not be checked any more', look(), look([NO_PRICES]), {}, 'preview.not-allowed'],
    ['the same, overridden', look(), look([NO_PRICES]), { override: true }, ['price.unknown']],
    ['what was checked since is no good', look([NO_PRICES]), look([PRICE]), { override: true }, 'preview.changed'],
    ['the ERP has no price for an item any more', look(), look([UNPRICED]), { override: true }, 'preview.changed'],
    ['the ERP could not say again who it is', look(), OPEN, { isCustomerAsked: false }, 'erp.timed-out'],
    ['the ERP says that it is nobody any more', look(), OPEN, {}, 'preview.changed'],
    [
      'the ERP could not say who it is, before or now',
      OPEN,
      OPEN,
      { isCustomerAsked: false, override: true },
      'preview.blocked',
    ],
    [
      'the ERP went away, and nobody knows what was seen',
      look(),
      look([UNCHECKED]),
      { isKept: false },
      'preview.not-allowed',
    ],
  ])('%s', (_name, seen, now, how, expected) => {
    expect(ask(seen, now, how)).toEqual(expected);
  });

  it('names who may not, and what', () => {
    const now = look([finding('warn', 'price.below-list', 0, 'SEAL-0009 is 0.70 EUR under.'), STOCK]);
    const asked = consented(
      {
        now,
        hash: 'h',
        seenHash: 'h',
        seen: now,
        isErpAway: false,
        isCustomerAsked: true,
        override: true,
        email: 'rep@north.example',
      },
      NOBODY_MAY,
    );
    expect(asked).toMatchObject({
      error: { message: 'You may not send in spite of this: SEAL-0009 is 0.70 EUR under.' },
    });
  });
});

describe('a policy of what passes unseen', () => {
  it.each(['erp.unchecked', 'order.suspected-twice', 'customer.on-hold', 'item.unknown', 'price.maybe'])(
    'cannot name %s',
    (code) => {
      expect(PushPolicy.safeParse({ passUnseen: [code] }).success).toBe(false);
    },
  );
});

describe('the hash', () => {
  it('is of the order and the findings, not of how much is in stock, their order or the ERP’s silence', () => {
    const seen = look([PRICE, finding('warn', 'stock.short', 0, '60 of 100')]);
    expect(hashText(look([finding('warn', 'stock.short', 0, '58 of 100'), PRICE, UNCHECKED]))).toBe(hashText(seen));
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
    ['another finding', look([STOCK])],
    ['a finding less', look()],
    ['a finding of another level', look([{ ...PRICE, level: 'ok' }])],
    ['a finding on another line', look([{ ...PRICE, line: 1 }])],
    ['an item without a price', look([PRICE, UNPRICED])],
    ['a price that is further under', look([{ ...PRICE, message: 'PUMP-0040 is 50.00 EUR under.' }])],
  ])('is another for %s', (_name, other) => {
    expect(hashText(other)).not.toBe(hashText(look([PRICE])));
  });

  it.each(['price.above-list', 'credit.exceeded', 'customer.currency-differs', 'order.suspected-twice'])(
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
