import { z } from 'zod';
import { Path, Paths, Wildcard } from './connector-path.ts';

const codes = z.array(z.string().max(100)).max(200);
const means = z.enum(['refused', 'already-exists', 'not-found', 'session-expired', 'credential-refused', 'overloaded']);

/** What a SOAP fault, or an HTTP status, means. All that a rule names must fit; the first rule that fits counts. */
export const FaultRule = z.strictObject({
  http: z.int().min(300).max(599).optional().describe('The HTTP status of the answer.'),
  code: Wildcard.optional().describe('The fault code or a subcode, with or without its prefix.'),
  text: Wildcard.optional().describe("The fault's text, e.g. `*already exists*`."),
  detail: z
    .strictObject({ path: Path, is: Wildcard.describe('Its text; `*` for anything.') })
    .optional()
    .describe("A place in the fault's detail, and its text."),
  page: Wildcard.optional().describe(
    'What an answer that is no SOAP begins with, within its first 2,000 characters, e.g. `*name="j_password"*` of a login form. It may only mean `session-expired`, `credential-refused` or `overloaded`.',
  ),
  means: means.describe(
    'For a write, every word but `already-exists` and `credential-refused` promises that nothing was made.',
  ),
});
export type FaultRule = z.infer<typeof FaultRule>;

/**
 * How an answer says yes or no. Many ERPs answer business errors with HTTP 200. A fault that no rule names, and a
 * code that no list names, is no proof of anything: after a write it means: not known.
 */
export const Verdict = z.strictObject({
  code: Paths.optional().describe(
    'Where the code is; several where operations have it in several places. Without it, every answer that is no fault is a yes.',
  ),
  success: codes.default([]).describe('The only codes that mean success, compared as text.'),
  whenNone: z.enum(['unclear', 'success']).default('unclear').describe('What an answer without a code means.'),
  each: Path.optional().describe(
    'Rows of messages, e.g. `RETURN/item`: `code`, `reason` and `message` are then read in each, and every code must be a success.',
  ),
  reason: Paths.optional().describe(
    'Where the finer code is that the lists below speak of, if not in `code`. It may occur several times.',
  ),
  message: Paths.optional().describe("Where the ERP's sentence for a person is."),
  in: z
    .enum(['answer', 'payload'])
    .default('answer')
    .describe('Whether these places are in the text-in-text document.'),
  notFound: codes.default([]).describe('Codes of a read that found nothing.'),
  refused: codes
    .default([])
    .describe('Codes that prove that a write changed nothing. Every other code after a write means: not known.'),
  alreadyExists: codes.default([]).describe('Codes that say that a document with this reference is there already.'),
  sessionExpired: codes.default([]).describe('Codes that ask for a new login, and prove that nothing was done.'),
  credentialRefused: codes.default([]).describe('Codes that say that user or password is wrong.'),
  overloaded: codes.default([]).describe('Codes that say that nothing was done and that it may be asked again later.'),
  faults: z
    .array(FaultRule)
    .max(50)
    .default([])
    .describe('What SOAP faults and HTTP statuses mean; the first rule that fits.'),
});
export type Verdict = z.infer<typeof Verdict>;
