/** What a WSDL says, as plain values. Types may contain themselves: walk along data, never to the bottom. */
export interface QName {
  /** Empty for an unqualified name. */
  namespace: string;
  local: string;
}

export type Content =
  | { kind: 'text' }
  /** `open`: the schema allows elements that it does not name (xsd:any, anyType). */
  | { kind: 'elements'; children: ElementShape[]; open: boolean };

export interface ElementShape {
  name: QName;
  /** Elements of a choice have 0, because any one of them may be left out. */
  minOccurs: number;
  /** Infinity for `unbounded`. */
  maxOccurs: number;
  content: Content;
}

export interface OperationShape {
  name: string;
  soapAction: string;
  soapVersion: '1.1';
  request: ElementShape;
  /** What may stand in the request's SOAP header. */
  headers: ElementShape[];
  response: ElementShape;
}

/** An operation that the WSDL has and that we do not speak, e.g. rpc/encoded. */
export interface UnsupportedOperation {
  name: string;
  reason: string;
}

export interface ServiceShape {
  operations: ReadonlyMap<string, OperationShape>;
  unsupported: ReadonlyMap<string, UnsupportedOperation>;
}

export const childOf = (shape: ElementShape, local: string): ElementShape | undefined =>
  shape.content.kind === 'elements' ? shape.content.children.find((child) => child.name.local === local) : undefined;

export const isOpen = (shape: ElementShape): boolean => shape.content.kind === 'elements' && shape.content.open;
