import { decodeXml } from './decode.ts';
import { type Fault, faultOf } from './fault.ts';
import type { QName } from './shapes.ts';
import type { XmlElement } from './xml-tree.ts';

/** What an HTTP answer is, seen as SOAP. Only `answer` may ever count as a yes. */
export type SoapAnswer =
  | { kind: 'answer'; element: XmlElement }
  | { kind: 'fault'; fault: Fault }
  /** HTTP 401 or 403: the door in front of the service said no. */
  | { kind: 'forbidden'; problem: string }
  | { kind: 'unreadable'; problem: string };

export interface HttpAnswer {
  status: number;
  contentType: string;
  body: Uint8Array;
}

const ENVELOPE_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const XML_TYPE = /^\s*(?:text\/xml|application\/xml|application\/[a-z0-9.-]+\+xml)\s*(?:;|$)/i;

const unreadable = (problem: string): SoapAnswer => ({ kind: 'unreadable', problem });

const nameOf = (element: XmlElement): string => `{${element.namespace}}${element.name}`.slice(0, 120);

/** Checks status, content type, envelope and the response element's full name, in that order. */
export function readSoapAnswer(http: HttpAnswer, expected: QName): SoapAnswer {
  if (http.status === 401 || http.status === 403) return { kind: 'forbidden', problem: `HTTP ${http.status}` };
  if (http.status !== 200 && http.status !== 500) return unreadable(`HTTP ${http.status}`);
  if (!XML_TYPE.test(http.contentType)) {
    return unreadable(`HTTP ${http.status} of type ${http.contentType.slice(0, 80) || 'none'}`);
  }
  const decoded = decodeXml(http.body, http.contentType);
  if (!decoded.ok) return unreadable(`HTTP ${http.status}: ${decoded.problem}`);
  const envelope = decoded.root;
  if (envelope.name !== 'Envelope' || envelope.namespace !== ENVELOPE_11) {
    return unreadable(`${nameOf(envelope)} where a SOAP 1.1 envelope was expected`);
  }
  const bodies = envelope.children.filter((child) => child.name === 'Body' && child.namespace === ENVELOPE_11);
  const [element, ...more] = bodies.length === 1 ? (bodies[0]?.children ?? []) : [];
  if (element === undefined || more.length > 0) return unreadable('an envelope without exactly one response element');
  if (element.name === 'Fault' && element.namespace === ENVELOPE_11) return { kind: 'fault', fault: faultOf(element) };
  if (http.status !== 200) return unreadable(`HTTP ${http.status} with an envelope that is not a fault`);
  if (element.name !== expected.local || element.namespace !== expected.namespace) {
    return unreadable(`${nameOf(element)} where {${expected.namespace}}${expected.local} was expected`);
  }
  return { kind: 'answer', element };
}
