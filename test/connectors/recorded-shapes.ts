import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import type { Content, ElementShape, OperationShape, QName, ServiceShape } from '../../agent/erp/soap/shapes.ts';
import type { Exchange } from './cases.ts';
import { childrenOf } from './stub/read-request.ts';

/**
 * Where the vendor's WSDL is not there, the shapes of messages are taken from the recorded requests. Order and
 * qualification then prove nothing, since they are compared with themselves; values, presence and answers do.
 */
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const ENCODING = 'http://schemas.xmlsoap.org/soap/encoding/';
const keyOf = ({ namespace, local }: QName): string => `{${namespace}}${local}`;
const nameOf = (element: XmlElement): QName => ({ namespace: element.namespaceUri, local: element.name });

function attributeOf(element: XmlElement, uri: string, name: string): string | null {
  const found = element.attrs.find((attribute) => attribute.name === name && attribute.namespaceUri === uri);
  return found?.value ?? null;
}
function qnameOf(element: XmlElement, text: string): QName {
  const [prefix = '', local = ''] = text.includes(':') ? text.split(':') : ['', text];
  return { namespace: element.namespaces[prefix] ?? '', local };
}

/** Children of the same name, in an order that fits all of the elements. */
function sameNamed(elements: readonly XmlElement[]): XmlElement[][] {
  const order: string[] = [];
  const byName = new Map<string, XmlElement[]>();
  for (const element of elements) {
    let last = -1;
    for (const child of childrenOf(element)) {
      const key = keyOf(nameOf(child));
      if (!byName.has(key)) order.splice(last + 1, 0, key);
      byName.set(key, [...(byName.get(key) ?? []), child]);
      last = order.indexOf(key);
    }
  }
  return order.map((key) => byName.get(key) ?? []);
}

/** The shapes of the elements that stand in the same place, as one. */
function shapeOf(same: readonly XmlElement[], isEncoded: boolean, types: Map<string, Content>): ElementShape {
  const [first] = same;
  if (first === undefined) throw new Error('no element');
  const children = sameNamed(same).map((inner): ElementShape => {
    const shape = shapeOf(inner, isEncoded, types);
    const inAll = same.every((element) =>
      childrenOf(element).some((child) => keyOf(nameOf(child)) === keyOf(shape.name)),
    );
    return { ...shape, minOccurs: inAll ? 1 : 0, maxOccurs: Number.POSITIVE_INFINITY };
  });
  const arrayType = attributeOf(first, ENCODING, 'arrayType');
  const array = arrayType === null ? {} : { arrayOf: qnameOf(first, arrayType.replace(/\[.*$/, '')) };
  const elements: Content = { kind: 'elements', children, open: true, ...array };
  const content: Content = children.length > 0 || arrayType !== null ? elements : { kind: 'text' };
  const written = attributeOf(first, XSI, 'type');
  const type = written === null ? null : qnameOf(first, written);
  if (type !== null && !isEncoded) types.set(keyOf(type), content);
  return { name: nameOf(first), minOccurs: 1, maxOccurs: 1, content, type };
}

/** Reads the services of a case from its exchanges, by the path of their address. */
export function recordedShapes(exchanges: readonly Exchange[]): Map<string, ServiceShape> {
  const services = new Map<string, ServiceShape>();
  const documents: XmlDocument[] = [];
  const parse = (xml: string): XmlElement => {
    const document = XmlDocument.fromString(xml);
    documents.push(document);
    return document.root;
  };
  try {
    for (const path of new Set(exchanges.map((exchange) => exchange.path))) {
      const operations = new Map<string, OperationShape>();
      const types = new Map<string, Content>();
      const here = exchanges.filter((exchange) => exchange.path === path);
      for (const name of new Set(here.map(({ operation }) => operation))) {
        const calls = here.filter(({ operation }) => operation === name);
        const parts = calls.map(({ request }) => childrenOf(parse(request)));
        const inside = (part: string): XmlElement[] =>
          parts.flatMap((both) => both.filter((element) => element.name === part).flatMap(childrenOf));
        const bodies = inside('Body');
        const isEncoded = bodies.some((body) => body.attrs.some((attribute) => attribute.name === 'encodingStyle'));
        const heads = Map.groupBy(inside('Header'), (element) => keyOf(nameOf(element)));
        const answered = calls.find(({ fault }) => !fault);
        const response = answered === undefined ? { namespace: '', local: 'none' } : nameOf(parse(answered.answer));
        operations.set(name, {
          name,
          soapAction: calls[0]?.soapAction ?? '',
          soapVersion: calls[0]?.version ?? '1.1',
          ...(isEncoded ? { rpc: 'encoded' as const } : {}),
          request: shapeOf(bodies, isEncoded, types),
          headers: [...heads.values()].map((same) => shapeOf(same, isEncoded, types)),
          response: {
            name: response,
            minOccurs: 1,
            maxOccurs: 1,
            content: { kind: 'elements', children: [], open: true },
          },
        });
      }
      services.set(path, { operations, unsupported: new Map(), types });
    }
    return services;
  } finally {
    for (const document of documents) document.dispose();
  }
}
