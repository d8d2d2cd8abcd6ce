import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WSDL } from 'soap';
import { loadConnector } from '../../agent/erp/connector/load.ts';
import { shaperFor } from '../../agent/erp/connector/shape.ts';
import { inSlices } from '../../agent/erp/patience.ts';
import { decodeXml } from '../../agent/erp/soap/decode.ts';
import { orderRow, orders } from './wire.ts';

/**
 * How quickly an answer becomes rows, beside node-soap's own decoding of the same message. Run by hand:
 *   node test/agent-erp/codec-speed.ts
 * `decode` makes the tree of all rows, `to rows` also reads them by the connector and checks them by the contract,
 * `cut` is what the agent does: the same with the connector's rowsMax. Each number is the best of RUNS; `block` is the
 * longest that the event loop stood still in any of them.
 */
const RUNS = 5;
const ROWS = [1_000, 10_000, 50_000];
const CONNECTOR = join(import.meta.dirname, '../../agent/connectors/demo-erp');

interface Measured {
  ms: number;
  blockMs: number;
}

async function measure(work: () => Promise<void>): Promise<Measured> {
  await work();
  const measured: Measured = { ms: Number.POSITIVE_INFINITY, blockMs: 0 };
  for (let run = 0; run < RUNS; run += 1) {
    let tickedMs = performance.now();
    const tick = (): void => {
      const nowMs = performance.now();
      measured.blockMs = Math.max(measured.blockMs, nowMs - tickedMs);
      tickedMs = nowMs;
    };
    const ticker = setInterval(tick, 1);
    const startedMs = performance.now();
    await work();
    measured.ms = Math.min(measured.ms, performance.now() - startedMs);
    tick();
    clearInterval(ticker);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return measured;
}

async function nodeSoap(): Promise<(xml: string) => unknown> {
  const path = join(CONNECTOR, 'kontor.wsdl');
  const text = await readFile(path, 'utf8');
  return new Promise((done, refuse) => {
    const wsdl = new WSDL(text, path, { disableCache: true });
    wsdl.onReady((error: Error | null) => (error ? refuse(error) : done((xml) => wsdl.xmlToObject(xml))));
  });
}

const loaded = await loadConnector(CONNECTOR);
if (!loaded.ok) throw new Error(loaded.error.detail ?? loaded.error.code);
const { document } = loaded.value;
const mapping = document.commands['order.list'];
if (mapping === undefined) throw new Error('the connector has no order.list');

const { answer } = mapping;
const NOTHING_ELSE = { ofRow: new Map(), rowProblems: new Map(), input: {} };
const { rowsMax } = document.limits;
const decodeByNodeSoap = await nodeSoap();

/** Decodes, and reads the rows too where `shaped`. @returns the rows kept */
async function decodeByOurs(bytes: Uint8Array, rowsKept: number, shaped: boolean): Promise<number> {
  const shaper = shaperFor('order.list', { answer, first: 'main', asksForRows: true, rowsMax: rowsKept }, document);
  const lists = shaper.lists.map((path) => ['Envelope', 'Body', 'AuftraegeLesenAntwort', ...path]);
  const keep = { lists, rowsMax: rowsKept, elementsMax: Number.POSITIVE_INFINITY };
  const decoded = (await inSlices(decodeXml(bytes, 'text/xml; charset=utf-8', keep)))?.done;
  const element = decoded?.ok ? decoded.root.children[0]?.children[0] : undefined;
  if (!decoded?.ok || element === undefined) throw new Error('the answer was not read');
  if (!shaped) return element.children[1]?.children.length ?? 0;
  const page = (
    await inSlices(shaper.shape({ ...NOTHING_ELSE, answers: new Map([['main', [element]]]), leftOut: decoded.leftOut }))
  )?.done;
  if (!page?.ok) throw new Error('the rows were not read');
  return page.value.rows.length;
}

const line = (cells: readonly string[]): void => {
  process.stdout.write(`${cells.map((cell, index) => (index === 0 ? cell.padEnd(22) : cell.padStart(10))).join('')}\n`);
};

for (const count of ROWS) {
  const xml = orders(Array.from({ length: count }, (_, index) => orderRow(100_000 + index)).join(''));
  const bytes = new TextEncoder().encode(xml);
  const megabytes = bytes.length / 1e6;
  const expectRows = (found: number, wanted: number): void => {
    if (found !== wanted) throw new Error(`${found} rows instead of ${wanted}`);
  };
  process.stdout.write(`\n${count} rows, ${megabytes.toFixed(1)} MB\n`);
  line(['', 'ms', 'MB/s', 'block ms', 'times']);
  const theirs = await measure(async () => {
    // node-soap gets bytes from the wire too, and makes text of them.
    decodeByNodeSoap(new TextDecoder().decode(bytes));
  });
  const show = (name: string, { ms, blockMs }: Measured): void =>
    line([name, ms.toFixed(1), (megabytes / (ms / 1000)).toFixed(1), blockMs.toFixed(1), (theirs.ms / ms).toFixed(2)]);
  show('node-soap decode', theirs);
  show('ours, decode', await measure(async () => expectRows(await decodeByOurs(bytes, count, false), count)));
  show('ours, to rows', await measure(async () => expectRows(await decodeByOurs(bytes, count, true), count)));
  const kept = Math.min(count, rowsMax);
  show('ours, to rows, cut', await measure(async () => expectRows(await decodeByOurs(bytes, rowsMax, true), kept)));
}
