import { afterEach, describe, expect, it } from 'vitest';
import { type Exchange, openScripted, type Reply, type ScriptedErp } from './scripted-erp.ts';
import { documentFor, go, good, ORDER, ok, said, sent, WSDL } from './several-steps-erp.ts';
import { faultOf } from './small-wsdl.ts';

let open: ScriptedErp | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});
const start = async (
  script: (call: Exchange, count: number) => Reply | string | 'cut' | Promise<string>,
  document: Record<string, unknown> = documentFor(),
) => {
  open = await openScripted({ document, wsdls: { 'small.wsdl': WSDL } }, script);
  return open;
};
const create = (given = go) => (open as ScriptedErp).erp.write('order.create', ORDER, given);

it('makes an order in several steps, each line with what was found out for it', async () => {
  const { calls, operations, erp } = await start(good);
  expect(await create()).toEqual({ result: 'made', output: { orderId: 'A-1' } });
  expect(operations().filter((name) => name !== 'Resolve')).toEqual(['Header', 'Line', 'Line', 'Release']);
  const lines = calls.filter(({ operation }) => operation === 'Line');
  expect(lines.map((call) => ['No', 'Position', 'Item', 'Count'].map((name) => sent(call, name)))).toEqual([
    ['A-1', '10', 'id-P', '2'],
    ['A-1', '20', 'id-Q', '1.5'],
  ]);
  expect(erp.writeBounds['order.create']).toEqual({
    maxExecutionMs: 60_000,
    indexLagMs: 0,
    canLookUp: true,
    uniqueReference: true,
  });
});

/** How a step can go wrong, and what it means where nothing was written before it. */
const WRONG: [string, (operation: string) => Reply | string | 'cut', string][] = [
  ['the connection breaks', () => 'cut', 'unknown'],
  ['a fault', () => ({ status: 500, body: faultOf('e:Server', 'deadlock') }), 'unknown'],
  ['a page of HTML', () => ({ type: 'text/html', body: '<html/>' }), 'unknown'],
  ['an unknown code', (operation) => said(operation, '999'), 'unknown'],
  ['a refusal', (operation) => said(operation, '401'), 'refused'],
  ['"it exists"', (operation) => said(operation, '409'), 'exists'],
  ['a yes without a number', (operation) => ok(operation), 'unknown'],
];
const PLACES: [string, string, number][] = [
  ['the header', 'Header', 1],
  ['the first line', 'Line', 1],
  ['the last line', 'Line', 2],
  ['the release', 'Release', 1],
];
describe.each(PLACES)('at %s', (_place, operation, occurrence) => {
  const isFirst = operation === 'Header';
  it.each(WRONG.filter(([name]) => isFirst || !name.includes('without a number')))(
    '%s',
    async (_name, wrong, alone) => {
      const { operations } = await start((call, count) =>
        call.operation === operation && count === occurrence ? wrong(operation) : good(call),
      );
      const outcome = await create();
      // E1: made in part is neither made nor refused, and says what exists. E2: nothing is repeated or gone on with.
      expect(outcome.result).toBe(isFirst ? alone : 'unknown');
      if (!isFirst && outcome.result === 'unknown') {
        expect(outcome.error).toMatchObject({ code: 'erp.outcome-unknown', category: 'indeterminate' });
        expect(outcome.error.detail).toMatch(/made in part: header.*header\.no=A-1/);
      }
      const writes = operations().filter((name) => name !== 'Resolve');
      expect(writes).toEqual(
        ['Header', 'Line', 'Line', 'Release'].slice(0, { Header: 1, Release: 4, Line: occurrence + 1 }[operation]),
      );
    },
  );
});

describe('before anything is written', () => {
  it.each<[string, Reply | string | 'cut', string]>([
    ['a break', 'cut', 'not-sent'],
    ['a refusal', said('Resolve', '404'), 'refused'],
    ['a yes without what is needed', ok('Resolve'), 'not-sent'],
  ])('%s proves that nothing was', async (_name, wrong, result) => {
    const { operations } = await start((call) => (call.operation === 'Resolve' ? wrong : good(call)));
    expect((await create()).result).toBe(result);
    expect(operations()).not.toContain('Header');
  });
  it('a go that is void is void, also after the preparation', async () => {
    let asked = 0;
    const { operations } = await start(good);
    const mayStart = (): boolean => {
      asked += 1;
      return asked <= 2;
    };
    expect(await create({ ...go, mayStart })).toMatchObject({
      result: 'not-sent',
      error: { code: 'agent.overloaded' },
    });
    expect(operations()).toEqual(['Resolve', 'Resolve']);
  });
});

describe('once the first step was made', () => {
  it('the others are finished, though the go has become void meanwhile', async () => {
    let isVoid = false;
    await start((call) => {
      if (call.operation === 'Header') isVoid = true;
      return good(call);
    });
    expect((await create({ ...go, mayStart: () => !isVoid })).result).toBe('made');
  });
  it('[E3] no step starts later than the longest execution', async () => {
    const write = { maxExecutionMs: 1, indexLagMs: 0, uniqueReference: true };
    const { operations } = await start(async (call) => {
      const untilMs = performance.now() + 5;
      while (call.operation === 'Header' && performance.now() < untilMs)
        await new Promise((resolve) => setImmediate(resolve));
      return good(call);
    }, documentFor({ write }));
    expect(await create()).toMatchObject({ result: 'unknown' });
    expect(operations().filter((name) => name !== 'Resolve')).toEqual(['Header']);
  });
  it('who gives up leaves the outcome unknown', async () => {
    const leaving = new AbortController();
    const { operations } = await start((call) => {
      if (call.operation === 'Line') leaving.abort();
      return good(call);
    });
    expect(await create({ ...go, signal: leaving.signal })).toMatchObject({ result: 'unknown' });
    expect(operations()).not.toContain('Release');
  });
});

it('a value of a later line that does not fit leaves it unknown, and the item is named in no detail', async () => {
  const amount = { type: 'decimal', separator: '.', places: 0 };
  const document = documentFor();
  await start(good, { ...document, formats: { ...document.formats, amount } });
  const outcome = await create();
  expect(outcome).toMatchObject({
    result: 'unknown',
    error: { detail: expect.stringContaining('more than 0 decimal') },
  });
  expect(outcome.result === 'unknown' && outcome.error.detail).not.toContain('(Q)');
});

it('creates of several steps are not mixed with each other', async () => {
  const { operations } = await start(good);
  await Promise.all([create(), create(), create()]);
  const one = ['Header', 'Line', 'Line', 'Release'];
  expect(operations().filter((name) => name !== 'Resolve')).toEqual([...one, ...one, ...one]);
});
