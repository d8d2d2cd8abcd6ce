import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { PushPolicy } from '#contracts/policy';
import {
  finding,
  HOLD,
  look,
  NO_PRICES,
  NO_STOCK,
  OPEN,
  PRICE,
  STOCK,
  UNCHECKED,
  UNPRICED,
} from '../../test/gateway/look-factory.ts';
import { consented } from './preview-consent.ts';
import { hashText, type Look } from './preview-look.ts';

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
    isAskFailed = false,
    isCustomerAsked = true,
    email = 'rep@north.example',
  } = {},
) => {
  const asked = consented(
    {
      now,
      shown: now.findings,
      hash: hashText(now),
      seenHash: seen === null ? null : hashText(seen),
      seen: isKept ? seen : null,
      isErpAway,
      whyErpAway: null,
      isAskFailed,
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
      'that warning, because the ERP did not take the question',
      null,
      look([NO_PRICES]),
      { policy: UNPRICED_PASSES, isAskFailed: true },
      'preview.not-allowed',
    ],
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

  it('of nobody says what and where to look, not whom to ask', () => {
    const known = {
      seen: null,
      isErpAway: false,
      whyErpAway: null,
      isAskFailed: false,
      isCustomerAsked: true,
      override: false,
      email: null,
    };
    const asked = consented(
      { now: look([PRICE]), shown: look([PRICE]).findings, hash: '', seenHash: null, ...known },
      ANYBODY_MAY,
    );
    expect(asked).toMatchObject({
      error: { code: 'preview.not-allowed', advice: 'Look at it on the ERP card of the deal, and send it from there.' },
    });
  });

  it.each([
    [
      failure('gateway.quiet-hours'),
      'The ERP is left alone at this hour, so nothing was sent.',
      'Send it again later.',
    ],
    [null, 'The ERP did not say in time all that is needed, so nothing was sent.', 'Try again in a moment.'],
  ])('of nobody says why the ERP could not be asked', (whyErpAway, message, advice) => {
    const known = {
      isErpAway: true,
      whyErpAway,
      isAskFailed: true,
      isCustomerAsked: true,
      override: false,
      email: null,
    };
    const asked = consented({ now: look(), shown: [], hash: '', seenHash: null, seen: null, ...known }, ANYBODY_MAY);
    expect(asked).toMatchObject({ error: { code: 'erp.unreachable', message, advice } });
  });

  it('names who may not, and what', () => {
    const now = look([finding('warn', 'price.below-list', 0, 'SEAL-0009 is 0.70 EUR under.'), STOCK]);
    const asked = consented(
      {
        now,
        shown: now.findings,
        hash: 'h',
        seenHash: 'h',
        seen: now,
        isErpAway: false,
        whyErpAway: null,
        isAskFailed: false,
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
