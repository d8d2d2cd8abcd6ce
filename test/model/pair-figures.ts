/** What a search over pairs has seen, counted as if each state had been made: which push is first makes no difference. */

import { type BitRows, countOf } from './bit-rows.ts';
import type { Explored } from './explored.ts';
import { FLAG, isSet, type PairTable } from './pair-table.ts';

/** Counts of both ways round, and of pairs of two like sides, which have but one. */
interface Tally {
  ordered: number;
  like: number;
}

const once = ({ ordered, like }: Tally): number => (ordered + like) / 2;

export function figuresOf(table: PairTable, known: BitRows): Pick<Explored, 'states' | 'transitions' | 'seen'> {
  const { rows, rowSide, rowRest, ownStarts, ownFlags, free, shared, sights, states } = table;
  const pairs = { ordered: 0, like: 0 };
  const together = { ordered: 0, like: 0 };
  let own = 0;
  const sighted = new Map<string, Tally>([...sights.keys()].map((name) => [name, { ordered: 0, like: 0 }]));
  const seen: Record<string, number> = {};
  const row = new RowCount(known);
  for (let number = 0; number < rows; number += 1) {
    const all = row.read(number);
    if (all === 0) continue;
    const side = rowSide[number] ?? 0;
    const like = known.has(number, side) ? 1 : 0;
    add(pairs, all, like);
    const freeBeside = row.among(free);
    const isFree = isSet(free, side);
    for (let at = ownStarts[number] ?? 0; at < (ownStarts[number + 1] ?? 0); at += 1) {
      const needsTurn = ((ownFlags[at] ?? 0) & FLAG.turn) !== 0;
      own += needsTurn ? freeBeside + (isFree ? like : 0) : all + like;
    }
    for (const { has } of shared) {
      const its = has[rowRest[number] ?? 0];
      if (its == null) continue;
      const isOfThis = isSet(its, side);
      add(together, isOfThis ? all : row.among(its), isOfThis ? like : 0);
    }
    for (const [name, mask] of sights) {
      const isSo = isSet(mask, side);
      const tally = sighted.get(name);
      if (tally !== undefined) add(tally, isSo ? all : row.among(mask), isSo ? like : 0);
    }
    for (const [state, mask] of states) if (isSet(mask, side)) seen[state] = (seen[state] ?? 0) + all + like;
  }
  for (const [name, tally] of sighted) if (tally.ordered > 0) seen[name] = once(tally);
  return { states: once(pairs), transitions: own + once(together), seen };
}

function add(tally: Tally, ordered: number, like: number): void {
  tally.ordered += ordered;
  tally.like += like;
}

/** The pairs of one row, counted. */
class RowCount {
  readonly #set: BitRows;
  readonly #places: Uint32Array;
  #row = 0;
  #count = 0;

  constructor(set: BitRows) {
    this.#set = set;
    this.#places = new Uint32Array(set.width);
  }

  read(row: number): number {
    this.#row = row;
    this.#count = this.#set.placesOf(row, this.#places);
    return this.among(null);
  }

  among(mask: Uint32Array | null): number {
    const { words, width } = this.#set;
    let count = 0;
    for (let index = 0; index < this.#count; index += 1) {
      const word = this.#places[index] ?? 0;
      const bits = words[this.#row * width + word] ?? 0;
      count += countOf(mask === null ? bits : bits & (mask[word] ?? 0));
    }
    return count;
  }
}
