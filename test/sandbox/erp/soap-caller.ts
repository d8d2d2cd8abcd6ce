import { readFileSync } from 'node:fs';
import { readMessageShapes, shapeProblem } from './message-shapes.ts';
import { LOGIN } from './server.ts';
import { childText, escapeXml, parseXml, type XmlElement } from './xml-tree.ts';

/** Written out once more here: the caller is the other side, it shares no envelope code with the server. */
const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const NAMESPACE = 'urn:kontor-erp:auftragsdienst:v3';
const SHAPES = readMessageShapes(readFileSync(new URL('./kontor.wsdl', import.meta.url), 'utf8'));

export interface CallAnswer {
  status: number;
  contentType: string;
  text: string;
  /** Of Rueckgabe; null where the answer is none. */
  code: string | null;
  /** The response element; empty where the answer is none. Checked against the WSDL. */
  element: XmlElement;
}

/** Values by element name, in the order of the WSDL; a list repeats the element. */
export interface Fields {
  readonly [name: string]: string | Fields | readonly (string | Fields)[];
}

export const fieldsXml = (fields: Fields): string =>
  Object.entries(fields)
    .flatMap(([name, content]) =>
      (Array.isArray(content) ? content : [content]).map((one: string | Fields) => {
        const inner = typeof one === 'string' ? escapeXml(one) : fieldsXml(one);
        return `<${name}>${inner}</${name}>`;
      }),
    )
    .join('');

export const requestXml = (operation: string, fields: Fields, sessionId: string): string =>
  `<s:Envelope xmlns:s="${ENVELOPE}" xmlns:k="${NAMESPACE}"><s:Header><k:Sitzung><SitzungsNr>${sessionId}</SitzungsNr></k:Sitzung></s:Header>` +
  `<s:Body><k:${operation}>${fieldsXml(fields)}</k:${operation}></s:Body></s:Envelope>`;

/** A caller of the demo ERP for tests: one session, answers checked against the WSDL. */
export class SoapCaller {
  readonly endpoint: string;
  sessionId = '';

  constructor(endpoint: string) {
    this.endpoint = endpoint;
  }

  async logIn(password = LOGIN.password): Promise<CallAnswer> {
    const answer = await this.call('Anmelden', { Mandant: LOGIN.company, Benutzer: LOGIN.user, Kennwort: password });
    this.sessionId = childText(answer.element, 'SitzungsNr');
    return answer;
  }

  call(operation: string, fields: Fields, signal: AbortSignal | null = null): Promise<CallAnswer> {
    const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: `"urn:kontor-erp:${operation}"` };
    return this.post(requestXml(operation, fields, this.sessionId), headers, signal);
  }

  /** Rejects where the connection breaks; throws where an answer contradicts the WSDL. */
  async post(body: string, headers: Record<string, string>, signal: AbortSignal | null = null): Promise<CallAnswer> {
    const response = await fetch(this.endpoint, { method: 'POST', body, headers, signal });
    const text = await response.text();
    const answer = { status: response.status, contentType: response.headers.get('content-type') ?? '', text };
    const none: XmlElement = { uri: '', local: '', attributes: {}, children: [], text: '' };
    const parsed = parseXml(text);
    const element = 'problem' in parsed ? undefined : parsed.root.children[0]?.children[0];
    if (element === undefined) return { ...answer, code: null, element: none };
    const shape = SHAPES.elements.get(element.local);
    if (shape === undefined) return { ...answer, code: null, element };
    const problem = shapeProblem(element, shape);
    if (problem !== null) throw new Error(`the answer contradicts the WSDL: ${problem}`);
    const result = element.children.find(({ local }) => local === 'Rueckgabe');
    return { ...answer, code: result === undefined ? null : childText(result, 'Code'), element };
  }
}

/** `Auftraege/Auftrag` → those elements. */
export const elementsAt = (element: XmlElement, path: string): XmlElement[] =>
  path
    .split('/')
    .reduce<XmlElement[]>(
      (level, local) => level.flatMap((one) => one.children.filter((child) => child.local === local)),
      [element],
    );

export const textsAt = (element: XmlElement, path: string): string[] =>
  elementsAt(element, path).map(({ text }) => text);

/** One request to the control port; a body makes it a POST. */
export async function control(
  controlUrl: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const post = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`${controlUrl}${path}`, body === undefined ? {} : post);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Orders with this reference in the database; waits for `atLeast` of them, ten seconds at most. */
export async function ordersWith(controlUrl: string, reference: string, atLeast = 0): Promise<{ orderId: string }[]> {
  const query = new URLSearchParams({ reference, atLeast: String(atLeast), waitMs: '10000' });
  const { body } = await control(controlUrl, `/orders?${query}`);
  return body.orders as { orderId: string }[];
}

/** A create that Kontor takes, with changes. */
export const newOrder = (changes: Record<string, Fields[string]> = {}): Fields => ({
  KundenNr: '0000010452',
  BestellNr: 'PO 4711',
  FremdReferenz: '',
  WunschTermin: '',
  Waehrung: 'EUR',
  PreisKennzeichen: 'N',
  Positionen: { Position: [{ ArtikelNr: 'SEAL-0014', Menge: '40', Preis: '12,80' }] },
  ...changes,
});
