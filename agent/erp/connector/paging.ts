import type { Paging } from '#contracts/connector-call';
import { compilePath, type Namespaces, textOn } from '../soap/xml-path.ts';
import type { XmlElement } from '../soap/xml-tree.ts';
import { bad, type Formatted, good } from './format-value.ts';
import type { PagePart } from './plan.ts';

/** What a page is asked for with. */
export interface PageAsked {
  parts: Partial<Record<PagePart, string | null>>;
  /** Rows asked for. */
  size: number;
  /** Rows passed over, or the number of the page. */
  position: number;
  /** The cursor's key or search id; null for the first page. */
  key: string | null;
  /** Whether the call for further pages is made, in place of the command's own. */
  further: boolean;
}

/** What came back for it. */
export interface PageGot {
  answer: XmlElement;
  /** Rows sent, whatever became of them. */
  rows: number;
  last: XmlElement | null;
}

/** A cursor is opaque to whoever gives it back, and may come back altered: it is read strictly. */
const CURSOR_CHARS_MAX = 512;
const POSITION_MAX = 10_000_000;

const positionOf = (text: string): number | null => {
  const position = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  return position <= POSITION_MAX ? position : null;
};

/** @param limit rows that the caller wants; null: as many as a page holds */
export function askPage(
  paging: Paging,
  cursor: string | null,
  limit: number | null,
  rowsMax: number,
): Formatted<PageAsked> {
  const size = Math.min(limit ?? paging.size, paging.size, rowsMax);
  const asked: PageAsked = { parts: { size: String(size) }, size, position: 0, key: null, further: false };
  const wrong = bad('a cursor that is not ours');
  if (paging.by === 'bookmark' || paging.by === 'last-row') {
    const start = paging.by === 'last-row' ? (paging.start ?? null) : null;
    return good({ ...asked, key: cursor, parts: { ...asked.parts, key: cursor ?? start } });
  }
  const first = 'first' in paging ? paging.first : 0;
  if (paging.by === 'search') {
    const [, number = '', id = ''] = cursor === null ? [] : (/^s(\d{1,8}):(.+)$/.exec(cursor) ?? []);
    if (cursor === null) return good({ ...asked, position: first, parts: { ...asked.parts, number: String(first) } });
    const position = positionOf(number);
    if (position === null || id === '') return wrong;
    const parts = { ...asked.parts, number, search: id };
    return good({ ...asked, position, key: id, further: true, parts });
  }
  const mark = { offset: 'o', number: 'p', whole: 'w' }[paging.by];
  if (cursor !== null && !cursor.startsWith(mark)) return wrong;
  const position = cursor === null ? first : positionOf(cursor.slice(1));
  if (position === null) return wrong;
  const part = paging.by === 'number' ? { number: String(position) } : { offset: String(position) };
  return good({ ...asked, position, parts: { ...asked.parts, ...part } });
}

function textAtPath(answer: XmlElement, path: string, namespaces: Namespaces): string {
  const found = textOn(answer, compilePath(path, namespaces));
  return found.ok ? (found.text?.trim() ?? '') : '';
}

type End = Extract<Paging, { by: 'offset' }>['end'];

/** Whether this page is the last one; null where the answer does not say what the document promises. */
function isLast(end: End, asked: PageAsked, got: PageGot, seen: number, page: number, reading: Reading) {
  const { namespaces, isWhole } = reading;
  if ('short' in end) return got.rows < asked.size;
  if ('empty' in end) return got.rows === 0;
  if ('more' in end) return !end.yes.includes(textAtPath(got.answer, end.more, namespaces));
  const text = textAtPath(got.answer, 'total' in end ? end.total : end.pages, namespaces);
  if (!/^\d{1,9}$/.test(text)) return null;
  const isReached = 'total' in end ? seen >= Number(text) : page >= Number(text);
  // Without a row there is no going on: the list has shrunk meanwhile, and what was passed over is missing.
  return got.rows === 0 && !isReached ? (isWhole ? null : true) : isReached;
}

export interface Reading {
  namespaces: Namespaces;
  /** Whether all pages are wanted: a lookup that lacks one says that something is not there. */
  isWhole: boolean;
}

/** Where to read on; null at the end. A problem where the answer does not say. */
export function nextPage(paging: Paging, asked: PageAsked, got: PageGot, reading: Reading): Formatted<string | null> {
  const cursor = nextOf(paging, asked, got, reading);
  if (!cursor.ok || cursor.value === null) return cursor;
  return cursor.value.length > CURSOR_CHARS_MAX ? bad('a place in the list that is too long') : cursor;
}

function nextOf(paging: Paging, asked: PageAsked, got: PageGot, reading: Reading): Formatted<string | null> {
  const { namespaces } = reading;
  if (paging.by === 'bookmark') {
    const key = textAtPath(got.answer, paging.key, namespaces);
    return good(key === '' || key === asked.key ? null : key);
  }
  if (paging.by === 'whole') {
    return good(asked.position + asked.size < got.rows ? `w${asked.position + asked.size}` : null);
  }
  const first = 'first' in paging ? paging.first : 0;
  const page = asked.position - first + 1;
  const seen = paging.by === 'offset' ? asked.position - first + got.rows : (page - 1) * asked.size + got.rows;
  const last = isLast(paging.end, asked, got, seen, page, reading);
  if (last === null) return bad('the answer does not say how long the list is, or ends before that');
  if (last) return good(null);
  switch (paging.by) {
    case 'last-row': {
      if (got.last === null) return good(null);
      const key = textAtPath(got.last, paging.key, namespaces);
      if (key === '') return bad('the last row has no key to read on by');
      // The same key again would never end.
      return key === asked.key ? bad('the list does not go on behind its last row') : good(key);
    }
    case 'offset':
      return good(got.rows === 0 ? null : `o${asked.position + got.rows}`);
    case 'number':
      return good(`p${asked.position + 1}`);
    case 'search': {
      const id = asked.key ?? textAtPath(got.answer, paging.id, namespaces);
      return id === '' ? bad('the answer names no search to read on in') : good(`s${asked.position + 1}:${id}`);
    }
  }
}
