import { expect, test } from 'vitest';
import type { SalesOrder } from '../contracts/sales-order.ts';
import { noDeliveryText, readAloud } from './read-aloud.ts';

const format = { locale: 'en-GB', timeZone: 'UTC' };
const now = Date.parse('2026-11-21T13:02:20Z');
const line = (more: object = {}) => ({
  itemId: 'PUMP-0040',
  description: 'pumps',
  ordered: '8',
  shipped: '3',
  nextOn: '2026-11-28',
  ...more,
});
const parcel = (more: object = {}) => ({ shippedOn: '2026-11-14', carrier: 'DHL', trackingNumber: '0034', ...more });
const said = (more: object = {}) =>
  readAloud(
    {
      orderId: '240871',
      status: 'part-shipped',
      quantityOrdered: '8',
      quantityShipped: '3',
      lines: [line()],
      shipments: [parcel()],
      ...more,
    } as unknown as SalesOrder,
    now,
    format,
  );

test('a part shipment is told with its date, its share, its parcel and when the rest is due', () => {
  expect(said()).toBe(
    'Order 240871 was part shipped on 14 Nov, 3 of 8 pumps, with DHL 0034; the rest is due on 28 Nov.',
  );
});

test('what the ERP does not say is left out, or said to be open', () => {
  expect(said({ shipments: [parcel({ shippedOn: null, carrier: null, trackingNumber: null })] })).toBe(
    'Order 240871 was part shipped, 3 of 8 pumps; the rest is due on 28 Nov.',
  );
  expect(said({ lines: [line({ nextOn: null })] })).toContain('there is no date for the rest yet.');
  expect(said({ lines: [line({ description: null })] })).toContain('3 of 8 PUMP-0040,');
});

test('many items are summed up, many parcels are counted, and several dates are a span', () => {
  const lines = [1, 2, 3, 4].map((day) => line({ nextOn: `2026-12-0${day}` }));
  expect(said({ lines, quantityOrdered: '32', quantityShipped: '12' })).toContain(
    'on 14 Nov, 12 of 32, with DHL 0034; the rest is due from 1 Dec to 4 Dec.',
  );
  const shipments = ['A', 'B', 'C', 'D'].map((trackingNumber) => parcel({ trackingNumber }));
  expect(said({ shipments })).toContain('with DHL A, DHL B and 2 more;');
});

test('quantities of unlike units are never added, and no unit is called a piece', () => {
  const four = (...units: string[]) => units.map((unit) => line({ unit, nextOn: null }));
  const sum = { quantityOrdered: '62.5', quantityShipped: '42.5' };
  expect(said({ ...sum, lines: four('MTR', 'MTR', 'MTR', 'MTR') })).toContain('on 14 Nov, 42.5 of 62.5, with');
  expect(said({ ...sum, lines: four('MTR', 'ST', 'ST', 'ST') })).toContain('part shipped on 14 Nov, with DHL 0034;');
});

test('how much has left is left out where the ERP does not say it', () => {
  const unsaid = { lines: [line({ shipped: '0' })], quantityShipped: '0' };
  expect(said(unsaid)).toBe('Order 240871 was part shipped on 14 Nov, with DHL 0034; the rest is due on 28 Nov.');
  expect(said({ ...unsaid, shipments: [] })).toBe('Order 240871 was part shipped; the rest is due on 28 Nov.');
});

test('a day that is past is not told as one to come', () => {
  const on = (...days: string[]) => ({ status: 'confirmed', lines: days.map((nextOn) => line({ nextOn })) });
  const start = 'Order 240871 is confirmed and has not left yet; it';
  expect(said(on('2026-10-12'))).toBe(`${start} was due on 12 Oct.`);
  expect(said(on('2026-11-21'))).toBe(`${start} is due on 21 Nov.`);
  expect(said(on('2026-10-12', '2026-11-20'))).toBe(`${start} was due from 12 Oct to 20 Nov.`);
  expect(said(on('2026-10-12', '2026-12-04'))).toBe(`${start} was due from 12 Oct on, the last of it is due on 4 Dec.`);
  expect(said({ lines: [line({ nextOn: '2026-11-20' })] })).toContain('; the rest was due on 20 Nov.');
});

test.each([
  ['confirmed', '0', 'Nothing has been shipped yet.'],
  ['on-hold', '0.00', 'Nothing has been shipped yet.'],
  ['confirmed', '3', 'No deliveries are known.'],
  ['part-shipped', '0', 'No deliveries are known.'],
  ['shipped', '0', 'No deliveries are known.'],
  ['cancelled', '0', 'No deliveries are known.'],
])('an order that is %s with %s shipped and no delivery reads: %s', (status, quantityShipped, words) => {
  expect(noDeliveryText({ status, quantityShipped } as SalesOrder)).toBe(words);
});

test.each([
  ['draft', 'Order 240871 is entered and not confirmed yet.'],
  ['confirmed', 'Order 240871 is confirmed and has not left yet; it is due on 28 Nov.'],
  ['shipped', 'Order 240871 was shipped completely on 14 Nov with DHL 0034.'],
  ['invoiced', 'Order 240871 was shipped completely on 14 Nov with DHL 0034. It is invoiced.'],
  ['paid', 'Order 240871 was shipped completely on 14 Nov with DHL 0034. It is invoiced and paid.'],
  ['cancelled', 'Order 240871 was part shipped on 14 Nov, 3 of 8 pumps, with DHL 0034; the rest was cancelled.'],
  ['on-hold', 'Order 240871 is on hold: nothing leaves until that is settled.'],
])('an order that is %s has its own sentence', (status, sentence) => {
  expect(said({ status })).toBe(sentence);
});

test('a delivery that is made ready has not left: neither its parcel nor its being one more is told', () => {
  const ready = parcel({ shippedOn: null, carrier: 'UPS', trackingNumber: '1Z999' });
  expect(said({ shipments: [parcel(), ready] })).toBe(said());
  // What is shipped as a whole left with all of them; when the last one did, is not known.
  expect(said({ status: 'shipped', shipments: [parcel(), ready] })).toBe(
    'Order 240871 was shipped completely with DHL 0034 and UPS 1Z999.',
  );
});

test('an order of which nothing had left is cancelled, and no more', () => {
  const nothing = { status: 'cancelled', quantityShipped: '0', lines: [line({ shipped: '0' })] };
  expect(said({ ...nothing, shipments: [] })).toBe('Order 240871 was cancelled.');
  expect(said({ ...nothing, shipments: [parcel({ shippedOn: null })] })).toBe('Order 240871 was cancelled.');
});
