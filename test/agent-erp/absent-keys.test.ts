import { afterEach, describe, expect, it } from 'vitest';
import { openScripted, type Script, type ScriptedErp } from './scripted-erp.ts';
import { documentFor, go, good, ORDER, STEPS, WSDL as STEPS_WSDL } from './several-steps-erp.ts';
import { el, smallWsdl, soapOf } from './small-wsdl.ts';

/** What is asked for and the ERP has no room for: it has none such, and need not be asked. */

let open: ScriptedErp | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

const ROW = `<xsd:complexType name="Row"><xsd:sequence>${el('No')}</xsd:sequence></xsd:complexType>`;
const WSDL = smallWsdl({
  types: ROW,
  operations: [{ name: 'Find', request: el('Text'), response: el('Row', 't:Row', '0..n') }],
});
const signal = new AbortController().signal;
const start = async (commands: object, script: Script): Promise<ScriptedErp> => {
  const formats = {
    key: { type: 'key', padTo: 10, padWith: '0', pads: 'digits' },
    short: { type: 'text', maxLength: 5 },
  };
  open = await openScripted({ document: { commands, formats }, wsdls: { 'small.wsdl': WSDL } }, script);
  return open;
};

describe('a search', () => {
  const orders = {
    each: 'Row',
    fields: {
      orderId: { path: 'No' },
      customerId: { from: 'customerId' },
      status: { const: 'confirmed' },
      erpStatus: { const: 'C' },
      ...Object.fromEntries(['quantityOrdered', 'quantityShipped', 'total'].map((field) => [field, { const: '1' }])),
      currency: { const: 'EUR' },
      priceBasis: { const: 'net' },
    },
  };
  const none: Script = () => soapOf('<t:FindResponse/>');
  const find = (emptyIfNotFound: boolean) => ({
    'order.find': {
      operation: 'Find',
      request: { Text: { from: 'number', as: 'short' } },
      answer: { orders },
      emptyIfNotFound,
    },
  });
  const asked = { by: 'order', number: '4711/2026', customerId: '7' as never } as const;
  it('for a number that the ERP has no room for finds none', async () => {
    const { calls, erp } = await start(find(false), none);
    expect(await erp.read('order.find', asked, signal)).toMatchObject({
      ok: false,
      error: { code: 'erp.not-found', detail: 'Text: longer than 5' },
    });
    expect(calls).toEqual([]);
  });
  it('finds an empty list where "not found" is one', async () => {
    const { calls, erp } = await start(find(true), none);
    expect(await erp.read('order.find', asked, signal)).toEqual({ ok: true, value: { orders: [] } });
    expect(calls).toEqual([]);
  });
  it('for what no filter can carry says nothing of the ERP', async () => {
    const { erp } = await start(
      { 'order.find': { ...find(false)['order.find'], request: { Text: { from: 'customerId', quote: 'digits' } } } },
      none,
    );
    expect(await erp.read('order.find', { ...asked, customerId: 'C-7' as never }, signal)).toMatchObject({
      ok: false,
      error: { code: 'request.invalid', detail: 'Text: digits alone were expected' },
    });
  });
  it('for a company under a name too long is no proof that there is none: it would be made a second time', async () => {
    const fields = {
      customerId: { path: 'No' },
      name: { path: 'No' },
      currency: { const: 'EUR' },
      onHold: { const: false },
    };
    const search = {
      operation: 'Find',
      request: { Text: { from: 'text', as: 'short' } },
      answer: { customers: { each: 'Row', fields } },
      emptyIfNotFound: true,
    };
    const { erp } = await start({ 'customer.search': search }, none);
    expect(await erp.read('customer.search', { by: 'name', text: 'Petersen' }, signal)).toMatchObject({
      ok: false,
      error: { code: 'erp.value-unfit', message: 'The ERP cannot take the search text: longer than 5 characters.' },
    });
  });
  it.each([{ reference: 'DB-8841207-1' }, { customerId: '12345678901' }])(
    'for what a push made is never answered without the ERP: %o',
    async (given) => {
      const request = {
        Text: {
          template: '{c}{r}',
          with: {
            c: { from: 'customerId', as: 'key', quote: 'plain' },
            r: { from: 'reference', as: 'short', quote: 'plain' },
          },
        },
      };
      const lookUp = { operation: 'Find', request, answer: { orders }, emptyIfNotFound: true };
      const { erp } = await start({ 'order.find-by-reference': lookUp }, none);
      const input = { reference: 'DB-1', customerId: '7', ...given } as never;
      expect(await erp.read('order.find-by-reference', input, signal)).toMatchObject({
        ok: false,
        error: { code: 'request.invalid', detail: expect.stringContaining('longer than') },
      });
    },
  );
});

it('a write says what does not fit, also where a step of it reads', async () => {
  const key = { type: 'key', padTo: 10, padWith: '0' };
  const request = { Item: { from: 'itemId', as: 'key' } };
  const document = documentFor({ steps: STEPS.map((step) => (step.step === 'items' ? { ...step, request } : step)) });
  const formats = { ...document.formats, key };
  open = await openScripted({ document: { ...document, formats }, wsdls: { 'small.wsdl': STEPS_WSDL } }, good);
  const lines = ORDER.lines.map((line, index) => (index === 1 ? { ...line, itemId: 'PUMP-0040-LONG' as never } : line));
  expect(await open.erp.write('order.create', { ...ORDER, lines }, go)).toMatchObject({
    result: 'refused',
    error: {
      code: 'erp.value-unfit',
      message: 'The ERP cannot take the item number of line 2: longer than 10 characters.',
      detail: 'Item: longer than 10',
    },
  });
  expect(open.operations()).toEqual(['Resolve']);
});
