import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConnector } from '../erp/connector/load.ts';
import { DriftWatch } from './drift-watch.ts';

it('a write depends on the operation that makes the order and on its lookup, and on none that is only read', async () => {
  const connector = await loadConnector(join(import.meta.dirname, '../connectors/demo-erp'));
  if (!connector.ok) throw new Error(connector.error.message);
  const watch = new DriftWatch({ described: connector.value, approved: null, onChange: () => {} });
  const own = (operation: string): boolean => watch.isWritesOwn('main', operation);
  expect(['AuftragAnlegen', 'AuftragSuchen'].map(own)).toEqual([true, true]);
  expect(['BestandLesen', 'KundeLesen', 'unknown'].map(own)).toEqual([false, false, false]);
});
