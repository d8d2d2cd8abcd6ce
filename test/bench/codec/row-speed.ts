import { shaperFor } from '../../../agent/erp/connector/shape.ts';
import { inSlices } from '../../../agent/erp/patience.ts';
import { decodeXml } from '../../../agent/erp/soap/decode.ts';
import { orderRow, orders } from '../../agent-erp/wire.ts';
import type { NodeSoap } from './node-soap.ts';
import type { OurCodec } from './our-codec.ts';

/** How long one way to read an answer takes at best, and the longest that the event loop stood still in any run. */
export interface RowTimes {
  mbPerS: number;
  blockMs: number;
  /** The same in processor time of this thread: what another process takes of the machine is not in it. */
  blockCpuMs: number;
}

/**
 * `tree`: decoded, nothing else. `rows`: read by the connector too, and checked by the contract. `cut`: the same with
 * the connector's rowsMax, which is what the agent does. `nodeSoap`: decoded by the soap package.
 */
export type RowSpeed = Record<'tree' | 'rows' | 'cut' | 'nodeSoap', RowTimes>;

const COMMAND = 'order.list';

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

async function measure(megabytes: number, runs: number, work: () => Promise<void>): Promise<RowTimes> {
  await work();
  let bestMs = Number.POSITIVE_INFINITY;
  let blockMs = 0;
  let blockCpuMs = 0;
  for (let run = 0; run < runs; run += 1) {
    let tickedMs = performance.now();
    let tickedCpuMs = cpuMs();
    const tick = (): void => {
      const nowMs = performance.now();
      const nowCpuMs = cpuMs();
      blockMs = Math.max(blockMs, nowMs - tickedMs);
      blockCpuMs = Math.max(blockCpuMs, nowCpuMs - tickedCpuMs);
      tickedMs = nowMs;
      tickedCpuMs = nowCpuMs;
    };
    const ticker = setInterval(tick, 1);
    const startedMs = performance.now();
    await work();
    bestMs = Math.min(bestMs, performance.now() - startedMs);
    tick();
    clearInterval(ticker);
    // What the run has left is the next run's business otherwise.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { mbPerS: megabytes / (bestMs / 1000), blockMs, blockCpuMs };
}

/** Reads one answer to AuftraegeLesen of so many rows, by each way, some runs of each. */
export async function rowSpeed(
  { ours, theirs }: { ours: OurCodec; theirs: NodeSoap },
  count: number,
  runs: number,
): Promise<RowSpeed> {
  const { document } = ours.connector;
  const mapping = document.commands[COMMAND];
  if (mapping === undefined) throw new Error(`the connector has no ${COMMAND}`);
  const { answer } = mapping;
  const { rowsMax } = document.limits;
  const xml = orders(Array.from({ length: count }, (_, index) => orderRow(100_000 + index)).join(''));
  const bytes = new TextEncoder().encode(xml);

  const rowsOf = async (rowsKept: number, shaped: boolean): Promise<number> => {
    const shaper = shaperFor(COMMAND, { answer, first: 'main', asksForRows: true, rowsMax: rowsKept }, document);
    const lists = shaper.lists.map((path) => ['Envelope', 'Body', 'AuftraegeLesenAntwort', ...path]);
    // The bound on elements would end it before the rows do.
    const keep = { lists, rowsMax: rowsKept, elementsMax: Number.POSITIVE_INFINITY };
    const decoded = (await inSlices(decodeXml(bytes, 'text/xml; charset=utf-8', keep)))?.done;
    const element = decoded?.ok ? decoded.root.children[0]?.children[0] : undefined;
    if (!decoded?.ok || element === undefined) throw new Error('the answer was not read');
    if (!shaped) return element.children[1]?.children.length ?? 0;
    const answers = new Map([['main', [element]]]);
    const { leftOut } = decoded;
    const gathered = { answers, ofRow: new Map(), rowProblems: new Map(), input: {}, leftOut };
    const page = (await inSlices(shaper.shape(gathered)))?.done;
    if (!page?.ok) throw new Error('the rows were not read');
    return page.value.rows.length;
  };
  const expecting = (wanted: number, find: () => Promise<number>) => async (): Promise<void> => {
    const found = await find();
    if (found !== wanted) throw new Error(`${found} rows instead of ${wanted}`);
  };
  const megabytes = bytes.length / 1e6;
  return {
    nodeSoap: await measure(megabytes, runs, async () => void theirs.decode(bytes)),
    tree: await measure(
      megabytes,
      runs,
      expecting(count, () => rowsOf(count, false)),
    ),
    rows: await measure(
      megabytes,
      runs,
      expecting(count, () => rowsOf(count, true)),
    ),
    cut: await measure(
      megabytes,
      runs,
      expecting(Math.min(count, rowsMax), () => rowsOf(rowsMax, true)),
    ),
  };
}
