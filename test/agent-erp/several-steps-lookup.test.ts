import { afterEach, describe, expect, it } from 'vitest';
import { inspectConnector, sayProblem } from '../../agent/erp/connector/load.ts';
import { connectorFolder, openScripted, type ScriptedErp } from './scripted-erp.ts';
import { documentFor, go, ORDER, ok, STEPS, WSDL } from './several-steps-erp.ts';

let open: ScriptedErp | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});
const start = async (script: () => string): Promise<void> => {
  open = await openScripted({ document: documentFor(), wsdls: { 'small.wsdl': WSDL } }, script);
};

describe('a lookup', () => {
  const found = (status: string): string =>
    ok(
      'Find',
      `<t:Order><t:No>A-1</t:No><t:Customer>C1</t:Customer><t:Ref>DB-1-1</t:Ref><t:Status>${status}</t:Status><t:Total>5</t:Total></t:Order>`,
    );
  const lookUp = () =>
    (open as ScriptedErp).erp.read(
      'order.find-by-reference',
      { reference: ORDER.reference, customerId: ORDER.customerId },
      go.signal,
    );
  it('gives an order that was made to its end', async () => {
    await start(() => found('Released'));
    expect(await lookUp()).toMatchObject({ ok: true, value: { orders: [{ orderId: 'A-1' }] } });
  });
  it('never gives one that was not, and never says that there is none', async () => {
    await start(() => found('Open'));
    expect(await lookUp()).toMatchObject({
      ok: false,
      error: { code: 'push.content-differs', detail: 'orderId A-1 was not made to its end' },
    });
  });
});

describe('a connector is refused', () => {
  it.each<[string, object, object, string]>([
    ['without a word on what is complete', {}, {}, 'complete must say when one was made to its end'],
    ['with a word that is no yes or no', {}, { complete: 'row.status' }, 'it gives string, and must give yes or no'],
    ['with a field that is not there', {}, { complete: 'row.state == "x"' }, 'No such key: state'],
    [
      'where the first write does not send the reference',
      {
        steps: [{ ...STEPS[1], request: { Customer: { from: 'customerId' }, Ref: { const: 'x' } } }],
        answer: { orderId: { path: 'No' } },
      },
      {},
      'the first step that writes must send reference',
    ],
    [
      'where a step sends what only a later one keeps',
      {
        steps: [{ ...STEPS[1], request: { Customer: { kept: 'later.x' }, Ref: { from: 'reference' } } }],
        answer: { orderId: { path: 'No' } },
      },
      {},
      'no earlier step keeps later.x',
    ],
  ])('%s', async (_name, more, find, expected) => {
    const folder = await connectorFolder({ document: documentFor(more, find), wsdls: { 'small.wsdl': WSDL } });
    expect((await inspectConnector(folder)).problems.map(sayProblem).join('\n')).toContain(expected);
  });
});
