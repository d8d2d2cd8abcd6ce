import type { CommandMapping, ConnectorDocument } from '#contracts/connector';
import { type Failure, failure } from '#contracts/errors';
import { fail, type Result } from '#contracts/result';
import { planRequest } from './connector/plan.ts';
import type { Judge, Judgement } from './connector/verdict.ts';
import { inSlices } from './patience.ts';
import type { WriteGo } from './port.ts';
import { type Bounds, readSoapAnswer, type SoapAnswer } from './soap/answer.ts';
import { encodeRequest, type XmlGroup } from './soap/encode.ts';
import type { ElementShape, OperationShape } from './soap/shapes.ts';
import type { Delivery, Transport } from './soap/transport.ts';
import { textAt, type XmlElement } from './soap/xml-tree.ts';

/** What became of one SOAP call, before anybody asks whether it read or wrote. */
export type CallOutcome =
  /** Refused before anything was sent: the request itself is wrong. */
  | { kind: 'unsendable'; error: Failure }
  | Exclude<Delivery, { kind: 'answered' }>
  | Exclude<SoapAnswer, { kind: 'answer' }>
  | { kind: 'judged'; judgement: Judgement; element: XmlElement; leftOut: readonly number[] };

export interface CallerParts {
  document: ConnectorDocument;
  settings: Record<string, string>;
  transport: Transport;
  judge: Judge;
}

export interface Caller {
  login(shape: OperationShape): Promise<Result<string>>;
  call(
    mapping: CommandMapping,
    shape: OperationShape,
    bounds: Bounds,
    input: unknown,
    session: string | null,
    go: WriteGo,
  ): Promise<CallOutcome>;
}

const NO_LISTS: Bounds = { lists: [], rowsMax: 0 };

/** What a read, or a login, tells of an outcome that is not a plain yes. */
export function readFailure(outcome: Exclude<CallOutcome, { kind: 'judged' }>): Failure {
  switch (outcome.kind) {
    case 'unsendable':
      return outcome.error;
    case 'not-sent':
      if (outcome.cause === 'too-late') return failure('agent.overloaded', { detail: outcome.detail });
      if (outcome.cause === 'aborted') return failure('erp.timed-out', { detail: outcome.detail });
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

export function openCaller({ document, settings, transport, judge }: CallerParts): Caller {
  const { callTimeoutMs } = document.limits;
  const sources = { formats: document.formats, settings };

  const send = async (
    shape: OperationShape,
    body: XmlGroup,
    header: { shape: ElementShape; value: XmlGroup } | null,
    effect: 'read' | 'write',
    go: WriteGo,
    bounds: Bounds = NO_LISTS,
  ): Promise<CallOutcome> => {
    const encoded = encodeRequest(shape, body, header);
    if (!encoded.ok) return { kind: 'unsendable', error: failure('request.invalid', { detail: encoded.problem }) };
    const { soapAction } = shape;
    const delivery = await transport.post({ soapAction, body: encoded.xml, effect, timeoutMs: callTimeoutMs, ...go });
    if (delivery.kind !== 'answered') return delivery;
    // The answer to a write is read to its end whoever still waits: it may be the proof.
    const waiting = effect === 'read' ? go.signal : undefined;
    const read = await inSlices(readSoapAnswer(delivery.http, shape.response.name, bounds), waiting);
    if (read === null) return { kind: 'lost', cause: 'aborted', detail: 'nobody waits any more', reused: false };
    const answer = read.done;
    if (answer.kind !== 'answer') return answer;
    const judgement = effect === 'write' ? judge.judgeWrite(answer.element) : judge.judgeRead(answer.element);
    return { kind: 'judged', judgement, element: answer.element, leftOut: answer.leftOut };
  };

  const headerOf = (shape: OperationShape, session: string | null): { shape: ElementShape; value: XmlGroup } | null => {
    const header = document.login?.header;
    const declared = shape.headers.find((candidate) => candidate.name.local === header?.element);
    if (header === undefined || declared === undefined || session === null) return null;
    return { shape: declared, value: { [header.child]: session } };
  };

  return {
    async login(shape) {
      const { login } = document;
      if (login === undefined) return fail(failure('defect.impossible-state', { detail: 'no login is described' }));
      const body = planRequest(login.request, {}, sources);
      if (!body.ok) return body;
      // A login is shared by all who wait for it, so none of them can abort it; the call's own limit ends it.
      const outcome = await send(shape, body.value, null, 'read', {
        signal: new AbortController().signal,
        mayStart: () => true,
      });
      if (outcome.kind !== 'judged') return fail(readFailure(outcome));
      const { judgement, element } = outcome;
      if (judgement.kind === 'success') {
        const session = textAt(element, login.session.split('/'));
        if (session.ok && session.text?.trim()) return { ok: true, value: session.text.trim() };
        return fail(failure('erp.answer-off-contract', { detail: 'the login gave no session' }));
      }
      if (judgement.kind === 'unclear')
        return fail(failure('erp.fault', { detail: `login answered ${judgement.code ?? 'no code'}` }));
      return fail(failure('erp.credential-refused', { detail: `login answered ${judgement.kind}` }));
    },
    async call(mapping, shape, bounds, input, session, go) {
      const body = planRequest(mapping.request, input, sources);
      if (!body.ok) return { kind: 'unsendable', error: body.error };
      const effect = mapping.write === undefined ? 'read' : 'write';
      return send(shape, body.value, headerOf(shape, session), effect, go, bounds);
    },
  };
}
