import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrokenAnswer, type BrokenErp, brokenAnswer, openBrokenErp } from './broken-answers.ts';
import { type Found, watchCases } from './fuzz-watch.ts';
import { inventedIn } from './named-orders.ts';
import { soapOf } from './small-wsdl.ts';

/** Broken answers by the thousand, through everything that reads them; `npm run -s fuzz` tries as many as one likes. */
const CASES = 2_000;

let erp: BrokenErp;
beforeAll(async () => {
  erp = await openBrokenErp();
});
afterAll(() => erp.close());

it(`${CASES} broken answers neither throw nor give an order that no answer names`, { timeout: 120_000 }, async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= CASES; seed += 1) {
    const answer = brokenAnswer(seed);
    const given = await erp.give(answer);
    expect(inventedIn(answer, given), `npm run -s fuzz -- --cases 1 --seed ${seed}`).toBeNull();
    seen.add(given.kind === 'none' ? given.why : given.kind);
  }
  // What is tried must reach every corner, or the test proves little.
  expect([...seen]).toEqual(
    expect.arrayContaining(['customer', 'orders', 'made', 'refused', 'unknown', 'erp.answer-unreadable']),
  );
});

const answered = (kind: BrokenAnswer['kind'], inside: string, status = 200): BrokenAnswer => ({
  kind,
  status,
  contentType: 'text/xml',
  body: Buffer.from(soapOf(inside)),
});

describe('what an answer does not name is found out', () => {
  const made = { kind: 'made', orderId: 'A-1' } as const;
  const make = (code: string, no: string) => `<t:MakeResponse><code>${code}</code><no>${no}</no></t:MakeResponse>`;
  it.each([
    ['another number', answered('make', make('0', 'A-2'))],
    ['a no', answered('make', make('404', 'A-1'))],
    ['another status', answered('make', make('0', 'A-1'), 500)],
    ['half of it', { ...answered('make', make('0', 'A-1')), body: Buffer.from(soapOf(make('0', 'A-1')).slice(0, -9)) }],
  ])('an order made from %s', (_name, answer) => {
    expect(inventedIn(answer, made)).not.toBeNull();
    expect(inventedIn(answered('make', make('0', 'A-1')), made)).toBeNull();
  });
  it('an order that a lookup adds, and one that it leaves out', () => {
    const rows = '<rows><Row><No>A-1</No><Ref>R</Ref></Row></rows>';
    const answer = answered('find', `<t:FindResponse><code>0</code>${rows}</t:FindResponse>`);
    const one = { orderId: 'A-1', reference: 'R' };
    expect(inventedIn(answer, { kind: 'orders', orders: [one] })).toBeNull();
    expect(inventedIn(answer, { kind: 'orders', orders: [one, one] })).not.toBeNull();
    expect(inventedIn(answer, { kind: 'orders', orders: [] })).not.toBeNull();
  });
});

describe('a seed that ends the thread is told, and the next one is tried', () => {
  /** A thread that does this at seed 3. */
  const threadThat = (does: string): URL =>
    new URL(
      `data:text/javascript,${encodeURIComponent(
        `import { parentPort, workerData } from 'node:worker_threads';
        const { from, end, at } = workerData;
        for (let seed = from; seed < end; seed += 1) {
          Atomics.store(at, 0, seed);
          if (seed === 3) { ${does} }
          parentPort.postMessage({ seed, kind: 'invented', detail: 'tried' });
        }
        parentPort.postMessage('done');`,
      )}`,
    );
  it.each([
    ['hangs', 'runs for ever', 'for (;;);'],
    ['hangs', 'waits for what never comes', 'await new Promise(() => undefined);'],
    ['crashes', 'throws where nobody catches', "throw new Error('x');"],
  ])('%s: it %s', { timeout: 60_000 }, async (kind, _name, does) => {
    const found: Found[] = [];
    const watched = { thread: threadThat(does), from: 1, cases: 5, stuckMs: 5_000 };
    expect(await watchCases(watched, (one) => found.push(one))).toBe(5);
    // The other four tell that they were tried.
    expect(found.map(({ seed, kind: what }) => `${seed} ${what}`)).toEqual([
      '1 invented',
      '2 invented',
      `3 ${kind}`,
      '4 invented',
      '5 invented',
    ]);
  });
  it('what it told before is told first, however late it is heard', { timeout: 60_000 }, async () => {
    // Nothing is heard while the thread tells and throws; what it threw comes by another port, and is heard first.
    const block = (): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    process.once('worker', (worker: Worker) => worker.prependOnceListener('online', block));
    const found: Found[] = [];
    const watched = { thread: threadThat("throw new Error('x');"), from: 1, cases: 3, stuckMs: 5_000 };
    await watchCases(watched, (one) => found.push(one));
    expect(found.map(({ seed }) => seed)).toEqual([1, 2, 3]);
  });
});
