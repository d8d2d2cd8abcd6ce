import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CycleFindings } from './cycle.ts';
import type { Lane } from './lane.ts';
import { auditRows, readCopy, tenantFile } from './storage.ts';
import type { World } from './world.ts';

/** Under the build's own folder, which is kept out of the repository. */
const DIR = join(import.meta.dirname, '../../.drawbridge/chaos');

/** Cannot fail: evidence that cannot be had is said so in its place. */
function tried<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    return `not readable: ${String(error)}`;
  }
}

/** Writes down what every store says about a cycle that went wrong. @returns the file */
export function keepEvidence(
  world: World,
  lane: Lane,
  cycle: { seed: number; number: number },
  findings: CycleFindings,
  lastLines: readonly string[],
): string {
  mkdirSync(DIR, { recursive: true });
  const pushIds = new Set(findings.testimonies.flatMap(({ testimony }) => testimony.pushIds));
  const evidence = {
    ...cycle,
    struck: findings.struck,
    settledMs: findings.settledMs,
    pushes: findings.testimonies,
    story: lane.moments.story.map(({ atMs, what }) => `${new Date(atMs).toISOString()} ${what}`),
    audit: tried(() =>
      auditRows(tenantFile(world.storage, lane.tenantId))
        .filter(({ subject }) => pushIds.has(subject))
        .map(({ at, seq, subject, body }) => `${new Date(at).toISOString()} ${seq} ${subject} ${body}`),
    ),
    // Each push as the gateway keeps it, and what still waits to be told to the CRM.
    pushRecords: tried(() =>
      readCopy(tenantFile(world.storage, lane.tenantId), (database) =>
        database
          .prepare('SELECT * FROM push')
          .all()
          .filter((row) => pushIds.has(String(row.push_id))),
      ),
    ),
    outbox: tried(() =>
      readCopy(tenantFile(world.storage, lane.tenantId), (database) =>
        database.prepare('SELECT * FROM crm_outbox').all(),
      ),
    ),
    journals: lane.agents.map(({ journal }) =>
      tried(() =>
        readCopy(journal, (database) =>
          database
            .prepare('SELECT * FROM attempt ORDER BY claimed_at')
            .all()
            .filter((row) => pushIds.has(String(row.push_id))),
        ),
      ),
    ),
    lastLines,
  };
  const file = join(DIR, `seed-${cycle.seed}-cycle-${cycle.number}.json`);
  writeFileSync(file, `${JSON.stringify(evidence, null, 2)}\n`);
  return file;
}
