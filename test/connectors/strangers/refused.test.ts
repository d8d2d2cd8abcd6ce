import { describe, expect, it } from 'vitest';
import { inspectConnector } from '../../../agent/erp/connector/load.ts';
import { connectorFolder } from '../../agent-erp/scripted-erp.ts';
import { documentFor, STEPS, WSDL } from '../../agent-erp/several-steps-erp.ts';

/** What a document about a stranger may say wrongly, told before anything is called. */
const [items, header, line, release] = STEPS;
const create = (steps: readonly object[], answer: object = { orderId: { in: 'header', path: 'No' } }) =>
  documentFor({ steps, answer });
async function said(document: object): Promise<{ problems: string[]; warnings: string[] }> {
  const folder = await connectorFolder({ document: document as never, wsdls: { 'small.wsdl': WSDL } });
  const { problems, warnings } = await inspectConnector(folder);
  const textOf = ({ line: at, place, text }: { line: number; place: string; text: string }): string => {
    expect(at).toBeGreaterThan(1);
    return `${place}: ${text}`;
  };
  return { problems: problems.map(textOf), warnings: warnings.map(textOf) };
}

describe('check says', () => {
  it.each<[string, readonly object[], string]>([
    [
      'when that is no yes or no',
      [{ ...items, when: 'input.reference' }, header as object, line as object],
      'steps.0.when: it gives string, not bool',
    ],
    [
      'when of a field that is not there',
      [{ ...items, when: 'input.kind == "x"' }, header as object],
      'No such key: kind',
    ],
    [
      'what is sent of a step that may be left out',
      [{ ...items, when: 'input.currency == "EUR"' }, header as object, line as object],
      'items may be left out',
    ],
    [
      'a first write that may be left out',
      [{ ...header, when: 'input.currency == "EUR"' }],
      'is always made: without when',
    ],
  ])('%s', async (_name, steps, text) => {
    expect((await said(create(steps))).problems.join('\n')).toContain(text);
  });
  it('nothing of steps that are left out together', async () => {
    const when = 'input.currency == "EUR"';
    const { problems } = await said(
      create([{ ...items, when }, header as object, { ...line, when }, release as object]),
    );
    expect(problems).toEqual([]);
  });
  it('that a page proves no refusal', async () => {
    const verdict = { code: 'Code', success: ['0'], faults: [{ page: '*error*', means: 'refused' }] };
    expect((await said({ ...documentFor(), verdict })).problems.join()).toContain('a page is no proof of refused');
  });
  it('that a number read behind the write is compared with what was asked', async () => {
    const back = { step: 'back', operation: 'Find', request: { Ref: { from: 'reference' } } };
    const blind = { orderId: { in: 'back', path: 'Order/No' } };
    expect((await said(create([header as object, back], blind))).warnings.join()).toContain('is the one that was made');
    const of = (path: string): object => ({ in: 'back', path });
    const seen = {
      orderId: { cel: 'ref == input.reference ? no : ""', with: { ref: of('Order/Ref'), no: of('Order/No') } },
    };
    expect((await said(create([header as object, back], seen))).warnings).toEqual([]);
  });
  it('that a test is of something that is never there', async () => {
    const document = documentFor();
    const find = document.commands['order.find-by-reference'];
    const orders = { ...find.answer.orders, each: 'Order[Typ=A]' };
    const commands = { ...document.commands, 'order.find-by-reference': { ...find, answer: { orders } } };
    expect((await said({ ...document, commands })).problems.join()).toContain('no element Typ in Order');
  });
  it('plainly that a place is none', async () => {
    const answer = { orderId: { path: 'No[' } };
    const { problems } = await said(create([header as object], answer));
    expect(problems.join()).toContain('a place is names of elements with / between them');
    expect(problems.join().length).toBeLessThan(300);
  });
});
