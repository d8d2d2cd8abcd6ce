import { expect, test } from 'vitest';
import type { Invoice } from '../contracts/invoice.ts';
import type { SalesOrder, SalesOrderSummary } from '../contracts/sales-order.ts';
import { amountHeader, byUrgency, dueText, isMixed, listNote, paidText, shippedText } from './document-rows.ts';
import { timelineOf } from './order-timeline.ts';

const format = { locale: 'en-GB', timeZone: 'UTC' };
const now = Date.parse('2026-11-21T13:02:20Z');
const gross = { currency: 'EUR', priceBasis: 'gross' } as const;
const invoice = (invoiceId: string, more: object = {}) =>
  ({
    invoiceId,
    orderId: '240871',
    kind: 'invoice',
    issuedOn: '2026-11-01',
    dueOn: '2026-12-01',
    open: '1.00',
    ...more,
  }) as Invoice;
const order = (more: object = {}) =>
  ({
    orderId: '240871',
    customerReference: 'PO-77',
    reference: null,
    orderedOn: '2026-11-12',
    shipments: [],
    ...more,
  }) as unknown as SalesOrder;

test('a column names its currency and tax basis once, and only when all rows share them', () => {
  expect(amountHeader('Total', [gross, gross])).toBe('Total (EUR, incl. VAT)');
  expect(amountHeader('Total', [gross, { ...gross, priceBasis: 'net' }])).toBe('Total (EUR)');
  expect(amountHeader('Total', [gross, { ...gross, currency: 'USD' }])).toBe('Total (incl. VAT)');
  expect(amountHeader('Amount', [{ currency: 'EUR' }])).toBe('Amount (EUR)');
  expect(isMixed([gross, { currency: 'USD' }])).toBe(true);
});

test('what has shipped reads “3 of 8”, and a dash before anything has', () => {
  const of = (quantityShipped: string) => ({ quantityShipped, quantityOrdered: '8' }) as SalesOrderSummary;
  expect(shippedText(of('3'), format)).toBe('3 of 8');
  expect(shippedText(of('0'), format)).toBe('–');
});

test('a part payment is told in words, and nothing is where nothing or all is paid', () => {
  const paid = (open: string, more: object = {}) =>
    paidText(invoice('1', { total: '3000.00', open, currency: 'EUR', ...more }), format);
  expect(paid('1800.00')).toBe('1,200.00 of 3,000.00 paid');
  expect(paid('3000.00')).toBeNull();
  expect(paid('0.00')).toBeNull();
  expect(paid('-50.00', { kind: 'credit-note', total: '-120.00' })).toBeNull();
});

test('overdue invoices stand first, the oldest on top, then what is open by due date, then the newest of the rest', () => {
  const rows = [
    invoice('paid-old', { open: '0.00', issuedOn: '2026-01-01' }),
    invoice('paid-new', { open: '0.00', issuedOn: '2026-10-01' }),
    invoice('credit', { kind: 'credit-note', open: '-1.00', dueOn: null }),
    invoice('open-later', { dueOn: '2026-12-24' }),
    invoice('open'),
    invoice('late', { dueOn: '2026-11-10' }),
    invoice('latest', { dueOn: '2026-10-11' }),
  ];
  expect(byUrgency(rows, now, format).map(({ invoiceId }) => invoiceId)).toEqual([
    'latest',
    'late',
    'open',
    'open-later',
    'credit',
    'paid-new',
    'paid-old',
  ]);
  expect(dueText(invoice('x', { dueOn: '2026-10-12' }), now, format)).toBe('12 Oct, 40 days overdue');
  expect(dueText(invoice('x', { dueOn: null }), now, format)).toBe('–');
});

test('a list that is cut or has unreadable rows says so', () => {
  expect(listNote({ nextCursor: null, problems: [] }, 'orders')).toBeNull();
  expect(listNote({ nextCursor: 'c', problems: [{ row: 3, key: '240871' }] }, 'orders')).toBe(
    'Older orders are in the ERP. Of the orders, 240871 could not be read, so it is not shown. The person who looks after the ERP link can see why.',
  );
  expect(
    listNote(
      {
        nextCursor: null,
        problems: [
          { row: 0, key: null },
          { row: 7, key: null },
        ],
      },
      'orders',
    ),
  ).toBe(
    '2 of the orders could not be read, so they are not shown. The person who looks after the ERP link can see why.',
  );
  expect(listNote({ nextCursor: null, problems: [{ row: null, key: null }] }, 'orders')).toBe(
    'The ERP sent more rows than can be shown, so the list is cut.',
  );
  expect(
    listNote(
      {
        nextCursor: null,
        problems: [
          { row: 0, key: null },
          { row: null, key: null },
        ],
      },
      'orders',
    ),
  ).toBe(
    'The ERP sent more rows than can be shown, so the list is cut. 1 of the orders could not be read, so it is not shown. The person who looks after the ERP link can see why.',
  );
});

test('an order’s life shows the dates that are known and where it stands', () => {
  const shipments = [{ shippedOn: '2026-11-14' }, { shippedOn: '2026-11-18' }];
  expect(timelineOf(order({ status: 'part-shipped', shipments: [shipments[0]] }), [], now, format)).toEqual({
    names: ['Ordered 12 Nov', 'Confirmed', 'Part shipped 14 Nov', 'Shipped', 'Invoiced', 'Paid'],
    current: 2,
  });
  expect(
    timelineOf(order({ status: 'invoiced', shipments }), [invoice('9', { issuedOn: '2026-11-19' })], now, format),
  ).toEqual({
    names: ['Ordered 12 Nov', 'Confirmed', 'Part shipped 14 Nov', 'Shipped 18 Nov', 'Invoiced 19 Nov', 'Paid'],
    current: 4,
  });
});

test('a step that is to come has no date, also where a part of the order is invoiced', () => {
  const partShipped = order({ status: 'part-shipped', shipments: [{ shippedOn: '2026-11-14' }] });
  const early = [invoice('9', { issuedOn: '2026-11-15' })];
  expect(timelineOf(partShipped, early, now, format).names).toContain('Invoiced');
});

test('an order that never was split has no “Part shipped”, and a cancelled one ends there', () => {
  expect(timelineOf(order({ status: 'confirmed' }), [], now, format).names).toEqual([
    'Ordered 12 Nov',
    'Confirmed',
    'Shipped',
    'Invoiced',
    'Paid',
  ]);
  expect(timelineOf(order({ status: 'cancelled', orderedOn: null }), [], now, format)).toEqual({
    names: ['Ordered', 'Cancelled'],
    current: 1,
  });
});
