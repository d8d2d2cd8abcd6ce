import type { Steps } from '../steps.ts';
import { decodeXml, ELEMENTS_MAX } from './decode.ts';
import { type Fault, faultOf } from './fault.ts';
import type { QName } from './shapes.ts';
import type { XmlElement } from './xml-tree.ts';

/** What an HTTP answer is, seen as SOAP. Only `answer` may ever count as a yes. */
export type SoapAnswer =
  /** `leftOut`: for each bounded list, how many of its elements were not kept. */
  | { kind: 'answer'; element: XmlElement; leftOut: readonly number[] }
  | { kind: 'fault'; fault: Fault }
  /** HTTP 401 or 403: the door in front of the service said no. */
  | { kind: 'forbidden'; problem: string }
  | { kind: 'unreadable'; problem: string }
  | { kind: 'too-large'; detail: string };

export interface HttpAnswer {
  status: number;
  contentType: string;
  body: Uint8Array;
}

/** The lists of an answer that are cut at `rowsMax` while they are read: local names below the response element. */
export interface Bounds {
  lists: readonly (readonly string[])[];
  rowsMax: number;
}

const ENVELOPE_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const XML_TYPE = /^\s*(?:text\/xml|application\/xml|application\/[a-z0-9.-]+\+xml)\s*(?:;|$)/i;

const unreadable = (problem: string): SoapAnswer => ({ kind: 'unreadable', problem });

const nameOf = (element: XmlElement): string => `{${element.namespace}}${element.name}`.slice(0, 120);

/** Checks status, content type, envelope and the response element's full name, in that order. */
export function* readSoapAnswer(http: HttpAnswer, expected: QName, bounds: Bounds): Steps<SoapAnswer> {
  if (http.status === 401 || http.status === 403) return { kind: 'forbidden', problem: `HTTP ${http.status}` };
  if (http.status !== 200 && http.status !== 500) return unreadable(`HTTP ${http.status}`);
  if (!XML_TYPE.test(http.contentType)) {
    return unreadable(`HTTP ${http.status} of type ${http.contentType.slice(0, 80) || 'none'}`);
  }
  const lists = bounds.lists.map((path) => ['Envelope', 'Body', expected.local, ...path]);
  const keep = { lists, rowsMax: bounds.rowsMax, elementsMax: ELEMENTS_MAX };
  const decoded = yield* decodeXml(http.body, http.contentType, keep);
  if (!decoded.ok && decoded.tooLarge) return { kind: 'too-large', detail: decoded.problem };
  if (!decoded.ok) return unreadable(`HTTP ${http.status}: ${decoded.problem}`);
  const envelope = decoded.root;
  if (envelope.name !== 'Envelope' || envelope.namespace !== ENVELOPE_11) {
    return unreadable(`${nameOf(envelope)} where a SOAP 1.1 envelope was expected`);
  }
  const parts = (name: string): XmlElement[] =>
    envelope.children.filter((child) => child.name === name && child.namespace === ENVELOPE_11);
  const bodies = parts('Body');
  if (parts('Header').length > 1) return unreadable('an envelope with more than one header');
  const [element, ...more] = bodies.length === 1 ? (bodies[0]?.children ?? []) : [];
  if (element === undefined || more.length > 0) return unreadable('an envelope without exactly one response element');
  if (element.name === 'Fault' && element.namespace === ENVELOPE_11) return { kind: 'fault', fault: faultOf(element) };
  if (http.status !== 200) return unreadable(`HTTP ${http.status} with an envelope that is not a fault`);
  if (element.name !== expected.local || element.namespace !== expected.namespace) {
    return unreadable(`${nameOf(element)} where {${expected.namespace}}${expected.local} was expected`);
  }
  return { kind: 'answer', element, leftOut: decoded.leftOut };
}
