import { optional, type Part } from '../envelope.ts';
import { badValue, type Verdict } from '../verdicts.ts';
import { childText, type XmlElement } from '../xml-tree.ts';

const ROWS_DEFAULT = 100;
const ROWS_MAX = 200;

export interface PageWish {
  rowsMax: number;
  /** Key of the last row that the caller has; null at the beginning. */
  after: number | null;
}

/** A bookmark is the key of the last row, in a form that nobody is tempted to make up. */
const writeBookmark = (key: number): string => `LZ${(key * 7 + 3).toString(36).toUpperCase().padStart(9, '0')}`;

function readBookmark(text: string): number | null {
  const match = /^LZ([0-9A-Z]{9})$/.exec(text);
  if (match === null) return null;
  const key = (Number.parseInt(match[1] ?? '', 36) - 3) / 7;
  return Number.isInteger(key) && key >= 0 ? key : null;
}

/** Reads Anzahl; a number above the most allowed counts as that. */
export function readCount(request: XmlElement): { rowsMax: number } | { problem: Verdict } {
  const count = childText(request, 'Anzahl');
  if (count !== '' && !/^0*[1-9]\d{0,8}$/.test(count)) return { problem: badValue('Anzahl', count) };
  return { rowsMax: Math.min(count === '' ? ROWS_DEFAULT : Number(count), ROWS_MAX) };
}

/** Reads Lesezeichen and Anzahl. */
export function readPage(request: XmlElement): { wish: PageWish } | { problem: Verdict } {
  const count = readCount(request);
  if ('problem' in count) return count;
  const bookmark = childText(request, 'Lesezeichen');
  const after = bookmark === '' ? null : readBookmark(bookmark);
  if (bookmark !== '' && after === null) return { problem: badValue('Lesezeichen', bookmark) };
  return { wish: { ...count, after } };
}

/**
 * Cuts rows, read with one more than wanted, to the page.
 * @param keyOf the key that the list is sorted by
 */
export function pageOf<T>(
  rows: readonly T[],
  wish: PageWish,
  keyOf: (row: T) => number,
): { rows: T[]; bookmark: Part[] } {
  const page = rows.slice(0, wish.rowsMax);
  const last = page.at(-1);
  const more = rows.length > wish.rowsMax && last !== undefined;
  return { rows: page, bookmark: optional('Lesezeichen', more ? writeBookmark(keyOf(last)) : null) };
}
