import { z } from 'zod';
import { Expression, FieldName, Name, Path, SentName } from './connector-path.ts';

/** What a request is made of: element → where its text comes from. The order on the wire comes from the schema. */

/**
 * How text is made harmless for the language that the ERP reads it in. A value that cannot be is refused.
 *   nav-filter     `'x'`: exactly this, in a filter of Dynamics NAV
 *   nav-contains   `@*x*`: contains, whatever the case; characters with a meaning become `?`
 *   sql-literal    `'x'` with quotes doubled
 *   sql-contains   `'%x%'`: for LIKE; characters with a meaning become `_`
 *   odata-literal  `'x'` with quotes doubled
 *   digits         digits alone, or refused
 *   no-wildcard    as it is, refused with `*`, `?` or `%` in it
 *   word           letters, digits, `-`, `_` and single points alone, or refused: for filter languages not listed here
 *   plain          as it is: the ERP reads it as text, and the author says so
 */
export const Quote = z
  .enum([
    'nav-filter',
    'nav-contains',
    'sql-literal',
    'sql-contains',
    'odata-literal',
    'digits',
    'no-wildcard',
    'word',
    'plain',
  ])
  .describe('How text is made harmless for the language that the ERP reads it in.');
export type Quote = z.infer<typeof Quote>;

const as = Name.optional().describe('A format of this document; text without one.');
const quote = Quote.optional();
const whenNone = z
  .enum(['empty', 'nil'])
  .optional()
  .describe(
    'What is sent for "no value": an empty element or xsi:nil. Left out otherwise, or empty where it is required.',
  );

/** One value, without elements of its own. */
const Source = z.union([
  z.strictObject({
    from: FieldName.describe("A field of the command's input, or of the list's entry."),
    as,
    quote,
    whenNone,
  }),
  z.strictObject({ setting: Name.describe("A value of the agent's configuration.") }),
  z.strictObject({ const: z.string().max(2000).describe('Always this text; never a secret.') }),
  z.strictObject({ session: Name.describe('What the login kept under this name.') }),
  z.strictObject({ stamp: Name.describe('Made anew for every call; see `stamps`.'), as }),
  z.strictObject({
    page: z.enum(['size', 'offset', 'number', 'key', 'search']).describe('Where in a list to read on; see `paging`.'),
    quote,
    whenNone,
  }),
  z.strictObject({
    kept: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}\.[A-Za-z][A-Za-z0-9_-]{0,59}$/)
      .describe('`step.name`: what an earlier step kept, as the ERP wrote it.'),
    quote,
    whenNone,
  }),
  z.strictObject({ row: Path.describe('A place in the row that this step is repeated for.'), quote, whenNone }),
  z.strictObject({
    position: z
      .strictObject({
        from: z.int().min(0).max(1000).describe('The first number.'),
        step: z.int().min(1).max(1000).describe('From one to the next.'),
      })
      .describe('Which entry of the list this is, e.g. 1, 2, 3 or 10, 20, 30.'),
    as,
  }),
]);

const With = z
  .record(z.string().regex(/^[a-z][A-Za-z0-9_]*$/), Source)
  .describe('The values that are used, each by its name.');
const Composed = z.union([
  z.strictObject({
    template: z.string().max(2000).describe('Text with `{name}` where a value of `with` stands.'),
    with: With.default({}),
  }),
  z.strictObject({ cel: Expression, with: With.default({}), as }),
]);

/** A value of a request. */
export const SendValue = z.union([Source, Composed]);
export type SendValue = z.infer<typeof SendValue>;

export interface SendGroup {
  fields: SendFields;
  /** A derived type, `prefix:Name`, sent as xsi:type. */
  type?: string | undefined;
  /** Left out altogether where this field of the input has no value. */
  ifGiven?: string | undefined;
  /** Left out altogether unless the input's fields have these values. */
  ifIs?: Record<string, string> | undefined;
}
/** Repeats the element once for every entry of the input's list `each`; a list of bare values uses `value`. */
export interface SendList {
  each: string;
  fields?: SendFields | undefined;
  value?: { as?: string | undefined; quote?: Quote | undefined } | undefined;
  type?: string | undefined;
}
/** An XML document as text, its elements in the order written. */
interface SendXml {
  xml: { root: string; declaration: boolean; fields: SendFields };
}
/** A JSON document as text. */
interface SendJson {
  json: { fields: SendFields; bare: string[] };
}
export type SendOne = SendValue | SendGroup | SendList | SendXml | SendJson;
/** Several: the element occurs once for each. */
export type SendEntry = SendOne | SendOne[];
export interface SendFields {
  [element: string]: SendEntry;
}

const qualified = z
  .string()
  .max(120)
  .regex(/^[A-Za-z_][\w.-]*:[\p{L}_][\p{L}\p{N}_.-]*$/u);
const type = qualified
  .optional()
  .describe('A type of the schema, `prefix:Name`, that takes the place of the declared one; sent as xsi:type.');

const each = FieldName.describe("The input's list: this element is repeated for each of its entries.");

const SendOne: z.ZodType<SendOne> = z.lazy(() =>
  z.union([
    SendValue,
    z.strictObject({ each, fields: SendFields.describe('Element → what is sent, for each entry.'), type }),
    z.strictObject({
      each,
      value: z.strictObject({ as, quote }).describe('How an entry that is a bare value is sent.'),
    }),
    z.strictObject({
      fields: SendFields.describe('Elements within this one.'),
      type,
      ifGiven: FieldName.optional().describe('Left out altogether where this field of the input has no value.'),
      ifIs: z
        .record(FieldName, z.string().max(100))
        .optional()
        .describe(
          'Left out altogether unless this field of the input has this value: for requests that have another place for each kind of search, e.g. `ifIs: { by: invoice }`.',
        ),
    }),
    z.strictObject({
      xml: z
        .strictObject({
          root: SentName.describe('The outermost element.'),
          declaration: z.boolean().default(false).describe('Whether `<?xml …?>` stands before it.'),
          fields: SendFields.describe('Elements within it.'),
        })
        .describe('An XML document, sent as text; its elements are in the order written here.'),
    }),
    z.strictObject({
      json: z
        .strictObject({
          fields: SendFields.describe('Key → what is sent.'),
          bare: z
            .array(SentName)
            .max(100)
            .default([])
            .describe('Names whose values are written bare: numbers, true and false.'),
        })
        .describe('A JSON document, sent as text.'),
    }),
  ]),
);

/** Element of the request → what is sent. */
export const SendFields: z.ZodType<SendFields> = z.lazy(() =>
  z.record(SentName, z.union([SendOne, z.array(SendOne).min(1).max(100)])),
);
