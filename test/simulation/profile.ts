import type { WriteBounds } from '#contracts/frames';
import type { Dice } from './dice.ts';

/** What an ERP promises, and what it really does. */
export interface Profile {
  bounds: WriteBounds;
  /** Really the longest from the first byte to the commit; never above what is promised. */
  executionMs: number;
}

/** What nobody promised, an ERP may still take: NetSuite's 15 minutes are the longest limit known. */
const UNKNOWN_EXECUTION_MS = 15 * 60_000;

/** Every kind of connector that the decision rule names, the usual one most often. */
export function drawProfile(dice: Dice): Profile {
  const kind = dice.next();
  const known = dice.between(20, 240) * 1000;
  const indexLagMs = dice.pick([0, 0, 2_000, 10_000]);
  const bounds = { maxExecutionMs: known, indexLagMs, canLookUp: true, uniqueReference: false };
  if (kind < 0.55) return { bounds, executionMs: known };
  if (kind < 0.67) return { bounds: { ...bounds, maxExecutionMs: null }, executionMs: UNKNOWN_EXECUTION_MS };
  if (kind < 0.77) return { bounds: { ...bounds, canLookUp: false }, executionMs: known };
  if (kind < 0.82) {
    return { bounds: { ...bounds, maxExecutionMs: null, canLookUp: false }, executionMs: UNKNOWN_EXECUTION_MS };
  }
  if (kind < 0.9) return { bounds: { ...bounds, uniqueReference: true }, executionMs: known };
  if (kind < 0.95) {
    return { bounds: { ...bounds, maxExecutionMs: null, uniqueReference: true }, executionMs: UNKNOWN_EXECUTION_MS };
  }
  return { bounds: { ...bounds, canLookUp: false, uniqueReference: true }, executionMs: known };
}
