/**
 * Breadth-first search through every state that can be reached, one by one. Safety is checked in each; liveness at the
 * end: from every state, without one more fault, a way must lead to where all pushes are final. A run that is fair
 * takes it.
 */

import { withoutTheDead } from './dead.ts';
import { Edges } from './edges.ts';
import { type Explored, type Instance, mayPark, rulesOf, STUCK, startOf } from './explored.ts';
import { type Move, movesFrom, type Rules } from './moves.ts';
import { sightsOf } from './sights.ts';
import { isEnd, wrongIn } from './verdict.ts';
import { keyOf, type World, worldOf } from './world.ts';

export const exploreEachState = (instance: Instance): Explored => new Search(instance).run();

class Search {
  readonly #instance: Instance;
  readonly #rules: Rules;
  readonly #numbers = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #parents: number[] = [];
  readonly #ends: number[] = [];
  readonly #calm = new Edges();
  readonly #seen: Record<string, number> = {};
  #wrong: string | null = null;
  #transitions = 0;

  constructor(instance: Instance) {
    this.#instance = instance;
    this.#rules = rulesOf(instance);
  }

  run(): Explored {
    this.#add(startOf(this.#instance, this.#rules), -1);
    let depth = 0;
    let levelEnd = 1;
    for (let number = 0; number < this.#keys.length; number += 1) {
      if (number === levelEnd) {
        depth += 1;
        levelEnd = this.#keys.length;
      }
      const at = this.#check(number);
      if (this.#wrong !== null) return this.#found(depth, this.#pathTo(number));
      for (const move of movesFrom(at, this.#rules)) {
        this.#transitions += 1;
        this.#wrong = move.wrong;
        if (this.#wrong !== null) return this.#found(depth + 1, [...this.#pathTo(number), move.name]);
        const to = this.#add(move.world, number);
        if (!move.isFault) this.#calm.add(number, to);
      }
    }
    const stuck = this.#stuck();
    if (stuck === null) return this.#found(depth, []);
    this.#wrong = STUCK;
    return this.#found(depth, this.#pathTo(stuck));
  }

  #add(world: World, parent: number): number {
    const key = this.#keyOf(world);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#keys.length;
    this.#numbers.set(key, number);
    this.#keys.push(key);
    this.#parents.push(parent);
    return number;
  }

  #keyOf(world: World): string {
    return keyOf(withoutTheDead(world, this.#rules.gateway.machine), this.#instance.attemptsMax);
  }

  #at(number: number): World {
    return worldOf(this.#keys[number] ?? '', this.#instance.attemptsMax);
  }

  #check(number: number): World {
    const world = this.#at(number);
    const { machine } = this.#rules.gateway;
    this.#wrong = wrongIn(world, machine, mayPark(this.#instance));
    if (isEnd(world, machine, this.#instance.attemptsMax)) this.#ends.push(number);
    for (const what of sightsOf(world)) this.#seen[what] = (this.#seen[what] ?? 0) + 1;
    for (const { record } of world.pushes) {
      const { state } = machine.read(record);
      this.#seen[state] = (this.#seen[state] ?? 0) + 1;
    }
    return world;
  }

  /** The nearest state from which no end can be reached without a fault; null: there is none. */
  #stuck(): number | null {
    const reached = this.#calm.backFrom(this.#ends, this.#keys.length);
    const stuck = reached.indexOf(0);
    return stuck < 0 ? null : stuck;
  }

  /** The moves to a state, with every push and agent called the same all along. */
  #pathTo(number: number): string[] {
    const numbers: number[] = [];
    for (let at = number; at > 0; at = this.#parents[at] ?? -1) numbers.unshift(at);
    let world = startOf(this.#instance, this.#rules);
    return numbers.map((next) => {
      const move = movesFrom(world, this.#rules).find((one) => this.#isAt(one, next));
      if (move === undefined) throw new Error('the way back is lost');
      world = move.world;
      return move.name;
    });
  }

  #isAt({ world }: Move, number: number): boolean {
    return this.#keyOf(world) === this.#keys[number];
  }

  #found(depth: number, path: string[]): Explored {
    const states = this.#keys.length;
    return { states, transitions: this.#transitions, depth, wrong: this.#wrong, path, seen: this.#seen };
  }
}
