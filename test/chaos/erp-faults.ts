import { setTimeout as delay } from 'node:timers/promises';
import type { Prng } from '../sandbox/erp/seed/prng.ts';
import { ERP_EXECUTION_MS, INDEX_LAG_MS } from './connector-copy.ts';
import { type Fault, type Field, passing, type Stroke, soon, stopping } from './fault.ts';

async function killed({ lane, draw }: Field): Promise<void> {
  await lane.erp.kill();
  await delay(draw.int(0, 1_500));
  await lane.erp.start();
}

const nothing = (): Stroke => passing(Promise.resolve());

/** The next create of this lane's ERP goes wrong; other knobs as given. It has occurred when a create came. */
const awkward = (
  name: string,
  order: (draw: Prng) => { fault: string; [more: string]: unknown },
  knobs: { indexLagMs?: number; lookups?: number } = {},
): Fault => ({
  name,
  at: 'create',
  async prepare({ lane, draw }) {
    const { lookups, ...plain } = knobs;
    const failing = { operation: 'AuftragSuchen', fault: 'soap-fault', times: lookups };
    const next = [{ operation: 'AuftragAnlegen', ...order(draw) }, ...(lookups === undefined ? [] : [failing])];
    await lane.erp.set({ ...plain, next });
  },
  strike: nothing,
});

/** Some before the ERP's own limit, some after: those it rolls back. */
const afterMs = (draw: Prng): number => draw.int(100, ERP_EXECUTION_MS + 500);

/** What happens to the ERP. */
export const ERP_FAULTS: readonly Fault[] = [
  {
    name: 'erp-killed-while-executing',
    at: 'create',
    prepare: ({ lane }) => lane.erp.set({ commitDelayMs: 150 }),
    strike: (field) => passing(soon(field.draw.int(0, 300), () => killed(field))),
  },
  { name: 'erp-killed-before-answer', at: 'answer', strike: (field) => stopping(killed(field)) },
  awkward('answer-lost-after-commit', () => ({ fault: 'no-answer-after-commit' })),
  awkward('commit-late-connection-broken', (draw) => ({ fault: 'commit-late', afterMs: afterMs(draw), drop: true })),
  awkward('commit-late-connection-open', (draw) => ({ fault: 'commit-late', afterMs: afterMs(draw), drop: false })),
  awkward('erp-aborts', () => ({ fault: 'abort' })),
  awkward('erp-hangs', () => ({ fault: 'hang' })),
  awkward('soap-fault', () => ({ fault: 'soap-fault' })),
  awkward('soap-fault-after-commit', () => ({ fault: 'soap-fault-after-commit' })),
  awkward('answer-cut-short', () => ({ fault: 'truncated' })),
  awkward('answer-of-another-kind', (draw) => ({ fault: 'html-200', commits: draw.chance(0.5) })),
  awkward('code-not-in-connector', (draw) => ({ fault: 'code', code: '560', commits: draw.chance(0.5) })),
  awkward('session-lost', () => ({ fault: 'session-lost' })),
  awkward('index-stale', () => ({ fault: 'no-answer-after-commit' }), { indexLagMs: INDEX_LAG_MS }),
  awkward('lookups-fail', () => ({ fault: 'no-answer-after-commit' }), { lookups: 3 }),
];
