import { type Fact, factOf } from '../core/preview-facts.ts';
import type { Reading } from './reading.ts';
import type { Asking } from './section-reader.ts';
import { withinMs } from './within-ms.ts';

/** A reading's answer as a fact: waits for the newest until the budget ends, also where an older one is known. */
export async function settledFact<T, U>(
  { settled, section }: Reading<T>,
  { budgetEndsAt }: Pick<Asking, 'budgetEndsAt'>,
  now: () => number,
  pick: (data: T) => U,
): Promise<Fact<U>> {
  if (settled !== null) await withinMs(settled, budgetEndsAt - now());
  return factOf(section(), pick);
}
