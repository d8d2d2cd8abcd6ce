import { COMMANDS, type CommandName } from '#contracts/commands';
import type { CommandMapping, ConnectorDocument } from '#contracts/connector';
import type { OperationShape, ServiceShape } from '../soap/shapes.ts';
import { answerProblems, textPathProblem } from './check-answer.ts';
import { type RequestContext, requestProblems } from './check-request.ts';
import { fieldsOf } from './contract-fields.ts';
import { problemsOfFormat } from './formats.ts';
import type { Problem } from './problem.ts';

function operationOf(service: ServiceShape, name: string): OperationShape | string {
  const shape = service.operations.get(name);
  if (shape !== undefined) return shape;
  const reason = service.unsupported.get(name)?.reason;
  if (reason !== undefined) return `the operation ${name} uses ${reason}, which is not supported`;
  return `the WSDL has no operation ${name}`;
}

function verdictProblems(document: ConnectorDocument, shape: OperationShape, path: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const [key, place] of [
    ['code', document.verdict.code],
    ['message', document.verdict.message],
  ] as const) {
    const problem = place === undefined ? null : textPathProblem(shape.response, place);
    if (problem !== null) problems.push({ path, text: `the verdict's ${key} is not in the answer: ${problem}` });
  }
  return problems;
}

function loginProblems(document: ConnectorDocument, service: ServiceShape, context: RequestContext): Problem[] {
  const { login } = document;
  if (login === undefined) return [];
  const shape = operationOf(service, login.operation);
  if (typeof shape === 'string') return [{ path: ['login', 'operation'], text: shape }];
  const problems = requestProblems(login.request, shape.request, new Map(), context, ['login', 'request']);
  problems.push(...verdictProblems(document, shape, ['login']));
  const session = textPathProblem(shape.response, login.session);
  if (session !== null) problems.push({ path: ['login', 'session'], text: session });
  return problems;
}

/** The header that carries the session must be one that the operation declares, with the child and no other required one. */
function headerProblem(document: ConnectorDocument, shape: OperationShape): string | null {
  const header = document.login?.header;
  if (header === undefined) return null;
  const declared = shape.headers.find((candidate) => candidate.name.local === header.element);
  if (declared === undefined) return `the WSDL has no header ${header.element} for ${shape.name}`;
  const children = declared.content.kind === 'elements' ? declared.content.children : [];
  if (!children.some((child) => child.name.local === header.child))
    return `${header.element} has no element ${header.child}`;
  const other = children.find((child) => child.minOccurs > 0 && child.name.local !== header.child);
  return other === undefined ? null : `${header.element} also requires ${other.name.local}`;
}

function commandProblems(
  command: CommandName,
  mapping: CommandMapping,
  document: ConnectorDocument,
  service: ServiceShape,
  context: RequestContext,
): Problem[] {
  const path = ['commands', command];
  const { effect, input, output } = COMMANDS[command];
  const problems: Problem[] = [];
  if (effect === 'write' && mapping.write === undefined) {
    problems.push({ path, text: 'a command that writes needs write, with maxExecutionMs and indexLagMs' });
  }
  if (effect === 'read' && mapping.write !== undefined) {
    problems.push({ path: [...path, 'write'], text: 'this command does not write' });
  }
  const shape = operationOf(service, mapping.operation);
  if (typeof shape === 'string') return [...problems, { path: [...path, 'operation'], text: shape }];
  const header = headerProblem(document, shape);
  if (header !== null) problems.push({ path: ['login', 'header'], text: header });
  const contract = new Map(fieldsOf(output));
  // The engine fills a page's problems.
  contract.delete('problems');
  return [
    ...problems,
    ...verdictProblems(document, shape, path),
    ...requestProblems(mapping.request, shape.request, fieldsOf(input), context, [...path, 'request']),
    ...answerProblems(mapping.answer, shape.response, contract, document.formats, [...path, 'answer']),
  ];
}

/** Everything that is wrong with a document that fits its schema; empty if it may be used. */
export function documentProblems(document: ConnectorDocument, service: ServiceShape): Problem[] {
  const problems: Problem[] = [];
  for (const [name, format] of Object.entries(document.formats)) {
    for (const text of problemsOfFormat(format)) problems.push({ path: ['formats', name], text });
  }
  if (!Object.hasOwn(document.settings, 'endpoint')) {
    problems.push({
      path: ['settings'],
      text: 'a setting endpoint is needed: where to call is never taken from the WSDL',
    });
  }
  const { verdict } = document;
  const listed = [...verdict.success, ...verdict.sessionExpired, ...verdict.credentialRefused];
  const refusals = [...new Set([...verdict.refused, ...verdict.notFound])];
  const twice = [...listed, ...refusals].find((code, index, all) => all.indexOf(code) !== index);
  if (twice !== undefined) problems.push({ path: ['verdict'], text: `the code ${twice} means two things` });
  const settings = new Map(Object.entries(document.settings).map(([name, { secret }]) => [name, secret]));
  const context: RequestContext = { formats: document.formats, settings };
  problems.push(...loginProblems(document, service, context));
  const commands = Object.entries(document.commands) as [CommandName, CommandMapping][];
  if (commands.length === 0) problems.push({ path: ['commands'], text: 'there is no command' });
  for (const [command, mapping] of commands) {
    problems.push(...commandProblems(command, mapping, document, service, context));
  }
  return problems;
}
