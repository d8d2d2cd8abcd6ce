import { afterEach } from 'vitest';
import type { CommandInput, CommandName } from '#contracts/commands';
import {
  type Exchange,
  openScripted,
  type Script,
  type Scripted,
  type ScriptedErp,
} from '../../agent-erp/scripted-erp.ts';
import { readRequest, type StubService } from '../stub/read-request.ts';
import { openSchemaCheck } from '../stub/schema-check.ts';
import { readWsdl } from '../stub/wsdl-text.ts';

/**
 * An ERP that nobody here has seen before: a WSDL of our own making in the shape of a real family, a server that
 * behaves as that family does, and a document written from the guide alone. Each request is held against the WSDL's
 * own schema by a validator that shares nothing with the agent.
 */
export interface Stranger extends ScriptedErp {
  /** What the schema has against the requests that came; empty if each was valid. */
  invalid: string[];
}

/** What is no part of any WSDL, and stands in the header all the same. */
const UNDECLARED = /<(wsse:Security|n\d+:(?:Action|To|MessageID|ReplyTo))[ >][\s\S]*?<\/\1>/g;

function validating(services: readonly StubService[], invalid: string[]): (call: Exchange) => void {
  return ({ path, headers, body }) => {
    const contentType = headers['content-type'] ?? '';
    const named = headers.soapaction ?? /action="([^"]*)"/.exec(contentType)?.[1];
    const reading = readRequest(
      {
        method: 'POST',
        path,
        contentType,
        soapAction: named === undefined ? '' : String(named),
        authorization: headers.authorization,
        // As the stub does with answers: the encoding's own array is no type that the declared one derives from.
        body: body.replace(UNDECLARED, '').replace(/ \w+:type="\w+:Array"/g, ''),
      },
      services,
    );
    if (!reading.ok) invalid.push(`${reading.problem}\n${body}`);
  };
}

const opened: Stranger[] = [];
afterEach(async () => {
  for (const stranger of opened.splice(0)) await stranger.close();
});

/** Opens a stranger; it is closed after the test. */
export async function meet(scripted: Scripted, script: Script): Promise<Stranger> {
  const invalid: string[] = [];
  let validate: (call: Exchange) => void = () => undefined;
  const linked = await openScripted(scripted, (call, count) => {
    validate(call);
    return script(call, count);
  });
  const checks = Object.keys(scripted.wsdls)
    .filter((file) => file.endsWith('.wsdl'))
    .map((file) => {
      const read = readWsdl(linked.folder, file);
      return { path: '/erp', operations: read.operations, check: openSchemaCheck(read) };
    });
  validate = validating(checks, invalid);
  const stranger: Stranger = {
    ...linked,
    invalid,
    async close() {
      await linked.close();
      for (const { check } of checks) check.close();
    },
  };
  opened.push(stranger);
  return stranger;
}

const waits = new AbortController().signal;
export const GO = { signal: waits, mayStart: () => true };

/** What a command that reads gives; where it fails, the code and what is in the detail. */
export async function ask<N extends CommandName>(
  { erp }: ScriptedErp,
  command: N,
  input: Record<string, unknown>,
): Promise<unknown> {
  const read = await erp.read(command as never, input as CommandInput<N> as never, waits);
  return read.ok ? read.value : `${read.error.code}: ${read.error.detail ?? ''}`;
}

export const ORDER = {
  reference: 'DB-8841207-1',
  customerId: '10447',
  customerReference: 'PO 7/é',
  requestedOn: '2026-12-04',
  currency: 'EUR',
  lines: [
    { itemId: 'PUMP-0040', quantity: '2', unitPrice: '1234.50' },
    { itemId: 'SEAL <1>', quantity: '1.5', unitPrice: '0.99' },
  ],
};
/** `result` of a create, with what was made or why not. */
export async function create({ erp }: ScriptedErp, input: object = ORDER): Promise<unknown> {
  const outcome = await erp.write('order.create', input as never, GO);
  return outcome.result === 'made' ? outcome.output : `${outcome.result}: ${outcome.error.detail ?? ''}`;
}

/** The text of the first element of a name in a request, whatever its prefix. */
export const sent = ({ body }: Exchange, name: string): string | null =>
  new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`).exec(body)?.[1] ?? null;
