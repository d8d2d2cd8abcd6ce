import { z } from 'zod';
import { Expression, FieldName, Name, Path, Paths } from './connector-path.ts';

/** How an answer is read: field of the contract → where its value is. A field that is not here never leaves the building. */

const inStep = Name.optional().describe('The step whose answer is meant; the first one without it.');
const unlisted = z
  .boolean()
  .default(false)
  .describe('The WSDL does not have this place, and the ERP sends it all the same.');

const Found = z.strictObject({
  path: Paths.describe('Where it is; of several places the first that is there.'),
  as: Name.optional().describe('A format of this document; text without one.'),
  in: inStep,
  else: z.string().max(200).optional().describe('Read in place of "no value", in the same format.'),
  over: Path.optional().describe('Rows that the value is made of: `path` is then a place in each of them.'),
  take: z
    .enum(['sum', 'count', 'min', 'max'])
    .optional()
    .describe(
      'With `over`: the sum, the lowest or the highest of what is found, or how many rows have something there. Rows without a value are passed over; a sum of none is 0.',
    ),
  unlisted,
});

/** A value of the contract. */
export const ReadValue = z.union([
  Found,
  z.strictObject({
    const: z.union([z.string().max(300), z.number(), z.boolean(), z.null()]).describe('Always this value.'),
  }),
  z.strictObject({ from: FieldName.describe("A field of the command's input, given back.") }),
  z.strictObject({ position: z.int().min(0).max(1000).describe('Which row this is, counted from here.') }),
  z
    .strictObject({
      cel: Expression,
      with: z
        .record(z.string().regex(/^[a-z][A-Za-z0-9_]*$/), Found)
        .describe('The values that the expression uses, each by its name.'),
      as: Name.optional().describe('A format that the text of the expression is read in.'),
    })
    .describe('Computed from other values of the answer, and from `input`: what the command was asked.'),
]);
export type ReadValue = z.infer<typeof ReadValue>;
export type FoundValue = z.infer<typeof Found>;

/** A list of the contract: one entry for every element at `each`, its fields read from there. */
export interface ReadList {
  each: string | string[];
  fields: ReadFields;
  /** Several: the rows of each, one step after another. */
  in?: string | string[] | undefined;
  /** Rows with the same text here are one entry; a list in it with `each: .` has the rows. */
  groupBy?: string | string[] | undefined;
  /** Only entries for which this is true; its names are the entry's fields, and `input`. */
  where?: string | undefined;
  /** One entry for each of the input's list `from`, in its order; `otherwise` for one that is not in the answer. */
  complete?: { from: string; by: string; otherwise: ReadFields } | undefined;
  unlisted: boolean;
}
/** Field of the contract → where its value is in the answer. */
export interface ReadFields {
  [field: string]: ReadValue | ReadList;
}

const ReadList: z.ZodType<ReadList> = z.lazy(() =>
  z.strictObject({
    each: Paths.describe('The element that repeats.'),
    fields: ReadFields.describe('Field of the row → where it is, from the element at `each` down.'),
    in: z
      .union([Name, z.array(Name).min(2).max(5)])
      .optional()
      .describe(
        'The step whose answer has the rows; the first one without it. Several: the rows of all of them, e.g. of open orders and of those that went to the history.',
      ),
    groupBy: Paths.optional().describe(
      'Rows with the same text here are one entry; a list in it with `each: .` has the rows.',
    ),
    where: Expression.optional().describe(
      "Only entries for which this CEL is true; its names are `row` with the entry's fields, and `input`.",
    ),
    complete: z
      .strictObject({
        from: FieldName.describe("The input's list."),
        by: FieldName.describe('The field of the row that says which entry it is.'),
        otherwise: ReadFields.describe('What is told of an entry that is not in the answer.'),
      })
      .optional()
      .describe("One entry for each of the input's list, in its order; `otherwise` for one that is not there."),
    unlisted,
  }),
);

/** Field of the contract → where its value is in the answer. */
export const ReadFields: z.ZodType<ReadFields> = z.lazy(() => z.record(FieldName, z.union([ReadValue, ReadList])));
