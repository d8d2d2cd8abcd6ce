/**
 * One level of the search: everything that one move leads to from the pairs of the level before. A move of one side
 * takes all pairs of a row along at once, whatever their other side is.
 */

import { type BitRows, mirror } from './bit-rows.ts';
import { FLAG, type PairTable, type SharedMove } from './pair-table.ts';
import { NONE } from './side-table.ts';

/** Both pushes were just accepted: the first row, with the first side beside it. */
export const startIn = (set: BitRows): void => set.add(0, 0, 1);

/** Adds everything of `more` to `all`; says whether there was anything. */
export function take(more: BitRows, all: BitRows): boolean {
  const { rows, width, words } = more;
  const places = new Uint32Array(width);
  let isAny = false;
  for (let row = 0; row < rows; row += 1) {
    const count = more.placesOf(row, places);
    isAny ||= count > 0;
    for (let index = 0; index < count; index += 1) {
      const word = places[index] ?? 0;
      all.add(row, word, words[row * width + word] ?? 0);
    }
  }
  return isAny;
}

/** Adds to `next` what is not `known`, both ways round. */
export function step(table: PairTable, now: BitRows, known: BitRows, next: BitRows): void {
  ownMoves(table, now, known, next);
  mirror(next, table.rowOf, table.rests, table.sides);
  // These change both sides: both ways round already.
  for (const move of table.shared) sharedMoves(table, move, now, known, next);
}

function ownMoves(table: PairTable, now: BitRows, known: BitRows, next: BitRows): void {
  const { ownStarts, ownTo, ownFlags, free, words: width, rows } = table;
  const places = new Uint32Array(width);
  const bitsAt = new Int32Array(width);
  const [nowWords, knownWords] = [now.words, known.words];
  for (let row = 0; row < rows; row += 1) {
    const count = now.placesOf(row, places);
    if (count === 0) continue;
    for (let index = 0; index < count; index += 1) bitsAt[index] = nowWords[row * width + (places[index] ?? 0)] ?? 0;
    for (let at = ownStarts[row] ?? 0; at < (ownStarts[row + 1] ?? 0); at += 1) {
      const to = ownTo[at] ?? 0;
      const needsTurn = ((ownFlags[at] ?? 0) & FLAG.turn) !== 0;
      for (let index = 0; index < count; index += 1) {
        const word = places[index] ?? 0;
        let bits = (bitsAt[index] ?? 0) & ~(knownWords[to * width + word] ?? 0);
        if (needsTurn) bits &= free[word] ?? 0;
        if (bits !== 0) next.add(to, word, bits);
      }
    }
  }
}

function sharedMoves(table: PairTable, move: SharedMove, now: BitRows, known: BitRows, next: BitRows): void {
  const { words: width, rows, rowRest } = table;
  const { starts, rows: sources } = move.cameFrom;
  const together = new Int32Array(width);
  const places = new Uint32Array(width);
  const [nowWords, knownWords] = [now.words, known.words];
  for (let to = 0; to < rows; to += 1) {
    const end = starts[to + 1] ?? 0;
    for (let at = starts[to] ?? 0; at < end; ) {
      // What leads to one row from one rest leads every other side to the same one: so all of it at once.
      const rest = rowRest[sources[at] ?? 0] ?? 0;
      let isAny = false;
      for (; at < end && rowRest[sources[at] ?? 0] === rest; at += 1) {
        const source = sources[at] ?? 0;
        const count = now.placesOf(source, places);
        isAny ||= count > 0;
        for (let index = 0; index < count; index += 1) {
          const word = places[index] ?? 0;
          together[word] = (together[word] ?? 0) | (nowWords[source * width + word] ?? 0);
        }
      }
      const sideTo = move.sideTo[rest];
      if (!isAny || sideTo == null) continue;
      for (let word = 0; word < width; word += 1) {
        let bits = together[word] ?? 0;
        together[word] = 0;
        for (; bits !== 0; bits &= bits - 1) {
          const side = sideTo[(word << 5) + 31 - Math.clz32(bits & -bits)] ?? NONE;
          const bit = 1 << (side & 31);
          if (((knownWords[to * width + (side >>> 5)] ?? 0) & bit) === 0) next.add(to, side >>> 5, bit);
        }
      }
    }
  }
}
