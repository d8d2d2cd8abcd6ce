import type { CardError, SearchView } from '../contracts/card-api.ts';
import type { SalesOrderSummary } from '../contracts/sales-order.ts';
import type { Fine } from '../gateway.ts';
import type { SectionState } from '../poll.ts';
import { type AgeLine, type Asked, ageOfAll } from '../words/age.ts';
import { type Format, listed } from '../words/format.ts';

/** The kinds of numbers in our words, in the order in which they are told. */
const KINDS = [
  ['order', 'order'],
  ['purchaseOrder', 'PO'],
  ['invoice', 'invoice'],
  ['delivery', 'delivery'],
] as const;

/** The gateway takes no longer number. */
const NUMBER_CHARACTERS_MAX = 40;

type Sections = Pick<Fine<SearchView>, 'order' | 'purchaseOrder' | 'invoice' | 'delivery'>;

/** What a search has brought so far. */
export interface SearchResult {
  found: { order: SalesOrderSummary /** E.g. `by delivery number`. */; matched: string }[];
  /** The numbers that were looked through, e.g. `order and PO numbers`; null: none yet. */
  searched: string | null;
  /** Those that are being looked through; null: none. */
  loading: string | null;
  failures: { about: string; error: CardError }[];
}

/** Soft hyphens, marks of direction and width: they come along from a mail or a PDF, and nobody sees them. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** What a person typed as it is asked for, or what is wrong with it. */
export function numberOf(typed: string): { number: string } | { mistake: string } {
  const number = typed.replace(UNSEEN, '').trim();
  if (number === '') return { mistake: 'Enter a number first.' };
  if (number.length > NUMBER_CHARACTERS_MAX) {
    return { mistake: `A number has at most ${NUMBER_CHARACTERS_MAX} characters.` };
  }
  return /\p{Cc}/u.test(number) ? { mistake: 'This has characters that no number has.' } : { number };
}

export const searchSections = (view: Sections): SectionState[] => KINDS.map(([kind]) => view[kind]);

const numbersOf = (words: readonly string[]): string | null => (words.length === 0 ? null : `${listed(words)} numbers`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The orders found, each once as the youngest answer has it, with every number that led to it; and what is not known yet or not to be had. */
export function resultOf(view: Sections): SearchResult {
  const found = new Map<string, { order: SalesOrderSummary; asOf: string; kinds: string[] }>();
  const searched: string[] = [];
  const loading: string[] = [];
  const failed = new Map<string, { words: string[]; error: CardError }>();
  for (const [kind, word] of KINDS) {
    const section = view[kind];
    if (section.state === 'loading') loading.push(word);
    else if (section.state === 'failed') {
      const same = `${section.error.code} ${section.error.message}`;
      const known = failed.get(same) ?? { words: [], error: section.error };
      failed.set(same, { ...known, words: [...known.words, word] });
    } else {
      searched.push(word);
      const { asOf } = section;
      for (const order of section.data.orders) {
        const known = found.get(order.orderId);
        const kinds = [...(known?.kinds ?? []).filter((one) => one !== word), word];
        const younger = known !== undefined && known.asOf > asOf ? known : { order, asOf };
        found.set(order.orderId, { ...younger, kinds });
      }
    }
  }
  return {
    found: [...found.values()].map(({ order, kinds }) => ({ order, matched: `by ${listed(kinds)} number` })),
    searched: numbersOf(searched),
    loading: numbersOf(loading),
    failures: [...failed.values()].map(({ words, error }) => ({ about: capital(numbersOf(words) ?? ''), error })),
  };
}

/** One line for the whole search; null before any answer. */
export const searchAge = (view: Sections, asked: Asked, format: Format): AgeLine | null =>
  ageOfAll(
    KINDS.map(([kind]) => view[kind]),
    asked,
    format,
  );
