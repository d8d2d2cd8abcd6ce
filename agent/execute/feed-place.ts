/**
 * Where the ERP's own account of changes goes on, and which orders have to be looked at before that counts.
 *
 *   F1  without a cursor to go on from (none was kept yet, or the ERP takes it no more) nobody says what changed before
 *       the next one: each watched order is looked at once after that cursor was given, and only then is it said
 *   F2  until then the gateway holds what it held before: whoever is cut short in the middle begins anew
 */

export interface FeedPlace {
  /** The cursor that the gateway holds, as far as is known here. */
  held: string | null;
  /** Where the ERP is asked from next; null: from now on. */
  at: string | null;
  /** Orders to be looked at before `at` is said, those first that are next. */
  unseen: readonly string[];
}

/** What a `watch` frame says of it. */
export interface Told {
  cursor: string | null;
  orderIds: readonly string[];
  /** Those of the list before. */
  watchedBefore: ReadonlySet<string>;
}

/** The gateway told which orders to watch, and from where. What it holds already does not set back what is under way. */
export function told(place: FeedPlace | null, { cursor, orderIds, watchedBefore }: Told): FeedPlace {
  if (place === null || cursor !== place.held) {
    return { held: cursor, at: cursor, unseen: cursor === null ? orderIds : [] };
  }
  // An order that comes later is in the account from the cursor on that is held; but not where there is none.
  if (place.at !== null && place.unseen.length === 0) return place;
  const watched = new Set(orderIds);
  const left = place.unseen.filter((id) => watched.has(id));
  return { ...place, unseen: [...left, ...orderIds.filter((id) => !watchedBefore.has(id))] };
}

/** The ERP takes the cursor no more, e.g. since it has expired or the ERP was restored. */
export function refused(place: FeedPlace, orderIds: readonly string[]): FeedPlace {
  const unseen = new Set([...place.unseen, ...orderIds]);
  return { ...place, at: null, unseen: [...unseen] };
}

/** What the gateway has kept of a round. */
export interface Advance {
  /** Where the ERP was asked from. */
  from: string | null;
  /** Where it said to go on. */
  at: string;
  /** The cursor that the round said; null: none. */
  said: string | null;
  /** Orders that were looked at. */
  seen: readonly string[];
}

/** A round is kept. One that was under way when the place became another says nothing of the new one. */
export function advanced(place: FeedPlace, { from, at, said, seen }: Advance): FeedPlace {
  const held = said ?? place.held;
  if (place.at !== from) return { ...place, held };
  return { held, at, unseen: place.unseen.filter((id) => !seen.includes(id)) };
}

/** An order that could not be looked at lets the others go first. */
export function putOff(place: FeedPlace, orderId: string): FeedPlace {
  const others = place.unseen.filter((id) => id !== orderId);
  return others.length === place.unseen.length ? place : { ...place, unseen: [...others, orderId] };
}
