import { z } from 'zod';

/**
 * Names and places of a connector document.
 *
 * A path names elements from the answer (or from the row it is read in) down, joined with `/`:
 *   `Order/No`                         by local name, whatever the namespace
 *   `core:status/@isSuccess`           in one namespace (see `namespaces`); `@` is an attribute, and always last
 *   `field[@column=Name]/val`          only where the attribute (or a child element) has this text
 *   `entry[key/string/@value=id]/val`  the same, further down
 *   `.`                                the element itself
 *   `/Header/Currency`                 from the top of the answer, also within a row
 */
const NAME = '[\\p{L}_][\\p{L}\\p{N}_.-]*';
const QUALIFIED = `(?:${NAME}:)?${NAME}`;
const TEST = `(?:(?:${QUALIFIED}/){0,4}@?${QUALIFIED})=[^\\]]{0,100}`;
const SEGMENT = `${QUALIFIED}(?:\\[${TEST}\\])?`;
const PATH = `/?(?:\\.|${SEGMENT}(?:/${SEGMENT})*(?:/@${QUALIFIED})?|@${QUALIFIED})`;

export const Path = z
  .string()
  .max(300)
  .regex(
    new RegExp(`^${PATH}$`, 'u'),
    'a place is names of elements with / between them, e.g. Order/No, with an attribute as @name at the end: no spaces, no //, and for one of several Item[Kind=A]/No',
  )
  .describe('Place in an answer: elements joined with /, an attribute as @name, the element itself as a point.');
/** Several: the first of them that is there counts. For answers that name the same thing differently. */
export const Paths = z.union([Path, z.array(Path).min(2).max(5)]);
export type Paths = z.infer<typeof Paths>;

/** A name that the document gives: of a format, a setting, a service, a step. */
export const Name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/, 'a name is letters, digits, - and _, and begins with a letter');

/** A field of our own contract, e.g. `customerId` or `lines`. */
export const FieldName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'a field of the contract is letters and digits and begins small, e.g. customerId');

/** An element of a request: a local name, with a prefix where that alone is ambiguous; `@name`: an attribute; `.`: the element's own text. */
export const SentName = z
  .string()
  .max(120)
  .regex(new RegExp(`^(?:\\.|@?${QUALIFIED})$`, 'u'), 'an element is its name, with a prefix where needed, e.g. m:No');

/** `a*b`: text that may have anything in place of each `*`. Upper and lower case are one. */
export const Wildcard = z.string().min(1).max(200);

/** An expression of CEL, the Common Expression Language. */
export const Expression = z.string().min(1).max(1000).describe('An expression of CEL, the Common Expression Language.');
