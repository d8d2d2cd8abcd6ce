import type { QName } from '../erp/soap/shapes.ts';
import { type Choose, type Derived, type Group, isNamer, type Parts } from './leaves.ts';
import type { Pairs } from './message.ts';
import { speaksOf, tell } from './names.ts';
import { WORDS } from './rules/words.ts';

/** Interfaces that have one operation for every kind of record. */

/** Types that extend another one, by the key of that one. */
export type DerivedTypes = (base: QName) => readonly Derived[];

/** Concepts by which a record of a kind is called in names of types. */
const KINDS: Record<string, readonly string[]> = {
  customer: ['customer'],
  order: ['order'],
  invoice: ['invoice'],
  payment: ['payment'],
  availability: ['availability', 'item'],
  item: [],
};

/** How far down the list of a concept's words the name stands: the usual ones are in front. */
const usual = (texts: readonly string[], concepts: readonly string[]): number =>
  Math.min(
    100,
    ...concepts.flatMap((concept) => {
      const known = (WORDS[concept] ?? '').split(' ');
      return texts.map((text) => known.indexOf(text)).filter((index) => index >= 0);
    }),
  );

/** Words of a type's name that are not about the record: each makes it less likely. */
function typeFit(name: string, concepts: readonly string[], silent: RegExp): number {
  const { words, concepts: said } = tell(name);
  const sure = Math.max(0, ...concepts.map((concept) => said.get(concept) ?? 0));
  if (sure === 0) return 0;
  const rest = words.filter(
    (word) => !word.concepts.some((concept) => concepts.includes(concept)) && !silent.test(word.text),
  );
  return (
    sure -
    0.15 * rest.length -
    0.001 *
      usual(
        words.map(({ text }) => text),
        concepts,
      )
  );
}

/** A reference is a type of few attributes: it names a record by its number. */
const isReference = ({ content }: Derived): boolean =>
  (content.attributes ?? []).some(({ name }) => tell(name.local).concepts.has('number')) &&
  content.kind === 'elements' &&
  content.children.length <= 2;

/** Chooses the derived type that speaks of the command's record; a reference where one record is named. */
export function chooserFor(noun: string, derived: DerivedTypes): Choose {
  const concepts = KINDS[noun] ?? [];
  return (declared) => {
    const all = derived(declared);
    if (all.length === 0) return null;
    const fits = all
      .map((one) => ({ one, fit: typeFit(one.name.local, concepts, /^(?:search|row|advanced|sales|record)$/) }))
      .filter(({ fit }) => fit > 0.5)
      .toSorted((a, b) => b.fit - a.fit || a.one.name.local.length - b.one.name.local.length);
    const [best] = fits;
    if (best !== undefined) return { ...best.one, speaks: true };
    return all.filter(isReference).toSorted((a, b) => a.name.local.length - b.name.local.length)[0] ?? null;
  };
}

const HOLDER = /^(?:val|value|wert|valeur|valor|waarde|text|content)$/i;

/** The pair of a list: `[@column=TODO]/val`. */
function pairIn({ path, parts }: Group): string | null {
  const { leaves, namers } = parts();
  const holder = leaves.find(({ path: at }) => HOLDER.test(at));
  const attribute = namers.find((name) => isNamer(name));
  const child = leaves.find(({ path: at, name }) => !at.includes('/') && isNamer(name) && !HOLDER.test(at));
  if (holder === undefined) return null;
  if (attribute !== undefined) return `${path}[@${attribute}=TODO]/${holder.path}`;
  return child === undefined || leaves.length > 3 ? null : `${path}[${child.path}=TODO]/${holder.path}`;
}

const DEPTH_MAX = 3;

/** Where rows hold their values by name, looked for in lists within lists. */
export function pairsOf({ lists }: Parts, above = '', depth = 0): Pairs | null {
  for (const group of lists) {
    const pair = pairIn(group);
    if (pair !== null) return { row: above, value: pair };
  }
  if (depth >= DEPTH_MAX) return null;
  for (const { path, parts } of lists) {
    const within = pairsOf(parts(), path, depth + 1);
    if (within !== null) return above === '' ? within : { ...within, row: `${above}/${within.row}` };
  }
  return null;
}

/** A text that is called for the document that it holds. */
export const documentIn = ({ leaves }: Parts): string | null =>
  leaves.find(
    ({ path, primitive }) =>
      (primitive === 'string' || primitive === '') && /xml|json/i.test(path.split('/').at(-1) ?? ''),
  )?.path ?? null;

/** A place for the name of a field beside one for what it must be: a filter by any field. */
export interface FilterPlace {
  path: string;
  field: string;
  criteria: string;
  /** What may stand in the place for the name; empty where the schema does not say. */
  words: readonly string[];
}
export function filterOf({ lists }: Parts): FilterPlace | null {
  for (const { path, parts } of lists) {
    const { leaves } = parts();
    const field = leaves.find(({ name }) => speaksOf(name, 'field') > 0);
    const criteria = leaves.find((leaf) => leaf !== field && speaksOf(leaf.name, 'criteria') > 0);
    if (field !== undefined && criteria !== undefined && leaves.length <= 4)
      return { path, field: field.path, criteria: criteria.path, words: field.words };
  }
  return null;
}
