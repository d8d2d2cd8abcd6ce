import { describe, expect, it } from 'vitest';
import { COMMANDS, type CommandName } from '#contracts/commands';
import { ConnectorDocument } from '#contracts/connector';
import { Verdict } from '#contracts/connector-verdict';
import type { XmlElement } from '../soap/xml-tree.ts';
import { atOnce } from '../steps.ts';
import type { Gathered } from './gathered.ts';
import { planRequest, type Sources } from './plan.ts';
import { type Shaping, shaperFor } from './shape.ts';
import { judgeFor } from './verdict.ts';

type Tree = string | { [name: string]: Tree | Tree[] };
type Row = Record<string, Tree | Tree[]>;
const element = (name: string, content: Tree): XmlElement => ({
  name,
  namespace: '',
  nil: false,
  text: typeof content === 'string' ? content : '',
  children:
    typeof content === 'string'
      ? []
      : Object.entries(content).flatMap(([child, inner]) => [inner].flat().map((one) => element(child, one as Tree))),
});

const shaping = (command: CommandName, answer: Shaping['answer'], asksForRows: boolean, rowsMax: number) => {
  const { shape } = shaperFor(command, { answer, first: 'main', asksForRows, rowsMax }, { formats, namespaces: {} });
  return (given: XmlElement, leftOut: number[] = [], more: Partial<Gathered> = {}) =>
    atOnce(
      shape({
        answers: new Map([['main', [given]]]),
        ofRow: new Map(),
        rowProblems: new Map(),
        input: {},
        leftOut,
        ...more,
      }),
    );
};
const sources = (more: Partial<Sources> = {}): Sources => ({
  formats,
  namespaces: {},
  settings: { company: 'c' },
  session: {},
  stamps: {},
  page: {},
  kept: {},
  row: null,
  ...more,
});

const formats = ConnectorDocument.shape.formats.parse({
  amount: { type: 'decimal', separator: ',', grouping: '.' },
  key: { type: 'key', padTo: 5, padWith: '0' },
  date: { type: 'date', pattern: 'dd.MM.yyyy' },
});

describe('a plan', () => {
  const mapping = {
    Key: { from: 'customerId', as: 'key' },
    Kind: { const: 'X' },
    Company: { setting: 'company' },
    Lines: { fields: { Line: { each: 'lines', fields: { Price: { from: 'price', as: 'amount' } } } } },
    Ids: { each: 'ids', value: { as: 'key' } },
    None: { from: 'absent' },
  };
  const input = { customerId: '7', lines: [{ price: '1.5' }, { price: null }], ids: ['1', '2'] };
  it('takes values from the input, the settings and the document, in the formats named', () => {
    expect(planRequest(mapping, input, sources())).toEqual({
      ok: true,
      value: {
        Key: '00007',
        Kind: 'X',
        Company: 'c',
        Lines: { Line: [{ Price: '1,5' }, { Price: null }] },
        Ids: ['00001', '00002'],
        None: null,
      },
    });
  });
  it('refuses a value that does not fit its format, naming the place and not the value', () => {
    const planned = planRequest(mapping, { ...input, customerId: '123456' }, sources());
    expect(planned).toMatchObject({ ok: false, error: { code: 'erp.value-unfit', detail: 'Key: longer than 5' } });
  });
});

describe('a page', () => {
  const rows = {
    each: 'List/Row',
    unlisted: false,
    fields: {
      paymentId: { unlisted: false, path: 'No', as: 'key' },
      customerId: { unlisted: false, path: 'Customer', as: 'key' },
      receivedOn: { unlisted: false, path: 'Day', as: 'date' },
      amount: { unlisted: false, path: 'Amount', as: 'amount' },
      currency: { const: 'EUR' },
      allocations: {
        each: 'Of/One',
        unlisted: false,
        fields: {
          invoiceId: { unlisted: false, path: 'Invoice' },
          amount: { unlisted: false, path: 'Part', as: 'amount' },
        },
      },
    },
  };
  const answer = { nextCursor: { unlisted: false, path: 'Next' }, rows };
  const shape = shaping('payment.list', answer, true, 3);
  const row = (more: Row = {}): Tree => ({
    No: '00012',
    Customer: '7',
    Day: '01.02.2026',
    Amount: '1.000,50',
    ...more,
  });

  it('is read with one, several or no element, and fills unmapped fields that may be null', () => {
    const one = shape(element('A', { List: { Row: row({ Of: { One: { Invoice: '9', Part: '1' } } }) }, Next: 'n' }));
    expect(one).toEqual({
      ok: true,
      value: {
        rows: [
          {
            paymentId: '12',
            customerId: '7',
            receivedOn: '2026-02-01',
            amount: '1000.50',
            currency: 'EUR',
            method: null,
            allocations: [{ invoiceId: '9', amount: '1' }],
          },
        ],
        problems: [],
        nextCursor: 'n',
      },
    });
    expect(shape(element('A', {}))).toEqual({ ok: true, value: { rows: [], problems: [], nextCursor: null } });
  });
  it('names a row that does not fit and gives the others', () => {
    const page = shape(element('A', { List: { Row: [row(), row({ No: '00013', Amount: '1,x' }), row({ Day: '' })] } }));
    expect(page).toMatchObject({
      ok: true,
      value: {
        rows: [{ paymentId: '12' }],
        problems: [
          { row: 1, key: '13', problem: 'amount: not a decimal' },
          { row: 2, key: '12', problem: expect.stringContaining('receivedOn') },
        ],
      },
    });
  });
  it('does not take the first of two values where one is expected', () => {
    const page = shape(element('A', { List: { Row: row({ Amount: ['1,0', '2,0'] }) } }));
    expect(page).toMatchObject({
      ok: true,
      value: { rows: [], problems: [{ problem: 'amount: occurs more than once' }] },
    });
  });
  it('keeps the first rows where more come than were asked for, and says how many are left out', () => {
    const sent = element('A', { List: { Row: [row(), row({ Amount: 'x' }), row(), row()] } });
    const cut = { row: null, key: null, problem: '8 more rows were sent than the 3 that are taken; they are left out' };
    expect(shape(sent, [7])).toMatchObject({
      ok: true,
      value: { rows: [{ paymentId: '12' }, { paymentId: '12' }], problems: [{ row: 1 }, cut] },
    });
  });
  it('never has more problems than its contract holds', () => {
    const many = shaping('payment.list', answer, true, 1000);
    const page = many(element('A', { List: { Row: Array.from({ length: 1001 }, () => row({ Amount: 'x' })) } }));
    if (!page.ok) throw new Error(page.error.code);
    expect(COMMANDS['payment.list'].output.parse(page.value).problems.at(-1)?.problem).toMatch(/^1 more rows/);
  });
  it('is refused with more rows than allowed where the request does not say how many are wanted', () => {
    const unpaged = shaping('payment.list', answer, false, 3);
    const page = unpaged(element('A', { List: { Row: [row(), row(), row()] } }), [1]);
    expect(page).toMatchObject({ ok: false, error: { code: 'erp.answer-too-large', detail: '4 rows, at most 3' } });
  });
});

it('an answer that is not a page is given whole or not at all', () => {
  const answer = { orderId: { unlisted: false, path: 'No', as: 'key' } };
  const shape = shaping('order.create', answer, false, 10);
  expect(shape(element('A', { No: '00042' }))).toEqual({ ok: true, value: { orderId: '42' } });
  for (const no of ['', '00000', 'a\u007fb']) {
    expect(shape(element('A', { No: no }))).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
  }
});

describe('a verdict', () => {
  const verdict = Verdict.parse({
    code: 'R/C',
    message: 'R/M',
    success: ['0'],
    notFound: ['404'],
    refused: ['404', '410'],
    sessionExpired: ['901'],
    credentialRefused: ['902'],
  });
  const judge = judgeFor(verdict);
  const answer = (code: string): XmlElement => element('A', { R: { C: code, M: 'why' } });
  it.each([
    ['0', 'success', 'success'],
    ['404', 'not-found', 'refused'],
    ['410', 'refused', 'refused'],
    ['901', 'session-expired', 'session-expired'],
    ['902', 'credential-refused', 'credential-refused'],
    ['00', 'unclear', 'unclear'],
    ['', 'unclear', 'unclear'],
    ['999', 'unclear', 'unclear'],
  ])('code %s is %s to a read and %s to a write', (code, read, write) => {
    expect(judge.judgeRead(answer(code)).kind).toBe(read);
    expect(judge.judgeWrite(answer(code)).kind).toBe(write);
  });
  it('is unclear without a code, or with two', () => {
    expect(judge.judgeWrite(element('A', {})).kind).toBe('unclear');
    expect(judge.judgeWrite(element('A', { R: { C: ['0', '0'] } })).kind).toBe('unclear');
  });
});
