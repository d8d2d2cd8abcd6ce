import { describe, expect, it } from 'vitest';
import { ConnectorDocument } from '#contracts/connector';
import type { XmlElement } from '../soap/xml-tree.ts';
import { atOnce } from '../steps.ts';
import { taken, takeProblem } from './aggregate.ts';
import { shaperFor } from './shape.ts';

const formats = ConnectorDocument.shape.formats.parse({
  amount: { type: 'decimal', separator: ',', grouping: '.' },
  whole: { type: 'integer' },
  day: { type: 'date', pattern: 'dd.MM.yyyy' },
  word: { type: 'text' },
});
const of = (name: 'amount' | 'whole' | 'day' | 'word') => {
  const format = formats[name];
  if (format === undefined) throw new Error(name);
  return format;
};

describe('one value of many rows', () => {
  it('adds decimals without a binary float, and passes over rows without a value', () => {
    expect(taken('sum', ['0.1', null, '0.2'], of('amount'))).toEqual({ ok: true, value: '0.3' });
    expect(taken('sum', ['12345678901234567.89', '0.02'], of('amount'))).toMatchObject({
      value: '12345678901234567.91',
    });
    expect(taken('sum', [], of('amount'))).toEqual({ ok: true, value: '0' });
    expect(taken('sum', [2, 3], of('whole'))).toEqual({ ok: true, value: 5 });
  });
  it('refuses a whole number that would lose digits', () => {
    expect(taken('sum', [Number.MAX_SAFE_INTEGER, 1], of('whole'))).toMatchObject({ ok: false });
  });
  it('counts what is there, and knows the lowest and the highest by worth', () => {
    expect(taken('count', ['a', null, 'b'], of('word'))).toEqual({ ok: true, value: 2 });
    expect(taken('max', ['9.5', '10'], of('amount'))).toMatchObject({ value: '10' });
    expect(taken('min', ['9.5', '10', null, '-1'], of('amount'))).toMatchObject({ value: '-1' });
    expect(taken('max', ['2026-02-01', '2025-12-31'], of('day'))).toMatchObject({ value: '2026-02-01' });
    expect(taken('min', [10, 9], of('whole'))).toMatchObject({ value: 9 });
    expect(taken('max', [], of('day'))).toEqual({ ok: true, value: null });
  });
  it('is refused where it has no meaning', () => {
    const asked = (more: object) => takeProblem({ path: 'A', unlisted: false, ...more }, of('word'));
    expect(asked({})).toBeNull();
    expect(asked({ over: 'Row', take: 'count' })).toBeNull();
    expect(asked({ over: 'Row' })).toMatch(/over needs take/);
    expect(asked({ take: 'sum' })).toMatch(/take needs over/);
    expect(asked({ over: 'Row', take: 'sum' })).toMatch(/sum is made of decimal, integer, and the format here is text/);
    expect(asked({ over: 'Row', take: 'count', else: '1' })).toMatch(/else is never read/);
  });
});

const leaf = (name: string, text: string): XmlElement => ({ name, namespace: '', text, children: [], nil: false });
const node = (name: string, children: XmlElement[]): XmlElement => ({ ...leaf(name, ''), children });
const order = (...quantities: (string | null)[]): XmlElement =>
  node('Order', [
    leaf('No', '7'),
    ...quantities.map((quantity) =>
      node('Line', quantity === null ? [] : [leaf('Qty', quantity), leaf('Day', '01.02.2026')]),
    ),
  ]);

describe('an answer', () => {
  const ordered = { path: 'Qty', over: 'Line', take: 'sum', as: 'amount', unlisted: false } as const;
  const shaper = shaperFor(
    'order.find-by-reference',
    {
      answer: {
        orders: {
          each: 'Order',
          unlisted: false,
          fields: {
            orderId: { path: 'No', unlisted: false },
            customerId: { const: 'C' },
            requestedOn: { path: 'Day', over: 'Line', take: 'max', as: 'day', unlisted: false },
            status: {
              cel: 'lines == 0 ? "draft" : ordered > decimal("2") ? "confirmed" : "shipped"',
              with: { lines: { path: 'Qty', over: 'Line', take: 'count', unlisted: false }, ordered },
            },
            erpStatus: { const: 'x' },
            quantityOrdered: ordered,
            quantityShipped: { path: 'Qty', over: '/Order/Line', take: 'sum', as: 'amount', unlisted: false },
            total: { const: '1' },
            currency: { const: 'EUR' },
            priceBasis: { const: 'net' },
          },
        },
      },
      first: 'main',
      asksForRows: false,
      rowsMax: 10,
    },
    { formats, namespaces: {} },
  );
  const read = (...orders: XmlElement[]) => {
    const answers = new Map([['main', [node('Answer', orders)]]]);
    return atOnce(shaper.shape({ answers, ofRow: new Map(), rowProblems: new Map(), input: {}, leftOut: [] }));
  };

  it('gives each row its own sums, in a field and in an expression, and from the top all of them', () => {
    expect(read(order('1,5', '1.000', null), order(), order('2'))).toMatchObject({
      ok: true,
      value: {
        orders: [
          { quantityOrdered: '1001.5', quantityShipped: '1003.5', status: 'confirmed', requestedOn: '2026-02-01' },
          { quantityOrdered: '0', status: 'draft', requestedOn: null },
          { quantityOrdered: '2', status: 'shipped' },
        ],
      },
    });
  });
  it('is refused where one row cannot be read: a sum without it would be wrong', () => {
    expect(read(order('1', 'two'))).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
  });
});
