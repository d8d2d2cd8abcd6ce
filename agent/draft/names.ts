import { WORDS } from './rules/words.ts';

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

const KNOWN = new Map(Object.entries(WORDS).map(([concept, words]) => [concept, words.split(' ')]));

/** A word this short stands in many others by chance. */
const WITHIN_MIN = 5;

/** How surely a name speaks of a concept: 1 it is the word, 0.8 a word of it, 0.6 within a longer word, 0 not at all. */
export function speaksOf(name: string, concept: string): number {
  const known = KNOWN.get(concept) ?? [];
  const words = wordsOf(name);
  const joined = words.join('');
  let best = 0;
  for (const word of known) {
    if (joined === word) return 1;
    if (words.includes(word)) best = Math.max(best, 0.8);
    else if (word.length >= WITHIN_MIN && joined.includes(word)) best = Math.max(best, 0.6);
  }
  return best;
}
