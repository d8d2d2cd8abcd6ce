import type { ConnectorDocument } from '#contracts/connector';
import type { Connector } from '../erp/connector/load.ts';
import { type ElementShape, isNamed, isOpen } from '../erp/soap/shapes.ts';
import { compilePath, type PathStep } from '../erp/soap/xml-path.ts';
import { describedCalls, touchesOf } from './calls.ts';
import { keyOfPlace, type ReadPlace, readPlaces } from './read-places.ts';
import { type Line, NOT_THERE, nameOf, sentLines, textOfContent } from './sent-lines.ts';

export type Described = Pick<Connector, 'services' | 'types'> & { document: ConnectorDocument };

/** Where steps lead in the WSDL; null where it does not have them. */
export function alongSteps(
  from: ElementShape | 'open',
  steps: readonly PathStep[],
): { shape: ElementShape | 'open' | null; said: string } {
  let here = from;
  let said = '';
  for (const step of steps) {
    if (here === 'open') return { shape: 'open', said: `${said}open` };
    const children = here.content.kind === 'elements' ? here.content.children : [];
    const child = children.find(({ name }) => isNamed(name, step.local, step.namespace));
    if (child === undefined)
      return isOpen(here) ? { shape: 'open', said: `${said}open` } : { shape: null, said: NOT_THERE };
    said += `${nameOf(child)}${child.maxOccurs > 1 ? ' many' : ''} `;
    here = child;
  }
  return { shape: here, said };
}

/** The shape of the element in whose place a list's fields are read; null where the WSDL does not have it. */
export function shapeAround(place: ReadPlace, described: Described): ElementShape | 'open' | null {
  const response = described.services.get(place.service)?.operations.get(place.operation)?.response;
  let here: ElementShape | 'open' | null = place.inPayload ? 'open' : (response ?? null);
  for (const each of place.each) {
    if (here === null) return null;
    here = alongSteps(here, compilePath(each, described.document.namespaces).steps).shape;
  }
  return here;
}

function readLine(place: ReadPlace, described: Described): Line {
  const key = keyOfPlace(place);
  const around = shapeAround(place, described);
  if (around === null) return { key, value: NOT_THERE, touches: place.touches };
  const { shape, said } = alongSteps(around, compilePath(place.path, described.document.namespaces).steps);
  const end = shape === null || shape === 'open' ? '' : textOfContent(shape.content);
  return { key, value: `${said}${end}`.trim(), touches: place.touches };
}

/**
 * What the WSDLs say about everything that the connector uses, one statement a line. Comments, documentation,
 * addresses, the order of attributes, prefixes, the names of types, and what the connector does not use say nothing.
 */
export function fingerprintLines(described: Described): Line[] {
  const { document, services, types } = described;
  const lines = new Map<string, Line>();
  const add = (line: Line): void => {
    const known = lines.get(line.key);
    lines.set(line.key, known === undefined ? line : { ...known, touches: [...known.touches, ...line.touches] });
  };
  for (const call of describedCalls(document, services)) {
    const shape = services.get(call.service)?.operations.get(call.operation);
    const action = call.call.soapAction === undefined ? ` action=${shape?.soapAction ?? ''}` : '';
    const style = `SOAP ${shape?.soapVersion ?? ''} ${shape?.rpc ?? 'document'}`;
    const value =
      shape === undefined
        ? NOT_THERE
        : `${style}${action} request=${nameOf(shape.request)} answer=${nameOf(shape.response)}`;
    add({ key: `${call.service} ${call.operation}`, value, touches: touchesOf(call, 'the whole call') });
    if (shape !== undefined) for (const line of sentLines(call, shape, document, types)) add(line);
  }
  for (const place of readPlaces(document, services)) add(readLine(place, described));
  return [...lines.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
