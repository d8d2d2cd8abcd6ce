/**
 * The search through every state of two pushes, breadth first, over pairs of sides (side-table.ts). The same states,
 * moves and findings as of each-state.ts, without ever making a state: a set of them is a set of bits, exact.
 */

import { BitRows } from './bit-rows.ts';
import { type Explored, type Instance, rulesOf, STUCK } from './explored.ts';
import { figuresOf } from './pair-figures.ts';
import { startIn, step, take } from './pair-level.ts';
import { leftBehind } from './pair-liveness.ts';
import { wayTo } from './pair-path.ts';
import { type PairTable, pairTableOf } from './pair-table.ts';

export function explorePairs(instance: Instance): Explored {
  const rules = rulesOf(instance);
  const table = pairTableOf(instance, rules);
  const known = new BitRows(table.rows, table.words);
  let now = new BitRows(table.rows, table.words);
  let next = new BitRows(table.rows, table.words);
  startIn(known);
  startIn(now);
  for (let depth = 0; ; depth += 1) {
    const wrong = wrongAmong(table, now);
    if (wrong !== null) {
      const found = wayTo(instance, rules, table, (level) => wrongAmong(table, level));
      return { ...figuresOf(table, known), depth: found.path.length, ...found };
    }
    step(table, now, known, next);
    now.clear();
    if (!take(next, known)) {
      if (!leftBehind(table, known, now, next)) return { ...figuresOf(table, known), depth, wrong: null, path: [] };
      const { path } = wayTo(instance, rules, table, (level) => firstInBoth(level, next));
      return { ...figuresOf(table, known), depth, wrong: STUCK, path };
    }
    [now, next] = [next, now];
  }
}

/** A pair by the row of one push and the side of the other. */
export interface Pair {
  row: number;
  side: number;
}

/** A pair that is wrong, or else one with a move that is. */
function wrongAmong({ wrongRows, wrongMoves, free }: PairTable, level: BitRows): Pair | null {
  for (const row of wrongRows) {
    const side = level.firstOf(row, null);
    if (side !== null) return { row, side };
  }
  for (const { row, needsTurn } of wrongMoves) {
    const side = level.firstOf(row, needsTurn ? free : null);
    if (side !== null) return { row, side };
  }
  return null;
}

function firstInBoth(level: BitRows, left: BitRows): Pair | null {
  const { rows, width } = level;
  for (let row = 0; row < rows; row += 1) {
    const side = level.firstOf(row, left.words.subarray(row * width, (row + 1) * width));
    if (side !== null) return { row, side };
  }
  return null;
}
