import type { WriteCommandName } from '#contracts/commands';
import type { ConnectorDocument } from '#contracts/connector';
import type { Look } from './answer-look.ts';
import type { PlaceSeen } from './answer-seen.ts';
import type { Change } from './compare.ts';
import { writesByFormat, writesTouched } from './touch.ts';

/** So many values of one notation make a habit. */
const HABIT = 5;
/** So often must an optional element have been there without fail before its absence says anything. */
const ALWAYS = 50;
/** So many values in another notation, and more than in the known one, are no slip of one record. */
const MAJORITY_MIN = 2;

const single = (list: readonly number[]): number | null => (list.length === 1 ? (list[0] ?? null) : null);

interface Finding {
  text: string;
  /** It is about how values are written, so everything else in the same format is in question. */
  isNotation: boolean;
  /** It is more than a slip of one record. */
  isCertain: boolean;
}

function findings({ watched, seen, stranger, badForm }: Look, before: PlaceSeen): Finding[] {
  const found: Finding[] = [];
  const { format, place, required } = watched;
  const certain = (text: string, isNotation = false): void => {
    found.push({ text, isNotation, isCertain: true });
  };
  const absent = seen.rows - seen.present;
  const wasAlways = before.rows > 0 && before.present === before.rows;
  if (absent > 0 && stranger !== null && (before.present > 0 || (required && before.rows === 0)))
    certain(`is gone from answers, and ${stranger} is there`);
  else if (absent > 0 && required && wasAlways) certain('is gone from answers');
  else if (absent >= MAJORITY_MIN && seen.present === 0 && wasAlways && before.rows >= ALWAYS)
    certain('is gone from answers');
  if (seen.moved > 0 && before.moved === 0) certain('is in another namespace');
  if (seen.bad > 0 && before.bad === 0) {
    const kind = place.format ?? 'what the contract takes';
    const isCertain = seen.bad > seen.good;
    found.push({ text: `has a value that is not ${kind}: ${badForm ?? ''}`, isNotation: true, isCertain });
  }
  const known = single(before.places);
  if (
    format?.type === 'decimal' &&
    known !== null &&
    known > 0 &&
    before.good >= HABIT &&
    seen.places.some((each) => each !== known)
  )
    certain(`was written with ${known} places, and now with ${seen.places.join(', ')}`, true);
  if (format?.type === 'key' && format.pads === 'all') {
    const padded = before.good >= HABIT && single(before.lengths) === format.padTo;
    const others = seen.lengths.filter((length) => length > format.padTo || (padded && length !== format.padTo));
    if (others.length > 0) certain(`is ${others.join(', ')} long, and not ${format.padTo}`, true);
  }
  if (format?.type === 'words' && format.otherwise !== undefined && before.codes.length > 0) {
    const come = seen.codes.filter((code) => !before.codes.includes(code) && !Object.hasOwn(format.words, code));
    if (come.length > 0)
      found.push({ text: 'has a code that was not seen before', isNotation: false, isCertain: false });
  }
  return found;
}

/**
 * What is different in an answer. A write is stopped by what it reads itself, by its lookup, and by a notation that it
 * shares with whatever is read differently now.
 * @param before what was seen at a place until now
 */
export function changesInAnswer(
  looks: readonly Look[],
  before: (key: string) => PlaceSeen,
  document: ConnectorDocument,
): Change[] {
  let shared: ReturnType<typeof writesByFormat> | null = null;
  const sharing = (format: string): readonly WriteCommandName[] => {
    // Nearly every answer is as it was: the document is looked through only for one that is not.
    shared ??= writesByFormat(document);
    return shared.get(format) ?? [];
  };
  /** Notations are judged over the whole answer: one record with a slip stops nothing. */
  const bad = new Map<string, number>();
  for (const { watched, seen } of looks) {
    const { format } = watched.place;
    if (format !== null) bad.set(format, (bad.get(format) ?? 0) + seen.bad);
  }
  return looks.flatMap((look) => {
    const { place, key } = look.watched;
    return findings(look, before(key)).map(({ text, isNotation, isCertain }): Change => {
      const { format } = place;
      const many = format === null ? look.seen.bad : (bad.get(format) ?? 0);
      const stopping = isCertain && (!isNotation || look.seen.bad === 0 || many >= MAJORITY_MIN);
      const direct = writesTouched(place.touches, document);
      const byFormat: readonly WriteCommandName[] = isNotation && format !== null ? sharing(format) : [];
      return {
        place: key,
        text,
        touches: place.touches,
        stops: stopping ? [...new Set([...direct, ...byFormat])] : [],
      };
    });
  });
}
