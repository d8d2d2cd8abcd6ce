import { type MessageShapes, shapeProblem } from './message-shapes.ts';
import type { Verdict } from './verdicts.ts';
import { childText, escapeXml, parseXml, type XmlElement } from './xml-tree.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A request that fits the WSDL. `sessionId` is empty where the header was not sent. */
export interface SoapRequest {
  operation: string;
  sessionId: string;
  body: XmlElement;
}

/**
 * Reads a SOAP 1.1 request.
 * @param soapAction the header as sent, null where there was none
 * @returns the request, or the sentence of the fault
 */
export function readRequest(
  xml: string,
  soapAction: string | null,
  shapes: MessageShapes,
): { request: SoapRequest } | { fault: string } {
  if (soapAction === null) return { fault: 'SOAPAction is missing' };
  const parsed = parseXml(xml);
  if ('problem' in parsed) return { fault: `Request is not well-formed: ${parsed.problem}` };
  const { root } = parsed;
  if (root.uri !== SOAP || root.local !== 'Envelope') return { fault: 'Request is not a SOAP 1.1 envelope' };
  const body = root.children.find(({ uri, local }) => uri === SOAP && local === 'Body')?.children[0];
  if (body === undefined) return { fault: 'SOAP body is empty' };
  const shape = shapes.elements.get(body.local);
  const action = shapes.actions.get(body.local);
  if (body.uri !== shapes.namespace || shape === undefined || action === undefined) {
    return { fault: `Unknown operation ${body.local.slice(0, 60)}` };
  }
  if (soapAction.replace(/^"(.*)"$/, '$1') !== action) return { fault: 'SOAPAction does not fit the request' };
  const problem = shapeProblem(body, shape);
  if (problem !== null) return { fault: `Request does not fit the schema: ${problem}` };
  const session = root.children
    .find(({ uri, local }) => uri === SOAP && local === 'Header')
    ?.children.find(({ uri, local }) => uri === shapes.namespace && local === 'Sitzung');
  const sessionId = session === undefined ? '' : childText(session, 'SitzungsNr');
  return { request: { operation: body.local, sessionId, body } };
}

/** An element of an answer. */
export interface Part {
  name: string;
  content: string | readonly Part[];
}

export const value = (name: string, text: string): Part => ({ name, content: text });
export const group = (name: string, parts: readonly Part[]): Part => ({ name, content: parts });

/** Old screens behind these fields always send them; the others are left out where they have nothing. */
const SENT_EMPTY: ReadonlySet<string> = new Set([
  'SperrGrund',
  'KreditLimit',
  'BestellNr',
  'Lesezeichen',
  'Name2',
  'Zahlart',
]);

/** An optional value: where it is null the element is empty or absent, always the same way for one field. */
export const optional = (name: string, text: string | null): Part[] =>
  text !== null ? [value(name, text)] : SENT_EMPTY.has(name) ? [value(name, '')] : [];

const render = ({ name, content }: Part): string =>
  typeof content === 'string'
    ? `<${name}>${escapeXml(content)}</${name}>`
    : `<${name}>${content.map(render).join('')}</${name}>`;

const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${SOAP}"><soap:Body>${body}</soap:Body></soap:Envelope>`;

/** The answer of an operation: its response element with Rueckgabe first. */
export function writeAnswer(namespace: string, element: string, verdict: Verdict, parts: readonly Part[]): string {
  const result = group('Rueckgabe', [value('Code', verdict.code), value('Text', verdict.text)]);
  const children = [result, ...parts].map(render).join('');
  return envelope(`<k:${element} xmlns:k="${namespace}">${children}</k:${element}>`);
}

/** A SOAP 1.1 fault; it always travels with HTTP 500. */
export const writeFault = (who: 'Client' | 'Server', sentence: string): string =>
  envelope(
    `<soap:Fault><faultcode>soap:${who}</faultcode><faultstring>${escapeXml(sentence)}</faultstring></soap:Fault>`,
  );
