import type { ConnectorDocument } from '#contracts/connector';
import type { SendEntry, SendFields } from '#contracts/connector-send';
import { headersOf } from '../erp/connector/prepare.ts';
import { keyOf } from '../erp/soap/schema-nodes.ts';
import { type Content, childrenNamed, type ElementShape, isOpen, type OperationShape } from '../erp/soap/shapes.ts';
import { namespaceOf } from '../erp/soap/xml-path.ts';
import { type DescribedCall, touchesOf } from './calls.ts';
import type { Touch } from './touch.ts';

/** One statement of a fingerprint: what the WSDL says about a thing that the connector uses. */
export interface Line {
  key: string;
  value: string;
  touches: readonly Touch[];
}

export const NOT_THERE = 'not there';

/** What the schema says about an element's text, without the names that are only the schema's own business. */
export function textOfContent(content: Content): string {
  if (content.kind === 'elements') return content.open ? 'elements (open)' : 'elements';
  return [
    content.primitive ?? 'text',
    ...(content.facets ?? []).map((facet) => facet.replaceAll(' ', '_')).toSorted(),
  ].join(' ');
}

export const nameOf = ({ name }: Pick<ElementShape, 'name'>): string => `{${name.namespace}}${name.local}`;

/** The fields of the contract that a part of a request carries. */
function fieldsIn(entry: unknown): string[] {
  if (typeof entry !== 'object' || entry === null) return [];
  const from = Reflect.get(entry, 'from') ?? Reflect.get(entry, 'each');
  const own = typeof from === 'string' ? [from] : [];
  return [...own, ...Object.values(entry).flatMap(fieldsIn)];
}

/** What the WSDL says about the parts of a request that a document sends, and about those that it must. */
export function sentLines(
  call: DescribedCall,
  shape: OperationShape,
  document: ConnectorDocument,
  types: ReadonlyMap<string, Content>,
): Line[] {
  const lines: Line[] = [];
  const { namespaces } = document;
  const add = (place: string, value: string, entry: unknown, what: string): void => {
    const fields = [...new Set(fieldsIn(entry))];
    const touches = (fields.length === 0 ? [what] : fields).flatMap((field) => touchesOf(call, field));
    lines.push({ key: `${call.service} ${call.operation} > ${place}`, value, touches });
  };
  const inside = (entry: SendEntry, child: ElementShape, place: string): void => {
    for (const one of [entry].flat()) {
      if (!('fields' in one) || one.fields === undefined) continue;
      const type = one.type;
      const [prefix = '', local = ''] = (type ?? '').split(':');
      const derived =
        type === undefined ? undefined : types.get(keyOf({ namespace: namespaceOf(prefix, namespaces) ?? '', local }));
      if (type !== undefined && derived === undefined) add(`${place} as ${type}`, NOT_THERE, one, place);
      walk(one.fields, derived === undefined ? child : { ...child, content: derived }, `${place}/`);
    }
  };
  const walk = (fields: SendFields, parent: ElementShape, around: string): void => {
    const sent = new Set<ElementShape>();
    for (const [key, entry] of Object.entries(fields)) {
      const place = `${around}${key}`;
      if (key === '.') continue;
      if (key.startsWith('@')) {
        const { attributes = [], anyAttribute = false } = parent.content;
        const isThere = anyAttribute || attributes.some(({ name }) => name.local === key.replace(/^@(?:.*:)?/, ''));
        add(place, isThere ? 'attribute' : NOT_THERE, entry, place);
        continue;
      }
      const colon = key.indexOf(':');
      const namespace = colon === -1 ? null : namespaceOf(key.slice(0, colon), namespaces);
      const [child] = childrenNamed(parent, key.slice(colon + 1), namespace);
      if (child === undefined) {
        add(place, isOpen(parent) ? 'open' : NOT_THERE, entry, place);
        continue;
      }
      sent.add(child);
      const encoded = shape.rpc === 'encoded' && child.type ? ` ${keyOf(child.type)}` : '';
      const many = child.maxOccurs > 1 ? ' many' : '';
      const required = child.minOccurs > 0 ? ' required' : '';
      add(place, `${nameOf(child)} ${textOfContent(child.content)}${encoded}${many}${required}`, entry, place);
      inside(entry, child, place);
    }
    if (parent.content.kind !== 'elements' || parent.content.children.length === 0) return;
    const children = parent.content.children;
    // The parts of an rpc call are read by their place, so all of them count; elsewhere the order of what is sent.
    const counted = shape.rpc === undefined || around !== '' ? children.filter((child) => sent.has(child)) : children;
    const demanded = children.filter((child) => child.minOccurs > 0 && !sent.has(child));
    const names = (shapes: readonly ElementShape[]): string => shapes.map(({ name }) => name.local).join(', ');
    add(`${around}(order)`, names(counted), fields, around);
    add(`${around}(also required)`, names(demanded) || 'nothing', fields, around);
  };
  walk(call.request, shape.request, '');
  for (const header of headersOf(call.headers, shape, namespaces)) {
    const place = `header ${header.name.local}`;
    add(place, header.shape === null ? 'not declared' : nameOf(header.shape), header.fields, place);
    if (header.shape !== null) walk(header.fields, header.shape, `${place}/`);
  }
  return lines;
}
