import { childrenOf, parseXml, type XmlElement } from './xml-tree.ts';

/** Children of a message element in schema order, as the WSDL declares them. */
export interface ElementShape {
  name: string;
  required: boolean;
  many: boolean;
  /** Null: a simple value. */
  children: readonly ElementShape[] | null;
}

export interface MessageShapes {
  namespace: string;
  /** Top-level elements of the schema, by local name. */
  elements: ReadonlyMap<string, readonly ElementShape[]>;
  /** Operation name → SOAPAction. */
  actions: ReadonlyMap<string, string>;
}

/** Reads what a message must look like from the service's own WSDL, so that the two can never differ. Throws on a broken WSDL. */
export function readMessageShapes(wsdl: string): MessageShapes {
  const parsed = parseXml(wsdl);
  if ('problem' in parsed) throw new Error(`the WSDL is not XML: ${parsed.problem}`);
  const types = parsed.root.children.find(({ local }) => local === 'types');
  const schema = types?.children.find(({ local }) => local === 'schema');
  if (schema === undefined) throw new Error('the WSDL has no schema');
  const named = new Map(childrenOf(schema, 'complexType').map((type) => [type.attributes.name ?? '', type]));

  const sequenceOf = (type: XmlElement): ElementShape[] =>
    childrenOf(type, 'sequence')
      .flatMap((sequence) => childrenOf(sequence, 'element'))
      .map(({ attributes }) => {
        const type = named.get((attributes.type ?? '').replace(/^k:/, ''));
        return {
          name: attributes.name ?? '',
          required: attributes.minOccurs !== '0',
          many: attributes.maxOccurs === 'unbounded',
          children: type === undefined ? null : sequenceOf(type),
        };
      });

  const elements = new Map(
    childrenOf(schema, 'element').map((element) => [
      element.attributes.name ?? '',
      childrenOf(element, 'complexType').flatMap(sequenceOf),
    ]),
  );
  const actions = new Map(
    childrenOf(parsed.root, 'binding')
      .flatMap((binding) => childrenOf(binding, 'operation'))
      .map((operation) => [
        operation.attributes.name ?? '',
        childrenOf(operation, 'operation')[0]?.attributes.soapAction ?? '',
      ]),
  );
  return { namespace: schema.attributes.targetNamespace ?? '', elements, actions };
}

/** What contradicts the schema in a message, or null: order, names, unqualified children, required ones, repetition. */
export function shapeProblem(element: XmlElement, shape: readonly ElementShape[]): string | null {
  let place = 0;
  let seen = 0;
  for (const child of element.children) {
    if (child.uri !== '') return `${child.local} in ${element.local} must be unqualified`;
    while (shape[place] !== undefined && shape[place]?.name !== child.local) {
      if (shape[place]?.required && seen === 0) return `${shape[place]?.name} is missing in ${element.local}`;
      place += 1;
      seen = 0;
    }
    const expected = shape[place];
    if (expected === undefined) return `${child.local} is not expected in ${element.local} or at this place`;
    seen += 1;
    if (seen > 1 && !expected.many) return `${child.local} occurs more than once in ${element.local}`;
    const problem = expected.children === null ? valueProblem(child) : shapeProblem(child, expected.children);
    if (problem !== null) return problem;
  }
  const missing = shape.find(({ required }, index) => required && (index > place || (index === place && seen === 0)));
  return missing === undefined ? null : `${missing.name} is missing in ${element.local}`;
}

const valueProblem = (element: XmlElement): string | null =>
  element.children.length === 0 ? null : `${element.local} must hold a value, not elements`;
