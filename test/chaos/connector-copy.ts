import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { GO_WITHIN_MS } from '#contracts/frames';

const DEMO = join(import.meta.dirname, '../../agent/connectors/demo-erp');

/** The ERP's own limit on a transaction; it rolls back what has not committed by then. */
export const ERP_EXECUTION_MS = 2_500;
/** The longest that a request is held on its way to the ERP. */
export const REQUEST_HELD_MS = 400;
/** What the connector promises: the ERP's limit, and the way there. */
export const MAX_EXECUTION_MS = ERP_EXECUTION_MS + 500;
export const INDEX_LAG_MS = 500;
/** From a go to the moment after which a lookup that finds nothing is proof. */
export const FENCE_MS = GO_WITHIN_MS + MAX_EXECUTION_MS + INDEX_LAG_MS;

/** The longest that the agent waits for one answer of the ERP. */
export const CALL_TIMEOUT_MS = 4_000;

const CHANGES: readonly [path: string[], value: number][] = [
  [['commands', 'order.create', 'write', 'maxExecutionMs'], MAX_EXECUTION_MS],
  [['commands', 'order.create', 'write', 'indexLagMs'], INDEX_LAG_MS],
  [['limits', 'callTimeoutMs'], CALL_TIMEOUT_MS],
];

/** The demo ERP's connector with bounds short enough for many cycles. @returns its folder */
export function copyConnector(dir: string): string {
  const folder = join(dir, 'connector');
  cpSync(DEMO, folder, { recursive: true });
  const path = join(folder, 'connector.yaml');
  const document = parseDocument(readFileSync(path, 'utf8'));
  for (const [place, value] of CHANGES) {
    if (!document.hasIn(place)) throw new Error(`the demo connector has no ${place.join('.')}`);
    document.setIn(place, value);
  }
  writeFileSync(path, document.toString());
  return folder;
}
