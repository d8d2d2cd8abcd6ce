import { z } from 'zod';
import { Expression, FieldName, Name, Path, SentName } from './connector-path.ts';
import { ReadFields } from './connector-read.ts';
import { SendFields } from './connector-send.ts';
import { Verdict } from './connector-verdict.ts';

/** SOAP header element → what is sent in it. */
export const Headers = z.record(SentName, SendFields);

const operation = Name.describe('A SOAP operation of the WSDL.');
const call = {
  service: Name.optional().describe('The service that has the operation, where there are several.'),
  request: SendFields.default({}).describe('Element of the request → what is sent. The order comes from the WSDL.'),
  headers: Headers.optional().describe('SOAP headers of this call alone, beside those of the service.'),
  soapAction: z.string().max(300).optional().describe("In place of the WSDL's."),
  verdict: Verdict.optional().describe("In place of the document's."),
  payload: z
    .strictObject({ path: Path, holds: z.enum(['xml', 'json']).describe('What the text is.') })
    .optional()
    .describe('An XML or JSON document carried as text in the answer; paths are then places in it.'),
};
/** One SOAP call. */
const Call = z.strictObject({ operation, ...call });

/** What an answer leaves for later steps. */
const keep = z.record(Name, Path).default({}).describe('Name → place in the answer; later steps send it as `kept`.');

/**
 * One of several calls that make a command. They run in the order written.
 * In a command that writes: the first step that is no `read` is the begin; whatever goes wrong after it was sent
 * leaves the outcome unknown, and nothing is repeated.
 */
export const Step = z.strictObject({
  step: Name.describe('Its name.'),
  operation,
  ...call,
  effect: z
    .enum(['read', 'write'])
    .default('read')
    .describe('Whether it changes anything. A step that reads may be repeated.'),
  when: Expression.optional().describe(
    'Only where this CEL of `input` is true, e.g. `input.by == "name"`: for ERPs with an operation for each question. A step that is left out gives nothing.',
  ),
  forEach: FieldName.optional().describe("Called once for each entry of this list of the command's input."),
  forRows: z
    .strictObject({
      in: Name.optional().describe('The step whose answer has the rows; the first one without it.'),
      each: Path,
      max: z.int().min(1).max(1000).describe('So many rows are read at most.'),
    })
    .optional()
    .describe('Called once for each row of an earlier answer: the second read behind a list of handles.'),
  keep,
});
export type Step = z.infer<typeof Step>;

const more = z.union([
  z.strictObject({ short: z.literal(true).describe('A page with fewer rows than asked for is the last.') }),
  z.strictObject({ empty: z.literal(true).describe('A page without rows is the end.') }),
  z.strictObject({
    more: Path,
    yes: z.array(z.string().max(20)).min(1).describe('A place that says that there is more.'),
  }),
  z.strictObject({ total: Path.describe('How many rows there are altogether.') }),
  z.strictObject({ pages: Path.describe('How many pages there are.') }),
]);

const size = z.int().min(1).max(1000).default(200).describe('Rows of a page at most.');

/**
 * How a list is read on. `size` caps the rows of a page; what the page is asked for goes into the request as `page`.
 *   bookmark   the answer names where to go on: `key`
 *   last-row   `key` of the last row: a bookmark of the row (Dynamics NAV), or "greater than the last id"
 *   offset     rows passed over, from `first`
 *   number     pages, from `first`
 *   search     the first answer opens a search with an id; further pages are asked of `more` by id and number
 *   whole      the ERP always sends everything: it is sorted here and shown page by page
 */
export const Paging = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('bookmark').describe('The answer names where to go on.'), key: Path, size }),
  z.strictObject({
    by: z.literal('last-row').describe('The last row of a page says where to go on.'),
    key: Path.describe('Its place in the row.'),
    start: z.string().min(1).max(100).optional().describe('The key that the first page is asked with, e.g. `0`.'),
    end: more.default({ empty: true }).describe('What says that a page is the last.'),
    size,
  }),
  z.strictObject({
    by: z.literal('offset').describe('So many rows are passed over.'),
    first: z.int().min(0).max(1).default(0).describe('What the first row counts as.'),
    end: more.default({ empty: true }).describe('What says that a page is the last.'),
    size,
  }),
  z.strictObject({
    by: z.literal('number').describe('Pages by their number.'),
    first: z.int().min(0).max(1).default(1).describe('The number of the first page.'),
    end: more.default({ empty: true }).describe('What says that a page is the last.'),
    size,
  }),
  z.strictObject({
    by: z.literal('search').describe('The first answer opens a search with an id.'),
    id: Path.describe('Where the id of the search is in the first answer.'),
    end: more.describe('What says that a page is the last.'),
    first: z.int().min(0).max(1).default(1).describe('The number of the first page.'),
    size,
    more: Call.describe('The call that gives a further page; its answer is read as the first one is.'),
  }),
  z.strictObject({
    by: z.literal('whole').describe('The ERP always sends everything.'),
    newestFirst: FieldName.describe('The field of the row that is sorted by, highest first.'),
    size,
  }),
]);
export type Paging = z.infer<typeof Paging>;

/** What is promised about a command that writes. */
const Write = z.strictObject({
  maxExecutionMs: z
    .int()
    .min(0)
    .nullable()
    .describe(
      'The longest that the ERP can still be executing this after it was sent, all steps together; null: nobody knows.',
    ),
  indexLagMs: z.int().min(0).describe('How long a made document may be missing from the lookup.'),
  uniqueReference: z
    .boolean()
    .default(false)
    .describe('The ERP itself refuses a second document with the same reference; `alreadyExists` says how.'),
  priceBasis: z
    .enum(['net', 'gross'])
    .optional()
    .describe('How the ERP understands prices sent. The contract has net prices.'),
});

const command = {
  answer: ReadFields.describe("The contract's answer. For lists: `rows` as `{each, fields}`."),
  paging: Paging.optional().describe("How a list is read on; left out where the contract's cursor is sent as it is."),
  emptyIfNotFound: z.boolean().default(false).describe('What is "not found" for the ERP is an empty list here.'),
  pagesMax: z
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('Pages read on for a command that has no cursor; more than that is an error, never a part.'),
  complete: Expression.optional().describe(
    'In a lookup by reference: whether `row` was made to its end, e.g. `row.status != "draft"`. One that was not is never taken for a made document.',
  ),
  write: Write.optional().describe('Only for commands that write.'),
};

/** One command of the contract: a call, or several as `steps`. */
export const CommandMapping = z.union([
  z.strictObject({ operation, ...call, ...command }),
  z.strictObject({ steps: z.array(Step).min(1).max(12).describe('Several calls, in this order.'), ...command }),
]);
export type CommandMapping = z.infer<typeof CommandMapping>;
export type CallMapping = z.infer<typeof Call>;
