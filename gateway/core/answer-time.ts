/** A rep is promised a card within 2.5 s; 300 ms of them are for the way there and back and a busy machine (134 ms measured). */
const BUDGET_MS = 2_200;

/** How long a card's answer may take from here on. @param spentMs what finding out whom to ask has taken of it */
export const budgetMs = ({ spentMs }: { spentMs: number }): number => Math.max(0, BUDGET_MS - spentMs);

/** What a view knows while it waits for its sections. */
export interface Waiting {
  /** When the view was asked for, epoch ms. */
  askedAt: number;
  /** Until when whoever asked waits, epoch ms. */
  budgetEndsAt: number;
  /** When the last section came in, epoch ms; null: none has. */
  lastCameAt: number | null;
  missing: number;
  /** Those among the missing without which the view does not say what matters. */
  importantMissing: number;
}

/** 350 ms: calls that began together mostly end so close to each other. A view that is nearly whole comes whole. */
const TOGETHER_MS = 350;
/** 1 s: longer than this nobody keeps their thought (Nielsen, "Response Times"); something is better than nothing then. */
const SOMETHING_MS = 1_000;

/**
 * When to answer with what is there, in epoch ms; a moment that has passed means now. What is missing then is
 * `loading`, and whoever asked asks again.
 *
 *   all in                                 now
 *   what matters is in                     when nothing more has come for TOGETHER_MS
 *   something is in, but not what matters  the same, but not before SOMETHING_MS
 *   nothing is in                          when the budget ends
 */
export function answerAt({ askedAt, budgetEndsAt, lastCameAt, missing, importantMissing }: Waiting): number {
  if (missing === 0) return askedAt;
  if (lastCameAt === null) return budgetEndsAt;
  const soonest = importantMissing === 0 ? askedAt : askedAt + SOMETHING_MS;
  return Math.min(budgetEndsAt, Math.max(soonest, lastCameAt + TOGETHER_MS));
}
