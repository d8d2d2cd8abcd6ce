import { describe, expect, it } from 'vitest';
import type { Availability } from '#contracts/availability';
import type { Decimal } from '#contracts/decimal';
import type { ItemPrice } from '#contracts/item-price';
import {
  candidate,
  customer,
  existing,
  type facts,
  found,
  known,
  line,
  PUMP,
  price,
  stock,
  troubles,
} from '../../test/gateway/preview-factory.ts';
import type { Twin } from './preview-facts.ts';

describe('a deal that is fine', () => {
  it('has nothing but its customer said, and shows what the ERP knows of each line', () => {
    expect(found()).toEqual({
      level: 'ok',
      customer: candidate,
      candidates: [],
      priceBasis: 'net',
      lines: [
        {
          itemId: 'PUMP-0040',
          name: 'PUMP-0040',
          quantity: '12',
          dealPrice: '410.00',
          erpPrice: '410.00',
          available: '40',
          nextOn: null,
          nextQuantity: null,
          level: 'ok',
        },
      ],
      findings: [{ code: 'customer.matched', level: 'ok', line: null, message: 'Nordwind, customer 10447.' }],
      mayOverride: true,
    });
  });

  it('is not warned about prices that are the same in other digits', () => {
    expect(found({ prices: [known(price('PUMP-0040', '410'))] }).level).toBe('ok');
  });
});

describe('what is found', () => {
  const other = (itemId: string, quantity: string, unitPrice: string) => [line(itemId, quantity, unitPrice)];
  const seal = { lines: other('SEAL-0009', '100', '9.50') };
  const sealFacts = (sealPrice: ItemPrice, sealStock: Availability) => ({
    ...seal,
    prices: [known(sealPrice)],
    stock: new Map([['SEAL-0009', known(sealStock)]]),
  });
  const ENOUGH = stock('SEAL-0009', '100');
  const FAIR = price('SEAL-0009', '9.50');

  it.each<[string, Parameters<typeof facts>[0], [string, string, number | null, string][]]>([
    [
      'a price under the ERP’s',
      sealFacts(price('SEAL-0009', '10.20'), ENOUGH),
      [['warn', 'price.below-list', 0, "SEAL-0009 is 0.70 EUR under the ERP's price of 10.20 EUR."]],
    ],
    [
      'a price over the ERP’s',
      sealFacts(price('SEAL-0009', '1.2'), ENOUGH),
      [['warn', 'price.above-list', 0, "SEAL-0009 is 8.30 EUR over the ERP's price of 1.20 EUR."]],
    ],
    [
      'no price in the ERP',
      sealFacts(price('SEAL-0009', null), ENOUGH),
      [['warn', 'price.unknown', 0, 'SEAL-0009: the ERP has no price for this customer.']],
    ],
    [
      'a price in another currency',
      sealFacts(price('SEAL-0009', '5.00', { currency: 'CHF' }), ENOUGH),
      [
        [
          'warn',
          'price.unknown',
          0,
          "SEAL-0009: the ERP's price is in CHF, the deal's in EUR; they cannot be compared.",
        ],
      ],
    ],
    [
      'prices with tax, not compared',
      sealFacts(price('SEAL-0009', '5.00', { priceBasis: 'gross' }), ENOUGH),
      [
        [
          'warn',
          'price.basis-differs',
          null,
          "The ERP's prices include tax, the deal's do not; they were not compared.",
        ],
      ],
    ],
    [
      'too little stock, with the next receipt',
      sealFacts(
        FAIR,
        stock('SEAL-0009', '60', [
          ['2026-12-09', '50'],
          ['2026-11-28', '200'],
        ]),
      ),
      [['warn', 'stock.short', 0, 'SEAL-0009: 60 of 100 are available now; 200 more expected on 28 Nov 2026.']],
    ],
    [
      'more promised than there is',
      sealFacts(FAIR, stock('SEAL-0009', '-4.000')),
      [['warn', 'stock.short', 0, 'SEAL-0009: 0 of 100 are available now; none are expected.']],
    ],
    [
      'a warehouse that owes more than it has, which takes nothing from another',
      sealFacts(FAIR, { ...ENOUGH, warehouses: [...stock('SEAL-0009', '-500').warehouses, ...ENOUGH.warehouses] }),
      [],
    ],
    [
      'an item that the price list does not know',
      sealFacts(price('SEAL-0009', null, { known: false }), ENOUGH),
      [['block', 'item.unknown', 0, 'SEAL-0009 is not in the ERP. Choose another item or remove the line.']],
    ],
    [
      'an item that the stock does not know',
      sealFacts(FAIR, stock('SEAL-0009', '0', [], { known: false, warehouses: [] })),
      [['block', 'item.unknown', 0, 'SEAL-0009 is not in the ERP. Choose another item or remove the line.']],
    ],
    [
      'a customer on hold',
      { plan: existing(known(customer({ onHold: true, holdReason: 'Overdue\nitems', creditLimit: '1' }))) },
      [
        [
          'block',
          'customer.on-hold',
          null,
          'Customer 10447 is on hold in the ERP (Overdue items). It takes no order until that is settled.',
        ],
      ],
    ],
    [
      'another currency than the customer’s',
      { plan: existing(known(customer({ currency: 'CHF', creditLimit: '1.00' }))) },
      [
        [
          'warn',
          'customer.currency-differs',
          null,
          "The deal is in EUR, the customer's account in CHF; its credit limit could not be compared.",
        ],
      ],
    ],
    [
      'a credit limit that the order exceeds together with others on their way',
      {
        plan: existing(known(customer({ creditLimit: '7000.00', creditUsed: '1300.00' }))),
        onTheWay: '900.00' as Decimal,
      },
      [
        [
          'warn',
          'credit.exceeded',
          null,
          'This order of 4,920.00 EUR (without tax), with others of 900.00 EUR that are on their way to the ERP, exceeds the credit limit of 7,000.00 EUR by 120.00 EUR.',
        ],
      ],
    ],
    [
      'a credit limit that the order exceeds',
      { plan: existing(known(customer({ creditLimit: '5000.00', creditUsed: '1300.00' }))) },
      [
        [
          'warn',
          'credit.exceeded',
          null,
          'This order of 4,920.00 EUR (without tax) exceeds the credit limit of 5,000.00 EUR by 1,220.00 EUR.',
        ],
      ],
    ],
    [
      'used credit that the ERP does not say',
      { plan: existing(known(customer({ creditUsed: null }))) },
      [['warn', 'erp.unchecked', null, 'The ERP does not say how much of the credit limit is used.']],
    ],
    [
      'an order like it',
      { twins: known([{ orderId: '240871' } as Twin, { dealId: '77' }]) },
      [
        [
          'warn',
          'order.suspected-twice',
          null,
          'The same items in the same quantities were ordered for this customer within the last day: order 240871 in the ERP, deal 77. Is this one more?',
        ],
      ],
    ],
    [
      'a number of an order that nobody here wrote',
      { isOrderedElsewhere: true },
      [
        [
          'block',
          'deal.incomplete',
          null,
          'The deal carries an ERP order number that was not written by this link. Look at that order first, and clear the number if it does not belong to the deal.',
        ],
      ],
    ],
  ])('%s', (_name, more, expected) => {
    expect(troubles(more)).toEqual(expected);
  });

  it('an item on several lines: said once for each line after the first, its stock counted together', () => {
    const lines = [line('SEAL-0009', '60', '1'), PUMP, line('SEAL-0009', '60', '1')];
    const preview = found({
      lines,
      prices: [known(price('SEAL-0009', '1')), known(price('PUMP-0040', '410')), known(price('SEAL-0009', '1'))],
      stock: new Map([
        ['SEAL-0009', known(ENOUGH)],
        ['PUMP-0040', known(stock('PUMP-0040', '40'))],
      ]),
    });
    expect(preview.findings.filter(({ level }) => level === 'warn')).toMatchObject([
      { code: 'stock.short', line: 0, message: 'SEAL-0009: 100 of 120 are available now; none are expected.' },
      { code: 'item.twice', line: 2, message: 'SEAL-0009 stands on more than one line (1, 3). Is that meant?' },
    ]);
    expect(preview.lines.map(({ level }) => level)).toEqual(['warn', 'ok', 'warn']);
  });

  it.each([
    ['not won', { won: false }, 'This deal is not won yet. Move the deal to its won stage first.'],
    ['without lines', { lines: [] }, 'This deal has no line items. Add the items to the deal first.'],
    ['without a currency', { currency: null }, 'This deal has no currency. Set the currency of the deal first.'],
    [
      'with a quantity below zero',
      { lines: [line('PUMP-0040', '-3', '1', 'A "pump"\u202e\n<b>')] },
      'A "pump" <b>: the quantity must be more than zero.',
    ],
    ['with a line without an item', { lines: [line(null, '3', '1', 'Freight')] }, 'Freight: has no item number.'],
  ])('a deal %s', (_name, dealMore, message) => {
    const preview = found({ dealMore });
    expect(preview.level).toBe('block');
    expect(preview.findings).toContainEqual(
      expect.objectContaining({ code: 'deal.incomplete', level: 'block', message }),
    );
  });
});
