import { z } from 'zod';

const count = z.int().min(0);

/** What answers looked like at one place. */
export const PlaceSeen = z.strictObject({
  /** How often the element around it was there, and how often the place was. */
  rows: count,
  present: count,
  /** Values in the notation that the document describes, and others. */
  good: count,
  bad: count,
  /** Elements of the right name in another namespace than the WSDL says. */
  moved: count,
  /** Of decimals: how many places they were written with. Of keys: how long they were. At most 8 each. */
  places: z.array(count).max(8),
  lengths: z.array(count).max(8),
  /** Of codes: which. At most 50. */
  codes: z.array(z.string().max(100)).max(50),
});
export type PlaceSeen = z.infer<typeof PlaceSeen>;

/** What answers looked like, by place. */
export type AnswersSeen = Map<string, PlaceSeen>;

export const nothingSeen = (): PlaceSeen => ({
  rows: 0,
  present: 0,
  good: 0,
  bad: 0,
  moved: 0,
  places: [],
  lengths: [],
  codes: [],
});

const note = <T>(list: T[], entry: T, max: number): void => {
  if (list.length < max && !list.includes(entry)) list.push(entry);
};

/** Adds what was seen now to what was seen before. */
export function addSeen(into: PlaceSeen, now: PlaceSeen): void {
  for (const key of ['rows', 'present', 'good', 'bad', 'moved'] as const) into[key] += now[key];
  for (const places of now.places) note(into.places, places, 8);
  for (const length of now.lengths) note(into.lengths, length, 8);
  for (const code of now.codes) note(into.codes, code, 50);
}
