import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMMANDS, type CommandOutput } from '#contracts/commands';
import { type DemoLink, openDemoLink } from './demo-link.ts';

let link: DemoLink;
let dataDir: string;
const ORDERS = 50_000;
const FIRST = 1_000_000;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kontor-'));
  // The first start lays the demo's own content; the many orders are written beside it.
  await (await openDemoLink(undefined, dataDir)).close();
  const database = new DatabaseSync(join(dataDir, 'kontor.sqlite'));
  database.exec('BEGIN');
  const insert = database.prepare(
    "INSERT INTO sales_order VALUES (?, 10447, ?, NULL, '2026-11-20', NULL, 30, 1000, 0, 'EUR', 11900, 0)",
  );
  for (let order = 0; order < ORDERS; order += 1) insert.run(FIRST + order, `PO "${order}" & <ü>`);
  database.exec('COMMIT');
  database.close();
  link = await openDemoLink(undefined, dataDir);
});
afterAll(async () => {
  await link.close();
  await rm(dataDir, { recursive: true, force: true });
});

type Page = CommandOutput<'order.list'>;
const { signal } = new AbortController();
const read = async (cursor: string | null, limit: number): Promise<Page> => {
  const input = { customerId: '10447', openOnly: false, limit, cursor };
  const page = await link.erp.read('order.list', input as never, signal);
  if (!page.ok) throw new Error(page.error.detail ?? page.error.code);
  return page.value;
};

it('a customer with 50,000 orders is read page by page, the newest first, no row twice and none left out', async () => {
  const seen: number[] = [];
  let cursor: string | null = null;
  for (let index = 0; index < 5; index += 1) {
    const page: Page = await read(cursor, 200);
    expect(COMMANDS['order.list'].output.parse(page)).toEqual(page);
    expect(page.problems).toEqual([]);
    expect(page.rows).toHaveLength(200);
    seen.push(...page.rows.map(({ orderId }) => Number(orderId)));
    cursor = page.nextCursor;
    expect(cursor).not.toBeNull();
  }
  expect(seen).toEqual(Array.from({ length: 1000 }, (_, index) => FIRST + ORDERS - 1 - index));
});

it('what a customer of 50,000 orders reads out is found', async () => {
  const asked = { by: 'purchase-order', number: 'PO "31415" & <ü>', customerId: '10447' };
  expect(await link.erp.read('order.find', asked as never, signal)).toMatchObject({
    ok: true,
    value: { orders: [{ orderId: String(FIRST + 31_415) }] },
  });
});
