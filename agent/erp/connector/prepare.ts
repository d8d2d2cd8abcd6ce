import { COMMANDS, type CommandName } from '#contracts/commands';
import type { ConnectorDocument, Service } from '#contracts/connector';
import type { CallMapping, CommandMapping, Paging, Step } from '#contracts/connector-call';
import type { Format } from '#contracts/connector-format';
import type { SendFields } from '#contracts/connector-send';
import type { ElementShape, OperationShape, QName, ServiceShape } from '../soap/shapes.ts';
import { compilePath, namespaceOf, type XmlPath } from '../soap/xml-path.ts';
import type { Reached } from './check-path.ts';
import { fieldsOf } from './contract-fields.ts';
import { inputTypes } from './expression-types.ts';
import { compileExpression, type Expression } from './expressions.ts';
import { MAIN } from './gathered.ts';
import { asksForRows, formatsOf } from './sent-sources.ts';
import { type AnswerShaper, shaperFor } from './shape.ts';
import { type Judge, judgeFor } from './verdict.ts';

/** A connector's calls, made ready once: names found, paths split, expressions compiled. */

/** The services of a document by name; the only one of a document without names is called `main`. */
export const servicesOf = ({ soap }: ConnectorDocument): Record<string, Service> =>
  'services' in soap ? soap.services : { [MAIN]: soap };

/** The service of a call: the one it names, else the only one, else the one that alone has the operation. */
export function serviceOf(
  call: { service?: string | undefined; operation: string },
  services: ReadonlyMap<string, ServiceShape>,
): string | null {
  if (call.service !== undefined) return services.has(call.service) ? call.service : null;
  const having = [...services].filter(
    ([, { operations, unsupported }]) => operations.has(call.operation) || unsupported.has(call.operation),
  );
  const [first] = services.size === 1 ? [...services.keys()] : having.length === 1 ? having.map(([name]) => name) : [];
  return first ?? null;
}

/** One SOAP header that a call sends. */
export interface PreparedHeader {
  name: QName;
  /** Null where the WSDL does not declare it. */
  shape: ElementShape | null;
  fields: SendFields;
}

/** One SOAP call, ready to be made. */
export interface PreparedCall {
  operation: string;
  service: string;
  shape: OperationShape;
  request: SendFields;
  headers: readonly PreparedHeader[];
  soapAction: string;
  judge: Judge;
  /** Media types of envelopes beside those of SOAP. */
  answersAs: readonly string[];
  letters: 'unicode' | 'ascii';
  payload: { path: XmlPath; holds: 'xml' | 'json' } | null;
}

export interface PreparedStep {
  name: string;
  call: PreparedCall;
  effect: 'read' | 'write';
  /** Over the command's input; null: always. */
  when: Expression | null;
  forEach: string | null;
  forRows: { in: string; each: XmlPath; max: number } | null;
  keep: readonly [string, XmlPath][];
}

export interface PreparedCommand {
  name: CommandName;
  effect: 'read' | 'write';
  steps: readonly PreparedStep[];
  paging: Paging | null;
  /** The call for further pages of a search. */
  further: PreparedCall | null;
  pagesMax: number;
  emptyIfNotFound: boolean;
  /** The formats that numbers of items are sent in. */
  itemFormats: readonly Format[];
  shaper: AnswerShaper<CommandName>;
  /** Of a lookup: whether what it found was made to its end. */
  complete: { list: string; expression: Expression } | null;
  write: NonNullable<CommandMapping['write']> | null;
}

/** The steps of a command; a command without steps is one call that does what the command does. */
export function stepsOf(command: CommandName, mapping: CommandMapping): Step[] {
  if ('steps' in mapping) return mapping.steps;
  const { operation, service, request, headers, soapAction, verdict, payload } = mapping;
  const { effect } = COMMANDS[command];
  return [{ step: MAIN, operation, service, request, headers, soapAction, verdict, payload, effect, keep: {} }];
}

export function headersOf(
  written: Record<string, SendFields>,
  shape: OperationShape,
  namespaces: ConnectorDocument['namespaces'],
): PreparedHeader[] {
  return Object.entries(written).map(([key, fields]) => {
    const colon = key.indexOf(':');
    const namespace = colon === -1 ? null : namespaceOf(key.slice(0, colon), namespaces);
    const local = key.slice(colon + 1);
    const declared = shape.headers.find(
      ({ name }) => name.local === local && (namespace === null || name.namespace === namespace),
    );
    return { name: declared?.name ?? { namespace: namespace ?? '', local }, shape: declared ?? null, fields };
  });
}

type AnyCall = Omit<CallMapping, 'headers'> & { headers?: Record<string, SendFields> | undefined };

/** Throws where the document was not checked before. */
export function prepareCall(
  call: AnyCall,
  document: ConnectorDocument,
  services: ReadonlyMap<string, ServiceShape>,
  isLogin = false,
): PreparedCall {
  const service = serviceOf(call, services) ?? '';
  const shape = services.get(service)?.operations.get(call.operation);
  const described = servicesOf(document)[service];
  if (shape === undefined || described === undefined) throw new Error(`the operation ${call.operation} is not there`);
  const { namespaces } = document;
  const headers = { ...(isLogin ? {} : described.headers), ...(call.headers ?? {}) };
  return {
    operation: call.operation,
    service,
    shape,
    request: call.request,
    headers: headersOf(headers, shape, namespaces),
    soapAction: call.soapAction ?? shape.soapAction,
    judge: judgeFor(call.verdict ?? document.verdict, namespaces),
    answersAs: described.answersAs,
    letters: described.letters,
    payload:
      call.payload === undefined
        ? null
        : { path: compilePath(call.payload.path, namespaces), holds: call.payload.holds },
  };
}

function conditionOf(text: string, command: CommandName): Expression {
  const compiled = compileExpression(text, { input: inputTypes(fieldsOf(COMMANDS[command].input)) });
  if (!compiled.ok) throw new Error(compiled.problem);
  return compiled.value;
}

function completeOf(command: CommandName, mapping: CommandMapping): PreparedCommand['complete'] {
  if (mapping.complete === undefined) return null;
  const [found] = [...fieldsOf(COMMANDS[command].output)].filter(([, field]) => field.kind === 'list');
  const fields = found?.[1].kind === 'list' ? found[1].fields : new Map();
  const compiled = compileExpression(mapping.complete, { row: inputTypes(fields) });
  if (!compiled.ok) throw new Error(compiled.problem);
  return { list: found?.[0] ?? '', expression: compiled.value };
}

/** Makes every command ready. The document was checked; what does not fit throws. */
export function prepareCommands(
  document: ConnectorDocument,
  services: ReadonlyMap<string, ServiceShape>,
): Map<CommandName, PreparedCommand> {
  const { namespaces, formats, limits } = document;
  const commands = new Map<CommandName, PreparedCommand>();
  for (const [name, mapping] of Object.entries(document.commands) as [CommandName, CommandMapping][]) {
    const steps = stepsOf(name, mapping).map((step): PreparedStep => {
      const { forRows, when } = step;
      return {
        name: step.step,
        call: prepareCall(step, document, services),
        effect: step.effect,
        when: when === undefined ? null : conditionOf(when, name),
        forEach: step.forEach ?? null,
        forRows:
          forRows === undefined
            ? null
            : { in: forRows.in ?? '', each: compilePath(forRows.each, namespaces), max: forRows.max },
        keep: Object.entries(step.keep).map(([kept, path]) => [kept, compilePath(path, namespaces)]),
      };
    });
    const first = steps[0]?.name ?? MAIN;
    const { paging = null } = mapping;
    const asked = stepsOf(name, mapping).some(({ request, headers }) => asksForRows([request, headers]));
    const firstCall = steps[0]?.call;
    const requests = steps.map(({ call }) => [call.request, call.headers.map(({ fields }) => fields)]);
    const sent = formatsOf(requests, ['itemId', 'itemIds', 'entry']);
    const shape: Reached = firstCall === undefined || firstCall.payload !== null ? 'open' : firstCall.shape.response;
    const shaping = { answer: mapping.answer, first, asksForRows: asked, rowsMax: limits.rowsMax, shape };
    commands.set(name, {
      name,
      effect: COMMANDS[name].effect,
      steps,
      paging,
      further: paging?.by === 'search' ? prepareCall(paging.more, document, services) : null,
      pagesMax: mapping.pagesMax,
      emptyIfNotFound: mapping.emptyIfNotFound,
      itemFormats: [...sent].flatMap((format) => formats[format] ?? []),
      shaper: shaperFor(name, shaping, { formats, namespaces }),
      complete: completeOf(name, mapping),
      write: mapping.write ?? null,
    });
  }
  return commands;
}
