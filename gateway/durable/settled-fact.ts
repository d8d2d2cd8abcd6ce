import { type Fact, factOf, knownNow } from '../core/preview-facts.ts';
import type { Reading } from './reading.ts';
import type { Asking } from './section-reader.ts';
import { withinMs } from './within-ms.ts';

/** A fact as the ERP has just told it. `isOvertaken`: something that it tells of changed while it was on its way. */
export interface Told<U> {
  fact: Fact<U>;
  isOvertaken: boolean;
}

/** A reading's answer as a fact: waits for the newest until the budget ends, also where an older one is known. */
export async function toldOnce<T, U>(
  begin: () => Reading<T>,
  { budgetEndsAt }: Pick<Asking, 'budgetEndsAt'>,
  now: () => number,
  pick: (data: T) => U,
): Promise<Told<U>> {
  const { settled, section } = begin();
  const isIn =
    settled === null ||
    (await withinMs(
      settled.then(() => true),
      budgetEndsAt - now(),
    )) === true;
  const shown = section();
  return { fact: factOf(shown, pick), isOvertaken: isIn && shown.state === 'stale' && shown.error === null };
}

/**
 * The same; an answer that was overtaken is asked for once more, and taken then as it is: where orders are made all the
 * time, none would ever be of after the last one.
 */
export async function settledFact<T, U>(
  begin: () => Reading<T>,
  asking: Pick<Asking, 'budgetEndsAt'>,
  now: () => number,
  pick: (data: T) => U,
): Promise<Fact<U>> {
  const once = await toldOnce(begin, asking, now, pick);
  if (!once.isOvertaken) return once.fact;
  const { fact, isOvertaken } = await toldOnce(begin, asking, now, pick);
  return isOvertaken && fact.known ? knownNow(fact.value) : fact;
}
