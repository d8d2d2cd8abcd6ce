import { afterEach, describe, expect, it } from 'vitest';
import type { CommandOutput } from '#contracts/commands';
import { type Exchange, openScripted, type Script, type ScriptedErp } from './scripted-erp.ts';
import { el, smallWsdl, soapOf } from './small-wsdl.ts';

let open: ScriptedErp | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

const ROW = `<xsd:complexType name="Row"><xsd:sequence>${el('Key')}${el('No')}${el('Of', 'xsd:string', '0..1')}</xsd:sequence></xsd:complexType>`;
const optional = (...names: string[]): string => names.map((name) => el(name, 'xsd:string', '0..1')).join('');
const PAGE = `${optional('Next', 'More', 'Total', 'Pages', 'SearchId')}${el('Row', 't:Row', '0..n')}`;
const WSDL = smallWsdl({
  types: ROW,
  operations: [
    { name: 'List', request: el('Customer') + optional('Size', 'Offset', 'Number', 'Key', 'Filter'), response: PAGE },
    { name: 'More', request: el('SearchId') + el('Number'), response: PAGE },
  ],
});

const TOTAL = 23;
const ALL = Array.from({ length: TOTAL }, (_, index) => TOTAL - index);
const rowOf = (no: number): string => `<t:Row><t:Key>k&amp;${no}</t:Key><t:No>${no}</t:No></t:Row>`;
const page = (rows: readonly number[], more = ''): string =>
  soapOf(`<t:ListResponse>${more}${rows.map(rowOf).join('')}</t:ListResponse>`);
const sent = ({ body }: Exchange, name: string): string | null =>
  new RegExp(`:${name}>([^<]*)<`).exec(body)?.[1]?.replaceAll('&amp;', '&') ?? null;

const answer = {
  rows: {
    each: 'Row',
    fields: {
      paymentId: { path: 'No' },
      customerId: { from: 'customerId' },
      receivedOn: { const: '2026-11-21' },
      amount: { const: '1' },
      currency: { const: 'EUR' },
      allocations: { each: 'Of', fields: { invoiceId: { path: '.' }, amount: { const: '1' } } },
    },
  },
};

type Page = CommandOutput<'payment.list'>;
const signal = new AbortController().signal;
const ask = (cursor: string | null, limit = 10) =>
  (open as ScriptedErp).erp.read('payment.list', { customerId: 'C' as never, limit, cursor }, signal);

async function link(paging: object, request: object, script: Script, more: object = {}): Promise<void> {
  const command = {
    operation: 'List',
    request: { Customer: { from: 'customerId' }, ...request },
    answer,
    paging,
    ...more,
  };
  open = await openScripted(
    { document: { commands: { 'payment.list': command } }, wsdls: { 'small.wsdl': WSDL } },
    script,
  );
}
async function readAll(): Promise<{ ids: number[]; pages: number }> {
  const ids: number[] = [];
  let cursor: string | null = null;
  for (let pages = 1; pages < 20; pages += 1) {
    const read = await ask(cursor);
    if (!read.ok) throw new Error(read.error.detail ?? read.error.code);
    const { rows, nextCursor, problems }: Page = read.value;
    expect(problems).toEqual([]);
    ids.push(...rows.map(({ paymentId }) => Number(paymentId)));
    cursor = nextCursor;
    if (cursor === null) return { ids, pages };
  }
  throw new Error('no end');
}
const size = { Size: { page: 'size' } };
const from = (start: number, count = 10): number[] => ALL.slice(start, start + count);

describe('every kind of paging gives every row once, in order, and ends', () => {
  it('a bookmark that the answer names', async () => {
    await link({ by: 'bookmark', key: 'Next' }, { ...size, Key: { page: 'key' } }, (call) => {
      const start = Number(sent(call, 'Key') ?? 0);
      return page(from(start), start + 10 < TOTAL ? `<t:Next>${start + 10}</t:Next>` : '<t:Next/>');
    });
    expect(await readAll()).toEqual({ ids: ALL, pages: 3 });
  });
  it.each([
    ['until a page is empty', { empty: true }, 4],
    ['until a page is short', { short: true }, 3],
  ])('the key of the last row, %s', async (_name, end, pages) => {
    await link({ by: 'last-row', key: 'Key', end }, { ...size, Key: { page: 'key' } }, (call) => {
      const key = sent(call, 'Key');
      return page(from(key === null ? 0 : ALL.indexOf(Number(key.slice(2))) + 1));
    });
    expect(await readAll()).toEqual({ ids: ALL, pages });
  });
  it('greater than the last id, quoted into a filter', async () => {
    const filter = { template: 'No lt {key}', with: { key: { page: 'key', quote: 'odata-literal' } } };
    await link(
      { by: 'last-row', key: 'No', start: '99', end: { more: 'More', yes: ['J'] } },
      { ...size, Filter: filter },
      (call) => {
        const last = Number(/'(\d+)'/.exec(sent(call, 'Filter') ?? '')?.[1] ?? 99);
        const rows = ALL.filter((no) => no < last).slice(0, 10);
        return page(rows, `<t:More>${rows.at(-1) === 1 ? 'N' : 'J'}</t:More>`);
      },
    );
    expect(await readAll()).toEqual({ ids: ALL, pages: 3 });
  });
  it.each([0, 1])('an offset that begins at %i, with a total', async (first) => {
    await link({ by: 'offset', first, end: { total: 'Total' } }, { ...size, Offset: { page: 'offset' } }, (call) =>
      page(from(Number(sent(call, 'Offset')) - first), `<t:Total>${TOTAL}</t:Total>`),
    );
    expect(await readAll()).toEqual({ ids: ALL, pages: 3 });
  });
  it('the number of a page, with a count of pages', async () => {
    await link({ by: 'number', end: { pages: 'Pages' } }, { ...size, Number: { page: 'number' } }, (call) =>
      page(from((Number(sent(call, 'Number')) - 1) * 10), '<t:Pages>3</t:Pages>'),
    );
    expect(await readAll()).toEqual({ ids: ALL, pages: 3 });
  });
  it('a search by id, whose further pages are another call', async () => {
    const more = { operation: 'More', request: { SearchId: { page: 'search' }, Number: { page: 'number' } } };
    await link({ by: 'search', id: 'SearchId', end: { pages: 'Pages' }, more }, size, (call) => {
      const facts = '<t:Pages>3</t:Pages><t:SearchId>s:4&amp;7</t:SearchId>';
      if (call.operation === 'List') return page(from(0), facts);
      expect(sent(call, 'SearchId')).toBe('s:4&7');
      return page(from((Number(sent(call, 'Number')) - 1) * 10), facts).replaceAll('ListResponse', 'MoreResponse');
    });
    expect(await readAll()).toEqual({ ids: ALL, pages: 3 });
    expect(open?.operations()).toEqual(['List', 'More', 'More']);
  });
  it('none: the whole is sorted, and shown page by page', async () => {
    const shuffled = [...ALL].sort((a, b) => (a % 5) - (b % 5));
    await link({ by: 'whole', newestFirst: 'paymentId' }, {}, () => page(shuffled));
    expect(await readAll()).toEqual({ ids: ALL, pages: 3 });
  });
});

describe('what would never end, or lose rows, is refused', () => {
  const keyed = { ...size, Key: { page: 'key' } };
  it('a last row that does not change', async () => {
    await link({ by: 'last-row', key: 'Key' }, keyed, () => page([7]));
    expect(await ask('k&7')).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
  });
  it('a bookmark that does not change', async () => {
    await link({ by: 'bookmark', key: 'Next' }, keyed, () => page([7], '<t:Next>a</t:Next>'));
    expect(await ask('a')).toMatchObject({ ok: true, value: { nextCursor: null } });
  });
  it('a filter without a value to filter by', async () => {
    const filter = { template: 'No lt {key}', with: { key: { page: 'key', quote: 'odata-literal' } } };
    await link({ by: 'last-row', key: 'No' }, { Filter: filter }, () => page([7]));
    expect(await ask(null)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
    expect(open?.calls).toEqual([]);
  });
  it('an end that the answer does not tell', async () => {
    await link({ by: 'offset', end: { total: 'Total' } }, { Offset: { page: 'offset' } }, () => page([7]));
    expect(await ask(null)).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
  });
  it.each(['s1:x', 'o99999999', 'o-1', 'o1e3', 'k7', 'o'])('the cursor %s, which is not ours', async (cursor) => {
    await link({ by: 'offset' }, { Offset: { page: 'offset' } }, () => page([7]));
    expect(await ask(cursor)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
    expect(open?.calls).toEqual([]);
  });
  it('more than the rows of an answer where everything is always sent', async () => {
    const command = {
      operation: 'List',
      request: { Customer: { from: 'customerId' } },
      answer,
      paging: { by: 'whole', newestFirst: 'paymentId' },
    };
    open = await openScripted(
      { document: { limits: { rowsMax: 20 }, commands: { 'payment.list': command } }, wsdls: { 'small.wsdl': WSDL } },
      () => page(ALL),
    );
    expect(await ask(null)).toMatchObject({ ok: false, error: { code: 'erp.answer-too-large' } });
  });
});

it('"not found" may be an empty list', async () => {
  const verdict = { faults: [{ text: '*no records*', means: 'not-found' }] };
  const fault = soapOf('<e:Fault><faultcode>e:Client</faultcode><faultstring>No records.</faultstring></e:Fault>');
  await link({ by: 'offset' }, { Offset: { page: 'offset' } }, () => ({ status: 500, body: fault }), {
    verdict,
    emptyIfNotFound: true,
  });
  expect(await ask(null)).toEqual({ ok: true, value: { rows: [], problems: [], nextCursor: null } });
});

describe('a list without a cursor is read to its end, or not at all', () => {
  const find = {
    operation: 'List',
    request: { Customer: { from: 'text' }, ...size, Offset: { page: 'offset' } },
    answer: {
      customers: {
        each: 'Row',
        fields: {
          customerId: { path: 'No' },
          name: { path: 'Key' },
          currency: { const: 'EUR' },
          onHold: { const: false },
        },
      },
    },
    paging: { by: 'offset', size: 10, end: { short: true } },
  };
  const search = () => (open as ScriptedErp).erp.read('customer.search', { by: 'name', text: 'x' }, signal);
  it.each([
    [undefined, TOTAL],
    [2, null],
  ])('with pagesMax %s', async (pagesMax, expected) => {
    const command = { ...find, ...(pagesMax === undefined ? {} : { pagesMax }) };
    open = await openScripted(
      { document: { commands: { 'customer.search': command } }, wsdls: { 'small.wsdl': WSDL } },
      (call) => page(from(Number(sent(call, 'Offset')))),
    );
    const found = await search();
    if (expected === null) expect(found).toMatchObject({ ok: false, error: { code: 'erp.answer-too-large' } });
    else expect(found.ok && found.value.customers.map(({ customerId }) => Number(customerId))).toEqual(ALL);
  });
});
