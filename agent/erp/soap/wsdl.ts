import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import type { SoapVersion } from './envelope.ts';
import { keyOf } from './schema-nodes.ts';
import { SchemaShapes } from './schema-shapes.ts';
import type { Content, ElementShape, OperationShape, QName, ServiceShape, UnsupportedOperation } from './shapes.ts';
import {
  type Binding,
  type BoundOperation,
  type MessagePart,
  scanWsdl,
  WsdlRefused,
  type WsdlScan,
} from './wsdl-scan.ts';

/** What of a WSDL is wanted; the rest is not kept, since some have thousands of types. */
export interface Wanted {
  /** 1.1 where the WSDL has both and nothing is said. */
  version?: SoapVersion | undefined;
  /** Operations by name; all of them if left out. */
  operations?: ReadonlySet<string> | undefined;
  /** Derived types that requests name. */
  types?: readonly QName[] | undefined;
}

function partShape(shapes: SchemaShapes, part: MessagePart): ElementShape | null {
  if (part.element !== null) return shapes.element(part.element);
  if (part.type === null) return null;
  const name = { namespace: '', local: part.name };
  const content = shapes.type(part.type);
  return content === null ? null : { name, minOccurs: 1, maxOccurs: 1, content, type: part.type };
}

/** The element around the parts of an rpc message. Every part is required and in order: servers read them by place. */
function wrapper(shapes: SchemaShapes, name: QName, parts: readonly MessagePart[]): ElementShape | null {
  const children = parts.map((part) => partShape(shapes, part));
  if (children.includes(null)) return null;
  const content: Content = { kind: 'elements', children: children.filter((child) => child !== null), open: false };
  return { name, minOccurs: 1, maxOccurs: 1, content };
}

function shapeOf(
  scan: WsdlScan,
  shapes: SchemaShapes,
  binding: Binding,
  bound: BoundOperation,
): OperationShape | UnsupportedOperation {
  const { name, soapAction, namespaces } = bound;
  if (binding.soapVersion === null) return { name, reason: 'SOAP of no known version' };
  const style = bound.style || binding.style;
  const use = bound.use || 'literal';
  if (use === 'encoded' && style !== 'rpc') return { name, reason: `the style ${style}/${use}` };
  const messages = scan.portTypes.get(binding.portType)?.get(name);
  const partsOf = (message: string | undefined): MessagePart[] => {
    const inHeader = bound.headers.filter((header) => header.message === message).map(({ part }) => part);
    return (scan.messages.get(message ?? '') ?? []).filter((part) => !inHeader.includes(part.name));
  };
  const [sent, received] = [partsOf(messages?.input), partsOf(messages?.output)];
  const headers = bound.headers.flatMap(({ message, part }) => {
    const found = scan.messages.get(message)?.find((candidate) => candidate.name === part);
    const shape = found?.element ? shapes.element(found.element) : null;
    return shape === null ? [] : [shape];
  });
  const operation = { name, soapAction, soapVersion: binding.soapVersion, headers };
  if (style === 'rpc') {
    const request = wrapper(shapes, { namespace: namespaces.input, local: name }, sent);
    const response = wrapper(shapes, { namespace: namespaces.output, local: `${name}Response` }, received);
    if (request === null || response === null) return { name, reason: 'a part of a type that no schema has' };
    return { ...operation, rpc: use === 'encoded' ? 'encoded' : 'literal', request, response };
  }
  if (sent.length !== 1) return { name, reason: `a request of ${sent.length} parts` };
  const [request, response] = [sent[0], received[0]].map((part) => part?.element && shapes.element(part.element));
  if (!request) return { name, reason: 'a request element that no schema has' };
  if (!response) return { name, reason: 'no response element' };
  return { ...operation, request, response };
}

/** The bindings of the version that is wanted come first; SOAP 1.1 before 1.2 where nothing is said. */
const inOrder = (bindings: readonly Binding[], version: SoapVersion | undefined): Binding[] =>
  bindings
    .filter(({ soapVersion }) => version === undefined || soapVersion === version)
    .toSorted((a, b) => (a.soapVersion ?? '9').localeCompare(b.soapVersion ?? '9'));

/**
 * Reads a WSDL of the connector's folder. Nothing is fetched, and its addresses are not read.
 * Errors: connector.invalid with the reason.
 */
export async function loadWsdl(folder: string, file: string, wanted: Wanted = {}): Promise<Result<ServiceShape>> {
  const refuse = (reason: string) => fail(failure('connector.invalid', { detail: `${file}: ${reason}` }));
  try {
    const scan = await scanWsdl(folder, file);
    const shapes = new SchemaShapes(scan.schemas);
    const operations = new Map<string, OperationShape>();
    const unsupported = new Map<string, UnsupportedOperation>();
    for (const binding of inOrder(scan.bindings, wanted.version)) {
      for (const bound of binding.operations) {
        if (operations.has(bound.name) || wanted.operations?.has(bound.name) === false) continue;
        const shape = shapeOf(scan, shapes, binding, bound);
        if ('reason' in shape) unsupported.set(shape.name, shape);
        else operations.set(shape.name, shape);
      }
    }
    for (const name of operations.keys()) unsupported.delete(name);
    if (scan.bindings.every((binding) => binding.operations.length === 0)) {
      return refuse(
        'has no operation: it is no WSDL, or one without a SOAP binding; save what the ERP serves at ?wsdl',
      );
    }
    const types = new Map<string, Content>();
    for (const name of wanted.types ?? []) {
      const content = shapes.type(name);
      if (content !== null) types.set(keyOf(name), content);
    }
    const names = [...new Set(scan.bindings.flatMap((binding) => binding.operations.map(({ name }) => name)))];
    return ok({ operations, unsupported, types, names });
  } catch (thrown) {
    if (thrown instanceof WsdlRefused) return refuse(thrown.message);
    return refuse(`cannot be read: ${thrown instanceof Error ? thrown.message.slice(0, 300) : 'unknown reason'}`);
  }
}
