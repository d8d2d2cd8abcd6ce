import { afterEach, describe, expect, it } from 'vitest';
import { type Exchange, openScripted, type Script, type ScriptedErp } from './scripted-erp.ts';
import { el, faultOf, smallWsdl, soapOf } from './small-wsdl.ts';

let open: ScriptedErp | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

const KEY = `<xsd:complexType name="Key"><xsd:sequence>${el('Id')}</xsd:sequence></xsd:complexType>`;
const STOCK = `<xsd:complexType name="Stock"><xsd:sequence>${el('Item')}${el('Place')}${el('Count', 'xsd:decimal')}</xsd:sequence></xsd:complexType>`;
const WSDL = smallWsdl({
  types: KEY + STOCK,
  operations: [
    { name: 'Keys', request: el('Customer') + el('Size', 'xsd:string', '0..1'), response: el('Key', 't:Key', '0..n') },
    {
      name: 'Get',
      request: el('Id'),
      response: el('Id') + el('Amount', 'xsd:decimal', '0..1') + el('Day', 'xsd:date'),
    },
    { name: 'Stocks', request: el('Item', 'xsd:string', '0..n'), response: el('Stock', 't:Stock', '0..n') },
    { name: 'Resolve', request: el('Customer'), response: el('Internal', 'xsd:string', '0..1') },
  ],
});
const signal = new AbortController().signal;
const sent = ({ body }: Exchange, name: string): string => new RegExp(`:${name}>([^<]*)<`).exec(body)?.[1] ?? '';
const start = async (commands: object, script: Script, more: object = {}): Promise<ScriptedErp> => {
  const formats = {
    amount: { type: 'decimal', separator: '.' },
    day: { type: 'date', pattern: 'yyyy-MM-dd', zoneSuffix: true },
  };
  open = await openScripted({ document: { commands, formats, ...more }, wsdls: { 'small.wsdl': WSDL } }, script);
  return open;
};
const keys = (count: number): string =>
  soapOf(
    `<t:KeysResponse>${Array.from({ length: count }, (_, index) => `<t:Key><t:Id>${index + 1}</t:Id></t:Key>`).join('')}</t:KeysResponse>`,
  );
const got = (id: string): string =>
  soapOf(
    `<t:GetResponse><t:Id>${id}</t:Id><t:Amount>${id}.5</t:Amount><t:Day>2026-11-21+01:00</t:Day></t:GetResponse>`,
  );

describe('a list of handles, each read by a second call', () => {
  const commands = {
    'payment.list': {
      steps: [
        { step: 'keys', operation: 'Keys', request: { Customer: { from: 'customerId' }, Size: { page: 'size' } } },
        { step: 'one', operation: 'Get', request: { Id: { row: 'Id' } }, forRows: { each: 'Key', max: 8 } },
      ],
      paging: { by: 'offset' },
      answer: {
        rows: {
          each: 'Key',
          fields: {
            paymentId: { path: 'Id' },
            customerId: { from: 'customerId' },
            receivedOn: { in: 'one', path: 'Day', as: 'day' },
            amount: { in: 'one', path: 'Amount', as: 'amount' },
            currency: { const: 'EUR' },
            allocations: {
              in: 'one',
              each: 'Id',
              fields: { invoiceId: { path: '.' }, amount: { path: '/Amount', as: 'amount' } },
            },
          },
        },
      },
    },
  };
  const list = (limit = 200) =>
    (open as ScriptedErp).erp.read('payment.list', { customerId: 'C' as never, limit, cursor: null }, signal);

  it('gives each row its own second answer, and asks for no more rows than may be read so', async () => {
    const { calls } = await start(commands, (call) => (call.operation === 'Keys' ? keys(8) : got(sent(call, 'Id'))));
    const read = await list();
    expect(sent(calls[0] as Exchange, 'Size')).toBe('8');
    expect(read.ok && read.value.problems).toEqual([]);
    expect(
      read.ok && read.value.rows.map(({ paymentId, amount, receivedOn }) => [paymentId, amount, receivedOn]),
    ).toEqual(Array.from({ length: 8 }, (_, index) => [String(index + 1), `${index + 1}.5`, '2026-11-21']));
    expect(read.ok && read.value.rows[2]?.allocations).toEqual([{ invoiceId: '3', amount: '3.5' }]);
  });
  it('takes no more places at the ERP than the connector allows', async () => {
    let now = 0;
    let most = 0;
    await start(
      commands,
      async (call) => {
        if (call.operation === 'Keys') return keys(8);
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        return got(sent(call, 'Id'));
      },
      { limits: { concurrentReads: 3, callTimeoutMs: 5000 } },
    );
    expect((await list()).ok).toBe(true);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });
  it('names the row whose second answer is missing, and gives the others', async () => {
    await start(commands, (call) => {
      if (call.operation === 'Keys') return keys(3);
      return sent(call, 'Id') === '2' ? { status: 500, body: faultOf('e:Client', 'gone') } : got(sent(call, 'Id'));
    });
    expect(await list()).toMatchObject({
      ok: true,
      value: {
        rows: [{ paymentId: '1' }, { paymentId: '3' }],
        problems: [{ row: 1, problem: expect.stringContaining('one: erp.fault') }],
      },
    });
  });
  it('fails as a whole where the ERP goes away, and stops asking', async () => {
    const { operations } = await start(
      commands,
      (call) => (call.operation === 'Keys' ? keys(8) : { status: 503, body: '' }),
      { limits: { concurrentReads: 1, callTimeoutMs: 5000 } },
    );
    expect(await list()).toMatchObject({ ok: false, error: { code: 'erp.answer-unreadable' } });
    expect(operations()).toEqual(['Keys', 'Get']);
  });
  it('is refused with more rows than the bound', async () => {
    const { operations } = await start(commands, (call) => (call.operation === 'Keys' ? keys(9) : got('1')));
    expect(await list()).toMatchObject({ ok: false, error: { code: 'erp.answer-too-large' } });
    expect(operations()).toEqual(['Keys']);
  });
});

it('what an earlier step found out is sent by a later one', async () => {
  const steps = [
    { step: 'who', operation: 'Resolve', request: { Customer: { from: 'customerId' } }, keep: { id: 'Internal' } },
    { step: 'read', operation: 'Get', request: { Id: { kept: 'who.id', quote: 'digits' } } },
  ];
  const answer = {
    customerId: { from: 'customerId' },
    name: { in: 'read', path: 'Amount' },
    currency: { const: 'EUR' },
    onHold: { const: false },
  };
  const { calls } = await start({ 'customer.read': { steps, answer } }, (call, count) =>
    call.operation === 'Get'
      ? got('4711')
      : soapOf(
          `<t:ResolveResponse>${['', '<t:Internal>4711</t:Internal>', '<t:Internal>47 OR 1=1</t:Internal>', ''][count]}</t:ResolveResponse>`,
        ),
  );
  const read = () => (open as ScriptedErp).erp.read('customer.read', { customerId: 'C-1' as never }, signal);
  expect(await read()).toMatchObject({ ok: true, value: { customerId: 'C-1', name: '4711.5' } });
  expect(sent(calls[1] as Exchange, 'Id')).toBe('4711');
  expect(await read()).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
  expect(await read()).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
});

describe('what is asked for item by item', () => {
  const warehouses = {
    fields: {
      warehouseId: { path: 'Place' },
      onHand: { path: 'Count', as: 'amount' },
      allocated: { const: '0' },
      available: { path: 'Count', as: 'amount' },
    },
  };
  const complete = {
    from: 'itemIds',
    by: 'itemId',
    otherwise: { itemId: { from: 'itemId' }, known: { const: false } },
  };
  const stock = (item: string, place: string): string =>
    `<t:Stock><t:Item>${item}</t:Item><t:Place>${place}</t:Place><t:Count>5</t:Count></t:Stock>`;
  const ask = () =>
    (open as ScriptedErp).erp.read('availability.read', { itemIds: ['B', 'NONE', 'A'] as never }, signal);
  const expected = {
    ok: true,
    value: {
      items: [
        { itemId: 'B', known: true, warehouses: [{ warehouseId: 'HH', onHand: '5' }] },
        { itemId: 'NONE', known: false, warehouses: [] },
        { itemId: 'A', known: true, warehouses: [{ warehouseId: 'HH' }, { warehouseId: 'KI' }] },
      ],
    },
  };
  it('is called once for each, and put back into the order asked', async () => {
    const steps = [{ step: 'stock', operation: 'Stocks', request: { Item: { from: 'entry' } }, forEach: 'itemIds' }];
    const items = {
      each: 'Stock',
      groupBy: 'Item',
      complete,
      fields: { itemId: { path: 'Item' }, known: { const: true }, warehouses: { each: '.', ...warehouses } },
    };
    const { calls } = await start({ 'availability.read': { steps, answer: { items } } }, (call) => {
      const item = sent(call, 'Item');
      const rows = item === 'NONE' ? '' : stock(item, 'HH') + (item === 'A' ? stock(item, 'KI') : '');
      return soapOf(`<t:StocksResponse>${rows}</t:StocksResponse>`);
    });
    expect(await ask()).toMatchObject(expected);
    expect(calls).toHaveLength(3);
  });
  it('is put together from flat rows where one call answers for all', async () => {
    const request = { Item: { each: 'itemIds', value: {} } };
    const items = {
      each: 'Stock',
      groupBy: 'Item',
      complete,
      fields: { itemId: { path: 'Item' }, known: { const: true }, warehouses: { each: '.', ...warehouses } },
    };
    await start({ 'availability.read': { operation: 'Stocks', request, answer: { items } } }, () =>
      soapOf(`<t:StocksResponse>${stock('A', 'HH')}${stock('B', 'HH')}${stock('A', 'KI')}</t:StocksResponse>`),
    );
    expect(await ask()).toMatchObject(expected);
  });
});

it('entries by another name than the WSDL has are never taken for an empty list', async () => {
  const wsdl = smallWsdl({
    types: `<xsd:complexType name="List"><xsd:sequence>${el('order', 'xsd:string', '0..n')}</xsd:sequence></xsd:complexType>`,
    operations: [{ name: 'Find', request: el('Text'), response: el('orders', 't:List') }],
  });
  const row = { customerId: { path: '.' }, name: { path: '.' }, currency: { const: 'EUR' }, onHold: { const: false } };
  const answer = { customers: { each: 'orders/order', fields: row } };
  const commands = { 'customer.search': { operation: 'Find', request: { Text: { from: 'text' } }, answer } };
  const inside = ['<t:order>a</t:order>', '', '<t:item>a</t:item>'];
  open = await openScripted({ document: { commands }, wsdls: { 'small.wsdl': wsdl } }, (_call, count) =>
    soapOf(`<t:FindResponse><t:orders>${inside[count - 1]}</t:orders></t:FindResponse>`),
  );
  const find = () => (open as ScriptedErp).erp.read('customer.search', { by: 'name', text: 'x' }, signal);
  expect(await find()).toMatchObject({ ok: true, value: { customers: [{ name: 'a' }] } });
  expect(await find()).toMatchObject({ ok: true, value: { customers: [] } });
  expect(await find()).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
});
