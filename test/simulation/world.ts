import { Dice } from './dice.ts';
import { FAULTS, type FaultCounts, type FaultName, NEVER_TOGETHER, noFaults } from './faults.ts';
import { Timeline } from './timeline.ts';

/** Tuesday, 15 January 2030, 06:00 UTC. */
const START = Date.UTC(2030, 0, 15, 6);

/** What may be found wrong. */
export type Verdict = 'duplicate' | 'lost' | 'wrong' | 'unresolved';
export interface Violation {
  verdict: Verdict;
  /** Which statement does not hold, e.g. `I4`. */
  rule: string;
  detail: string;
}

/** What all parts of one run share: time, chance, which faults strike, and what was seen. */
export class World {
  readonly dice: Dice;
  readonly time = new Timeline(START);
  readonly counts: FaultCounts = noFaults();
  readonly violations: Violation[] = [];
  /** Faults strike until then, epoch ms. */
  readonly faultsEndAt: number;
  /** How the store of the gateway was set back, if it was. */
  setBackAt: number | null = null;
  /** Claims that were made, as push/attempt@connection. */
  readonly claims = new Set<string>();
  /** Hours in which nothing may be sent. */
  quiet: { from: number; to: number } | null = null;
  /** Waits for something to be sent. */
  atNextSend: (() => void) | null = null;
  readonly #enabled = new Set<FaultName>();
  readonly #write: ((line: string) => void) | null;

  constructor(seed: number, write: ((line: string) => void) | null) {
    this.#write = write;
    this.dice = new Dice(seed);
    this.faultsEndAt = START + this.dice.between(3, 20) * 60_000;
    // Few kinds at a time: all at once hide each other.
    const share = this.dice.pick([0.05, 0.15, 0.3, 0.5]);
    for (const name of Object.keys(FAULTS) as FaultName[]) if (this.dice.chance(share)) this.#enabled.add(name);
    // The store of one run in four is set back: nothing else is as hard.
    if (this.dice.chance(0.25)) this.#enabled.add('F19');
    for (const [one, other] of NEVER_TOGETHER) {
      if (this.#enabled.has(one) && this.#enabled.has(other)) this.#enabled.delete(this.dice.pick([one, other]));
    }
  }

  get now(): number {
    return this.time.now;
  }

  isOn(name: FaultName): boolean {
    return this.#enabled.has(name);
  }

  /** Whether the fault is to strike now. */
  mayStrike(name: FaultName, chance: number): boolean {
    return this.#enabled.has(name) && this.now < this.faultsEndAt && this.dice.chance(chance);
  }

  /** Whether the fault strikes now; counted when it does. */
  strikes(name: FaultName, chance: number): boolean {
    if (!this.mayStrike(name, chance)) return false;
    this.happened(name);
    return true;
  }

  happened(name: FaultName): void {
    this.counts[name] += 1;
    this.note(() => `! ${name} ${FAULTS[name]}`);
  }

  note(line: () => string): void {
    if (this.#write === null) return;
    this.#write(`${((this.now - START) / 1000).toFixed(3).padStart(10)}  ${line()}`);
  }

  broken(verdict: Verdict, rule: string, detail: string): void {
    this.note(() => `# ${verdict} ${rule}: ${detail}`);
    this.violations.push({ verdict, rule, detail });
  }
}
