/**
 * Breadth-first search through every state that can be reached. Safety is checked in each; liveness at the end: from
 * every state, without one more fault, a way must lead to where all pushes are final. A run that is fair takes it.
 */

import type { WriteBounds } from '#contracts/frames';
import { AGENT_RULES, type AgentRules } from './agent.ts';
import { withoutTheDead } from './dead.ts';
import { type Advance, Machine } from './machine.ts';
import { type Move, movesFrom, type Rules } from './moves.ts';
import { isEnd, wrongIn } from './verdict.ts';
import { DESK, ERP, GONE, keyOf, type Left, type World, worldOf } from './world.ts';

export interface Instance {
  bounds: WriteBounds;
  pushes: number;
  attemptsMax: number;
  left: Left;
  /** Whether what is on its way for an attempt that was left behind is lost. */
  orderly?: boolean;
  /** Instead of the gateway's own machine: a mutant. */
  advance?: Advance;
  agent?: AgentRules;
  /** Stops the search; nothing is known about what lies beyond. */
  statesMax?: number;
}

export interface Explored {
  states: number;
  transitions: number;
  /** Moves from the start to the state that lies farthest. */
  depth: number;
  /** The first wrong thing found, which is one of the nearest. */
  wrong: string | null;
  /** The shortest way to it. */
  path: string[];
  /** Whether every state that can be reached was seen. */
  isWhole: boolean;
  /** In how many states each thing was so: a thing that never was so was not tested. */
  seen: Record<string, number>;
}

export function explore(instance: Instance): Explored {
  return new Search(instance).run();
}

class Search {
  readonly #instance: Instance;
  readonly #rules: Rules;
  readonly #mayPark: boolean;
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
    const { bounds, attemptsMax } = instance;
    const machine = new Machine(instance.advance);
    const wrong = (what: string): void => {
      this.#wrong ??= what;
    };
    this.#rules = { gateway: { machine, bounds, wrong }, agent: instance.agent ?? AGENT_RULES, attemptsMax };
    this.#mayPark = bounds.maxExecutionMs === null && !bounds.uniqueReference;
  }

  run(): Explored {
    this.#add(this.#start(), -1);
    const limit = this.#instance.statesMax ?? Number.POSITIVE_INFINITY;
    let depth = 0;
    let levelEnd = 1;
    for (let number = 0; number < this.#keys.length; number += 1) {
      if (number === levelEnd) {
        depth += 1;
        levelEnd = this.#keys.length;
      }
      const at = this.#check(number);
      if (this.#wrong !== null) return this.#found(depth, this.#pathTo(number));
      if (this.#keys.length > limit) return this.#found(depth, []);
      for (const move of movesFrom(at, this.#rules)) {
        this.#transitions += 1;
        // A step that is itself wrong: seen before where it leads.
        if (this.#wrong !== null) return this.#found(depth + 1, [...this.#pathTo(number), move.name]);
        const to = this.#add(move.world, number);
        if (!move.isFault) this.#calm.add(number, to);
      }
    }
    const stuck = this.#stuck();
    if (stuck === null) return this.#found(depth, []);
    this.#wrong = 'no way leads from here to where every push is final';
    return this.#found(depth, this.#pathTo(stuck));
  }

  #start(): World {
    const record = this.#rules.gateway.machine.accepted();
    return {
      pushes: Array.from({ length: this.#instance.pushes }, () => ({ record, lookUps: 0, attempts: [] })),
      links: [
        { agentUp: true, gatewayUp: true },
        { agentUp: true, gatewayUp: true },
      ],
      newest: 1,
      left: this.#instance.left,
    };
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
    return keyOf(
      withoutTheDead(world, this.#rules.gateway.machine, this.#instance.orderly === true),
      this.#instance.attemptsMax,
    );
  }

  #at(number: number): World {
    return worldOf(this.#keys[number] ?? '', this.#instance.attemptsMax);
  }

  #check(number: number): World {
    const world = this.#at(number);
    const { machine } = this.#rules.gateway;
    this.#wrong ??= wrongIn(world, machine, this.#mayPark);
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
    let world = this.#start();
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
    const isWhole = states <= (this.#instance.statesMax ?? Number.POSITIVE_INFINITY) && this.#wrong === null;
    return { states, transitions: this.#transitions, depth, wrong: this.#wrong, path, isWhole, seen: this.#seen };
  }
}

/** What the model is there to try: counted, so that a run shows that it did. */
function sightsOf({ pushes }: World): string[] {
  const attempts = pushes.flatMap((push) => push.attempts);
  const sights = {
    'commit after the answer was given up': attempts.some(
      ({ desk, erp }) =>
        (desk === DESK.unknown || desk === DESK.startedRow) && (erp === ERP.hidden || erp === ERP.shown),
    ),
    'order missing from the index': attempts.some(({ erp }) => erp === ERP.hidden),
    'second attempt': pushes.some((push) => push.attempts.length > 1),
    'go past the fence': attempts.some(({ gone }) => gone === GONE.pastFence),
    'agent lost its lease': attempts.some(({ desk }) => desk === DESK.leaseLost),
    'go too late': attempts.some(({ desk }) => desk === DESK.expired),
  };
  return Object.entries(sights).flatMap(([name, isSo]) => (isSo ? [name] : []));
}

/** Arrows between numbered states, in a few bytes each. */
class Edges {
  #from = new Uint32Array(1 << 16);
  #to = new Uint32Array(1 << 16);
  #count = 0;

  add(from: number, to: number): void {
    if (this.#count === this.#from.length) {
      this.#from = grown(this.#from);
      this.#to = grown(this.#to);
    }
    this.#from[this.#count] = from;
    this.#to[this.#count] = to;
    this.#count += 1;
  }

  /** Marks with 1 every state from which one of `ends` can be reached. */
  backFrom(ends: readonly number[], states: number): Uint8Array {
    const starts = new Uint32Array(states + 1);
    for (let at = 0; at < this.#count; at += 1) {
      const to = (this.#to[at] ?? 0) + 1;
      starts[to] = (starts[to] ?? 0) + 1;
    }
    for (let at = 1; at <= states; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
    const next = starts.slice();
    const sources = new Uint32Array(this.#count);
    for (let at = 0; at < this.#count; at += 1) {
      const to = this.#to[at] ?? 0;
      const place = next[to] ?? 0;
      sources[place] = this.#from[at] ?? 0;
      next[to] = place + 1;
    }
    const reached = new Uint8Array(states);
    const todo = [...ends];
    for (const end of ends) reached[end] = 1;
    for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
      for (let at = starts[state] ?? 0; at < (starts[state + 1] ?? 0); at += 1) {
        const from = sources[at] ?? 0;
        if (reached[from] === 1) continue;
        reached[from] = 1;
        todo.push(from);
      }
    }
    return reached;
  }
}

function grown(small: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const large = new Uint32Array(small.length * 2);
  large.set(small);
  return large;
}
