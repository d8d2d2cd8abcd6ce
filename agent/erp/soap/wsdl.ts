import { join } from 'node:path';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { SchemaShapes, type Schemas } from './schema-shapes.ts';
import type { ElementShape, OperationShape, ServiceShape, UnsupportedOperation } from './shapes.ts';
import { type Binding, type BoundOperation, scanWsdl, WsdlRefused, type WsdlScan } from './wsdl-scan.ts';

/** The soap package resolves schemas, includes and types; it is loaded only while a WSDL is read. */
async function schemasOf(path: string): Promise<SchemaShapes> {
  const { WSDL } = await import('soap');
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(path, 'utf8');
  const definitions = await new Promise<{ schemas: unknown; xmlns?: unknown }>((done, refuse) => {
    const wsdl = new WSDL(text, path, { disableCache: true });
    wsdl.onReady((error: Error | null) => (error ? refuse(error) : done(wsdl.definitions)));
  });
  return new SchemaShapes(definitions.schemas as Schemas, (definitions.xmlns ?? {}) as Record<string, string>);
}

function elementOf(scan: WsdlScan, shapes: SchemaShapes, message: string, part?: string): ElementShape | null {
  const parts = scan.messages.get(message) ?? [];
  const found = part === undefined ? parts[0] : parts.find((candidate) => candidate.name === part);
  return found?.element ? shapes.element(found.element) : null;
}

function shapeOf(
  scan: WsdlScan,
  shapes: SchemaShapes,
  binding: Binding,
  bound: BoundOperation,
): OperationShape | UnsupportedOperation {
  const { name, soapAction } = bound;
  if (binding.soapVersion !== '1.1') return { name, reason: `SOAP ${binding.soapVersion ?? 'of no known version'}` };
  const style = bound.style || binding.style;
  const use = bound.use || 'literal';
  if (style !== 'document' || use !== 'literal') return { name, reason: `the style ${style}/${use}` };
  const messages = scan.portTypes.get(binding.portType)?.get(name);
  const headers = bound.headers.map(({ message, part }) => elementOf(scan, shapes, message, part));
  const parts = scan.messages.get(messages?.input ?? '') ?? [];
  const headerParts = bound.headers.filter(({ message }) => message === messages?.input).map(({ part }) => part);
  const bodyParts = parts.filter((part) => !headerParts.includes(part.name));
  if (bodyParts.length !== 1) return { name, reason: `a request of ${bodyParts.length} parts` };
  const request = elementOf(scan, shapes, messages?.input ?? '', bodyParts[0]?.name);
  const response = elementOf(scan, shapes, messages?.output ?? '');
  if (request === null) return { name, reason: 'a request element that no schema has' };
  if (response === null) return { name, reason: 'no response element' };
  return {
    name,
    soapAction,
    soapVersion: '1.1',
    request,
    response,
    headers: headers.filter((header) => header !== null),
  };
}

/**
 * Reads a WSDL of the connector's folder. Nothing is fetched, and its addresses are not read.
 * Errors: connector.invalid with the reason.
 */
export async function loadWsdl(folder: string, file: string): Promise<Result<ServiceShape>> {
  const refuse = (reason: string) => fail(failure('connector.invalid', { detail: `${file}: ${reason}` }));
  try {
    const scan = await scanWsdl(folder, file);
    const shapes = await schemasOf(join(folder, file));
    const operations = new Map<string, OperationShape>();
    const unsupported = new Map<string, UnsupportedOperation>();
    for (const binding of scan.bindings) {
      for (const bound of binding.operations) {
        if (operations.has(bound.name)) continue;
        const shape = shapeOf(scan, shapes, binding, bound);
        if ('reason' in shape) unsupported.set(shape.name, shape);
        else operations.set(shape.name, shape);
      }
    }
    for (const name of operations.keys()) unsupported.delete(name);
    if (operations.size + unsupported.size === 0) return refuse('has no operation');
    return ok({ operations, unsupported });
  } catch (thrown) {
    if (thrown instanceof WsdlRefused) return refuse(thrown.message);
    return refuse(`cannot be read: ${thrown instanceof Error ? thrown.message.slice(0, 300) : 'unknown reason'}`);
  }
}
