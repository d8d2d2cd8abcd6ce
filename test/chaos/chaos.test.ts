import { expect, test } from 'vitest';
import { runChaos } from './run.ts';

/** One of each family, none that waits for a watchdog: `npm run chaos` has the others. */
const FAULTS = [
  'agent-killed-after-go',
  'agent-killed-before-outcome',
  'disk-full-before-claim',
  'gateway-killed-after-accept',
  'erp-killed-while-executing',
  'answer-lost-after-commit',
  'commit-late-connection-broken',
  'link-reset-in-frame-at-outcome',
  'crm-5xx',
];

test('whatever is killed, cut off or lied to: each push is one order, and the deal carries its number', async () => {
  const said: string[] = [];
  const report = await runChaos({ cycles: 6, seed: 20, lanes: 3, faults: FAULTS, say: (text) => said.push(text) });
  expect(report, said.join('\n')).toMatchObject({
    cycles: 6,
    duplicates: 0,
    lost: 0,
    wrong: 0,
    unresolved: 0,
    parked: 0,
  });
  expect(Object.values(report.faults).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(5);
}, 240_000);
