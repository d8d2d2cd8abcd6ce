import { describe, expect, it } from 'vitest';
import { IsoDate } from '#contracts/dates';
import { Decimal } from '#contracts/decimal';
import { Reference } from '#contracts/ids';
import { Currency } from '#contracts/money';
import { type CompanyDetails, customerReferenceFor, newCustomerFrom } from './new-customer.ts';
import { lineAmount, orderAmount } from './order-amount.ts';
import { count, day, money, shortName } from './plain-words.ts';

const decimal = (text: string) => Decimal.parse(text);

describe('amounts', () => {
  it.each([
    ['3', '9.50', '28.50'],
    ['0.333', '0.015', '0.00'],
    ['0.5', '0.01', '0.01'],
    ['1', '-0.005', '-0.01'],
    ['999999999999', '999999999.99', '999999999989000000000.01'],
  ])('%s times %s is %s, in cents', (quantity, price, amount) => {
    expect(lineAmount(decimal(quantity), decimal(price))).toBe(amount);
  });

  it('of a deal leave out what is no number', () => {
    const lines = [
      { quantity: decimal('2'), unitPrice: decimal('1.25') },
      { quantity: null, unitPrice: decimal('100') },
      { quantity: decimal('1'), unitPrice: null },
    ];
    expect(orderAmount(lines)).toBe('2.50');
    expect(orderAmount([])).toBe('0');
  });
});

describe('numbers, days and names in a sentence', () => {
  it.each([
    ['1234567.5', '1,234,567.50 EUR'],
    ['-0.7', '-0.70 EUR'],
    ['12.3456', '12.3456 EUR'],
    ['999', '999.00 EUR'],
  ])('%s is %s', (amount, said) => {
    expect(money(decimal(amount), 'EUR')).toBe(said);
  });

  it('quantities are as short as they can be', () => {
    expect(['12.000', '1500.50', '-3'].map((quantity) => count(decimal(quantity)))).toEqual(['12', '1,500.5', '-3']);
  });

  it('a day is said in words', () => {
    expect(day(IsoDate.parse('2026-01-05'))).toBe('5 Jan 2026');
  });

  it('a name stays on its line, keeps its direction, and is cut between characters', () => {
    expect(shortName(' a\u0000\r\n\u2028b\u202ec\u200b ')).toBe('a b c');
    expect(shortName('😀'.repeat(200))).toBe(`${'😀'.repeat(79)}…`);
  });
});

describe('a customer that is to be made', () => {
  it.each([
    ['7700010503', 1, 'DB-C7700010503'],
    ['7700010503', 12, 'DB-C7700010503-12'],
    ['123456789012345678901', 1, 'DB-CZ'],
  ])('of company %s, revision %i, is found by %s', (companyId, revision, start) => {
    const reference = customerReferenceFor(companyId, revision);
    expect(reference).toMatchObject({ ok: true, value: expect.stringContaining(start) });
    if (reference.ok) expect(reference.value.length).toBeLessThanOrEqual(20);
  });

  it('of a company whose id is too long cannot be found again, so it is not made', () => {
    expect(customerReferenceFor('a'.repeat(32), 1)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
    expect(customerReferenceFor('9'.repeat(32), 999)).toMatchObject({ ok: false });
  });

  it('needs a name, and nothing else', () => {
    const nothing = {
      domain: null,
      phone: null,
      taxId: null,
      street: null,
      postalCode: null,
      town: null,
      country: null,
    };
    const make = (company: CompanyDetails) => newCustomerFrom(company, Reference.parse('DB-C1'), Currency.parse('EUR'));
    expect(make({ ...nothing, name: '\u0000 ' })).toMatchObject({ ok: false, error: { code: 'customer.not-linked' } });
    expect(make({ ...nothing, name: ` ${'ü'.repeat(300)}` })).toMatchObject({
      ok: true,
      value: { name: 'ü'.repeat(200) },
    });
  });
});
