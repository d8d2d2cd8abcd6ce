import { describe, expect, it } from 'vitest';
import { Customer, NewCustomer } from '#contracts/customer';
import { NewSalesOrder, SalesOrder } from '#contracts/sales-order';
import { customer, order } from '../../test/gateway/erp-answers.ts';
import { sameContent, sameCustomer } from './same-content.ts';

const sent = (...lines: [itemId: string, quantity: string][]) =>
  NewSalesOrder.parse({
    reference: 'DB-1-1',
    customerId: '10447',
    customerReference: null,
    requestedOn: null,
    currency: 'EUR',
    lines: lines.map(([itemId, quantity]) => ({ itemId, quantity, unitPrice: '1' })),
  });

const found = (...lines: [itemId: string, quantity: string][]) => {
  const full = order('A-1');
  const [first] = full.lines;
  return SalesOrder.parse({
    ...full,
    lines: lines.map(([itemId, ordered], index) => ({ ...first, line: index, itemId, ordered })),
  });
};

describe('an order found in the ERP is the one that was sent', () => {
  it.each([
    ['as it was sent', found(['A', '2'], ['B', '3'])],
    ['with its lines in another order', found(['B', '3'], ['A', '2'])],
    ['with a line split', found(['A', '0.5'], ['B', '3'], ['A', '1.5'])],
    ['with numbers written otherwise', found(['A', '2.000'], ['B', '3.0'])],
    ['with its items written otherwise', found(['a', '2'], ['b ', '3'])],
    [
      'with its customer padded',
      { ...found(['A', '2'], ['B', '3']), customerId: ' 10447 ' as SalesOrder['customerId'] },
    ],
  ])('%s', (_name, other) => {
    expect(sameContent(sent(['A', '2'], ['B', '3']), other)).toBe(true);
  });

  it('with lines of one item merged', () => {
    expect(sameContent(sent(['A', '1'], ['A', '1.5']), found(['A', '2.5']))).toBe(true);
  });

  it('whatever its prices', () => {
    const cheap = found(['A', '2']);
    expect(sameContent(sent(['A', '2']), { ...cheap, total: '0' as SalesOrder['total'] })).toBe(true);
  });
});

describe('an order found in the ERP is another one', () => {
  it.each([
    ['with another quantity', found(['A', '2'], ['B', '3.000001'])],
    ['with a line less', found(['A', '2'])],
    ['with a line more', found(['A', '2'], ['B', '3'], ['C', '1'])],
    ['with another item', found(['A', '2'], ['C', '3'])],
    ['of another customer', { ...found(['A', '2'], ['B', '3']), customerId: '10452' as SalesOrder['customerId'] }],
  ])('%s', (_name, other) => {
    expect(sameContent(sent(['A', '2'], ['B', '3']), other)).toBe(false);
  });
});

describe('a customer found in the ERP', () => {
  const { street, postalCode, town, country, email, phone, currency } = Customer.parse(customer('1'));
  const known = { street, postalCode, town, country, email, phone, currency };
  it.each([
    ['is the one that was sent', 'Wattwerk Offshore GmbH', 'DE811205904', true],
    ['in capitals and without dots', 'WATTWERK OFF-SHORE G.M.B.H.', 'DE 811 205 904', true],
    ['with its name cut', 'Wattwerk Offs', 'DE811205904', true],
    ['is another where its name is only the beginning', 'Wattwerk', 'DE811205904', false],
    ['is another where its name is longer', 'Wattwerk Offshore GmbH Nord', 'DE811205904', false],
    ['is another with the beginning of the tax number', 'Wattwerk Offshore GmbH', 'DE8', false],
    ['is another without a tax number', 'Wattwerk Offshore GmbH', null, false],
    ['is another without a name', '', 'DE811205904', false],
  ])('%s', (_name, name, taxId, expected) => {
    const wanted = { ...known, reference: 'DB-C77', name: 'Wattwerk Offshore GmbH', taxId: 'DE811205904' };
    expect(sameCustomer(NewCustomer.parse(wanted), Customer.parse({ ...customer('1'), name, taxId }))).toBe(expected);
  });
});
