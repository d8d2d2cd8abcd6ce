import type { CommandName } from '#contracts/commands';
import type { Leaf, Parts } from './leaves.ts';
import { tell } from './names.ts';
import type { Ranked } from './rank.ts';

/** How a list is read on, as far as names tell. */
export interface DraftPaging {
  /** Below the command. */
  lines: string[];
  /** Path of the request → what stands behind it. */
  places: ReadonlyMap<string, string>;
  /** Fields of the input that are not sent then. */
  instead: ReadonlySet<string>;
}

const NONE: DraftPaging = { lines: [], places: new Map(), instead: new Set() };

/** A guess from the beginning of a word is not enough here. */
const SURE_MIN = 0.8;

function placeOf(concept: string, { leaves }: Parts): Leaf | null {
  const [best] = leaves
    .filter(({ path, repeats }) => !repeats && !path.includes('@'))
    .map((leaf) => ({ leaf, sure: tell(leaf.name).concepts.get(concept) ?? 0, words: tell(leaf.name).words.length }))
    .filter(({ sure }) => sure >= SURE_MIN)
    .toSorted((a, b) => b.sure - a.sure || a.words - b.words);
  return best?.leaf ?? null;
}

/** The row's own key, by which NAV and others say where to read on. */
function keyOfRow({ answer, response }: Ranked): string | null {
  const rows = [...answer.lists.values()][0];
  const group = response.parts.lists.find(({ path }) => path === rows?.each);
  return (
    group
      ?.parts()
      .leaves.find(({ path, name }) => !path.includes('/') && /^(?:key|schluessel|cle|clave|sleutel)$/i.test(name))
      ?.path ?? null
  );
}

const NEWEST: Partial<Record<CommandName, string>> = {
  'order.list': 'orderedOn',
  'invoice.list': 'issuedOn',
  'payment.list': 'receivedOn',
};

export function pagingFor(command: CommandName, ranked: Ranked): DraftPaging {
  const isLookUp = command.endsWith('find-by-reference');
  if (!isLookUp && !(command in NEWEST)) return NONE;
  const { given, answer, request, response } = ranked;
  if (given.fields.get('cursor') && answer.fields.get('nextCursor')) return NONE;
  const size = given.fields.get('limit')?.leaf ?? placeOf('size', request.parts);
  const unknown: DraftPaging = {
    ...NONE,
    lines: [
      'paging: { by: TODO } # nothing in the request says where to read on: does everything come at once (by: whole), or is there a search with an id?',
    ],
  };
  const by = (line: string, leaf: Leaf | null, page: string, hint: string): DraftPaging => ({
    lines: [`paging: { ${line} } # ${hint}`],
    places: new Map([
      ...(leaf === null ? [] : [[leaf.path, `{ page: ${page} } # "${leaf.name}" says where to read on`] as const]),
      ...(size === null || size.path === leaf?.path
        ? []
        : [[size.path, `{ page: size } # "${size.name}" speaks of how many`] as const]),
    ]),
    instead: new Set(['cursor', 'limit']),
  });
  if (request.parts.types.size > 0 || request.pairs !== null || response.pairs !== null)
    return isLookUp ? NONE : unknown;
  const bookmark = placeOf('bookmark', request.parts);
  const key = keyOfRow(ranked);
  if (bookmark !== null && key !== null)
    return by(`by: last-row, key: ${key}`, bookmark, 'key', 'the last row says where to go on');
  const offset = placeOf('offset', request.parts);
  const isEnd = 'is a page with fewer rows than asked for the last one?';
  if (offset !== null) return by('by: offset, end: { short: true }', offset, 'offset', isEnd);
  const page = placeOf('page', request.parts);
  if (page !== null && page.path !== size?.path) return by('by: number, end: { short: true }', page, 'number', isEnd);
  if (isLookUp) return NONE;
  return by(
    `by: whole, newestFirst: ${NEWEST[command]}`,
    null,
    'size',
    'nothing in the request says where to read on: everything comes at once',
  );
}
