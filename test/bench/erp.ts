import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Program, startProgram } from '../sandbox/program.ts';

/** What the ERP itself counted. */
export interface ErpStats {
  calls: Record<string, number>;
  maxConcurrent: number;
  maxConcurrentReads: number;
}

export interface ErpCall {
  operation: string;
  /** As the ERP writes it, with leading zeros. */
  customer: string | null;
  ms: number;
}

/** The bad day: median 800 ms, a log-normal tail cut off at 30 s (about 5 % above 8 s), every 20th call a fault. */
export const BAD_DAY = { latencyMs: { min: 113, max: 30_000 }, faultEvery: { calls: 20 } };
export const GOOD_DAY = { latencyMs: 0, faultEvery: null, next: [] };

/** The demo ERP as its own process, with its control port. */
export class BenchErp {
  readonly endpoint: string;
  readonly dataDir: string;
  readonly #control: string;
  readonly #program: Program;
  /** Over all resets. */
  maxConcurrent = 0;
  maxConcurrentReads = 0;

  private constructor(program: Program, dataDir: string) {
    this.#program = program;
    this.dataDir = dataDir;
    this.endpoint = program.ready?.endpoint ?? '';
    this.#control = program.ready?.control ?? '';
  }

  static async start(
    dir: string,
    name: string,
    password: string,
    onLine: (name: string, line: string) => void,
    copyOf?: BenchErp,
  ): Promise<BenchErp> {
    const dataDir = join(dir, name);
    mkdirSync(dataDir, { recursive: true });
    // The same content without seeding it twice.
    if (copyOf !== undefined) cpSync(join(copyOf.dataDir, 'kontor.sqlite'), join(dataDir, 'kontor.sqlite'));
    const program = await startProgram({
      name,
      args: [join(import.meta.dirname, '../sandbox/erp/main.ts'), '--data', dataDir],
      env: { ERP_PASSWORD: password },
      announces: true,
      onLine,
    });
    const erp = new BenchErp(program, dataDir);
    await erp.set(GOOD_DAY);
    return erp;
  }

  async set(knobs: object): Promise<void> {
    await this.#ask('/knobs', knobs);
  }

  async stats(): Promise<ErpStats> {
    const stats = (await this.#ask('/stats')) as ErpStats;
    this.maxConcurrent = Math.max(this.maxConcurrent, stats.maxConcurrent);
    this.maxConcurrentReads = Math.max(this.maxConcurrentReads, stats.maxConcurrentReads);
    return stats;
  }

  async forget(): Promise<void> {
    await this.stats();
    await this.#ask('/stats/reset', {});
  }

  async calls(): Promise<ErpCall[]> {
    return ((await this.#ask('/calls')) as { calls: ErpCall[] }).calls;
  }

  pid(): number {
    return this.#program.process.pid ?? 0;
  }

  stop(): Promise<void> {
    return this.#program.stop();
  }

  async #ask(path: string, body?: object): Promise<unknown> {
    const response = await fetch(
      `${this.#control}${path}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    if (!response.ok) throw new Error(`the ERP's control answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}

/** What there is to ask for, read from the ERP's own database. */
export interface ErpContent {
  itemIds: string[];
  /** Customers with orders; `orderIds` are some of theirs. */
  customers: { customerId: string; orderIds: string[] }[];
}

export function readContent({ dataDir }: BenchErp): ErpContent {
  const database = new DatabaseSync(join(dataDir, 'kontor.sqlite'), { readOnly: true });
  try {
    const orders = database
      .prepare('SELECT customer_no AS customer, order_no AS orderNo FROM sales_order ORDER BY customer_no, order_no')
      .all() as { customer: number; orderNo: number }[];
    const byCustomer = Map.groupBy(orders, ({ customer }) => String(customer));
    return {
      itemIds: database
        .prepare('SELECT item_no AS item FROM item ORDER BY item_no')
        .all()
        .map(({ item }) => String(item)),
      customers: [...byCustomer].map(([customerId, own]) => ({
        customerId,
        orderIds: own.slice(0, 10).map(({ orderNo }) => String(orderNo)),
      })),
    };
  } finally {
    database.close();
  }
}
