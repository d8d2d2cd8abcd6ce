import { isDeepStrictEqual } from 'node:util';
import { type CommandName, WriteCommandName } from '#contracts/commands';
import type { ConnectorDocument } from '#contracts/connector';
import type { Connector } from '../../agent/erp/connector/load.ts';
import { servicesOf } from '../../agent/erp/connector/prepare.ts';
import type { OperationShape, ServiceShape } from '../../agent/erp/soap/shapes.ts';
import { openTransport } from '../../agent/erp/soap/transport.ts';
import { openSoapErp } from '../../agent/erp/soap-erp.ts';
import type { ErpCases, Exchange, NamedCase } from './cases.ts';
import { maskXml, prettyXml } from './pretty-xml.ts';
import { recordedShapes } from './recorded-shapes.ts';
import type { StubService } from './stub/read-request.ts';
import { openStub, type StubCall, type StubDoor } from './stub/server.ts';

export interface CaseRun {
  name: string;
  command: CommandName;
  /** What differs from the golden case; empty if it passed. */
  problems: string[];
  calls: readonly StubCall[];
}

export interface RunParts {
  document: ConnectorDocument;
  erp: ErpCases;
  /** Null: the vendor's WSDLs are not there, and shapes are taken from the recorded requests. */
  checked: { connector: Connector; services: readonly StubService[] } | null;
}

/** The path of a service's address. */
export function pathOf(document: ConnectorDocument, name: string, settings: Record<string, string>): string {
  const service = servicesOf(document)[name];
  const address = new URL((settings[service?.endpoint ?? ''] ?? '').replace('{origin}', 'http://stub'));
  const more = service?.path;
  return `${address.pathname.replace(/\/$/, '')}${more !== undefined && 'const' in more ? more.const : ''}`;
}

function doorOf({ document, erp }: RunParts): StubDoor {
  const { http } = document.login ?? {};
  const pair = http === undefined ? null : `${erp.settings[http.user]}:${erp.settings[http.password]}`;
  return {
    authorization: pair === null ? undefined : `Basic ${Buffer.from(pair).toString('base64')}`,
    session: erp.login && { operation: erp.login.exchange.operation, ...erp.login.sentBack },
    headers: erp.needsHeaders,
    declaresUtf16: erp.declaresUtf16,
  };
}

/** The document as far as one command needs it, with shapes from its exchanges. */
function recordedConnector(
  { document, erp }: RunParts,
  command: CommandName,
  exchanges: readonly Exchange[],
): Connector {
  const byPath = recordedShapes(exchanges);
  const services = new Map<string, ServiceShape>();
  const types = new Map<string, never>();
  for (const name of Object.keys(servicesOf(document))) {
    const found = byPath.get(pathOf(document, name, erp.settings));
    const operations = new Map(found?.operations);
    for (const operation of namesUnder('operation', document.commands[command]))
      if (!operations.has(operation)) operations.set(operation, notRecorded(operation));
    services.set(name, { operations, unsupported: new Map(), types });
  }
  const merged = new Map([...byPath.values()].flatMap((service) => [...service.types]));
  return { document: { ...document, commands: { [command]: document.commands[command] } }, services, types: merged };
}

/** Every text under a key, wherever in the mapping. */
const namesUnder = (key: string, within: unknown): string[] =>
  typeof within !== 'object' || within === null
    ? []
    : Object.entries(within).flatMap(([name, value]) =>
        name === key && typeof value === 'string' ? [value] : namesUnder(key, value),
      );

/** An operation that the command names and this case does not call, e.g. that for further pages. */
const notRecorded = (name: string): OperationShape => {
  const nothing = {
    name: { namespace: '', local: name },
    minOccurs: 1,
    maxOccurs: 1,
    content: { kind: 'text' },
  } as const;
  return { name, soapAction: '', soapVersion: '1.1', request: nothing, headers: [], response: nothing };
};

/** Failures are told by their code: their sentences are the business of other tests. */
function plain(result: unknown): Record<string, unknown> {
  const { ok, value, error, ...outcome } = result as Record<string, unknown> & { error?: { code?: string } };
  if (ok === true) return { ok, value };
  const code = error?.code;
  return ok === false ? { ok, code } : { ...outcome, ...(code === undefined ? {} : { code }) };
}

/** A fixed moment, so that stamps of time are the same each run: 2026-11-21T10:00:00Z. */
const EPOCH_MS = 1_795_255_200_000;

/** Runs one golden case through the engine and the stub. With `record`, what happened becomes the case. */
export async function runCase(parts: RunParts, named: NamedCase, record = false): Promise<CaseRun> {
  const { document, erp, checked } = parts;
  const { command, input, result } = named.given;
  const login = erp.login === undefined ? [] : [erp.login.exchange];
  const exchanges = [...login, ...named.given.exchanges];
  const left = [...exchanges];
  const problems: string[] = [];
  const textOf = (body: string): string => maskXml(prettyXml(body), erp.varies);
  const stub = await openStub({
    services: checked?.services ?? null,
    door: doorOf(parts),
    answer: ({ path, body }) => {
      const text = textOf(body);
      const root = /:Body>\s*<(?:[^:>\s]+:)?([^\s/>]+)/.exec(text)?.[1] ?? '';
      const fits = (exchange: Exchange): boolean => exchange.path === path && rootOf(exchange) === root;
      const exact = left.findIndex((exchange) => fits(exchange) && exchange.request === text);
      const at = exact === -1 ? left.findIndex(fits) : exact;
      const [exchange] = at === -1 ? [] : left.splice(at, 1);
      if (exchange === undefined) return undefined;
      if (record) exchange.request = text;
      else if (exchange.request !== text)
        problems.push(`${exchange.operation}: the request differs:\n${differenceOf(exchange.request, text)}`);
      return { body: exchange.answer, fault: exchange.fault };
    },
  });
  const connector = checked?.connector ?? recordedConnector(parts, command, exchanges);
  const settings = Object.fromEntries(
    Object.entries(erp.settings).map(([name, value]) => [name, value.replace('{origin}', stub.origin)]),
  );
  const { answerBytesMax } = document.limits;
  const transports = new Map(
    Object.entries(servicesOf(document)).map(([name, { endpoint }]) => [
      name,
      openTransport({ endpoint: new URL(settings[endpoint] ?? ''), socketsMax: 4, answerBytesMax }),
    ]),
  );
  const log = { info: () => undefined, warn: () => undefined };
  const engine = openSoapErp({
    connector,
    settings,
    transports,
    log,
    nowMs: () => performance.now(),
    epochMs: () => EPOCH_MS,
  });
  try {
    const { signal } = new AbortController();
    const write = WriteCommandName.safeParse(command);
    const raw = write.success
      ? await engine.write(write.data, input as never, { signal, mayStart: () => true })
      : await engine.read(command as never, input as never, signal);
    const given = plain(raw);
    if (record) {
      named.given.result = given;
      for (const exchange of exchanges) noteAction(exchange, stub.calls);
    } else if (!isDeepStrictEqual(given, result)) {
      const detail = (raw as { error?: { detail?: string } }).error?.detail ?? '';
      problems.push(
        `the result differs: ${JSON.stringify(given)} ${detail} where ${JSON.stringify(result)} was expected`,
      );
    }
    for (const exchange of left) problems.push(`${exchange.operation} was not called`);
    for (const { operation, refused, answerProblem } of stub.calls) {
      if (refused !== null) problems.push(`${operation} was refused: ${refused}`);
      if (answerProblem !== null)
        problems.push(`the answer of ${operation} is not what the schema says: ${answerProblem}`);
    }
    return { name: named.name, command, problems, calls: stub.calls };
  } finally {
    await engine.close();
    await stub.close();
  }
}

/** The element in the body of an exchange: by its request, or, before that was recorded, by its operation. */
const rootOf = ({ request, operation }: Exchange): string =>
  /:Body>\s*<(?:[^:>\s]+:)?([^\s/>]+)/.exec(request)?.[1] ?? operation;

function noteAction(exchange: Exchange, calls: readonly StubCall[]): void {
  const call = calls.find(({ operation, path }) => operation === exchange.operation && path === exchange.path);
  if (call === undefined) return;
  exchange.soapAction = call.soapAction;
  exchange.version = call.version;
}

/** Lines that are only in one of them. */
function differenceOf(expected: string, given: string): string {
  const [before, after] = [expected.split('\n'), given.split('\n')];
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line.trim()}`);
  const come = after.filter((line) => !before.includes(line)).map((line) => `+ ${line.trim()}`);
  return [...gone, ...come].join('\n') || 'the order of its elements';
}
