import type { PreparedCommand } from './connector/prepare.ts';
import type { Brought } from './gather.ts';

/** Ids and numbers by their worth, days and words by their letters; none comes last. */
function newestFirst(field: string): (a: object, b: object) => number {
  const textOf = (row: object): string => {
    const value: unknown = Reflect.get(row, field);
    return value === null || value === undefined ? '' : String(value);
  };
  return (a, b) => textOf(b).localeCompare(textOf(a), 'en', { numeric: true });
}

/** The part of a list that was asked for, where the ERP always sends all of it. */
export function wholePage({ paging }: PreparedCommand, value: object, { asked }: Brought): object {
  if (paging?.by !== 'whole' || asked === null || !('rows' in value) || !Array.isArray(value.rows)) return value;
  const sorted = (value.rows as object[]).toSorted(newestFirst(paging.newestFirst));
  return { ...value, rows: sorted.slice(asked.position, asked.position + asked.size) };
}
