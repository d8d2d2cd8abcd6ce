import { Prng } from '../sandbox/erp/seed/prng.ts';
import { AGENT_FAULTS } from './agent-faults.ts';
import { ERP_FAULTS } from './erp-faults.ts';
import type { Fault } from './fault.ts';
import { GATEWAY_FAULTS } from './gateway-faults.ts';
import { LINK_FAULTS } from './link-faults.ts';

export const FAULTS: readonly Fault[] = [...AGENT_FAULTS, ...GATEWAY_FAULTS, ...ERP_FAULTS, ...LINK_FAULTS];

/**
 * Deals faults like cards: each comes once before any comes again, in an order of the seed, so that a run of some
 * length has had them all.
 */
export class Deck {
  readonly #faults: readonly Fault[];
  readonly #draw: Prng;
  #left: Fault[] = [];

  constructor(faults: readonly Fault[], seed: number) {
    this.#faults = faults;
    this.#draw = new Prng(`deck/${seed}`);
  }

  deal(count: number): Fault[] {
    const dealt: Fault[] = [];
    while (dealt.length < Math.min(count, this.#faults.length)) {
      if (this.#left.every((fault) => dealt.includes(fault))) this.#left = [...this.#faults];
      const [fault] = this.#left.splice(this.#draw.int(0, this.#left.length - 1), 1);
      if (fault !== undefined && !dealt.includes(fault)) dealt.push(fault);
    }
    return dealt;
  }
}
