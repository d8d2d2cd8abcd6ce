import { expect, test } from 'vitest';
import type { CompanyView } from '../contracts/card-api.ts';
import type { Customer } from '../contracts/customer.ts';
import type { Invoice } from '../contracts/invoice.ts';
import type { SalesOrderSummary } from '../contracts/sales-order.ts';
import type { Fine } from '../gateway.ts';
import { attentionOf } from './attention.ts';
import { figuresOf } from './figures.ts';

const format = { locale: 'en-GB', timeZone: 'UTC' };
const now = Date.parse('2026-11-21T13:02:20Z');
const customer = (more: object = {}) =>
  ({
    currency: 'EUR',
    onHold: false,
    holdReason: null,
    creditLimit: '50000.00',
    creditUsed: '100.00',
    ...more,
  }) as Customer;
const invoice = (more: object = {}) =>
  ({ kind: 'invoice', dueOn: '2026-11-20', open: '10.00', currency: 'EUR', ...more }) as Invoice;
const order = (more: object = {}) =>
  ({ status: 'confirmed', total: '100.00', currency: 'EUR', priceBasis: 'net', ...more }) as SalesOrderSummary;

type Sections = Pick<Fine<CompanyView>, 'customer' | 'openOrders' | 'orders' | 'invoices' | 'link'>;
const page = (rows: unknown[], nextCursor: string | null = null) => ({ rows, problems: [], nextCursor });
const fresh = (data: unknown) => ({ state: 'fresh', asOf: '2026-11-21T13:02:00Z', data });
const sections = (more: object = {}) =>
  ({
    customer: fresh(customer()),
    openOrders: fresh(page([])),
    orders: fresh(page([])),
    invoices: fresh(page([])),
    link: { online: true },
    ...more,
  }) as unknown as Sections;
const attention = (more: object = {}, asked: object = {}) =>
  attentionOf(sections(more), { nowMs: now, answeredAtMs: now, goesOn: true, ...asked }, format);
const figures = (more: object = {}) =>
  Object.fromEntries(figuresOf(sections(more), now, format).map(({ label, number, note }) => [label, [number, note]]));

test('nothing is said to need attention only when everything that decides it is known', () => {
  expect(attention()).toEqual({ level: 'fine', text: 'Nothing needs attention' });
  expect(attention({ invoices: { state: 'failed' } })).toEqual({
    level: 'unknown',
    text: 'The invoices could not be loaded',
  });
  expect(attention({ customer: { state: 'loading' } }).text).toBe('Asking the ERP for the credit …');
  expect(attention({ openOrders: { state: 'failed' } }).text).toBe('The open orders could not be loaded');
  const all = { customer: { state: 'loading' }, invoices: { state: 'loading' }, openOrders: { state: 'failed' } };
  expect(attention(all).text).toBe('Asking the ERP for invoices, credit and open orders …');
  expect(attention({ customer: { state: 'loading' }, invoices: { state: 'loading' } }).text).toBe(
    'Asking the ERP for invoices and credit …',
  );
});

test('what was fine when the ERP last answered is not said to be fine now', () => {
  const old = { ...fresh(page([])), state: 'stale', error: { code: 'erp.unreachable' } };
  expect(attention({ invoices: old })).toEqual({
    level: 'unknown',
    text: 'Nothing needed attention when the ERP last answered',
  });
  expect(attention({ invoices: { ...old, error: null } }).level).toBe('fine');
});

test('what could not be read is not forgotten while the ERP is away', () => {
  const link = { online: false, since: null };
  expect(attention({ link, invoices: fresh(page([], 'more')) }).text).toBe(
    'Nothing needed attention among what could be read when the ERP last answered',
  );
});

test('while the link is down nothing is said to be fine, however fresh the copies are', () => {
  const link = { online: false, since: '2026-11-21T13:02:10Z' };
  expect(attention({ link })).toEqual({
    level: 'unknown',
    text: 'Nothing needed attention when the ERP last answered',
  });
  expect(attention({ link, customer: fresh(customer({ creditUsed: '40000.00' })) }).text).toBe('Credit 80 % used');
});

test('what was fine is not said to be fine once the card has stood there for long without asking', () => {
  const asked = { answeredAtMs: now - 2_400_000, goesOn: false };
  expect(attention({}, asked)).toEqual({ level: 'unknown', text: 'Nothing needed attention at 12:22' });
  expect(attention({ openOrders: fresh(page([], 'more')) }, asked).text).toBe(
    'Nothing needed attention among what could be read at 12:22',
  );
  expect(attention({}, { answeredAtMs: now - 299_000, goesOn: false }).level).toBe('fine');
});

test('what is no longer asked for is not said to be asked for', () => {
  const loading = { customer: { state: 'loading' } };
  expect(attention(loading, { goesOn: false })).toEqual({
    level: 'unknown',
    text: 'The ERP has not answered yet: the credit is not known',
  });
  expect(attention({ ...loading, invoices: { state: 'loading' } }, { goesOn: false }).text).toBe(
    'The ERP has not answered yet: invoices and credit are not known',
  );
});

test('what is due today is not overdue, what was due yesterday is', () => {
  expect(attention({ invoices: fresh(page([invoice({ dueOn: '2026-11-21' })])) }).level).toBe('fine');
  expect(attention({ invoices: fresh(page([invoice()])) }).text).toBe('1 invoice overdue, €10.00 (oldest 1 day)');
});

test('paid invoices, credit notes and invoices without a due date are never overdue', () => {
  const rows = [invoice({ open: '0.00' }), invoice({ kind: 'credit-note', open: '5.00' }), invoice({ dueOn: null })];
  expect(attention({ invoices: fresh(page(rows)) }).level).toBe('fine');
});

test('a list that goes on in the ERP is never passed off as all', () => {
  const cut = { invoices: fresh(page([invoice()], 'more')) };
  expect(attention(cut).text).toBe('1 invoice or more overdue, €10.00 (oldest 1 day)');
  expect(figures(cut)['Not paid yet']?.[1]).toBe('1 invoice or more, incl. VAT');
});

test('a list that is cut or has unreadable rows never says that nothing needs attention', () => {
  const unread = { ...page([]), problems: [{ row: 0, key: null, problem: 'total: not a decimal' }] };
  for (const cut of [{ invoices: fresh(page([], 'more')) }, { openOrders: fresh(unread) }]) {
    expect(attention(cut)).toEqual({ level: 'unknown', text: 'Nothing needs attention among what could be read' });
  }
  expect(figures({ openOrders: fresh(unread) })['Open orders']).toEqual(['None', 'among those that could be read']);
});

test('a hold is said first, with the ERP’s reason', () => {
  const held = { customer: fresh(customer({ onHold: true, holdReason: 'open dispute' })) };
  expect(attention(held)).toEqual({ level: 'danger', text: 'Customer on hold: open dispute' });
  const onHold = fresh(page([order({ orderId: '7', status: 'on-hold' })]));
  expect(attention({ orders: onHold }).text).toBe('1 order on hold');
  expect(attention({ openOrders: onHold, orders: onHold }).text).toBe('1 order on hold');
});

test('credit is mentioned from 80 % on, and by how much its limit is exceeded', () => {
  const credit = (creditUsed: string | null, creditLimit: string | null = '50000.00') =>
    attention({ customer: fresh(customer({ creditUsed, creditLimit })) });
  expect(credit('39999.99').level).toBe('fine');
  expect(credit('40000.00')).toEqual({ level: 'warning', text: 'Credit 80 % used' });
  expect(credit('51220.00')).toEqual({ level: 'danger', text: 'Credit limit exceeded by €1,220.00' });
  expect(credit(null).level).toBe('fine');
  expect(credit('99', null).level).toBe('fine');
});

test('a customer without any credit who owes something exceeds the limit, as the preview of an order says', () => {
  const none = { customer: fresh(customer({ creditLimit: '0.00', creditUsed: '4500.00' })) };
  expect(attention(none)).toEqual({ level: 'danger', text: 'Credit limit exceeded by €4,500.00' });
  expect(figures(none)['Credit left']).toEqual(['-€4,500.00', 'of €0.00']);
  const unused = { customer: fresh(customer({ creditLimit: '0.00', creditUsed: '0.00' })) };
  expect(attention(unused).level).toBe('fine');
  expect(figures(unused)['Credit left']).toEqual(['€0.00', 'of €0.00']);
});

test('open orders are those that the ERP counts as open, and amounts of two currencies are never added', () => {
  const rows = [order(), order({ currency: 'USD', total: '7.50' })];
  expect(
    figures({ openOrders: fresh(page(rows)), orders: fresh(page([order(), order(), order()])) })['Open orders'],
  ).toEqual(['€100.00 + US$7.50', '2 orders, net']);
  expect(figures({ openOrders: fresh(page(rows, 'more')) })['Open orders']?.[1]).toBe('2 orders or more, net');
});

test('a figure that is not known keeps its place and says so', () => {
  const figure = figures({ openOrders: { state: 'loading' }, customer: { state: 'failed' } });
  expect(figure['Open orders']).toEqual(['–', 'not known yet']);
  expect(figure['Credit left']).toEqual(['–', 'could not be loaded']);
  expect(figure.Overdue).toEqual(['None', '']);
});

test('credit without a limit or without use is told in words', () => {
  const left = (more: object) => figures({ customer: fresh(customer(more)) })['Credit left'];
  expect(left({ creditLimit: null })).toEqual(['No limit', 'kept in the ERP']);
  expect(left({ creditUsed: null })).toEqual(['–', 'limit €50,000.00, use not known']);
  expect(left({})).toEqual(['€49,900.00', 'of €50,000.00']);
});
