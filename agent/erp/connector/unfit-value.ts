import { type Failure, failure } from '#contracts/errors';

/** What a field of a command's input is called by whoever filled it in, on the deal, on its company or in a search. */
const NAMES = new Map([
  ['customerId', 'customer number'],
  ['orderId', 'order number'],
  ['customerReference', 'purchase order number'],
  ['requestedOn', 'requested date'],
  ['currency', 'currency'],
  ['itemId', 'item number'],
  ['itemIds', 'item number'],
  ['entry', 'item number'],
  ['quantity', 'quantity'],
  ['unitPrice', 'unit price'],
  ['name', 'company name'],
  ['street', 'street'],
  ['postalCode', 'postal code'],
  ['town', 'town'],
  ['country', 'country'],
  ['taxId', 'tax number'],
  ['email', 'e-mail address'],
  ['phone', 'phone number'],
  ['text', 'search text'],
]);
/** How the problems of `writeValue` and `quoted` are said to them; what is not here is said as it is. */
const WORDS: [problem: RegExp, words: string][] = [
  [/^longer than 1$/, '$& character'],
  [/^longer than \d+$/, '$& characters'],
  [/^more than 0 decimal places$/, 'whole numbers only'],
  [/^more than 1 decimal places$/, 'more than 1 decimal place'],
  [/^a word that is not listed$/, 'the ERP does not have it'],
  [/^a key of padding alone$/, 'to the ERP that is an empty number'],
  [/^a year that two digits cannot tell$/, 'its year is too far away'],
  [/^(an empty value would widen the filter|\w+ has no value to filter by)$/, 'it is empty'],
  [/^a control character cannot be quoted$/, 'it has an invisible character in it'],
  [/^a wildcard cannot be (quoted|sent)$/, 'it has a *, a ? or another sign in it that stands for any character'],
  [/^a backslash cannot be quoted$/, 'it has a backslash (\\) in it'],
  [/^digits alone were expected$/, 'digits only'],
  [/^only letters, digits, - and _ were expected$/, 'only letters, digits, - and _'],
];

/** Whose value it is. */
export interface Entered {
  /** Of the command's input (contracts/commands.ts); of a list of bare values the list, or `entry`. */
  field: string;
  /** Of an order, from 1; null: it is of no line. */
  line: number | null;
  /** What that line orders. */
  itemId: string | null;
}

/** Numbers of items are no secret; the value that does not fit is never said. */
const whereOf = ({ field, line, itemId }: Entered): string => {
  if (line === null) return '';
  return itemId === null || field === 'itemId' ? ` of line ${line}` : ` of line ${line} (${itemId})`;
};

/**
 * That a value does not fit the ERP, said to whoever entered it: what it is called and on which line, never the value.
 * Null: nobody entered it.
 * @param problem of `writeValue` or `quoted`, e.g. `longer than 35`
 */
export function unfitValue(entered: Entered, problem: string, place: string): Failure | null {
  const name = NAMES.get(entered.field);
  if (name === undefined) return null;
  const [form, said] = WORDS.find(([known]) => known.test(problem)) ?? [problem, problem];
  return failure('erp.value-unfit', {
    message: `The ERP cannot take the ${name}${whereOf(entered)}: ${problem.replace(form, said)}.`,
    detail: `${place}: ${problem}`,
  });
}
