import { group, type Part } from '../envelope.ts';
import { badValue } from '../verdicts.ts';
import { childText } from '../xml-tree.ts';
import { customerParts } from './customers.ts';
import {
  done,
  type OperationContext,
  type ReadOperation,
  type Row,
  refused,
  rowsOf,
  textOrNullIn,
} from './operation.ts';

const FOUND_MAX = 50;
/** Digits at the end of a phone number that must be the same. */
const PHONE_DIGITS = 7;
/** Shorter words of a name (und, KG) find everybody. */
const WORD_LETTERS_MIN = 4;

const plain = (text: string | null): string => (text ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
const digits = (text: string | null): string => (text ?? '').replace(/\D/g, '');

/** Lower case without marks: the old system has no umlauts in its index. */
const words = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= WORD_LETTERS_MIN && word !== 'gmbh');

/** How alike a customer is to what is searched for: 0 is not found, more is better. By SuchArt. */
const LIKENESS: Readonly<Record<string, (customer: Row, wanted: string) => number>> = {
  UST: (customer, wanted) => Number(plain(textOrNullIn(customer, 'tax_id')) === plain(wanted)),
  DOMAIN: (customer, wanted) =>
    Number((textOrNullIn(customer, 'email') ?? '').toLowerCase().endsWith(`@${wanted.toLowerCase()}`)),
  TELEFON: (customer, wanted) => {
    const [one, other] = [digits(textOrNullIn(customer, 'phone')), digits(wanted)];
    return Number(other.length >= PHONE_DIGITS && one.slice(-PHONE_DIGITS) === other.slice(-PHONE_DIGITS));
  },
  NAME: (customer, wanted) => {
    const own = words(textOrNullIn(customer, 'name1') ?? '');
    return words(wanted).filter((word) => own.some((one) => one.startsWith(word) || word.startsWith(one))).length;
  },
  REFERENZ: (customer, wanted) => Number(textOrNullIn(customer, 'reference') === wanted),
};

/** Works on the search index, which may lag behind a customer that was just made. */
const indexed = (context: OperationContext): Row[] =>
  rowsOf(context, 'SELECT * FROM customer WHERE indexed_at_ms <= ? ORDER BY customer_no', context.nowMs());

/** KundenAbgleichen: customers by one thing that is known of them, the most alike first. Nothing found is an empty list. */
export const matchCustomers: ReadOperation = (context, request) => {
  const kind = childText(request, 'SuchArt');
  const likeness = LIKENESS[kind];
  if (likeness === undefined) return refused(badValue('SuchArt', kind));
  const wanted = childText(request, 'SuchWert');
  if (wanted === '') return refused(badValue('SuchWert', wanted));
  const found = indexed(context)
    .map((customer) => ({ customer, alike: likeness(customer, wanted) }))
    .filter(({ alike }) => alike > 0)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, FOUND_MAX);
  const customers = found.map(({ customer }): Part => group('Kunde', customerParts(context, customer)));
  return done([group('Kunden', customers)]);
};
