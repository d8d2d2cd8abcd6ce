import { type Fact, factOf } from '../core/preview-facts.ts';
import type { Reading } from './reading.ts';
import type { Asking } from './section-reader.ts';
import { withinMs } from './within-ms.ts';

/** Once more is enough: where orders are made all the time, no answer would ever be of after the last one. */
const ASKS_MAX = 2;

/**
 * A reading's answer as a fact: waits for the newest until the budget ends, also where an older one is known. An
 * answer that was overtaken by a change on its way is asked for once more.
 */
export async function settledFact<T, U>(
  begin: () => Reading<T>,
  { budgetEndsAt }: Pick<Asking, 'budgetEndsAt'>,
  now: () => number,
  pick: (data: T) => U,
): Promise<Fact<U>> {
  for (let asks = 1; ; asks += 1) {
    const { settled, section } = begin();
    if (settled !== null) await withinMs(settled, budgetEndsAt - now());
    const shown = section();
    const isOvertaken = shown.state === 'stale' && shown.error === null;
    if (!isOvertaken || asks === ASKS_MAX || now() >= budgetEndsAt) return factOf(shown, pick);
  }
}
