import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { countOrders, type OrderEvidence, ordersByReference } from '../sandbox/erp/order-evidence.ts';
import { freePort } from '../sandbox/ports.ts';
import { type Program, startProgram } from '../sandbox/program.ts';
import { ERP_EXECUTION_MS } from './connector-copy.ts';
import { control } from './control.ts';

export interface ErpWish {
  name: string;
  dataDir: string;
  /** `yyyy-mm-dd`, the same for the whole run: the demo ERP lays its data anew for another day. */
  today: string;
  password: string;
  /** Its next order gets the number after this one: the lanes share a CRM account, where an order number is unique. */
  ordersFrom: number;
  compiled: string;
  onLine: (name: string, line: string) => void;
}

const OLD_ORDER = `INSERT INTO sales_order (order_no, customer_no, ordered_on, status, quantity, shipped, currency, gross_total, indexed_at_ms)
  SELECT ?, customer_no, ordered_on, status, quantity, shipped, currency, gross_total, indexed_at_ms FROM sales_order LIMIT 1`;

/** Quick, so that a cycle is short, and never at once, so that there is something to interrupt. */
const CALM = {
  latencyMs: { min: 20, max: 250 },
  commitDelayMs: 15,
  executionMaxMs: ERP_EXECUTION_MS,
  indexLagMs: 100,
  next: [],
};

/** The real demo ERP as its own process: killed and started again on the same port and database. */
export class ChaosErp {
  readonly #wish: ErpWish;
  readonly #ports: { soap: number; control: number };
  #program: Program | null = null;
  #starting: Promise<void> | null = null;
  /** Orders that were there before the first push. */
  #ordersAtFirst = 0;

  private constructor(wish: ErpWish, ports: { soap: number; control: number }) {
    this.#wish = wish;
    this.#ports = ports;
  }

  static async start(wish: ErpWish): Promise<ChaosErp> {
    const erp = new ChaosErp(wish, { soap: await freePort(0), control: await freePort(0) });
    await erp.start();
    erp.#ask((database) => database.prepare(OLD_ORDER).run(wish.ordersFrom));
    erp.#ordersAtFirst = erp.#ask(countOrders);
    return erp;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#ports.soap}`;
  }

  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(): Promise<void> {
    if (this.#program !== null) return;
    const { name, dataDir, today, password, compiled, onLine } = this.#wish;
    const ports = ['--port', String(this.#ports.soap), '--control-port', String(this.#ports.control)];
    this.#program = await startProgram({
      name,
      args: [
        join(import.meta.dirname, '../sandbox/erp/main.ts'),
        ...ports,
        ...['--data', dataDir, '--today', today, '--small'],
      ],
      env: { ERP_PASSWORD: password, NODE_COMPILE_CACHE: compiled },
      announces: true,
      onLine,
    });
    await this.set(CALM);
  }

  /** `kill -9`; it stays down until started. */
  async kill(): Promise<void> {
    const program = this.#program;
    this.#program = null;
    if (program === null) return;
    const ended = once(program.process, 'exit');
    program.process.kill('SIGKILL');
    await ended;
  }

  get #knobs(): string {
    return `http://127.0.0.1:${this.#ports.control}/knobs`;
  }

  async set(knobs: object): Promise<void> {
    await control(this.#knobs, 'POST', knobs);
  }

  /** No fault is left. @returns how many were waiting still */
  async calm(): Promise<number> {
    const left = await control(this.#knobs, 'GET');
    await this.set(CALM);
    return (left as { next: unknown[] }).next.length;
  }

  /** From its database, not from its mouth. */
  orders(reference: string): OrderEvidence[] {
    return this.#ask((database) => ordersByReference(database, reference));
  }

  /** Orders made since the start of the run, with whatever reference. */
  ordersMade(): number {
    return this.#ask(countOrders) - this.#ordersAtFirst;
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
    this.#program = null;
  }

  #ask<T>(question: (database: DatabaseSync) => T): T {
    const database = new DatabaseSync(join(this.#wish.dataDir, 'kontor.sqlite'), { timeout: 5_000 });
    try {
      return question(database);
    } finally {
      database.close();
    }
  }
}
