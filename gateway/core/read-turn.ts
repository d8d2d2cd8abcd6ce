/** A read that waits for its turn at the ERP. */
export interface WaitingRead {
  /** How much it matters, 0 most: see Importance. */
  rank: number;
  /** Since when it waits, epoch ms. */
  since: number;
  /** When somebody last asked for it, epoch ms. */
  wantedAt: number;
}

/** How much a section matters to the person who looks. */
export const IMPORTANCE = { first: 0, next: 1, later: 2 } as const;
/** A last known answer is shown meanwhile: its refresh comes after everything that somebody has nothing of yet. */
export const BEHIND = 8;

/** For each so long a wait a read moves up by one, so that the less important is late and never lost. */
const CLIMB_MS = 2_500;
/** A card asks again after 8 s at most, and has its answer within 2.5 s: a read not asked for in 12 s has no reader left. */
const ABANDONED_MS = 12_000;

/** The place of the read whose turn it is: the most important, of those the one that waits longest. -1: none waits. */
export function nextTurn(waiting: readonly WaitingRead[], now: number): number {
  const places = waiting.map(({ rank, since }) => rank - Math.floor((now - since) / CLIMB_MS));
  return places.indexOf(Math.min(...places));
}

export const isAbandoned = ({ wantedAt }: WaitingRead, now: number): boolean => now - wantedAt > ABANDONED_MS;
