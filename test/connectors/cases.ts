import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { CommandName } from '#contracts/commands';

/**
 * Golden cases: for each command what is asked, what goes over the wire, and what comes of it. The answers are written
 * by us in the ERP's schema; the requests are recorded, reviewed, and compared from then on.
 */
const Exchange = z.strictObject({
  /** The path of the address, without the host. */
  path: z.string(),
  operation: z.string(),
  soapAction: z.string().default(''),
  version: z.enum(['1.1', '1.2']).default('1.1'),
  /** The envelope as it was sent, one element a line; `*` where a text differs from call to call. */
  request: z.string().default(''),
  /** What stands in the body of the answer. */
  answer: z.string(),
  fault: z.boolean().default(false),
});
export type Exchange = z.infer<typeof Exchange>;

export const Case = z.strictObject({
  about: z.string(),
  command: CommandName,
  input: z.record(z.string(), z.unknown()),
  /** None where the connector itself refuses to ask. */
  exchanges: z.array(Exchange),
  /** Of a read: `{ok: true, value}` or `{ok: false, code}`; of a write the outcome, an error by its code. */
  result: z.record(z.string(), z.unknown()).default({}),
});
export type Case = z.infer<typeof Case>;

/** What the cases of one ERP have in common. */
const ErpCases = z.strictObject({
  settings: z.record(z.string(), z.string()),
  /**
   * WSDL of the connector → where it is from: a file of the vendor, an outline of ours, or ours and in the box.
   * `itsOwn`: what the ERP itself serves, which is ours as the ERP is. `formOf`: a file of the vendor whose form a test holds ours to; fields and functions are ours all the same.
   */
  wsdls: z.record(
    z.string(),
    z.union([
      z.strictObject({ vendor: z.string() }),
      z.strictObject({ outline: z.string(), formOf: z.string().optional() }),
      z.strictObject({ shipped: z.literal(true), formOf: z.string().optional(), itsOwn: z.literal(true).optional() }),
    ]),
  ),
  /** Elements whose text differs from call to call. */
  varies: z.array(z.string()).default([]),
  /** Headers without which the ERP serves nothing, by path. */
  needsHeaders: z.array(z.string()).default([]),
  /** The login, asked before each case, and the header in which its session comes back. */
  login: z
    .strictObject({
      exchange: Exchange,
      sentBack: z.strictObject({ path: z.string().or(z.array(z.string())), text: z.string() }),
    })
    .optional(),
  /** Addresses whose answers say that they are UTF-16, and are not. */
  declaresUtf16: z.array(z.string()).default([]),
  /** Commands that the ERP cannot offer, and why. */
  cannot: z.partialRecord(CommandName, z.string().min(1)).default({}),
});
export type ErpCases = z.infer<typeof ErpCases>;

export const CONNECTORS = join(import.meta.dirname, '../../agent/connectors');
const GOLDEN = join(import.meta.dirname, 'golden');

export interface NamedCase {
  name: string;
  file: string;
  given: Case;
}

/** The one whose ERP is in this repository. */
export const DEMO = 'demo-erp';

/** Connectors that have golden cases. */
export const connectorNames = (): string[] =>
  existsSync(GOLDEN)
    ? readdirSync(GOLDEN, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .toSorted()
    : [];

export const outlineOf = (connector: string, file: string): string => join(GOLDEN, connector, file);

export function readCases(connector: string): { erp: ErpCases; cases: NamedCase[] } {
  const folder = join(GOLDEN, connector);
  const yaml = (file: string): unknown => parse(readFileSync(join(folder, file), 'utf8'));
  const files = readdirSync(folder).filter((file) => file.endsWith('.case.yaml'));
  return {
    erp: ErpCases.parse(yaml('erp.yaml')),
    cases: files.toSorted().map((file) => ({
      name: file.replace('.case.yaml', ''),
      file: join(folder, file),
      given: Case.parse(yaml(file)),
    })),
  };
}

/** Keeps the login as it was sent. */
export function recordLogin(connector: string, erp: ErpCases): void {
  if (erp.login === undefined) return;
  writeFileSync(join(GOLDEN, connector, 'erp.yaml'), stringify(erp, { lineWidth: 0, blockQuote: 'literal' }));
}

/** Keeps what was sent, and what came of it, for a person to review. */
export function recordCase({ file, given }: NamedCase): void {
  writeFileSync(file, stringify(given, { lineWidth: 0, blockQuote: 'literal' }));
}
