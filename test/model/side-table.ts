/**
 * What one push can do, worked out once for every state that it can be in. A push never sees another: its record,
 * frames and journal rows are its own. What pushes share is the rest: links, faults that are left, and whose turn it
 * is to be sent. So a state of two pushes is a pair of sides and a rest, and each move is one of these:
 *
 *   own     it changes one side, and perhaps the rest (a late commit uses one up), whatever the other side is; at most
 *           it waits for its turn, which is free while the other side is not being sent
 *   shared  it befalls both sides at once, each in a way that depends on that side and the rest only
 *
 * The table is made by the very moves of the model, tried on a world with this one push. That nothing else decides is
 * held by model.test.ts: pairs made of it are the same states, moves and findings as those of worlds with two pushes.
 *
 * A row is one side under one rest. There is one for whatever a push might be in: also what the other push does to the
 * rest is followed. Whether a row really occurs beside another is what the search says.
 */

import { withoutTheDead } from './dead.ts';
import { type Instance, mayPark, startOf } from './explored.ts';
import { type Move, movesFrom, type Rules } from './moves.ts';
import { wrongIn } from './verdict.ts';
import { partsOf, type World, worldOfParts } from './world.ts';

export interface OwnMove {
  toRow: number;
  isFault: boolean;
  needsTurn: boolean;
  wrong: string | null;
}

/** No such row, or no such move. */
export const NONE = 0xffff_ffff;

export class SideTable {
  readonly sides: string[] = [];
  readonly rests: number[] = [];
  readonly rowSide: number[] = [];
  readonly rowRest: number[] = [];
  readonly own: OwnMove[][] = [];
  readonly sharedNames: string[] = [];
  readonly sharedIsFault: boolean[] = [];
  /** Rows that are wrong: nothing goes on from there. */
  readonly wrongRows = new Set<number>();
  /** By shared move and row. */
  readonly sharedTo: number[][] = [];
  readonly #rules: Rules;
  readonly #attemptsMax: number;
  readonly #sideNumbers = new Map<string, number>();
  readonly #restNumbers = new Map<number, number>();
  readonly #rowNumbers = new Map<number, number>();
  /** The rests that own moves lead to from a rest, and its rows. */
  readonly #restsAfter: Set<number>[] = [];
  readonly #rowsOf: number[][] = [];

  constructor(instance: Instance, rules: Rules) {
    this.#rules = rules;
    this.#attemptsMax = instance.attemptsMax;
    this.#rowOfWorld(startOf({ ...instance, pushes: 1 }, rules));
    for (let row = 0; row < this.rowSide.length; row += 1) {
      const world = this.worldOf(row);
      // The search ends where something is wrong: what may come after it is of no use.
      if (wrongIn(world, rules.gateway.machine, mayPark(instance)) !== null) this.wrongRows.add(row);
      else for (const move of movesFrom(world, rules)) this.#add(row, move);
    }
  }

  get rows(): number {
    return this.rowSide.length;
  }

  /** A world with the one push of a row. */
  worldOf(row: number): World {
    return worldOfParts([this.#sideOf(row)], this.#restOf(row), this.#attemptsMax);
  }

  /** The world of two sides under the rest of the first one's row. */
  worldOfPair(row: number, side: number): World {
    return worldOfParts([this.#sideOf(row), this.sides[side] ?? ''], this.#restOf(row), this.#attemptsMax);
  }

  rowOf(side: number, rest: number): number {
    return this.#rowNumbers.get(rest * 2 ** 24 + side) ?? NONE;
  }

  /** The row of the first push, and the side of the second. */
  pairOf(world: World): { row: number; side: number } {
    const { sides, rest } = this.#partsOf(world);
    const [first, second] = sides.map((side) => this.#sideNumbers.get(side) ?? NONE);
    return { row: this.rowOf(first ?? NONE, this.#restNumbers.get(rest) ?? NONE), side: second ?? NONE };
  }

  #sideOf(row: number): string {
    return this.sides[this.rowSide[row] ?? 0] ?? '';
  }

  #restOf(row: number): number {
    return this.rests[this.rowRest[row] ?? 0] ?? 0;
  }

  #partsOf(world: World): { sides: string[]; rest: number } {
    return partsOf(withoutTheDead(world, this.#rules.gateway.machine), this.#attemptsMax);
  }

  #rowOfWorld(world: World): number {
    const { sides, rest } = this.#partsOf(world);
    const side = numbered(this.sides, this.#sideNumbers, sides[0] ?? '');
    const restNumber = numbered(this.rests, this.#restNumbers, rest);
    if (this.#rowsOf[restNumber] === undefined) {
      this.#rowsOf[restNumber] = [];
      this.#restsAfter[restNumber] = new Set();
    }
    return this.#row(side, restNumber);
  }

  #row(side: number, rest: number): number {
    const known = this.rowOf(side, rest);
    if (known !== NONE) return known;
    const row = this.rowSide.length;
    this.#rowNumbers.set(rest * 2 ** 24 + side, row);
    this.rowSide.push(side);
    this.rowRest.push(rest);
    this.own.push([]);
    this.#rowsOf[rest]?.push(row);
    for (const after of this.#restsAfter[rest] ?? []) this.#row(side, after);
    return row;
  }

  #add(row: number, { name, isFault, place, needsTurn, wrong, world }: Move): void {
    const toRow = wrong === null ? this.#rowOfWorld(world) : row;
    const [from, to] = [this.rowRest[row] ?? 0, this.rowRest[toRow] ?? 0];
    if (place === null) {
      if (wrong !== null) throw new Error(`a shared move is wrong in itself: ${name}: ${wrong}`);
      let number = this.sharedNames.indexOf(name);
      if (number < 0) {
        number = this.sharedNames.push(name) - 1;
        this.sharedIsFault.push(isFault);
        this.sharedTo.push([]);
      }
      const targets = this.sharedTo[number] ?? [];
      targets[row] = toRow;
      return;
    }
    this.own[row]?.push({ toRow, isFault, needsTurn, wrong });
    if (from !== to && this.#restsAfter[from]?.has(to) === false) {
      this.#restsAfter[from]?.add(to);
      for (const beside of [...(this.#rowsOf[from] ?? [])]) this.#row(this.rowSide[beside] ?? 0, to);
    }
  }
}

function numbered<T>(list: T[], numbers: Map<T, number>, value: T): number {
  const known = numbers.get(value);
  if (known !== undefined) return known;
  numbers.set(value, list.length);
  list.push(value);
  return list.length - 1;
}
