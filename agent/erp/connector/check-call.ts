import { z } from 'zod';
import type { ConnectorDocument } from '#contracts/connector';
import type { CallMapping } from '#contracts/connector-call';
import type { SendFields } from '#contracts/connector-send';
import type { Verdict } from '#contracts/connector-verdict';
import type { Content, OperationShape, ServiceShape } from '../soap/shapes.ts';
import { followed, type Reached, textPath } from './check-path.ts';
import { requestProblems } from './check-request.ts';
import type { RequestContext } from './check-value.ts';
import type { ContractFields } from './contract-fields.ts';
import { instead } from './near-word.ts';
import { headersOf, serviceOf, servicesOf } from './prepare.ts';
import type { Problem } from './problem.ts';
import { choicesIn } from './sent-sources.ts';

type AnyCall = Omit<CallMapping, 'headers'> & { headers?: Record<string, SendFields> | undefined };

/** A document with its WSDLs, while it is checked. */
export interface Checked {
  document: ConnectorDocument;
  services: ReadonlyMap<string, ServiceShape>;
  types: ReadonlyMap<string, Content>;
  settings: ReadonlyMap<string, boolean>;
  session: ReadonlySet<string>;
  /** Whether a call's answer has attributes of its encoding, which no schema names. */
  isLoose(call: { service?: string | undefined; operation: string }): boolean;
}

/** What one call may be made of. */
export interface CallScope {
  input: ContractFields;
  kept: ReadonlySet<string>;
  page: ReadonlySet<string>;
  hasRow: boolean;
}

const operationNames = (services: Iterable<ServiceShape>): string[] =>
  [...services].flatMap(({ names = [] }) => [...names]);

export function operationOf(
  call: { service?: string | undefined; operation: string },
  services: ReadonlyMap<string, ServiceShape>,
): OperationShape | string {
  const name = serviceOf(call, services);
  if (name === null) {
    if (call.service !== undefined)
      return `there is no service ${call.service}: ${instead(call.service, services.keys(), 'there are')}`;
    const having = [...services].filter(([, { operations }]) => operations.has(call.operation));
    return having.length === 0
      ? `no WSDL has an operation ${call.operation}: ${instead(call.operation, operationNames(services.values()), 'they have')}`
      : `several services have an operation ${call.operation}: say which (service)`;
  }
  const service = services.get(name);
  const shape = service?.operations.get(call.operation);
  if (shape !== undefined) return shape;
  const reason = service?.unsupported.get(call.operation)?.reason;
  if (reason !== undefined) return `the operation ${call.operation} uses ${reason}, which is not supported`;
  return `the WSDL has no operation ${call.operation}: ${instead(call.operation, operationNames(services.values()))}`;
}

/** Where the paths of a call's answer begin; open where it is a document carried as text, or not known. */
export function callShape(call: AnyCall, { services }: Checked): Reached {
  const shape = operationOf(call, services);
  return typeof shape === 'string' || call.payload !== undefined ? 'open' : shape.response;
}

function verdictProblems(verdict: Verdict, answer: Reached, checked: Checked, path: readonly string[]): Problem[] {
  const { namespaces } = checked.document;
  const problems: Problem[] = [];
  const add = (key: string, problem: string | null): void => {
    if (problem !== null)
      problems.push({ path, text: `the verdict's ${key} is not in the answer: ${problem}`, of: key });
  };
  let base = answer;
  if (verdict.each !== undefined) {
    const reached = followed(answer, verdict.each, namespaces, true);
    if ('missing' in reached) add('each', reached.missing);
    else base = reached.found;
  }
  for (const key of ['code', 'reason', 'message'] as const) {
    const place = verdict[key];
    const found = [place ?? []].flat().map((one) => textPath(base, one, namespaces, true).problem);
    // Of several places one is enough: operations have them in different ones.
    if (place !== undefined && !found.includes(null)) add(key, found[0] ?? null);
  }
  return problems;
}

/** Codes that mean two things, and a verdict that can say no yes. */
export function verdictMistakes(verdict: Verdict, path: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  const { success, sessionExpired, credentialRefused, alreadyExists, overloaded, refused, notFound } = verdict;
  const listed = [...success, ...sessionExpired, ...credentialRefused, ...alreadyExists, ...overloaded];
  const refusals = [...new Set([...refused, ...notFound])];
  const twice = [...listed, ...refusals].find((code, index, all) => all.indexOf(code) !== index);
  if (twice !== undefined)
    problems.push({ path, text: `the code ${twice} means two things: leave it in one of the lists` });
  // Where no code at all is the yes, every code is a no.
  if (verdict.code !== undefined && success.length === 0 && verdict.whenNone !== 'success')
    problems.push({ path, text: 'no code means success: list it, e.g. success: ["0"], or say whenNone: success' });
  if (verdict.code === undefined && listed.length + refusals.length > 0)
    problems.push({ path, text: 'codes are listed, and code does not say where they are' });
  for (const [index, rule] of verdict.faults.entries()) {
    const says = [rule.http, rule.code, rule.text, rule.detail, rule.page].some((part) => part !== undefined);
    if (!says)
      problems.push({
        path: [...path, 'faults', String(index)],
        text: 'a rule needs http, code, text, detail or page',
      });
    if (rule.page !== undefined && !['session-expired', 'credential-refused', 'overloaded'].includes(rule.means))
      problems.push({ path: [...path, 'faults', String(index)], text: `a page is no proof of ${rule.means}` });
  }
  return problems;
}

function headerProblems(
  written: Record<string, SendFields>,
  shape: OperationShape,
  input: ContractFields,
  context: RequestContext,
  path: readonly string[],
): Problem[] {
  const problems: Problem[] = [];
  for (const [index, header] of headersOf(written, shape, context.namespaces).entries()) {
    const key = Object.keys(written)[index] ?? '';
    const here = [...path, key];
    if (header.shape === null && !key.includes(':')) {
      const known = shape.headers.map(({ name }) => name.local).join(', ') || 'none';
      const text = `the WSDL has no header ${key} for ${shape.name} (it has ${known}): give it a prefix to send it all the same`;
      problems.push({ path: here, text });
    } else problems.push(...requestProblems(header.fields, header.shape, input, context, here));
  }
  return problems;
}

/** Where groups are sent for one value or another, each value must have one: a search without any finds everything. */
function choiceProblems(request: SendFields, input: ContractFields, path: readonly string[]): Problem[] {
  return [...choicesIn(request)].flatMap(([name, values]) => {
    const field = input.get(name);
    if (field?.kind !== 'value' || !(field.schema instanceof z.ZodEnum))
      return [{ path, text: `ifIs: ${name} is no field of the command's input that has a list of values` }];
    const known = field.schema.options.map(String);
    const wrong = [...values].find((value) => !known.includes(value));
    if (wrong !== undefined) return [{ path, text: `ifIs: ${name} is never ${wrong}: it is ${known.join(', ')}` }];
    const left = known.filter((value) => !values.has(value));
    return left.length === 0
      ? []
      : [{ path, text: `ifIs: nothing is sent where ${name} is ${left.join(' or ')}: a search would find everything` }];
  });
}

export function contextFor(checked: Checked, scope: CallScope, isLoose: boolean): RequestContext {
  const { document, types, settings, session } = checked;
  const { formats, namespaces, stamps } = document;
  const { kept, page, hasRow } = scope;
  return {
    formats,
    namespaces,
    types,
    settings,
    session,
    stamps: new Set(Object.keys(stamps)),
    kept,
    page,
    hasRow,
    isLoose,
  };
}

/** What is wrong with one call: its operation, request, headers, verdict and payload. */
export function callProblems(
  call: AnyCall,
  scope: CallScope,
  checked: Checked,
  path: readonly string[],
  isLogin = false,
): Problem[] {
  const { document, services } = checked;
  const shape = operationOf(call, services);
  if (typeof shape === 'string') return [{ path: [...path, 'operation'], text: shape }];
  const context = contextFor(checked, scope, shape.rpc === 'encoded');
  const problems = requestProblems(call.request, shape.request, scope.input, context, [...path, 'request']);
  problems.push(...choiceProblems(call.request, scope.input, [...path, 'request']));
  const name = serviceOf(call, services) ?? '';
  const service = servicesOf(document)[name];
  const servicePath = 'services' in document.soap ? ['soap', 'services', name, 'headers'] : ['soap', 'headers'];
  const ofService = isLogin ? {} : (service?.headers ?? {});
  problems.push(...headerProblems(ofService, shape, new Map(), context, servicePath));
  problems.push(...headerProblems(call.headers ?? {}, shape, scope.input, context, [...path, 'headers']));
  const verdict = call.verdict ?? document.verdict;
  if (call.verdict !== undefined) problems.push(...verdictMistakes(call.verdict, [...path, 'verdict']));
  const inPayload = verdict.in === 'payload';
  if (inPayload && call.payload === undefined)
    problems.push({ path, text: 'the verdict is in the payload, and this call has none' });
  problems.push(...verdictProblems(verdict, inPayload ? 'open' : shape.response, checked, path));
  if (call.payload !== undefined) {
    const { problem } = textPath(shape.response, call.payload.path, document.namespaces, true);
    if (problem !== null) problems.push({ path: [...path, 'payload'], text: problem });
  }
  return problems;
}
