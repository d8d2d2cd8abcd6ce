/** The side table in the form that the search over pairs reads: flat arrays, one bit for each side. */

import type { Instance } from './explored.ts';
import type { Rules } from './moves.ts';
import { NONE, SideTable } from './side-table.ts';
import { SIGHTS, sightsOf } from './sights.ts';
import { isEnd } from './verdict.ts';

/** A move that befalls both sides at once. */
export interface SharedMove {
  isFault: boolean;
  /** By rest: where it leads each side to; null: it cannot happen there. */
  sideTo: (Uint32Array | null)[];
  /** By rest: the sides that it is a move of. The other ones it leaves as they are. */
  has: (Uint32Array | null)[];
  /** By row. */
  rowTo: Uint32Array;
  /** The rows by where it leads them; of each target, those of one rest side by side. */
  cameFrom: { starts: Uint32Array; rows: Uint32Array };
}

export interface PairTable {
  rows: number;
  sides: number;
  /** 32 sides each. */
  words: number;
  rests: number;
  rowSide: Uint32Array;
  rowRest: Uint32Array;
  /** By rest and side. */
  rowOf: Uint32Array;
  /** Where the own moves of a row start, with one more at the end. */
  ownStarts: Uint32Array;
  ownTo: Uint32Array;
  ownFlags: Uint8Array;
  shared: SharedMove[];
  /** Sides that are not being sent. */
  free: Uint32Array;
  ends: Uint32Array;
  /** Rows whose side is wrong, and own moves that are. */
  wrongRows: number[];
  wrongMoves: { row: number; needsTurn: boolean }[];
  /** The sides in which each thing is seen; a pair shows it if one of the two does. */
  sights: Map<string, Uint32Array>;
  /** By state of the machine: the sides that are in it; both of a pair are counted. */
  states: Map<string, Uint32Array>;
  source: SideTable;
}

export const FLAG = { fault: 1, turn: 2 } as const;

export function pairTableOf(instance: Instance, rules: Rules): PairTable {
  const source = new SideTable(instance, rules);
  const { rows } = source;
  const sides = source.sides.length;
  const rests = source.rests.length;
  const words = (sides + 31) >>> 5;
  const rowOf = new Uint32Array(rests * sides).fill(NONE);
  for (let row = 0; row < rows; row += 1) rowOf[(source.rowRest[row] ?? 0) * sides + (source.rowSide[row] ?? 0)] = row;
  const rowSide = Uint32Array.from(source.rowSide);
  const rowRest = Uint32Array.from(source.rowRest);
  const shape = { rows, sides, words, rests, rowSide, rowRest, rowOf, source };
  return { ...shape, ...ownOf(source), shared: sharedOf(shape), ...marksOf(instance, rules, shape) };
}

type Shape = Pick<PairTable, 'rows' | 'sides' | 'words' | 'rests' | 'rowSide' | 'rowRest' | 'rowOf' | 'source'>;

function ownOf({ own }: SideTable): Pick<PairTable, 'ownStarts' | 'ownTo' | 'ownFlags' | 'wrongMoves'> {
  const flat = own.flat();
  const starts = new Uint32Array(own.length + 1);
  for (const [row, moves] of own.entries()) starts[row + 1] = (starts[row] ?? 0) + moves.length;
  return {
    ownStarts: starts,
    ownTo: Uint32Array.from(flat, ({ toRow }) => toRow),
    ownFlags: Uint8Array.from(flat, (move) => (move.isFault ? FLAG.fault : 0) | (move.needsTurn ? FLAG.turn : 0)),
    wrongMoves: own.flatMap((moves, row) =>
      moves.flatMap(({ wrong, needsTurn }) => (wrong === null ? [] : [{ row, needsTurn }])),
    ),
  };
}

export function set(bits: Uint32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
}

export const isSet = (bits: Uint32Array, at: number): boolean => (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;

function sharedOf(shape: Shape): SharedMove[] {
  const { rows, sides, words, rests, rowSide, rowRest, rowOf, source } = shape;
  return source.sharedTo.map((targets, number) => {
    const sideTo: SharedMove['sideTo'] = Array.from({ length: rests }, () => null);
    const has: SharedMove['has'] = Array.from({ length: rests }, () => null);
    const rowTo = new Uint32Array(rows).fill(NONE);
    for (const row of targets.keys()) {
      const rest = rowRest[row] ?? 0;
      if (targets[row] === undefined) continue;
      sideTo[rest] ??= new Uint32Array(sides).fill(NONE);
      has[rest] ??= new Uint32Array(words);
    }
    for (let row = 0; row < rows; row += 1) {
      const [rest, side] = [rowRest[row] ?? 0, rowSide[row] ?? 0];
      const [itsTo, itsHas] = [sideTo[rest], has[rest]];
      if (itsTo == null || itsHas == null || source.wrongRows.has(row)) continue;
      const to = targets[row] ?? row;
      rowTo[row] = to;
      itsTo[side] = rowSide[to] ?? NONE;
      if (targets[row] !== undefined) set(itsHas, side);
    }
    for (const [rest, itsTo] of sideTo.entries()) if (itsTo !== null) checkOneRest(shape, rowTo, rest);
    const isFault = source.sharedIsFault[number] === true;
    return { isFault, sideTo, has, rowTo, cameFrom: cameFromOf(rowTo, rowOf) };
  });
}

/** Both sides of a pair must be led to the same rest. */
function checkOneRest({ sides, rowOf, rowRest }: Shape, rowTo: Uint32Array, rest: number): void {
  let seen = NONE;
  for (let side = 0; side < sides; side += 1) {
    const row = rowOf[rest * sides + side] ?? NONE;
    const to = row === NONE ? NONE : (rowTo[row] ?? NONE);
    if (to === NONE) continue;
    const after = rowRest[to] ?? NONE;
    if (seen !== NONE && after !== seen) throw new Error('a shared move leads two sides to different rests');
    seen = after;
  }
}

function cameFromOf(rowTo: Uint32Array, inOrderOfRests: Uint32Array): SharedMove['cameFrom'] {
  const starts = new Uint32Array(rowTo.length + 1);
  for (const to of rowTo) if (to !== NONE) starts[to + 1] = (starts[to + 1] ?? 0) + 1;
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const next = starts.slice();
  const rows = new Uint32Array(starts.at(-1) ?? 0);
  for (const row of inOrderOfRests) {
    const to = row === NONE ? NONE : (rowTo[row] ?? NONE);
    if (to === NONE) continue;
    const place = next[to] ?? 0;
    rows[place] = row;
    next[to] = place + 1;
  }
  return { starts, rows };
}

function marksOf(
  instance: Instance,
  { gateway: { machine } }: Rules,
  { rows, words, rowSide, source }: Shape,
): Pick<PairTable, 'free' | 'ends' | 'wrongRows' | 'sights' | 'states'> {
  const free = new Uint32Array(words);
  const ends = new Uint32Array(words);
  const sights = new Map<string, Uint32Array>(SIGHTS.map((name) => [name, new Uint32Array(words)]));
  const states = new Map<string, Uint32Array>();
  const done = new Uint32Array(words);
  for (let row = 0; row < rows; row += 1) {
    const side = rowSide[row] ?? 0;
    if (isSet(done, side)) continue;
    set(done, side);
    const world = source.worldOf(row);
    if (isEnd(world, machine, instance.attemptsMax)) set(ends, side);
    for (const name of sightsOf(world)) set(sights.get(name) ?? new Uint32Array(words), side);
    const { state } = machine.read(world.pushes[0]?.record ?? 0);
    if (state !== 'sending') set(free, side);
    const its = states.get(state) ?? new Uint32Array(words);
    states.set(state, its);
    set(its, side);
  }
  return { free, ends, wrongRows: [...source.wrongRows], sights, states };
}
