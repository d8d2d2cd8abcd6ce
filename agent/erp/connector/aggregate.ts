import type { Format } from '#contracts/connector-format';
import type { FoundValue } from '#contracts/connector-read';
import { addDecimals, compareDecimals, type Decimal, ZERO } from '#contracts/decimal';
import { bad, type Formatted, good, type Value } from './format-value.ts';

/** One value made of many rows: how much, how many, the first day, the last. */
export type Take = NonNullable<FoundValue['take']>;

/** What each way can be made of. Days are text that sorts as it reads. */
const TAKES: Record<Take, readonly Format['type'][]> = {
  sum: ['decimal', 'integer'],
  count: ['text', 'key', 'decimal', 'integer', 'date', 'datetime', 'epoch', 'flag', 'words'],
  min: ['decimal', 'integer', 'date', 'datetime', 'epoch'],
  max: ['decimal', 'integer', 'date', 'datetime', 'epoch'],
};

const COUNT: Format = { type: 'integer', none: [] };

/** The format of what comes of it: a count is a number whatever is counted. */
export const takenFormat = (take: Take | undefined, format: Format): Format => (take === 'count' ? COUNT : format);

/** Why a value cannot be made that way; null where it can. */
export function takeProblem({ over, take, else: otherwise }: FoundValue, format: Format): string | null {
  if (over === undefined) return take === undefined ? null : 'take needs over: the rows that it is taken from';
  if (take === undefined) return 'over needs take: sum, count, min or max';
  if (!TAKES[take].includes(format.type))
    return `${take} is made of ${TAKES[take].join(', ')}, and the format here is ${format.type}`;
  const always = take === 'sum' || take === 'count';
  return always && otherwise !== undefined ? `else is never read: a ${take} of no rows is 0` : null;
}

const isBefore = (a: Value, b: Value, format: Format): boolean => {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return format.type === 'decimal' ? compareDecimals(a as Decimal, b as Decimal) < 0 : String(a) < String(b);
};

function sumOf(values: readonly Value[], format: Format): Formatted<Value> {
  if (format.type === 'decimal')
    return good(values.reduce<Decimal>((sum, value) => addDecimals(sum, value as Decimal), ZERO));
  const sum = values.reduce<number>((total, value) => total + Number(value), 0);
  return Number.isSafeInteger(sum) ? good(sum) : bad('a sum that is too large');
}

/** Of the values that rows have, in the format of each; none of none but a sum and a count, which are 0. */
export function taken(take: Take, found: readonly Value[], format: Format): Formatted<Value> {
  const values = found.filter((value) => value !== null);
  if (take === 'count') return good(values.length);
  if (take === 'sum') return sumOf(values, format);
  const isBetter = (a: Value, b: Value): boolean => (take === 'min' ? isBefore(a, b, format) : isBefore(b, a, format));
  return good(values.reduce<Value>((best, value) => (best === null || isBetter(value, best) ? value : best), null));
}
