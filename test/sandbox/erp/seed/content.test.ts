import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { CAST_CUSTOMERS, CAST_ITEMS } from '../../cast.ts';
import { openDatabase } from '../database.ts';
import { TABLE_NAMES } from '../schema.ts';

const TODAY = '2026-11-21';
const folder = mkdtempSync(join(tmpdir(), 'kontor-seed-'));
afterAll(() => rmSync(folder, { recursive: true }));

function digestOf(database: DatabaseSync): string {
  const hash = createHash('sha256');
  for (const table of TABLE_NAMES) hash.update(JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all()));
  return hash.digest('hex');
}

const small = (today: string) => openDatabase({ dataDir: null, size: 'small', today });
const numberOf = (database: DatabaseSync, sql: string, ...values: string[]): number =>
  Number(Object.values(database.prepare(sql).get(...values) ?? {})[0]);

describe('the seed', () => {
  it('gives the same content for the same day, and other content for another', () => {
    const first = digestOf(small(TODAY));
    expect(digestOf(small(TODAY))).toBe(first);
    expect(digestOf(small('2026-11-22'))).not.toBe(first);
  });

  it('lays 2,000 customers, 5,000 items and 40,000 orders and shares them out as asked', () => {
    const database = openDatabase({ dataDir: join(folder, 'full'), size: 'full', today: TODAY });
    expect(numberOf(database, 'SELECT COUNT(*) FROM customer')).toBe(2000);
    expect(numberOf(database, 'SELECT COUNT(*) FROM item')).toBe(5000);
    expect(numberOf(database, 'SELECT COUNT(*) FROM stock')).toBe(15_000);
    expect(numberOf(database, 'SELECT COUNT(*) FROM sales_order')).toBe(40_000);
    const outside =
      'SELECT COUNT(*) FROM (SELECT COUNT(*) n FROM sales_order WHERE customer_no >= 10600 GROUP BY customer_no) WHERE n NOT BETWEEN 5 AND 60';
    expect(numberOf(database, outside)).toBe(0);
    database.close();
  });

  it('keeps the file for a second start of the same day, orders included, and lays it anew for another', () => {
    const dataDir = join(folder, 'kept');
    const first = openDatabase({ dataDir, size: 'small', today: TODAY });
    first.exec("UPDATE sales_order SET reference = 'KEPT' WHERE order_no = 200001");
    first.close();
    const made = statSync(join(dataDir, 'kontor.sqlite')).ino;
    const second = openDatabase({ dataDir, size: 'small', today: TODAY });
    expect(numberOf(second, "SELECT COUNT(*) FROM sales_order WHERE reference = 'KEPT'")).toBe(1);
    expect(statSync(join(dataDir, 'kontor.sqlite')).ino).toBe(made);
    second.close();
    const third = openDatabase({ dataDir, size: 'small', today: '2026-11-22' });
    expect(numberOf(third, "SELECT COUNT(*) FROM sales_order WHERE reference = 'KEPT'")).toBe(0);
    third.close();
  });

  it.each(['2026-11-21', '2026-11-22', '2026-11-23', '2027-01-01', '2028-02-29'])('is coherent on %s', (today) => {
    const database = small(today);
    const none = (sql: string, ...values: string[]) => expect(numberOf(database, sql, ...values)).toBe(0);
    for (const [table, column] of [
      ['sales_order', 'ordered_on'],
      ['shipment', 'shipped_on'],
      ['invoice', 'issued_on'],
      ['payment', 'received_on'],
    ]) {
      none(`SELECT COUNT(*) FROM ${table} WHERE ${column} > ?`, today);
    }
    none('SELECT COUNT(*) FROM order_line WHERE shipped > quantity OR quantity <= 0');
    none('SELECT COUNT(*) FROM sales_order o WHERE status = 30 AND (shipped = 0 OR shipped >= quantity)');
    none(
      'SELECT COUNT(*) FROM sales_order o WHERE gross_total <> (SELECT SUM(gross_amount) FROM order_line l WHERE l.order_no = o.order_no)',
    );
    none(`SELECT COUNT(*) FROM order_line l WHERE shipped <> (SELECT COALESCE(SUM(s.quantity), 0) FROM shipment_line s
      JOIN shipment USING (shipment_no) WHERE order_no = l.order_no AND s.line_no = l.line_no)`);
    none(`SELECT COUNT(*) FROM invoice i WHERE kind = 'RE' AND
      open <> gross_total - (SELECT COALESCE(SUM(amount), 0) FROM allocation a WHERE a.invoice_no = i.invoice_no)`);
    none('SELECT COUNT(*) FROM payment WHERE amount <= 0');
    none(
      'SELECT COUNT(*) FROM sales_order s JOIN invoice i USING (order_no) WHERE s.status = 60 AND kind = ? AND open <> 0',
      'RE',
    );
    none(
      'SELECT COUNT(*) FROM allocation a JOIN payment USING (payment_no) JOIN invoice USING (invoice_no) WHERE received_on < issued_on',
    );
    database.close();
  });

  it.each(['small', 'full'] as const)('tells the stories of the cast in the %s seed', (size) => {
    const database = openDatabase({ dataDir: size === 'full' ? join(folder, 'full') : null, size, today: TODAY });
    const of = (story: string) => CAST_CUSTOMERS.find((cast) => cast.story === story)?.customerId ?? '';
    const orders = (story: string) =>
      numberOf(database, 'SELECT COUNT(*) FROM sales_order WHERE customer_no = ?', of(story));
    const overdue = (story: string) =>
      numberOf(
        database,
        'SELECT COUNT(*) FROM invoice WHERE customer_no = ? AND open > 0 AND due_on < ?',
        of(story),
        TODAY,
      );
    expect(orders('overdue')).toBe(10);
    expect(overdue('overdue')).toBe(2);
    const late =
      'SELECT open, gross_total FROM invoice WHERE customer_no = ? AND open > 0 AND due_on < ? ORDER BY due_on';
    const shares = database
      .prepare(late)
      .all(of('overdue'), TODAY)
      .map((row) => Number(row.open) / Number(row.gross_total));
    expect(shares.map((share) => Math.round(share * 100))).toEqual([100, 65]);
    const partShipped = 'SELECT COUNT(*) FROM sales_order WHERE customer_no = ? AND status = 30';
    expect(numberOf(database, partShipped, of('overdue'))).toBe(3);
    expect(overdue('healthy')).toBe(0);
    expect(orders('healthy')).toBeGreaterThan(5);
    expect(orders('new')).toBe(0);
    expect(orders('large')).toBe(400);
    const held = database.prepare('SELECT on_hold, hold_reason FROM customer WHERE customer_no = ?').get(of('on-hold'));
    expect(held).toEqual({ on_hold: 1, hold_reason: expect.stringMatching(/./) });
    const name = database.prepare('SELECT name1 FROM customer WHERE customer_no = ?').get(of('awkward-name'));
    expect(name?.name1).toBe('Łukasz & Søn "Ventile" O’Brien ApS');
    for (const { itemId, stock } of CAST_ITEMS) {
      const free = numberOf(database, 'SELECT SUM(on_hand - reserved) / 1000 FROM stock WHERE item_no = ?', itemId);
      const coming = numberOf(database, 'SELECT COUNT(next_on) FROM stock WHERE item_no = ?', itemId);
      if (stock === 'plenty') expect(free).toBeGreaterThan(500);
      else expect(free).toBe(stock === 'none' ? 0 : Math.min(Math.max(free, 1), 12));
      if (stock === 'short') expect(coming).toBeGreaterThan(0);
    }
    database.close();
  });
});
