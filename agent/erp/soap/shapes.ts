import type { SoapVersion } from './envelope.ts';

/** What a WSDL says, as plain values. Types may contain themselves: walk along data, never to the bottom. */
export interface QName {
  /** Empty for an unqualified name. */
  namespace: string;
  local: string;
}

export interface AttributeShape {
  name: QName;
  required: boolean;
}

/** What a type says about attributes. */
interface WithAttributes {
  attributes?: readonly AttributeShape[];
  /** The schema allows attributes that it does not name. */
  anyAttribute?: boolean;
}

export type Content =
  /**
   * `primitive`: the type of XML Schema behind it, e.g. `date`; left out where it is not known.
   * `facets`: what a restriction says about it, e.g. `maxLength=30`, `enumeration=EUR`.
   */
  | ({ kind: 'text'; primitive?: string; facets?: readonly string[] } & WithAttributes)
  /** `open`: the schema allows elements that it does not name (xsd:any, anyType). */
  | ({ kind: 'elements'; children: ElementShape[]; open: boolean; arrayOf?: QName } & WithAttributes);

export interface ElementShape {
  name: QName;
  /** Elements of a choice have 0, because any one of them may be left out. */
  minOccurs: number;
  /** Infinity for `unbounded`. */
  maxOccurs: number;
  content: Content;
  /** The named type, which rpc/encoded sends along. */
  type?: QName | null;
}

export interface OperationShape {
  name: string;
  soapAction: string;
  soapVersion: SoapVersion;
  /** Left out for document/literal. */
  rpc?: 'literal' | 'encoded';
  request: ElementShape;
  /** What may stand in the request's SOAP header. */
  headers: ElementShape[];
  response: ElementShape;
}

/** An operation that the WSDL has and that we do not speak. */
export interface UnsupportedOperation {
  name: string;
  reason: string;
}

export interface ServiceShape {
  operations: ReadonlyMap<string, OperationShape>;
  unsupported: ReadonlyMap<string, UnsupportedOperation>;
  /** The derived types that were asked for, by `{namespace}local`. */
  types: ReadonlyMap<string, Content>;
  /** Every operation of the WSDL, those that nobody asked for too. */
  names?: readonly string[];
}

const childrenOf = (shape: ElementShape): readonly ElementShape[] =>
  shape.content.kind === 'elements' ? shape.content.children : [];

export const isNamed = (name: QName, local: string, namespace: string | null): boolean =>
  name.local === local && (namespace === null || name.namespace === namespace);

/** The children by a local name, in one namespace or in any: more than one where the name alone is ambiguous. */
export const childrenNamed = (shape: ElementShape, local: string, namespace: string | null = null): ElementShape[] =>
  childrenOf(shape).filter((child) => isNamed(child.name, local, namespace));

export const childOf = (shape: ElementShape, local: string): ElementShape | undefined =>
  childrenOf(shape).find((child) => child.name.local === local);

export const isOpen = (shape: ElementShape): boolean => shape.content.kind === 'elements' && shape.content.open;
