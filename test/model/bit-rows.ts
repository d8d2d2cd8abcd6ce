/**
 * A set of pairs: for each row a bit for each side. Beside each row stand marks, a bit for each of its words that is
 * not empty, so that a thin set is walked fast.
 */

import { NONE } from './side-table.ts';

export class BitRows {
  readonly rows: number;
  /** Words of one row, and marks of one row. */
  readonly width: number;
  readonly marksWidth: number;
  readonly words: Uint32Array;
  readonly marks: Uint32Array;

  constructor(rows: number, width: number) {
    this.rows = rows;
    this.width = width;
    this.marksWidth = (width + 31) >>> 5;
    this.words = new Uint32Array(rows * width);
    this.marks = new Uint32Array(rows * this.marksWidth);
  }

  has(row: number, side: number): boolean {
    return (((this.words[row * this.width + (side >>> 5)] ?? 0) >>> (side & 31)) & 1) === 1;
  }

  add(row: number, word: number, bits: number): void {
    const at = row * this.width + word;
    this.words[at] = (this.words[at] ?? 0) | bits;
    const mark = row * this.marksWidth + (word >>> 5);
    this.marks[mark] = (this.marks[mark] ?? 0) | (1 << (word & 31));
  }

  /** The words of a row that are not empty, written to `places`; gives how many. */
  placesOf(row: number, places: Uint32Array): number {
    let count = 0;
    const start = row * this.marksWidth;
    for (let at = 0; at < this.marksWidth; at += 1) {
      let bits = this.marks[start + at] ?? 0;
      while (bits !== 0) {
        places[count] = (at << 5) + 31 - Math.clz32(bits & -bits);
        count += 1;
        bits &= bits - 1;
      }
    }
    return count;
  }

  /** The first side of a row that is also one of `among`. */
  firstOf(row: number, among: Uint32Array | null): number | null {
    const places = new Uint32Array(this.width);
    const count = this.placesOf(row, places);
    for (let index = 0; index < count; index += 1) {
      const word = places[index] ?? 0;
      const bits = (this.words[row * this.width + word] ?? 0) & (among === null ? -1 : (among[word] ?? 0));
      if (bits !== 0) return (word << 5) + 31 - Math.clz32(bits & -bits);
    }
    return null;
  }

  clear(): void {
    const places = new Uint32Array(this.width);
    for (let row = 0; row < this.rows; row += 1) {
      const count = this.placesOf(row, places);
      for (let index = 0; index < count; index += 1) this.words[row * this.width + (places[index] ?? 0)] = 0;
    }
    this.marks.fill(0);
  }
}

/**
 * Which push is called first makes no difference, so a set of states holds each pair both ways round. This adds to
 * every pair the one with its sides changed over; 32 times 32 of them at once.
 * @param rowOf by rest and side
 */
export function mirror(set: BitRows, rowOf: Uint32Array, rests: number, sides: number): void {
  const { words, width, marks, marksWidth } = set;
  const block = new Int32Array(32);
  for (let rest = 0; rest < rests; rest += 1) {
    for (let first = 0; first < sides; first += 32) {
      const those = rowOf.subarray(rest * sides + first, rest * sides + Math.min(first + 32, sides));
      for (let mark = 0; mark < marksWidth; mark += 1) {
        let any = 0;
        for (const row of those) if (row !== NONE) any |= marks[row * marksWidth + mark] ?? 0;
        for (; any !== 0; any &= any - 1) {
          const word = (mark << 5) + 31 - Math.clz32(any & -any);
          block.fill(0);
          for (let index = 0; index < those.length; index += 1) {
            const row = those[index] ?? NONE;
            if (row !== NONE) block[index] = words[row * width + word] ?? 0;
          }
          transpose(block);
          for (let index = 0; index < 32; index += 1) {
            const bits = block[index] ?? 0;
            if (bits !== 0) set.add(rowOf[rest * sides + (word << 5) + index] ?? NONE, first >>> 5, bits);
          }
        }
      }
    }
  }
}

/** Bit j of word i becomes bit i of word j. */
export function transpose(block: Int32Array): void {
  let mask = 0x0000ffff;
  for (let span = 16; span !== 0; span >>>= 1, mask ^= mask << span) {
    for (let at = 0; at < 32; at = (at + span + 1) & ~span) {
      const [low, high] = [block[at] ?? 0, block[at + span] ?? 0];
      const moved = ((low >>> span) ^ high) & mask;
      block[at + span] = high ^ moved;
      block[at] = low ^ (moved << span);
    }
  }
}

export function countOf(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
