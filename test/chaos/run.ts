import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Prng } from '../sandbox/erp/seed/prng.ts';
import { MAX_EXECUTION_MS } from './connector-copy.ts';
import { type CycleFindings, FINAL_WITHIN_MS, runCycle } from './cycle.ts';
import { Deck, FAULTS } from './deck.ts';
import { keepEvidence } from './evidence.ts';
import type { Lane } from './lane.ts';
import { auditProblems, auditRows, tenantFile } from './storage.ts';
import { isTold, type Violation } from './verdict.ts';
import { World } from './world.ts';

export interface ChaosWish {
  cycles: number;
  seed: number;
  lanes: number;
  /** Only these; all, if left out. */
  faults?: readonly string[];
  onCycle?: (report: Report) => void;
  /** Aborted: no further cycle begins; what has run is counted. */
  signal?: AbortSignal;
  /** A sentence for the person who watches. */
  say?: (sentence: string) => void;
}

export interface Report {
  cycles: number;
  pushes: number;
  duplicates: number;
  lost: number;
  wrong: number;
  unresolved: number;
  refused: number;
  /** Never accepted: the preview already said that the ERP would not take it. */
  blocked: number;
  parked: number;
  /** How often each fault struck; zero: this run says nothing about it. */
  faults: Record<string, number>;
  /** How the full disk was made. */
  diskFull: string;
  /** From the last fault of a cycle until its last push was final; the longest. */
  settledMsMax: number;
  seed: number;
  ms: number;
}

/** A deal's number must not be taken twice in a run: HubSpot's look like this, and the reference has room for it. */
const FIRST_CYCLE = 1_000_001;
const LINES_KEPT = 400;
/** Two thirds of what is allowed: no violation, and worth a look. */
const SLOW_MS = (FINAL_WITHIN_MS * 2) / 3;

/** Runs cycles in several lanes side by side, then counts everything once more when nothing can commit any more. */
export async function runChaos(wish: ChaosWish): Promise<Report> {
  const startedMs = performance.now();
  const dir = mkdtempSync(join(tmpdir(), 'drawbridge-chaos-'));
  const chosen = FAULTS.filter(({ name }) => wish.faults?.includes(name) ?? true);
  const lastLines: string[] = [];
  const world = await World.start({
    dir,
    lanes: Math.min(wish.lanes, wish.cycles),
    onLine: (name, line) => {
      lastLines.push(`${name} ${line}`);
      if (lastLines.length > LINES_KEPT) lastLines.shift();
    },
  });
  const report: Report = {
    cycles: 0,
    pushes: 0,
    duplicates: 0,
    lost: 0,
    wrong: 0,
    unresolved: 0,
    refused: 0,
    blocked: 0,
    parked: 0,
    faults: Object.fromEntries([...chosen.map(({ name }) => name), 'double-click'].map((name) => [name, 0])),
    diskFull: world.lanes[0]?.agents[0]?.disk.kind ?? 'none',
    settledMsMax: 0,
    seed: wish.seed,
    ms: 0,
  };
  const found = new Map<Lane, CycleFindings[]>(world.lanes.map((lane) => [lane, []]));
  const violated = ({ kind, says }: Violation, where: string): void => {
    report[kind] += 1;
    wish.say?.(`${kind}: ${where}: ${says}`);
  };
  const deck = new Deck(chosen, wish.seed);
  const hands = Array.from({ length: wish.cycles }, (_, at) =>
    deck.deal(new Prng(`hand/${wish.seed}/${at}`).pick([1, 2, 2, 3])),
  );
  let next = 0;
  const work = async (lane: Lane): Promise<void> => {
    for (let at = next++; at < wish.cycles && !wish.signal?.aborted; at = next++) {
      const number = FIRST_CYCLE + at;
      const draw = new Prng(`cycle/${wish.seed}/${at}`);
      const findings = await runCycle({ world, lane, draw }, number, hands[at] ?? []).catch((error: unknown) => {
        violated(
          { kind: 'unresolved', says: error instanceof Error ? (error.stack ?? error.message) : String(error) },
          `cycle ${at + 1}`,
        );
        return null;
      });
      // What this cycle did to its lane is not known: the others go on without it.
      if (findings === null) return;
      found.get(lane)?.push(findings);
      count(report, findings);
      const violations = findings.testimonies.flatMap(({ violations: own }) => own);
      for (const violation of violations) violated(violation, `cycle ${at + 1}, ${findings.struck.join(' + ')}`);
      const isSlow = violations.length === 0 && findings.settledMs > SLOW_MS;
      if (isSlow)
        wish.say?.(`slow: cycle ${at + 1}, ${findings.struck.join(' + ')}: final after ${findings.settledMs} ms`);
      if (isSlow || violations.length > 0) {
        const file = keepEvidence(world, lane, { seed: wish.seed, number: at + 1 }, findings, lastLines);
        wish.say?.(`  what each store says: ${file}`);
      }
      wish.onCycle?.(report);
    }
  };
  try {
    await Promise.all(world.lanes.map(work));
    // Whatever was sent last has committed by then, or never will.
    await delay(MAX_EXECUTION_MS);
    for (const [lane, cycles] of found) recount(lane, cycles, violated);
    await world.stop();
    for (const [lane, cycles] of found) {
      const rows = auditRows(tenantFile(world.storage, lane.tenantId));
      for (const says of auditProblems(rows, statesOf(cycles))) violated({ kind: 'wrong', says }, `lane ${lane.index}`);
    }
  } finally {
    await world.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  report.ms = Math.round(performance.now() - startedMs);
  return report;
}

function count(report: Report, { struck, testimonies, settledMs }: CycleFindings): void {
  report.cycles += 1;
  report.pushes += testimonies.length;
  report.settledMsMax = Math.max(report.settledMsMax, settledMs);
  for (const { testimony } of testimonies) {
    const { told } = testimony;
    if (told === 'blocked') report.blocked += 1;
    else if (isTold(told) && told.state === 'refused') report.refused += 1;
    else if (isTold(told) && told.state === 'parked') report.parked += 1;
  }
  for (const name of struck) report.faults[name] = (report.faults[name] ?? 0) + 1;
}

/** A push that was right when it became final is right for good; and no order is there that nobody sent. */
function recount(
  lane: Lane,
  cycles: readonly CycleFindings[],
  violated: (violation: Violation, where: string) => void,
): void {
  let known = 0;
  for (const { testimony, reference, violations } of cycles.flatMap(({ testimonies }) => testimonies)) {
    const { length } = lane.erp.orders(reference);
    known += length;
    if (length === testimony.orders.length || violations.length > 0) continue;
    const kind = length > 1 ? 'duplicates' : 'wrong';
    violated({ kind, says: `${length} orders for ${reference}; there were ${testimony.orders.length}` }, 'at the end');
  }
  const made = lane.erp.ordersMade();
  if (made !== known)
    violated({ kind: 'wrong', says: `${made} new orders, ${known} of them for pushes` }, `lane ${lane.index}`);
}

const statesOf = (cycles: readonly CycleFindings[]): Map<string, string> =>
  new Map(
    cycles.flatMap(({ testimonies }) =>
      testimonies.flatMap(({ testimony: { told } }) => (isTold(told) ? [[told.pushId, told.state] as const] : [])),
    ),
  );
