import { SILENT, WORDS } from './rules/words.ts';

/** What the words of a name mean. */
export interface Told {
  /** One for each word of the name, or for each word that a longer one is put together from. */
  words: readonly ToldWord[];
  /** How surely the name speaks of a concept, from 0 to 1. */
  concepts: ReadonlyMap<string, number>;
}
export interface ToldWord {
  text: string;
  /** Empty for a word that is not known. */
  concepts: readonly string[];
}

/** Letters without accents; ä, ö, ü and ß as German writes them in names of elements. */
const bare = (name: string): string =>
  name
    .replace(/ä/gi, 'ae')
    .replace(/ö/gi, 'oe')
    .replace(/ü/gi, 'ue')
    .replace(/ß/g, 'ss')
    .replace(/_x[0-9a-fA-F]{4}_/g, '_')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');

/** `BruttoSumme` → brutto, summe; `Sell_to_Customer_No` → sell, to, customer, no. */
export const wordsOf = (name: string): string[] =>
  bare(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const KNOWN = new Map<string, string[]>();
for (const [concept, words] of Object.entries(WORDS))
  for (const word of words.split(' ')) KNOWN.set(word, [...(KNOWN.get(word) ?? []), concept]);
const SILENT_WORDS = new Set(SILENT.split(' '));
const LONGEST = Math.max(...[...KNOWN.keys()].map((word) => word.length));

/** How surely a word speaks: itself the whole name, a word of it, a part of a longer one, the beginning of a known one. */
const SURE = { whole: 1, word: 0.9, part: 0.8, beginning: 0.75 };
/** A word is cut into so many known ones at most, and only where nothing of it is left over. */
const PARTS_MAX = 4;
const CUT_MIN = 3;
/** So many letters of a longer word are taken for it, where they begin no other one. */
const BEGINNING_MIN = 4;
const NAME_MAX = 120;

/** The fewest known words that a word is put together from, without a gap: `kdbestnr` → kd, best, nr. */
function cut(word: string): string[] | null {
  const best: (string[] | null)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    best[end] = null;
    for (let start = Math.max(0, end - LONGEST); start <= end - 2; start += 1) {
      const before = best[start];
      const part = word.slice(start, end);
      if (!before || before.length >= PARTS_MAX || !(KNOWN.has(part) || (part.length > 2 && SILENT_WORDS.has(part))))
        continue;
      if (best[end] === null || before.length + 1 < (best[end]?.length ?? 0)) best[end] = [...before, part];
    }
  }
  return best[word.length] ?? null;
}

/** What a beginning may stand for; nothing where it begins words of several concepts. */
function begun(word: string): readonly string[] {
  if (word.length < BEGINNING_MIN) return [];
  const meant = new Set<string>();
  for (const [known, concepts] of KNOWN)
    if (known.length > word.length && known.startsWith(word)) for (const concept of concepts) meant.add(concept);
  return meant.size <= 2 ? [...meant] : [];
}

/** Names of a customer's own begin with a letter that says so, in SAP and Sage. */
const OWN_NAMES = /^[xyz]/;
function cutWithout(word: string): string[] | null {
  if (!OWN_NAMES.test(word)) return null;
  const rest = word.slice(1);
  return KNOWN.has(rest) ? [rest] : cut(rest);
}

/** A word, or one that differs by its ending: plurals, and the joints of German and Dutch compounds. */
const knownAs = (word: string): string[] | undefined =>
  KNOWN.get(word) ??
  (word.length > ENDING_MIN
    ? (KNOWN.get(word.replace(/s$/, '')) ?? KNOWN.get(word.replace(/(?:en|es|n|e)$/, '')))
    : undefined);
const ENDING_MIN = 5;

function toldWords(word: string): { words: ToldWord[]; sure: number } {
  const known = knownAs(word) ?? knownAs(word.replace(/\d+$/, ''));
  if (known !== undefined) return { words: [{ text: word, concepts: known }], sure: SURE.word };
  const parts = word.length >= CUT_MIN ? (cut(word.replace(/\d+$/, '')) ?? cutWithout(word)) : null;
  if (parts !== null && parts.length > 0)
    return { words: parts.map((text) => ({ text, concepts: KNOWN.get(text) ?? [] })), sure: SURE.part };
  return { words: [{ text: word, concepts: begun(word) }], sure: SURE.beginning };
}

/** Counters (`12`, `p05`) and words that are silent are no words of a name. */
const speaks = (word: string): boolean => !SILENT_WORDS.has(word) && !/^[a-z]?\d+$/.test(word);

const told = new Map<string, Told>();
/** WSDLs repeat their names; what was understood once is kept, for so many of them. */
const TOLD_MAX = 20_000;

export function tell(name: string): Told {
  const known = told.get(name);
  if (known !== undefined) return known;
  const all = wordsOf(name.slice(0, NAME_MAX));
  const words: ToldWord[] = [];
  const concepts = new Map<string, number>();
  const add = (word: ToldWord, sure: number): void => {
    words.push(word);
    for (const concept of word.concepts) concepts.set(concept, Math.max(sure, concepts.get(concept) ?? 0));
  };
  const whole = KNOWN.get(all.join(''));
  if (whole !== undefined) add({ text: all.join(''), concepts: whole }, SURE.whole);
  else {
    for (let at = 0; at < all.length; at += 1) {
      const here = all[at] ?? '';
      const pair = KNOWN.get(here + (all[at + 1] ?? ' '));
      if (pair !== undefined) {
        add({ text: `${here}${all[at + 1]}`, concepts: pair }, SURE.word);
        at += 1;
      } else if (speaks(here)) {
        const { words: parts, sure } = toldWords(here);
        for (const part of parts)
          if (speaks(part.text)) add(part, all.length === 1 && parts.length === 1 ? Math.max(sure, 0.75) : sure);
      }
    }
  }
  const result: Told = { words, concepts };
  if (told.size >= TOLD_MAX) told.clear();
  told.set(name, result);
  return result;
}

/** How surely a name speaks of a concept. */
export const speaksOf = (name: string, concept: string): number => tell(name).concepts.get(concept) ?? 0;
