import type { ConnectorDocument } from '#contracts/connector';
import { type Failure, failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { type CallAsked, type Caller, type CallOutcome, readFailure, type SessionKept } from './caller.ts';
import { type PreparedCall, prepareCall } from './connector/prepare.ts';
import { openLane, type Ran } from './lane.ts';
import { countLoginRefusals } from './login-refusals.ts';
import { readProblem } from './outcome.ts';
import type { WriteGo } from './port.ts';
import { openSession } from './session.ts';
import type { ServiceShape } from './soap/shapes.ts';
import { compilePath, textOn } from './soap/xml-path.ts';

/** 16 waiting calls for each that runs: at 1 s a call, what would come after would wait longer than a deadline. */
const WAITING_PER_CALL = 16;
/** Sessions whose values are still taken out of texts. */
const SESSIONS_HIDDEN = 8;
/** A shorter text stands in many others by chance, and opens nothing. */
const HIDDEN_CHARS_MIN = 4;

export const LEFT_ALONE = fail(failure('erp.timed-out', { detail: 'nobody waits any more' }));

const ABANDONED: Ran<never> = { ran: false, why: 'aborted' };

/** `none`: it was not started, or it was and nobody waits for what comes of it any more. */
export type DeskOutcome = CallOutcome | { kind: 'none'; error: Failure };

/**
 * The session of a write of several calls. What an ERP keeps in a session (a batch, a basket, what is not committed)
 * is not there in another one, which may take the next step all the same: once held, a session is never replaced.
 */
export interface Hold {
  session: SessionKept | null;
  isHeld: boolean;
}

/** Where all calls go through: within the limits, with a session, and once more where that has expired. */
export interface Desk {
  /**
   * One call. Once more with a new session if the ERP says that it has expired, which proves that nothing was done.
   * @param kind what the command does: a read that prepares a write goes before other reads
   * @param hold the session that calls belong together in
   */
  call(kind: 'read' | 'write', call: PreparedCall, asked: CallAsked, go: WriteGo, hold?: Hold): Promise<DeskOutcome>;
  /** What opens the ERP like a password, of the last sessions. */
  secrets(): readonly string[];
}

type Login = NonNullable<NonNullable<ConnectorDocument['login']>['session']>;

/** What the login's answer leaves: every value that the document names must be there. */
function keptOf(
  login: Login,
  outcome: Extract<CallOutcome, { kind: 'judged' }>,
  namespaces: ConnectorDocument['namespaces'],
): Result<SessionKept> {
  const { element, received } = outcome;
  const values: Record<string, string> = {};
  const cookies: string[] = [];
  const missing = (name: string) =>
    fail(failure('erp.answer-off-contract', { detail: `the login gave no session: ${name}` }));
  for (const [name, from] of Object.entries(login.keep)) {
    if ('cookie' in from) {
      const cookie = received.cookies.findLast((given) => given.startsWith(`${from.cookie}=`));
      if (cookie === undefined || cookie.length > 4096) return missing(name);
      cookies.push(cookie);
      values[name] = cookie.slice(from.cookie.length + 1);
      continue;
    }
    const base = 'header' in from ? received.header : element;
    const found =
      base === null ? null : textOn(base, compilePath('header' in from ? from.header : from.path, namespaces));
    const text = found?.ok ? (found.text?.trim() ?? '') : '';
    if (text === '') return missing(name);
    values[name] = text;
  }
  return ok({ values, cookies });
}

export interface DeskParts {
  document: ConnectorDocument;
  services: ReadonlyMap<string, ServiceShape>;
  caller: Caller;
  nowMs: () => number;
}

export function openDesk({ document, services, caller, nowMs }: DeskParts): Desk {
  const { limits, namespaces } = document;
  const lane = openLane({
    concurrent: limits.concurrentReads,
    concurrentWrites: limits.concurrentWrites,
    waitingMax: limits.concurrentReads * WAITING_PER_CALL,
  });
  const login = document.login?.session;
  const loginCall = login && prepareCall(login, document, services, true);
  // A login is shared: nobody can abort it, and it has a place of its own, which lasts as long as its call.
  const unhurried: WriteGo = { signal: new AbortController().signal, mayStart: () => true };

  const logIn = async (): Promise<Result<SessionKept>> => {
    if (login === undefined || loginCall === undefined) return ok({ values: {}, cookies: [] });
    const ran = await lane.run('login', unhurried.signal, () =>
      caller.call(loginCall, { effect: 'read', input: {} }, null, unhurried),
    );
    if (!ran.ran) return fail(failure('agent.overloaded', { detail: 'no place for a login' }));
    const outcome = ran.value;
    if (outcome.kind === 'judged' && outcome.judgement.kind === 'success') return keptOf(login, outcome, namespaces);
    const problem = readProblem(outcome) ?? failure('defect.impossible-state');
    const isUnclear = outcome.kind !== 'judged' || ['unclear', 'overloaded'].includes(outcome.judgement.kind);
    if (isUnclear) return fail(problem);
    return fail(failure('erp.credential-refused', { detail: `login answered ${outcome.judgement.kind}` }));
  };
  const refusals = countLoginRefusals(nowMs);
  const session = login && openSession(logIn, nowMs, refusals, login.renewAfterMs);
  /** Where each call carries the login itself, each tells whether the ERP takes it. */
  const loggedIn = async (call: () => Promise<CallOutcome>): Promise<DeskOutcome> => {
    if (session !== undefined) return call();
    const barred = refusals.admit();
    if (barred !== null) return { kind: 'none', error: barred };
    const outcome = await call();
    const refusal = loginRefusal(outcome);
    if (refusal !== null) refusals.refused(refusal);
    else if (outcome.kind === 'judged' || outcome.kind === 'fault') refusals.accepted();
    else refusals.unclear();
    return outcome;
  };
  /** The last sessions, oldest first. */
  const recent: SessionKept[] = [];

  return {
    secrets: () =>
      recent.flatMap(({ values }) => Object.values(values)).filter((value) => value.length >= HIDDEN_CHARS_MIN),
    async call(kind, call, asked, go, hold) {
      for (let last = false; ; last = true) {
        const held = hold?.isHeld ? ok(hold.session) : null;
        const current = held ?? (session === undefined ? null : await raced(session.current(), go.signal, LEFT_ALONE));
        if (current !== null && !current.ok) return { kind: 'none', error: current.error };
        const kept = current?.value ?? null;
        if (hold !== undefined) hold.session = kept;
        if (kept !== null && !recent.includes(kept)) {
          recent.splice(0, recent.length - SESSIONS_HIDDEN + 1);
          recent.push(kept);
        }
        let isStarted = false;
        const started = (signal: AbortSignal) => () => {
          isStarted = true;
          return loggedIn(() => caller.call(call, asked, kept, { ...go, signal }));
        };
        // An ERP works on a request whose connection was closed all the same: a place that a read gave up early would be
        // one call more than it bears. So the read goes on to its answer or its time limit, whoever still waits.
        const ran =
          asked.effect === 'read'
            ? await raced(lane.run(kind, go.signal, started(unhurried.signal)), go.signal, ABANDONED)
            : await lane.run(kind, go.signal, started(go.signal));
        if (!ran.ran) {
          const code = ran.why === 'full' ? 'agent.overloaded' : 'erp.timed-out';
          const detail = isStarted ? 'no answer within the deadline' : 'not started';
          return { kind: 'none', error: failure(code, { detail }) };
        }
        const outcome = ran.value;
        const expired = outcome.kind === 'judged' && outcome.judgement.kind === 'session-expired';
        if (!expired || kept === null) return outcome;
        session?.drop(kept);
        if (last || hold?.isHeld) return outcome;
      }
    },
  };
}

/** Null for a 403, and for what the ERP says of one operation: the login may be good for others. */
function loginRefusal(outcome: CallOutcome): Failure | null {
  const isUnauthorized = outcome.kind === 'forbidden' && outcome.status === 401;
  const isRefused = outcome.kind === 'not-sent' && outcome.cause === 'refused-login';
  return isUnauthorized || isRefused ? readFailure(outcome) : null;
}

/** What it comes to, or `left` as soon as nobody waits any more; it goes on all the same. */
function raced<T>(running: Promise<T>, signal: AbortSignal, left: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => resolve(left);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    running.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
