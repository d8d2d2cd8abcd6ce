import { afterEach, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contracts/commands';
import { type Exchange, openScripted, type Script, type ScriptedErp } from './scripted-erp.ts';
import { el, smallWsdl, soapOf } from './small-wsdl.ts';

/** Items that the ERP has no room for are unknown to it, and keep no other item from being asked for. */

let open: ScriptedErp | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

const PRICE = el('Item') + el('Known') + el('Price', 'xsd:decimal', '0..1');
const complexType = (name: string, content: string): string =>
  `<xsd:complexType name="${name}"><xsd:sequence>${content}</xsd:sequence></xsd:complexType>`;
const WSDL = smallWsdl({
  types:
    complexType('Price', PRICE) +
    complexType('Ask', el('Item') + el('Count', 'xsd:decimal')) +
    complexType('Row', el('No')),
  operations: [
    { name: 'Prices', request: el('Customer') + el('Ask', 't:Ask', '0..n'), response: el('Price', 't:Price', '0..n') },
    { name: 'Stocks', request: el('Item', 'xsd:string', '0..n'), response: el('Row', 't:Row', '0..n') },
  ],
});
const signal = new AbortController().signal;
const start = async (commands: object, script: Script): Promise<ScriptedErp> => {
  const formats = {
    amount: { type: 'decimal', separator: '.' },
    key: { type: 'key', padTo: 10, padWith: '0', pads: 'digits' },
    flag: { type: 'flag', yes: ['1'], no: ['0'] },
    short: { type: 'text', maxLength: 5 },
  };
  open = await openScripted({ document: { commands, formats }, wsdls: { 'small.wsdl': WSDL } }, script);
  return open;
};
const sentIn = ({ body }: Exchange, name: string): string[] =>
  [...body.matchAll(new RegExp(`<[^/>]*:${name}>([^<]*)<`, 'g'))].map(([, text = '']) => text);

describe('an item that the ERP has no room for is unknown to it, and the others are asked for', () => {
  const LONG = 'PUMP-0040-LONG';
  const prices = {
    operation: 'Prices',
    request: {
      Customer: { from: 'customerId', as: 'key' },
      Ask: {
        each: 'items',
        fields: { Item: { from: 'itemId', as: 'key' }, Count: { from: 'quantity', as: 'amount' } },
      },
    },
    answer: {
      prices: {
        each: 'Price',
        fields: {
          itemId: { path: 'Item', as: 'key' },
          known: { path: 'Known', as: 'flag' },
          unitPrice: { path: 'Price', as: 'amount' },
          currency: { const: 'EUR' },
          priceBasis: { const: 'net' },
        },
      },
    },
  };
  const priced: Script = (call) =>
    soapOf(
      `<t:PricesResponse>${sentIn(call, 'Item')
        .map((item) => `<t:Price><t:Item>${item}</t:Item><t:Known>1</t:Known><t:Price>2.50</t:Price></t:Price>`)
        .join('')}</t:PricesResponse>`,
    );
  const askPrices = (itemIds: string[], customerId = '7') => {
    const items = itemIds.map((itemId) => ({ itemId, quantity: '1' }));
    const input = { customerId, currency: 'CHF', on: null, items } as unknown as CommandInput<'item.price'>;
    return (open as ScriptedErp).erp.read('item.price', input, signal);
  };
  const unknownPrice = (itemId: string) => ({
    itemId,
    known: false,
    unitPrice: null,
    currency: 'CHF',
    priceBasis: 'net',
  });
  it('in one call for all prices', async () => {
    const { calls } = await start({ 'item.price': prices }, priced);
    const known = { known: true, unitPrice: '2.50', currency: 'EUR', priceBasis: 'net' };
    expect(await askPrices(['1', LONG, '2', '000', '1'])).toEqual({
      ok: true,
      value: {
        prices: [
          { itemId: '1', ...known },
          unknownPrice(LONG),
          { itemId: '2', ...known },
          unknownPrice('000'),
          { itemId: '1', ...known },
        ],
      },
    });
    expect(calls.map((call) => sentIn(call, 'Item'))).toEqual([['0000000001', '0000000002', '0000000001']]);
  });
  it('and nothing is asked where no item is left', async () => {
    const { calls } = await start({ 'item.price': prices }, priced);
    expect(await askPrices([LONG])).toEqual({ ok: true, value: { prices: [unknownPrice(LONG)] } });
    expect(calls).toEqual([]);
  });
  it('but without its customer no price is', async () => {
    const { calls } = await start({ 'item.price': prices }, priced);
    const asked = await askPrices(['1', LONG], '12345678901');
    expect(asked).toMatchObject({ ok: false, error: { code: 'erp.not-found', detail: 'Customer: longer than 10' } });
    expect(calls).toEqual([]);
  });

  const items = {
    each: 'Row',
    complete: { from: 'itemIds', by: 'itemId', otherwise: { itemId: { from: 'itemId' }, known: { const: false } } },
    fields: {
      itemId: { path: 'No' },
      known: { const: true },
      warehouses: { each: '.', fields: { warehouseId: { const: 'ALL' }, ...zeros() } },
    },
  };
  const stocked: Script = (call) =>
    soapOf(
      `<t:StocksResponse>${sentIn(call, 'Item')
        .filter((item) => item !== 'NONE')
        .map((item) => `<t:Row><t:No>${item}</t:No></t:Row>`)
        .join('')}</t:StocksResponse>`,
    );
  const stocks = { operation: 'Stocks', answer: { items } };
  it.each<[string, object, string[][]]>([
    [
      'in one call for all stock',
      { ...stocks, request: { Item: { each: 'itemIds', value: { as: 'short' } } } },
      [['A', 'NONE', 'B']],
    ],
    [
      'in a call for each',
      {
        steps: [
          { step: 'one', operation: 'Stocks', request: { Item: { from: 'entry', as: 'short' } }, forEach: 'itemIds' },
        ],
        answer: { items },
      },
      [['A'], ['NONE'], ['B']],
    ],
    [
      'within a text',
      {
        steps: [
          {
            step: 'one',
            operation: 'Stocks',
            request: { Item: { template: '{it}', with: { it: { from: 'entry', as: 'short', quote: 'plain' } } } },
            forEach: 'itemIds',
          },
        ],
        answer: { items },
      },
      [['A'], ['NONE'], ['B']],
    ],
  ])('%s', async (_name, command, asked) => {
    const { calls, erp } = await start({ 'availability.read': command }, stocked);
    const read = await erp.read('availability.read', { itemIds: ['A', LONG, 'NONE', 'B'] as never }, signal);
    expect(
      read.ok && read.value.items.map(({ itemId, known, warehouses }) => [itemId, known, warehouses.length]),
    ).toEqual([
      ['A', true, 1],
      [LONG, false, 0],
      ['NONE', false, 0],
      ['B', true, 1],
    ]);
    expect(calls.map((call) => sentIn(call, 'Item')).sort()).toEqual([...asked].sort());
    // As the connector answers for an item that the ERP does not know.
    expect(read.ok && read.value.items[1]).toEqual(read.ok && { ...read.value.items[2], itemId: LONG });
  });
});

function zeros() {
  return Object.fromEntries(['onHand', 'allocated', 'available'].map((field) => [field, { const: '0' }]));
}
