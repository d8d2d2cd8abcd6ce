import { randomBytes } from 'node:crypto';
import type { ConnectorDocument } from '#contracts/connector';
import type { SendValue } from '#contracts/connector-send';
import { type Failure, failure } from '#contracts/errors';
import { fail, ok } from '#contracts/result';
import { readPayload } from './connector/payload.ts';
import { type PagePart, planRequest, planText, type Sources } from './connector/plan.ts';
import { type PreparedCall, servicesOf } from './connector/prepare.ts';
import type { Planned, Why } from './connector/refused.ts';
import type { Judgement } from './connector/verdict.ts';
import { inSlices } from './patience.ts';
import type { WriteGo } from './port.ts';
import { type Bounds, readSoapAnswer, type SoapAnswer } from './soap/answer.ts';
import { encodeRequest, type HeaderValue } from './soap/encode.ts';
import type { Content } from './soap/shapes.ts';
import type { Delivery, Transport } from './soap/transport.ts';
import { securityHeader } from './soap/ws-security.ts';
import { textOn } from './soap/xml-path.ts';
import type { XmlElement } from './soap/xml-tree.ts';
import { makeStamps } from './stamps.ts';

/** What became of one SOAP call, before anybody asks whether it read or wrote. */
export type CallOutcome =
  /** Refused before anything was sent: the request itself is wrong. */
  | { kind: 'unsendable'; error: Failure; why?: Why }
  | Exclude<Delivery, { kind: 'answered' }>
  | Exclude<SoapAnswer, { kind: 'answer' }>
  /** `element` is where paths begin: the response element, or the document that it carries as text. */
  | { kind: 'judged'; judgement: Judgement; element: XmlElement; received: Received; leftOut: readonly number[] };

/** What came with an answer, beside what is read of it. */
export interface Received {
  header: XmlElement | null;
  cookies: readonly string[];
}

/** What the login gave: values by name, and cookies as they are sent back. */
export interface SessionKept {
  values: Record<string, string>;
  cookies: readonly string[];
}

export interface CallerParts {
  document: ConnectorDocument;
  settings: Record<string, string>;
  /** Of each service. */
  transports: ReadonlyMap<string, Transport>;
  /** Derived types that requests name. */
  types: ReadonlyMap<string, Content>;
  epochMs: () => number;
}

/** What one call is made with. */
export interface CallAsked {
  effect: 'read' | 'write';
  input: unknown;
  /** Which entry of a list the call is made for, from 0. */
  index?: number;
  page?: Partial<Record<PagePart, string | null>>;
  kept?: Record<string, string | readonly string[]>;
  row?: XmlElement | null;
  bounds?: Bounds;
}

export interface Caller {
  call(call: PreparedCall, asked: CallAsked, session: SessionKept | null, go: WriteGo): Promise<CallOutcome>;
}

const NO_LISTS: Bounds = { lists: [], rowsMax: 0 };
const NOTHING: XmlElement = { name: '', namespace: '', text: '', children: [], nil: false };
const NONE_RECEIVED: Received = { header: null, cookies: [] };
const LEFT: CallOutcome = { kind: 'lost', cause: 'aborted', detail: 'nobody waits any more', reused: false };

/** What a read, or a login, tells of an outcome that is not a plain yes. */
export function readFailure(outcome: Exclude<CallOutcome, { kind: 'judged' }>): Failure {
  switch (outcome.kind) {
    case 'unsendable':
      return outcome.error;
    case 'not-sent':
      if (outcome.cause === 'too-late') return failure('agent.overloaded', { detail: outcome.detail });
      if (outcome.cause === 'aborted') return failure('erp.timed-out', { detail: outcome.detail });
      if (outcome.cause === 'refused-login') return failure('erp.credential-refused', { detail: outcome.detail });
      return failure('erp.unreachable', { detail: outcome.detail });
    case 'lost': {
      const { cause, detail } = outcome;
      if (cause === 'broken') return failure('erp.unreachable', { detail });
      return failure(cause === 'broken-answer' ? 'erp.answer-unreadable' : 'erp.timed-out', { detail });
    }
    case 'too-large':
      return failure('erp.answer-too-large', { detail: outcome.detail });
    case 'fault':
      return failure('erp.fault', { detail: `${outcome.fault.code}: ${outcome.fault.text}` });
    case 'forbidden':
      return failure('erp.credential-refused', { detail: outcome.problem });
    case 'unreadable':
      return failure('erp.answer-unreadable', { detail: outcome.problem });
  }
}

export function openCaller({ document, settings, transports, types, epochMs }: CallerParts): Caller {
  const { callTimeoutMs } = document.limits;
  const { formats, namespaces, stamps, login } = document;
  const services = servicesOf(document);
  const vocabulary = { namespaces, types };
  const setting = (name: string | undefined): string => (name === undefined ? '' : (settings[name] ?? ''));

  /** The header blocks of a call. */
  const headersFor = (call: PreparedCall, input: unknown, sources: Sources): Planned<HeaderValue[]> => {
    const headers: HeaderValue[] = [];
    for (const { name, shape, fields } of call.headers) {
      const value = planRequest(fields, input, sources);
      if (!value.ok) return value;
      headers.push({ name, shape, value: value.value });
    }
    return { ok: true, value: headers };
  };

  const security = (): { ready?: string } => {
    if (login?.security === undefined) return {};
    const { user, password, send, timestampSeconds } = login.security;
    const token = { user: setting(user), password: setting(password), send, timestampSeconds };
    return { ready: securityHeader(token, epochMs(), randomBytes(16)) };
  };

  const basic = (): Record<string, string> => {
    if (login?.http?.type !== 'basic') return {};
    const pair = `${setting(login.http.user)}:${setting(login.http.password)}`;
    return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
  };

  /** Where the call goes and what HTTP says about it. */
  const httpFor = (call: PreparedCall, sources: Sources, session: SessionKept | null) => {
    const cookies = session?.cookies ?? [];
    // The login has no session yet: what would carry one is left out.
    const isLeftOut = (value: SendValue): boolean => session === null && usesSession(value);
    const service = services[call.service];
    const headers: Record<string, string> = basic();
    for (const [name, value] of Object.entries(service?.httpHeaders ?? {})) {
      if (isLeftOut(value)) continue;
      const text = planText(value, sources, name);
      if (!text.ok) return text;
      if (text.value === null) continue;
      if (!/^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text.value))
        return fail(failure('request.invalid', { detail: `${name}: not fit for an HTTP header` }));
      headers[name.toLowerCase()] = text.value;
    }
    if (cookies.length > 0) headers.cookie = cookies.join('; ');
    if (service?.path === undefined || isLeftOut(service.path)) return ok({ headers, path: '' });
    const encoded = { ...sources, session: encodedParts(sources.session), settings: encodedParts(sources.settings) };
    const path = planText(service.path, encoded, 'path');
    return path.ok ? ok({ headers, path: path.value ?? '' }) : path;
  };

  /** Reads what came back to its end, and judges it. */
  const judged = async (
    call: PreparedCall,
    http: Extract<Delivery, { kind: 'answered' }>['http'],
    { effect, bounds = NO_LISTS }: CallAsked,
    waiting: AbortSignal | undefined,
  ): Promise<CallOutcome> => {
    const expected = { ...call.shape, types: call.answersAs };
    const read = await inSlices(readSoapAnswer(http, expected, call.payload === null ? bounds : NO_LISTS), waiting);
    if (read === null) return LEFT;
    const answer = read.done;
    if (answer.kind === 'too-large') return answer;
    if (answer.kind !== 'answer') {
      const fault = answer.kind === 'fault' ? answer.fault : null;
      const refusal = { status: answer.status, fault, ...(fault === null ? { page: beginningOf(http.body) } : {}) };
      const judgement = call.judge.judgeRefusal(refusal, effect);
      if (judgement === null) return answer;
      return { kind: 'judged', judgement, element: NOTHING, received: NONE_RECEIVED, leftOut: [] };
    }
    const received = { header: answer.header, cookies: http.cookies ?? [] };
    const judge = effect === 'write' ? call.judge.judgeWrite : call.judge.judgeRead;
    const { element, leftOut } = answer;
    if (call.payload === null) return { kind: 'judged', judgement: judge(element), element, received, leftOut };
    // An answer that says no seldom carries a document.
    const outer = call.judge.inPayload ? null : judge(element);
    if (outer !== null && outer.kind !== 'success') {
      return { kind: 'judged', judgement: outer, element, received, leftOut };
    }
    const text = textOn(element, call.payload.path);
    const { status } = http;
    if (!text.ok) return { kind: 'unreadable', problem: `the document inside the answer ${text.problem}`, status };
    const inside = await inSlices(readPayload(text.text ?? '', call.payload.holds), waiting);
    if (inside === null) return LEFT;
    if (!inside.done.ok) return { kind: 'unreadable', problem: inside.done.problem, status };
    const document = inside.done.value;
    return { kind: 'judged', judgement: outer ?? judge(document), element: document, received, leftOut: [] };
  };

  return {
    async call(call, asked, session, go) {
      const kept = session?.values ?? {};
      const made = makeStamps(stamps, { settings, session: kept }, epochMs());
      const sources: Sources = {
        formats,
        namespaces,
        settings,
        session: kept,
        stamps: made,
        page: asked.page ?? {},
        kept: asked.kept ?? {},
        row: asked.row ?? null,
      };
      const body = planRequest(call.request, asked.input, sources, asked.index);
      if (!body.ok) return { kind: 'unsendable', error: body.error, why: body.why };
      const headers = headersFor(call, asked.input, sources);
      if (!headers.ok) return { kind: 'unsendable', error: headers.error, why: headers.why };
      const encoded = encodeRequest(
        call.shape,
        { body: body.value, headers: headers.value, ...security() },
        { ...vocabulary, letters: call.letters },
      );
      if (!encoded.ok) return { kind: 'unsendable', error: failure('request.invalid', { detail: encoded.problem }) };
      const http = httpFor(call, sources, session);
      if (!http.ok) return { kind: 'unsendable', error: http.error };
      const transport = transports.get(call.service);
      if (transport === undefined) return { kind: 'unsendable', error: failure('defect.impossible-state') };
      const delivery = await transport.post({
        soapAction: call.soapAction,
        soapVersion: call.shape.soapVersion,
        ...http.value,
        body: encoded.xml,
        effect: asked.effect,
        timeoutMs: callTimeoutMs,
        ...go,
      });
      if (delivery.kind !== 'answered') return delivery;
      // The answer to a write is read to its end whoever still waits: it may be the proof.
      return judged(call, delivery.http, asked, asked.effect === 'read' ? go.signal : undefined);
    },
  };
}

/** 2,000 characters, whatever they are: a login form is told by its field names. */
const beginningOf = (body: Uint8Array): string => Buffer.from(body.subarray(0, 2000)).toString('latin1');

const usesSession = (value: SendValue): boolean =>
  'session' in value || ('with' in value && Object.values(value.with).some(usesSession));

/** Values as they may stand in an address. */
const encodedParts = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]));
