/** From which pairs a way leads, without one more fault, to where both pushes are final. */

import { type BitRows, mirror } from './bit-rows.ts';
import { take } from './pair-level.ts';
import { FLAG, isSet, type PairTable } from './pair-table.ts';
import { NONE } from './side-table.ts';

/**
 * Fills `left` with the pairs that no way leads from; says whether there are any.
 * @param live empty, and of no use afterwards
 * @param left empty
 */
export function leftBehind(table: PairTable, known: BitRows, live: BitRows, left: BitRows): boolean {
  const sweep = new Sweep(table, known, live, left);
  sweep.ends();
  // Moves of one side take whole rows along, and are nearly all it takes: the others only when these lead no further.
  do while (sweep.run(false));
  while (sweep.run(true));
  return sweep.remainder();
}

class Sweep {
  readonly #table: PairTable;
  readonly #known: BitRows;
  readonly #live: BitRows;
  /** What became live in this sweep. */
  readonly #fresh: BitRows;
  /** Rows of which all is live. */
  readonly #isDone: Uint8Array;
  readonly #places: Uint32Array;
  readonly #open: Int32Array;

  constructor(table: PairTable, known: BitRows, live: BitRows, fresh: BitRows) {
    this.#table = table;
    this.#known = known;
    this.#live = live;
    this.#fresh = fresh;
    this.#isDone = new Uint8Array(table.rows);
    this.#places = new Uint32Array(table.words);
    this.#open = new Int32Array(table.words);
  }

  ends(): void {
    const { rows, rowSide, ends, words: width } = this.#table;
    for (let row = 0; row < rows; row += 1) {
      if (!isSet(ends, rowSide[row] ?? 0)) continue;
      const count = this.#known.placesOf(row, this.#places);
      for (let index = 0; index < count; index += 1) {
        const word = this.#places[index] ?? 0;
        const bits = (this.#known.words[row * width + word] ?? 0) & (ends[word] ?? 0);
        if (bits !== 0) this.#live.add(row, word, bits);
      }
    }
  }

  /** One step back, or more, from what is live. */
  run(withShared: boolean): boolean {
    const { rows, rowOf, rests, sides } = this.#table;
    for (let row = rows - 1; row >= 0; row -= 1) {
      if (this.#isDone[row] === 1) continue;
      const count = this.#openOf(row);
      if (count === 0) {
        this.#isDone[row] = 1;
        continue;
      }
      this.#byOwn(row, count);
      if (withShared) this.#byShared(row, count);
    }
    mirror(this.#fresh, rowOf, rests, sides);
    const isAny = take(this.#fresh, this.#live);
    this.#fresh.clear();
    return isAny;
  }

  remainder(): boolean {
    const { rows } = this.#table;
    let isAny = false;
    for (let row = 0; row < rows; row += 1) {
      const count = this.#isDone[row] === 1 ? 0 : this.#openOf(row);
      isAny ||= count > 0;
      for (let index = 0; index < count; index += 1)
        this.#fresh.add(row, this.#places[index] ?? 0, this.#open[index] ?? 0);
    }
    return isAny;
  }

  /** The words of a row with pairs that are not live yet. */
  #openOf(row: number): number {
    const { words: width } = this.#table;
    const [known, live, places, open] = [this.#known.words, this.#live.words, this.#places, this.#open];
    const all = this.#known.placesOf(row, places);
    let count = 0;
    for (let index = 0; index < all; index += 1) {
      const word = places[index] ?? 0;
      const bits = (known[row * width + word] ?? 0) & ~(live[row * width + word] ?? 0);
      if (bits === 0) continue;
      places[count] = word;
      open[count] = bits;
      count += 1;
    }
    return count;
  }

  #foundLive(row: number, index: number, bits: number): void {
    this.#live.add(row, this.#places[index] ?? 0, bits);
    this.#fresh.add(row, this.#places[index] ?? 0, bits);
    this.#open[index] = (this.#open[index] ?? 0) & ~bits;
  }

  #byOwn(row: number, count: number): void {
    const { ownStarts, ownTo, ownFlags, free, words: width } = this.#table;
    const [live, places, open] = [this.#live.words, this.#places, this.#open];
    for (let at = ownStarts[row] ?? 0; at < (ownStarts[row + 1] ?? 0); at += 1) {
      const flags = ownFlags[at] ?? 0;
      if ((flags & FLAG.fault) !== 0) continue;
      const start = (ownTo[at] ?? 0) * width;
      const needsTurn = (flags & FLAG.turn) !== 0;
      for (let index = 0; index < count; index += 1) {
        const word = places[index] ?? 0;
        let bits = (open[index] ?? 0) & (live[start + word] ?? 0);
        if (needsTurn) bits &= free[word] ?? 0;
        if (bits !== 0) this.#foundLive(row, index, bits);
      }
    }
  }

  #byShared(row: number, count: number): void {
    const { shared, rowRest } = this.#table;
    for (const { isFault, sideTo, rowTo } of shared) {
      const to = rowTo[row] ?? NONE;
      const its = sideTo[rowRest[row] ?? 0];
      if (isFault || its == null || to === NONE) continue;
      for (let index = 0; index < count; index += 1) {
        let gained = 0;
        for (let bits = this.#open[index] ?? 0; bits !== 0; bits &= bits - 1) {
          const bit = bits & -bits;
          const side = ((this.#places[index] ?? 0) << 5) + 31 - Math.clz32(bit);
          if (this.#live.has(to, its[side] ?? NONE)) gained |= bit;
        }
        if (gained !== 0) this.#foundLive(row, index, gained);
      }
    }
  }
}
