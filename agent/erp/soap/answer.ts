import type { Steps } from '../steps.ts';
import { decodeXml, ELEMENTS_MAX } from './decode.ts';
import { ENVELOPE, type SoapVersion } from './envelope.ts';
import { type Fault, fault11Of, fault12Of } from './fault.ts';
import { isMultipart, rootPart } from './multipart.ts';
import { resolveReferences } from './multiref.ts';
import type { OperationShape } from './shapes.ts';
import type { XmlElement } from './xml-tree.ts';

/** What an HTTP answer is, seen as SOAP. Only `answer` may ever count as a yes. */
export type SoapAnswer =
  /** `leftOut`: for each bounded list, how many of its elements were not kept. */
  | { kind: 'answer'; element: XmlElement; header: XmlElement | null; leftOut: readonly number[] }
  | { kind: 'fault'; fault: Fault; status: number }
  /** HTTP 401 or 403: the door in front of the service said no. */
  | { kind: 'forbidden'; problem: string; status: number }
  | { kind: 'unreadable'; problem: string; status: number }
  | { kind: 'too-large'; detail: string };

export interface HttpAnswer {
  status: number;
  contentType: string;
  body: Uint8Array;
  /** `name=value` of each Set-Cookie header. */
  cookies?: readonly string[];
  /** How the server wants to be shown who asks. */
  challenge?: string | undefined;
}

/** The lists of an answer that are cut at `rowsMax` while they are read: local names below the response element. */
export interface Bounds {
  lists: readonly (readonly string[])[];
  rowsMax: number;
}

/** What is expected of an answer. */
export type Expected = Pick<OperationShape, 'soapVersion' | 'rpc' | 'response'> & {
  /** Media types that this server puts on envelopes, beside those of SOAP. */
  types?: readonly string[];
};

const XML_TYPE = /^\s*(?:text\/xml|application\/xml|application\/[a-z0-9.-]+\+xml)\s*(?:;|$)/i;

const nameOf = (element: XmlElement): string => `{${element.namespace}}${element.name}`.slice(0, 120);

/** The statuses that an envelope may come with. SOAP 1.2 tells the sender's faults with 400 (part 2, section 7.5). */
const STATUSES: Record<SoapVersion, readonly number[]> = { '1.1': [200, 500], '1.2': [200, 400, 500] };

/** Checks status, content type, envelope and the response element's full name, in that order. */
export function* readSoapAnswer(http: HttpAnswer, expected: Expected, bounds: Bounds): Steps<SoapAnswer> {
  const { status } = http;
  const { soapVersion, response } = expected;
  const envelopeNs = ENVELOPE[soapVersion];
  const unreadable = (problem: string): SoapAnswer => ({ kind: 'unreadable', problem, status });
  if (status === 401 || status === 403) return { kind: 'forbidden', problem: `HTTP ${status}`, status };
  if (!STATUSES[soapVersion].includes(status)) return unreadable(`HTTP ${status}`);
  const type = http.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const message = isMultipart(http.contentType) ? rootPart(http) : { ok: true as const, ...http };
  if (!message.ok) return unreadable(`HTTP ${status}: ${message.problem}`);
  const isOwn = expected.types?.includes(type) || isMultipart(http.contentType);
  if (!XML_TYPE.test(http.contentType) && !isOwn) {
    return unreadable(`HTTP ${status} of type ${http.contentType.slice(0, 80) || 'none'}`);
  }
  const lists = bounds.lists.map((path) => ['Envelope', 'Body', response.name.local, ...path]);
  const keep = { lists, rowsMax: bounds.rowsMax, elementsMax: ELEMENTS_MAX };
  const decoded = yield* decodeXml(message.body, message.contentType, keep);
  if (!decoded.ok && decoded.tooLarge) return { kind: 'too-large', detail: decoded.problem };
  if (!decoded.ok) return unreadable(`HTTP ${status}: ${decoded.problem}`);
  const envelope = decoded.root;
  if (envelope.name !== 'Envelope' || envelope.namespace !== envelopeNs) {
    return unreadable(`${nameOf(envelope)} where a SOAP ${soapVersion} envelope was expected`);
  }
  const parts = (name: string): XmlElement[] =>
    envelope.children.filter((child) => child.name === name && child.namespace === envelopeNs);
  const bodies = parts('Body');
  const headers = parts('Header');
  if (headers.length > 1) return unreadable('an envelope with more than one header');
  const [element, ...more] = bodies.length === 1 ? (bodies[0]?.children ?? []) : [];
  // rpc/encoded puts values that are referred to beside the response; a second response would hide what it says.
  const isSecond = more.some(({ name, namespace }) => name === element?.name && namespace === element.namespace);
  if (element === undefined || isSecond || (more.length > 0 && expected.rpc !== 'encoded')) {
    return unreadable('an envelope without exactly one response element');
  }
  if (element.name === 'Fault' && element.namespace === envelopeNs) {
    return { kind: 'fault', fault: soapVersion === '1.1' ? fault11Of(element) : fault12Of(element), status };
  }
  if (status !== 200) return unreadable(`HTTP ${status} with an envelope that is not a fault`);
  if (element.name !== response.name.local || element.namespace !== response.name.namespace) {
    return unreadable(`${nameOf(element)} where {${response.name.namespace}}${response.name.local} was expected`);
  }
  if (expected.rpc === 'encoded') {
    const resolved = resolveReferences(element, more);
    if (!resolved.ok) return unreadable(resolved.problem);
  }
  return { kind: 'answer', element, header: headers[0] ?? null, leftOut: decoded.leftOut };
}
