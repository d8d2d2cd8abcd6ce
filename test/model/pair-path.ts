/** The shortest way to a finding: searched once more with each level kept, walked back, and replayed in real worlds. */

import { BitRows } from './bit-rows.ts';
import { type Explored, type Instance, mayPark, startOf } from './explored.ts';
import { movesFrom, type Rules } from './moves.ts';
import { startIn, step, take } from './pair-level.ts';
import { FLAG, isSet, type PairTable } from './pair-table.ts';
import type { Pair } from './pairs.ts';
import { NONE } from './side-table.ts';
import { wrongIn } from './verdict.ts';
import type { World } from './world.ts';

type Level = { at: Uint32Array; bits: Uint32Array };

/** @param find a pair of a level that is what is looked for; it is so of one that the search has reached */
export function wayTo(
  instance: Instance,
  rules: Rules,
  table: PairTable,
  find: (level: BitRows) => Pair | null,
): Pick<Explored, 'wrong' | 'path'> {
  const known = new BitRows(table.rows, table.words);
  let now = new BitRows(table.rows, table.words);
  let next = new BitRows(table.rows, table.words);
  startIn(known);
  startIn(now);
  const levels: Level[] = [];
  let found = find(now);
  while (found === null) {
    levels.push(packed(now));
    step(table, now, known, next);
    now.clear();
    if (!take(next, known)) throw new Error('what was found cannot be reached');
    [now, next] = [next, now];
    found = find(now);
  }
  const pairs = [found];
  for (const level of levels.reverse()) {
    now.clear();
    unpack(level, now);
    pairs.unshift(before(table, now, pairs[0] ?? found));
  }
  return replayed(instance, rules, table, pairs.slice(1));
}

function packed(set: BitRows): Level {
  const at: number[] = [];
  const places = new Uint32Array(set.width);
  for (let row = 0; row < set.rows; row += 1) {
    const count = set.placesOf(row, places);
    for (let index = 0; index < count; index += 1) at.push(row * set.width + (places[index] ?? 0));
  }
  return { at: Uint32Array.from(at), bits: Uint32Array.from(at, (word) => set.words[word] ?? 0) };
}

function unpack({ at, bits }: Level, set: BitRows): void {
  for (const [index, word] of at.entries()) set.add(Math.floor(word / set.width), word % set.width, bits[index] ?? 0);
}

const turned = ({ rowOf, rowRest, rowSide, sides }: PairTable, { row, side }: Pair): Pair => ({
  row: rowOf[(rowRest[row] ?? 0) * sides + side] ?? NONE,
  side: rowSide[row] ?? NONE,
});

/** A pair of the level from which one move leads to this one. */
function before(table: PairTable, level: BitRows, pair: Pair): Pair {
  for (const { row, side } of [pair, turned(table, pair)]) {
    const one = beforeOwn(table, level, row, side) ?? beforeShared(table, level, row, side);
    if (one !== null) return one;
  }
  throw new Error('the way back is lost');
}

function beforeOwn(table: PairTable, level: BitRows, to: number, side: number): Pair | null {
  const { rows, ownStarts, ownTo, ownFlags, free } = table;
  for (let row = 0; row < rows; row += 1) {
    for (let at = ownStarts[row] ?? 0; at < (ownStarts[row + 1] ?? 0); at += 1) {
      if (ownTo[at] !== to || !level.has(row, side)) continue;
      if (((ownFlags[at] ?? 0) & FLAG.turn) === 0 || isSet(free, side)) return { row, side };
    }
  }
  return null;
}

function beforeShared({ shared, rowRest, sides }: PairTable, level: BitRows, to: number, sideTo: number): Pair | null {
  for (const move of shared) {
    const { starts, rows } = move.cameFrom;
    for (const row of rows.subarray(starts[to] ?? 0, starts[to + 1] ?? 0)) {
      const its = move.sideTo[rowRest[row] ?? 0];
      for (let side = 0; side < sides; side += 1) {
        if (its?.[side] === sideTo && level.has(row, side)) return { row, side };
      }
    }
  }
  return null;
}

/** The moves by name, with every push and agent called the same all along; and what is wrong at their end. */
function replayed(
  instance: Instance,
  rules: Rules,
  table: PairTable,
  pairs: readonly Pair[],
): Pick<Explored, 'wrong' | 'path'> {
  let world = startOf(instance, rules);
  const path = pairs.map((pair) => {
    const move = movesFrom(world, rules).find((one) => isAt(table, one.world, pair));
    if (move === undefined) throw new Error('the way cannot be gone');
    world = move.world;
    return move.name;
  });
  const wrong = wrongIn(world, rules.gateway.machine, mayPark(instance));
  if (wrong !== null) return { wrong, path };
  const last = movesFrom(world, rules).find((one) => one.wrong !== null);
  return last === undefined ? { wrong: null, path } : { wrong: last.wrong, path: [...path, last.name] };
}

function isAt(table: PairTable, world: World, pair: Pair): boolean {
  const there = table.source.pairOf(world);
  const same = ({ row, side }: Pair): boolean => row === there.row && side === there.side;
  return same(pair) || same(turned(table, pair));
}
