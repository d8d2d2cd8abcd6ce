import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NewSalesOrder } from '#contracts/sales-order';
import { openErp } from '../../agent/erp/open.ts';
import type { Erp } from '../../agent/erp/port.ts';
import { LOGIN, startErp } from '../sandbox/erp/server.ts';

/** An order of one pump. */
export const pumpOrder = (reference: string): NewSalesOrder =>
  NewSalesOrder.parse({
    reference,
    customerId: '10447',
    customerReference: null,
    requestedOn: null,
    currency: 'EUR',
    lines: [{ itemId: 'PUMP-0040', quantity: '1', unitPrice: '410.00' }],
  });

const CONNECTOR = join(import.meta.dirname, '../../agent/connectors/demo-erp');

export interface Logged {
  fields: Record<string, unknown>;
  message: string;
}

/** The demo ERP and the agent's ERP side, linked over a real socket. */
export interface DemoLink {
  erp: Erp;
  endpoint: string;
  /** Everything that the agent's side logged. */
  logged: Logged[];
  /** What is wrong with the next calls of an operation. */
  fault(operation: string, fault: string, more?: Record<string, unknown>): Promise<void>;
  knobs(patch: Record<string, unknown>): Promise<void>;
  control(method: 'GET' | 'POST', path: string): Promise<Record<string, unknown>>;
  /** Another agent to the same ERP. */
  another(settings: Record<string, string>, callTimeoutMs?: number): Promise<Erp>;
  close(): Promise<void>;
}

/** @param dataDir where the ERP keeps its database; in memory if left out */
export async function openDemoLink(callTimeoutMs?: number, dataDir: string | null = null): Promise<DemoLink> {
  const demo = await startErp({
    dataDir,
    port: 0,
    controlPort: 0,
    today: '2026-11-21',
    seedSize: 'small',
    latency: null,
  });
  const logged: Logged[] = [];
  const keep = (fields: Record<string, unknown>, message: string): void => {
    logged.push({ fields, message });
  };
  const opened: Erp[] = [];
  const folders: string[] = [];

  const another = async (settings: Record<string, string>, timeoutMs?: number): Promise<Erp> => {
    let connectorDir = CONNECTOR;
    if (timeoutMs !== undefined) {
      connectorDir = await mkdtemp(join(tmpdir(), 'demo-connector-'));
      folders.push(connectorDir);
      await cp(CONNECTOR, connectorDir, { recursive: true });
      const document = await readFile(join(connectorDir, 'connector.yaml'), 'utf8');
      const hurried = document.replace(/callTimeoutMs: \d+/, `callTimeoutMs: ${timeoutMs}`);
      await writeFile(join(connectorDir, 'connector.yaml'), hurried);
    }
    const erp = await openErp({ connectorDir, settings, log: { info: keep, warn: keep } });
    if (!erp.ok) throw new Error(erp.error.detail ?? erp.error.code);
    opened.push(erp.value);
    return erp.value;
  };
  const send = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const given = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${demo.controlUrl}${path}`, { method, ...given });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const knobs = async (patch: Record<string, unknown>): Promise<void> => {
    await send('POST', '/knobs', patch);
  };
  const erp = await another({ endpoint: demo.endpoint, ...LOGIN }, callTimeoutMs);
  return {
    erp,
    endpoint: demo.endpoint,
    logged,
    another,
    knobs,
    fault: (operation, fault, more = {}) => knobs({ next: [{ operation, fault, ...more }] }),
    control: (method, path) => send(method, path),
    async close() {
      await Promise.all(opened.map((each) => each.close()));
      await demo.close();
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
