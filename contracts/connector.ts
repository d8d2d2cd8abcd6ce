import { z } from 'zod';
import { CommandName } from './commands.ts';

/**
 * The connector document (`connector.yaml`): an ERP described in words, not code.
 *
 * It is the allow-list (an operation that is not in it cannot be called), the data-minimisation rule
 * (a field that is not in it never leaves the building) and the place where meaning is settled
 * (decimal comma, `01.01.0001`, J/N, VAT included or not, status words).
 *
 * Paths name elements of the answer from the response element down, by local name, joined with `/`.
 */

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/);
/** `Kunde/KundenNr`: local names of XML elements. */
const path = z
  .string()
  .max(300)
  .regex(/^[\p{L}_][\p{L}\p{N}_.-]*(\/[\p{L}_][\p{L}\p{N}_.-]*)*$/u);
/** A field of our own contract, e.g. `customerId` or `lines`. */
const field = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
const texts = z.array(z.string().max(100)).max(100);
/** Written forms that mean "no value", beside an absent, empty or nil element. */
const none = texts.default([]);

/** How a value is written on the wire. Reading and writing use the same description. */
export const Format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), none }),
  /** A key padded on the left to a fixed length; people read it without the padding. */
  z.strictObject({ type: z.literal('key'), padTo: z.int().min(1).max(64), padWith: z.string().length(1), none }),
  z.strictObject({
    type: z.literal('decimal'),
    separator: z.enum(['.', ',']),
    /** Thousands separator accepted in answers; never sent. */
    grouping: z.enum(['', '.', ',', ' ', "'"]).default(''),
    none,
  }),
  z.strictObject({ type: z.literal('integer'), none }),
  /** Pattern of `dd`, `MM`, `yyyy` and separators, e.g. `dd.MM.yyyy` or `yyyyMMdd`. */
  z.strictObject({ type: z.literal('date'), pattern: z.string().max(20), none }),
  z.strictObject({ type: z.literal('flag'), yes: texts.min(1), no: texts.min(1), none }),
  /** The ERP's codes and the contract's words for them. A code not listed is a problem of that row. */
  z.strictObject({ type: z.literal('words'), words: z.record(z.string().max(60), z.string().max(60)), none }),
]);
export type Format = z.infer<typeof Format>;

/** A value of the contract, read from the answer. */
const ReadValue = z.union([
  z.strictObject({ path, as: name.optional() }),
  z.strictObject({ const: z.union([z.string(), z.boolean(), z.null()]) }),
]);
/** A list of the contract: one entry for every element at `each`, its fields read from there. */
export interface ReadList {
  each: string;
  fields: ReadFields;
}
/** Field of the contract → where its value is in the answer. */
export interface ReadFields {
  [field: string]: z.infer<typeof ReadValue> | ReadList;
}
const ReadFields: z.ZodType<ReadFields> = z.lazy(() =>
  z.record(field, z.union([ReadValue, z.strictObject({ each: path, fields: ReadFields })])),
);

/** A value of the request. `from` is a field of the command's input, or of the list entry it stands in. */
const SendValue = z.union([
  z.strictObject({ from: field, as: name.optional() }),
  z.strictObject({ setting: name }),
  z.strictObject({ const: z.string().max(200) }),
]);
export interface SendGroup {
  fields: SendFields;
}
/** Repeats the element once for every entry of the input's list `each`; a list of bare values uses `value`. */
export interface SendList {
  each: string;
  fields?: SendFields | undefined;
  value?: { as?: string | undefined } | undefined;
}
/** Element of the request → what is sent. The order on the wire comes from the schema, never from here. */
export interface SendFields {
  [element: string]: z.infer<typeof SendValue> | SendGroup | SendList;
}
const element = z
  .string()
  .max(100)
  .regex(/^[\p{L}_][\p{L}\p{N}_.-]*$/u);
const SendFields: z.ZodType<SendFields> = z.lazy(() =>
  z.record(
    element,
    z.union([
      SendValue,
      z.strictObject({ each: field, fields: SendFields }),
      z.strictObject({ each: field, value: z.strictObject({ as: name.optional() }) }),
      z.strictObject({ fields: SendFields }),
    ]),
  ),
);

/** How an answer says yes or no in its body. Many ERPs answer business errors with HTTP 200. */
export const Verdict = z.strictObject({
  code: path,
  /** The only codes that mean success, compared as text. */
  success: texts.min(1),
  /** Where the ERP's sentence for a person is. */
  message: path.optional(),
  notFound: texts.default([]),
  /** Codes that prove that a write changed nothing. Every other code after a write means: not known. */
  refused: texts.default([]),
  sessionExpired: texts.default([]),
  credentialRefused: texts.default([]),
});
export type Verdict = z.infer<typeof Verdict>;

export const CommandMapping = z.strictObject({
  /** A SOAP operation of the WSDL. */
  operation: name,
  request: SendFields,
  /** The contract's answer. For lists: `rows` as `{each, fields}`, and `nextCursor`. */
  answer: ReadFields,
  /** Only for commands that write. */
  write: z
    .strictObject({
      /** The longest that the ERP can still be executing this after it was sent; null: nobody knows. */
      maxExecutionMs: z.int().min(0).nullable(),
      /** How long a made order may be missing from the lookup. */
      indexLagMs: z.int().min(0),
    })
    .optional(),
});
export type CommandMapping = z.infer<typeof CommandMapping>;

export const ConnectorDocument = z.strictObject({
  drawbridge: z.literal('connector/1'),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  /** As people call the ERP; shown on the cards. */
  title: z.string().min(1).max(100),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Who answers for this document. */
  owner: z.string().min(1).max(200),
  soap: z.strictObject({
    /** A file of this folder. Where to call is never taken from it: the agent's settings say so. */
    wsdl: z.string().regex(/^[A-Za-z0-9._-]+\.wsdl$/),
  }),
  /** Values that the agent's configuration must give, and never this document: addresses, users, secrets. */
  settings: z.record(name, z.strictObject({ about: z.string().max(200), secret: z.boolean().default(false) })),
  limits: z.strictObject({
    concurrentReads: z.int().min(1).max(64),
    /** 1 unless the ERP is known to take parallel creates. */
    concurrentWrites: z.int().min(1).max(16).default(1),
    callTimeoutMs: z.int().min(100).max(600_000),
    answerBytesMax: z.int().min(1024).max(33_554_432).default(8_388_608),
    rowsMax: z.int().min(1).max(1000).default(1000),
  }),
  formats: z.record(name, Format),
  login: z
    .strictObject({
      operation: name,
      request: SendFields,
      /** Where the session is in the login's answer. */
      session: path,
      /** The SOAP header element that carries it on every call, and the child that holds it. */
      header: z.strictObject({ element: element, child: element }),
    })
    .optional(),
  verdict: Verdict,
  commands: z.partialRecord(CommandName, CommandMapping),
});
export type ConnectorDocument = z.infer<typeof ConnectorDocument>;
