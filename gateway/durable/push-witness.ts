import type { Push } from '../core/push-record.ts';

/** Hears of every change of a push, in the transaction in which it is made, when the push is stored already. */
export interface PushWitness {
  taken(push: Push, now: number): void;
  moved(before: Push, after: Push, now: number): void;
}
