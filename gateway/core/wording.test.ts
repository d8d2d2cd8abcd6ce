import { describe, expect, it } from 'vitest';
import { ReaderLocale } from '#contracts/card-api';
import { IsoDate } from '#contracts/dates';
import { Decimal } from '#contracts/decimal';
import { customer, existing, facts, known, line, POLICY, price, stock } from '../../test/gateway/preview-factory.ts';
import { previewOf } from './preview.ts';
import { PLAIN, wordingFor } from './wording.ts';

const NOW = Date.parse('2026-11-21T13:00:00Z');
const words = (locale: string) => wordingFor(ReaderLocale.parse(locale), NOW);
const decimal = (text: string) => Decimal.parse(text);
/** Intl sets amounts and currencies apart with spaces that are not broken. */
const plainSpaces = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('numbers and days in a sentence', () => {
  it.each([
    ['en-US', '€1,234,567.50', '1,500.5', 'Dec 4', 'Jan 5, 2027'],
    ['en-GB', '€1,234,567.50', '1,500.5', '4 Dec', '5 Jan 2027'],
    ['de-DE', '1.234.567,50 €', '1.500,5', '4. Dez.', '5. Jan. 2027'],
  ])('are written as a reader of %s does', (locale, amount, quantity, near, far) => {
    const { money, count, day } = words(locale);
    expect(plainSpaces(money(decimal('1234567.5'), 'EUR'))).toBe(amount);
    expect(count(decimal('1500.500'))).toBe(quantity);
    expect([day(IsoDate.parse('2026-12-04')), day(IsoDate.parse('2027-01-05'))]).toEqual([near, far]);
  });

  it('have the currency’s own places, hide none, and pass through no binary number', () => {
    const { money, count } = words('en-US');
    expect([money(decimal('1234'), 'JPY'), money(decimal('12.3456'), 'EUR')]).toEqual(['¥1,234', '€12.3456']);
    expect(money(decimal('-0.7'), 'EUR')).toBe('-€0.70');
    expect(count(decimal('999999999999999.123456'))).toBe('999,999,999,999,999.123456');
    expect(plainSpaces(money(decimal('1'), 'XTS'))).toBe('XTS 1.00');
  });

  it('are plain where nobody in particular reads them', () => {
    expect(wordingFor(undefined, NOW)).toBe(PLAIN);
  });
});

describe('a locale', () => {
  it.each(['en', 'en-US', 'de', 'zh-Hans-CN', 'es-419', 'fil-PH', 'xx-ZZ'])('like %s is one', (locale) => {
    expect(ReaderLocale.safeParse(locale).success).toBe(true);
    expect(words(locale).count(decimal('1'))).not.toBe('');
  });

  it.each(['', 'EN', 'en_US', 'en-us', 'english', 'en-US-u-nu-thai', 'en-US-x-a', '../en', 'en-US\n', 'e', 'en-'])(
    'like “%s” is none',
    (locale) => {
      expect(ReaderLocale.safeParse(locale).success).toBe(false);
    },
  );
});

describe('the sentences of a preview', () => {
  it('write every number and day so', () => {
    const seal = facts({
      lines: [line('SEAL-0009', '1000', '9.50')],
      prices: [known(price('SEAL-0009', '10.20'))],
      stock: new Map([['SEAL-0009', known(stock('SEAL-0009', '60', [['2026-12-04', '1500']]))]]),
      plan: existing(known(customer({ creditLimit: '5000.00', creditUsed: '0' }))),
    });
    const { findings } = previewOf(seal, POLICY, null, NOW, words('de-DE'));
    expect(findings.map(({ message }) => plainSpaces(message))).toEqual([
      'Nordwind, customer 10447.',
      'This order of 9.500,00 € (without tax) exceeds the credit limit of 5.000,00 € by 4.500,00 €.',
      "SEAL-0009 is 0,70 € under the ERP's price of 10,20 €.",
      'SEAL-0009: 60 of 1.000 are available now; 1.500 more expected on 4. Dez.',
    ]);
  });
});
