import { XmlDocument, XmlElement } from 'libxml2-wasm';
import type { SchemaCheck } from './schema-check.ts';
import type { StubOperation } from './wsdl-text.ts';

/** One service of the stub: a WSDL with its validator. */
export interface StubService {
  /** Path of its address. */
  path: string;
  operations: readonly StubOperation[];
  check: SchemaCheck;
}

/** What came over HTTP, before it is known whether it is SOAP. */
export interface StubRequest {
  method: string;
  path: string;
  contentType: string;
  soapAction: string | undefined;
  authorization: string | undefined;
  body: string;
}

/** A request that the real server would have taken, or why it would not. */
export type StubReading =
  | { ok: true; operation: StubOperation; headers: ReadonlyMap<string, string> }
  | { ok: false; status: number; problem: string };

export const ENVELOPES: Record<'1.1' | '1.2', string> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};

export const childrenOf = (element: XmlElement): XmlElement[] => {
  const found: XmlElement[] = [];
  for (let node = element.firstChild; node !== null; node = node.next) if (node instanceof XmlElement) found.push(node);
  return found;
};
const nameOf = (element: XmlElement): string => `{${element.namespaceUri}}${element.name}`;

/** `{namespace}local` of the element that stands in the body. */
const rootOf = ({ style, name, namespaces, request }: StubOperation): string => {
  if (style === 'rpc') return `{${namespaces.request}}${name}`;
  return `{${request[0]?.namespace ?? ''}}${request[0]?.local ?? ''}`;
};

/** The texts of header elements, by their path of local names. */
function textsIn(element: XmlElement, path: string, into: Map<string, string>): void {
  const inner = childrenOf(element);
  if (inner.length === 0) into.set(path, element.content);
  for (const child of inner) textsIn(child, `${path}/${child.name}`, into);
}

function readEnvelope(
  request: StubRequest,
  version: '1.1' | '1.2',
  service: StubService,
  root: XmlElement,
): StubReading {
  const refuse = (problem: string, status = 500): StubReading => ({ ok: false, status, problem });
  const envelope = ENVELOPES[version];
  if (nameOf(root) !== `{${envelope}}Envelope`) return refuse(`${nameOf(root)} is no envelope of SOAP ${version}`);
  const parts = childrenOf(root);
  if (parts.some((part) => part.namespaceUri !== envelope)) return refuse('something beside header and body');
  const bodies = parts.filter(({ name }) => name === 'Body');
  const [body] = bodies;
  if (body === undefined || bodies.length > 1) return refuse('not exactly one body');
  const [sent, ...more] = childrenOf(body);
  if (sent === undefined || more.length > 0) return refuse('not exactly one element in the body');
  const named = service.operations.filter((operation) => rootOf(operation) === nameOf(sent));
  if (named.length === 0) return refuse(`there is no operation ${nameOf(sent)}`);
  const operation = named.find((candidate) => candidate.version === version);
  if (operation === undefined) return refuse(`${sent.name} is not there in SOAP ${version}`);
  const action = request.soapAction?.replace(/^"(.*)"$/, '$1');
  if (action === undefined) return refuse('no SOAPAction');
  if (action !== operation.soapAction) return refuse(`the SOAPAction "${action}" is not that of ${operation.name}`);
  const texts = new Map<string, string>();
  for (const header of parts.filter(({ name }) => name === 'Header').flatMap(childrenOf)) {
    if (!operation.headers.includes(nameOf(header)))
      return refuse(`${operation.name} knows no header ${nameOf(header)}`);
    const [wrong] = service.check.problemsOf(header);
    if (wrong !== undefined) return refuse(`header: ${wrong}`);
    textsIn(header, header.name, texts);
  }
  const [wrong] = service.check.problemsOf(sent);
  return wrong === undefined ? { ok: true, operation, headers: texts } : refuse(wrong);
}

/** Reads one request as strictly as its schema is. */
export function readRequest(request: StubRequest, services: readonly StubService[]): StubReading {
  const refuse = (status: number, problem: string): StubReading => ({ ok: false, status, problem });
  const service = services.find(({ path }) => path === request.path);
  if (service === undefined) return refuse(404, `nothing is served at ${request.path}`);
  if (request.method !== 'POST') return refuse(405, `${request.method} is not taken`);
  const type = request.contentType.split(';')[0]?.trim().toLowerCase();
  const version = type === 'text/xml' ? '1.1' : type === 'application/soap+xml' ? '1.2' : null;
  if (version === null) return refuse(415, `the type ${request.contentType}`);
  try {
    const document = XmlDocument.fromString(request.body);
    try {
      return readEnvelope(request, version, service, document.root);
    } finally {
      document.dispose();
    }
  } catch (thrown) {
    return refuse(500, thrown instanceof Error ? `not XML: ${thrown.message}` : 'not XML');
  }
}
