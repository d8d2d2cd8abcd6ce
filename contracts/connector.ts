import { z } from 'zod';
import { CommandName } from './commands.ts';
import { CommandMapping, Headers } from './connector-call.ts';
import { Format } from './connector-format.ts';
import { Login, Stamp } from './connector-login.ts';
import { Name } from './connector-path.ts';
import { SendValue } from './connector-send.ts';
import { Verdict } from './connector-verdict.ts';

/**
 * The connector document (`connector.yaml`): an ERP described in words, not code.
 *
 * It is the allow-list (an operation that is not in it cannot be called), the data-minimisation rule
 * (a field that is not in it never leaves the building) and the place where meaning is settled
 * (decimal comma, `01.01.0001`, J/N, VAT included or not, status words).
 *
 * Its parts: places (connector-path), requests (connector-send), answers (connector-read), yes and no
 * (connector-verdict), notations (connector-format), calls and steps (connector-call), logins (connector-login).
 */

const service = {
  wsdl: z
    .string()
    .regex(
      /^[A-Za-z0-9._-]+\.wsdl$/,
      'the name of a file in this folder that ends in .wsdl, and no address: save the WSDL beside this document',
    )
    .describe("A file of this folder. Where to call is never taken from it: the agent's settings say so."),
  endpoint: Name.default('endpoint').describe('The setting that holds the address to call.'),
  path: SendValue.optional().describe('Added to the address; a session in it is percent-encoded.'),
  version: z.enum(['1.1', '1.2']).optional().describe('The version of SOAP, where the WSDL has both; 1.1 without it.'),
  headers: Headers.default({}).describe('SOAP headers of every call of this service, the login left out.'),
  answersAs: z
    .array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/))
    .max(5)
    .default([])
    .describe('Media types that this server puts on its envelopes beside those of SOAP, e.g. `text/html`.'),
  letters: z
    .enum(['unicode', 'ascii'])
    .default('unicode')
    .describe(
      'How letters beyond ASCII are sent; `ascii`: as references (`&#252;`), for servers that read in a charset of their own.',
    ),
  httpHeaders: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/), SendValue)
    .default({})
    .describe('HTTP headers of every call.'),
};

export const Service = z.strictObject(service);
export type Service = z.infer<typeof Service>;

export const ConnectorDocument = z.strictObject({
  drawbridge: z.literal('connector/1').describe('The version of this language.'),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and -, beginning with a letter, e.g. kontor-erp')
    .describe('What programs call this connector, e.g. `kontor-erp`.'),
  title: z.string().min(1).max(100).describe('As people call the ERP; shown on the cards.'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'three numbers with points between them, e.g. 1.0.0')
    .describe('Of this document; raised with every change.'),
  owner: z.string().min(1).max(200).describe('Who answers for this document.'),
  soap: z
    .union([
      Service,
      z.strictObject({ services: z.record(Name, Service).describe('Service by name → its WSDL and address.') }),
    ])
    .describe('One service, or several by name.'),
  namespaces: z
    .record(z.string().regex(/^[A-Za-z_][\w.-]{0,30}$/), z.string().max(300))
    .default({})
    .describe('Prefixes used in this document, for names that are ambiguous without their namespace.'),
  settings: z
    .record(
      Name,
      z.strictObject({
        about: z.string().max(200).describe('What it is, for whoever writes the configuration.'),
        secret: z.boolean().default(false).describe('Never shown, logged or recorded.'),
      }),
    )
    .describe("Values that the agent's configuration must give, and never this document: addresses, users, secrets."),
  limits: z
    .strictObject({
      concurrentReads: z.int().min(1).max(64).describe('Calls at once, logins and writes among them.'),
      concurrentWrites: z
        .int()
        .min(1)
        .max(16)
        .default(1)
        .describe('1 unless the ERP is known to take parallel creates.'),
      callTimeoutMs: z.int().min(100).max(600_000).describe('How long one call may take.'),
      answerBytesMax: z.int().min(1024).max(33_554_432).default(8_388_608).describe('Larger answers are refused.'),
      rowsMax: z.int().min(1).max(1000).default(1000).describe('More rows than this in one answer are refused.'),
    })
    .describe('What the ERP can bear.'),
  formats: z.record(Name, Format).default({}).describe('Notations of the ERP, by name.'),
  stamps: z
    .record(Name, Stamp)
    .default({})
    .describe('Values that are made anew for every call, in the order written: nonces, times, signatures.'),
  login: Login.optional().describe('How the agent shows who it is; left out where the ERP asks for nothing.'),
  verdict: Verdict.describe('How an answer says yes or no; a call may have its own.'),
  commands: z
    .partialRecord(CommandName, CommandMapping)
    .describe('Command of the contract → how the ERP does it. What is not here cannot be asked.'),
});
export type ConnectorDocument = z.infer<typeof ConnectorDocument>;
