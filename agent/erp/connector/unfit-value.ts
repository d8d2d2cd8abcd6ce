import { type Failure, failure } from '#contracts/errors';

/** What a field of a command's input is called by whoever filled it in, on the deal or on its company. */
const NAMES = new Map([
  ['customerReference', 'purchase order number'],
  ['requestedOn', 'requested date'],
  ['currency', 'currency'],
  ['itemId', 'item number'],
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
]);
/** How the problems of `writeValue` are said to them; what is not here is said as it is. */
const WORDS: [problem: RegExp, words: string][] = [
  [/^longer than \d+$/, '$& characters'],
  [/^a word that is not listed$/, 'the ERP knows no such one'],
];

/**
 * That a value does not fit the ERP, said to whoever entered it: what it is called and on which line, never the value.
 * Null: nobody entered it.
 * @param field of the command's input (contracts/commands.ts)
 * @param line of an order, from 1; null: it is of no line
 * @param problem of `writeValue`, e.g. `longer than 35`
 */
export function unfitValue(field: string, line: number | null, problem: string, place: string): Failure | null {
  const name = NAMES.get(field);
  if (name === undefined) return null;
  const where = line === null ? '' : ` of line ${line}`;
  const why = WORDS.reduce((words, [form, said]) => words.replace(form, said), problem);
  return failure('erp.value-unfit', {
    message: `The ERP cannot take the ${name}${where}: ${why}.`,
    detail: `${place}: ${problem}`,
  });
}
