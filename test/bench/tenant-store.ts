import { randomBytes } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * A tenant object's own SQLite file, written while the gateway is stopped: what takes a tenant months to gather.
 */

const DAY_MS = 86_400_000;

/** The files of all tenant objects under a gateway's storage. */
function tenantFiles(dataDir: string): string[] {
  const objects = join(dataDir, 'do');
  return readdirSync(objects)
    .filter((name) => name.endsWith('TenantObject'))
    .flatMap((name) => readdirSync(join(objects, name)).map((file) => join(objects, name, file)))
    .filter((path) => /\/[0-9a-f]{64}\.sqlite$/.test(path));
}

function openTenant(dataDir: string): DatabaseSync {
  const files = tenantFiles(dataDir);
  const [file] = files;
  if (file === undefined || files.length !== 1) throw new Error(`one tenant was expected, ${files.length} are stored`);
  return new DatabaseSync(file);
}

/**
 * Links companies to customers, as read from the CRM: the CRM's own limit (110 calls in 10 s) is not measured here.
 * They are read a day ahead, so that none is read anew in the run.
 */
export function linkCompanies(dataDir: string, links: readonly { companyId: string; customerId: string }[]): void {
  const database = openTenant(dataDir);
  const insert = database.prepare(
    'INSERT OR REPLACE INTO company (company_id, customer_id, name, read_at) VALUES (?, ?, ?, ?)',
  );
  database.exec('BEGIN');
  for (const { companyId, customerId } of links) {
    insert.run(companyId, customerId, `Company ${companyId}`, Date.now() + DAY_MS);
  }
  database.exec('COMMIT');
  database.close();
}

/** Number of a deal whose key is filled in. */
export const keyedDeal = (index: number): string => String(500_000_000_000 + index);

/**
 * Makes the remembered keys these deals and `count` more. @returns bytes for each key, from the pages that the table
 * takes
 */
export function fillKeys(dataDir: string, count: number, dealIds: readonly string[]): number {
  const database = openTenant(dataDir);
  const pageCount = (): number => Number(database.prepare('PRAGMA page_count').get()?.page_count);
  const { page_size: pageSize } = database.prepare('PRAGMA page_size').get() as { page_size: number };
  database.exec('PRAGMA synchronous = OFF; BEGIN; DELETE FROM push_key; DELETE FROM push');
  const insert = database.prepare(
    'INSERT INTO push_key (deal_id, revision, state, erp_id, accepted_at, content) VALUES (?, 1, ?, ?, ?, ?)',
  );
  const keep = (dealId: string, at: number) =>
    insert.run(dealId, 'done', String(100_000_000 + at), Date.now(), randomBytes(16));
  dealIds.forEach(keep);
  database.exec('COMMIT');
  const before = pageCount();
  database.exec('BEGIN');
  for (let at = 0; at < count; at += 1) keep(keyedDeal(at), at);
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  const bytes = ((pageCount() - before) * pageSize) / count;
  database.close();
  return bytes;
}

/** How long the lookup of a key takes by itself, over the file that workerd reads: in ms, for keys far apart. */
export function timeKeyLookups(dataDir: string, count: number, lookups: number): number[] {
  const database = openTenant(dataDir);
  const find = database.prepare('SELECT state, erp_id, content FROM push_key WHERE deal_id = ? AND revision = ?');
  const samples = Array.from({ length: lookups }, (_, at) => {
    const startedMs = performance.now();
    const row = find.get(keyedDeal((at * 7_919_003) % count), 1);
    if (row === undefined) throw new Error('a key that was filled in is not there');
    return performance.now() - startedMs;
  });
  database.close();
  return samples;
}

export const filledItem = (index: number): string => `FILL-${String(index).padStart(7, '0')}`;

const filledAnswer = (itemId: string): string =>
  JSON.stringify({
    items: [
      {
        itemId,
        known: true,
        description: 'Filled in by the bench',
        unit: 'ST',
        warehouses: [
          {
            warehouseId: 'HH',
            name: 'Hamburg',
            onHand: '12',
            allocated: '2',
            available: '10',
            nextOn: null,
            nextQuantity: null,
          },
        ],
      },
    ],
  });

/** Makes the stored copies exactly `count`, all of one item's stock, which the policy calls fresh for a day. @returns the file's size in bytes */
export function fillCopies(dataDir: string, count: number): number {
  const [file = ''] = tenantFiles(dataDir);
  const database = openTenant(dataDir);
  database.exec('PRAGMA synchronous = OFF; BEGIN; DELETE FROM copy');
  const insert = database.prepare('INSERT INTO copy (question, answer, answered_at) VALUES (?, ?, ?)');
  const policy = JSON.stringify({ freshnessMs: { 'availability.read': DAY_MS } });
  database.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES ('policy', ?)").run(policy);
  const answeredAt = Date.now();
  for (let index = 0; index < count; index += 1) {
    const itemId = filledItem(index);
    insert.run(`availability.read ${JSON.stringify({ itemIds: [itemId] })}`, filledAnswer(itemId), answeredAt - index);
  }
  database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  return statSync(file).size;
}
