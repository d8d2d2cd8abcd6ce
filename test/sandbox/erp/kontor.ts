import { EventEmitter } from 'node:events';
import type { DatabaseSync } from 'node:sqlite';
import { answering, type Ending, faulty } from './endings.ts';
import { type SoapRequest, value, writeAnswer } from './envelope.ts';
import { type Fault, type Knobs, mergeKnobs, takeFault } from './knobs.ts';
import { drawLatencyMs } from './latency.ts';
import type { MessageShapes } from './message-shapes.ts';
import { done, type OperationContext, type Reply, refused } from './operations/operation.ts';
import { READS, WRITES } from './operations/table.ts';
import { Sessions } from './sessions.ts';
import { Stats } from './stats.ts';
import { internalError, LOGIN_REFUSED, SESSION_EXPIRED, type Verdict } from './verdicts.ts';
import { childText } from './xml-tree.ts';

export interface KontorWorld {
  database: DatabaseSync;
  shapes: MessageShapes;
  /** `yyyy-mm-dd`, the date that new orders get. */
  today: string;
  login: { company: string; user: string; password: string };
  nowMs: () => number;
  newSessionId: () => string;
  /** Draws from 0 (included) to 1, for the time that answers take. */
  uniform: () => number;
  /** For the person who runs the sandbox; nothing of a request is in it. */
  report: (sentence: string) => void;
}

/**
 * The system behind the service. One call goes: arrive ─ session ─ check ─(commitDelayMs)─ commit ─ answer (latencyMs
 * after arrival, never before the commit). A caller that went away changes nothing: what was sent is carried out.
 * A restart rolls back what has not committed and ends all sessions; what has committed stays.
 * Faults are taken by calls with a valid session only, so that a lapsed one does not use them up.
 */
export class Kontor {
  readonly stats = new Stats();
  /** `committed` after each write. */
  readonly events = new EventEmitter<{ committed: [] }>();
  knobs: Knobs;
  readonly world: KontorWorld;
  readonly #sessions = new Sessions();
  #running = new AbortController();

  constructor(world: KontorWorld, knobs: Knobs) {
    this.world = world;
    this.knobs = knobs;
    this.events.setMaxListeners(100);
  }

  /** @returns a sentence that says what is wrong, or null */
  setKnobs(patch: unknown): string | null {
    const merged = mergeKnobs(this.knobs, patch, new Set(this.world.shapes.actions.keys()));
    if ('problem' in merged) return merged.problem;
    this.knobs = merged.knobs;
    return null;
  }

  restart(): void {
    this.#sessions.endAll();
    this.#running.abort();
    this.#running = new AbortController();
  }

  /** Carries a request out and says how it ends for the caller. */
  async answer(request: SoapRequest): Promise<Ending> {
    const { commitDelayMs, latencyMs } = this.knobs;
    const running = this.#running.signal;
    const answerTime = elapsed(drawLatencyMs(latencyMs, this.world.uniform), running);
    if (request.operation !== 'Anmelden' && !this.#sessions.isOpen(request.sessionId, this.world.nowMs())) {
      return (await answerTime) ? this.#xml(request, refused(SESSION_EXPIRED)) : { kind: 'drop' };
    }
    const { fault, knobs } = takeFault(this.knobs, request.operation);
    this.knobs = knobs;
    if (fault !== null) return this.#answerWrongly(request, fault, answerTime);
    const reply = await this.#perform(request, commitDelayMs);
    return (await answerTime) && reply !== null ? this.#xml(request, reply) : { kind: 'drop' };
  }

  async #answerWrongly(request: SoapRequest, fault: Fault, answerTime: Promise<boolean>): Promise<Ending> {
    const { commitDelayMs } = this.knobs;
    switch (fault.fault) {
      case 'abort':
        return { kind: 'drop' };
      case 'hang':
        return { kind: 'silence' };
      case 'no-answer-after-commit':
        await this.#perform(request, commitDelayMs);
        return { kind: 'drop' };
      case 'commit-late': {
        const late = this.#perform(request, fault.afterMs);
        if (!fault.drop) await late;
        return { kind: 'drop' };
      }
      case 'session-lost':
        this.#sessions.end(request.sessionId);
        return (await answerTime) ? this.#xml(request, refused(SESSION_EXPIRED)) : { kind: 'drop' };
      case 'soap-fault':
        return (await answerTime)
          ? faulty('Server', 'Application server error, no work process free')
          : { kind: 'drop' };
      case 'soap-fault-after-commit':
        await this.#perform(request, commitDelayMs);
        return (await answerTime) ? faulty('Server', 'Application server error while closing') : { kind: 'drop' };
      default: {
        const performed = fault.commits || request.operation in READS;
        const verdict: Verdict =
          fault.fault === 'code'
            ? { code: fault.code, text: fault.text ?? `Message no. ${fault.code}` }
            : internalError();
        const reply = performed ? await this.#perform(request, commitDelayMs) : refused(verdict);
        if (!(await answerTime) || reply === null) return { kind: 'drop' };
        return answering(fault, this.#xmlText(request, fault.fault === 'code' ? refused(verdict) : reply));
      }
    }
  }

  /** Does what is asked; a write commits `commitAfterMs` from now. Null: a restart or its own limit came first, nothing was written. */
  async #perform(request: SoapRequest, commitAfterMs: number): Promise<Reply | null> {
    const running = this.#running.signal;
    const { executionMaxMs } = this.knobs;
    const startedMs = performance.now();
    try {
      if (request.operation === 'Anmelden') return this.#logIn(request);
      if (request.operation === 'Abmelden') {
        this.#sessions.end(request.sessionId);
        return done([]);
      }
      const context = this.#context();
      const read = READS[request.operation];
      if (read !== undefined) return read(context, request.body);
      const write = WRITES[request.operation];
      if (write === undefined) throw new Error(`${request.operation} is in the WSDL only`);
      const checked = write(context, request.body);
      if ('refusal' in checked) return checked.refusal;
      if (!(await elapsed(Math.min(commitAfterMs, executionMaxMs ?? commitAfterMs), running))) return null;
      // By what was asked, for a timer may come a moment early, and by the clock, for it may come late: the limit is what the ERP promises.
      const isOver = (limitMs: number): boolean => commitAfterMs >= limitMs || performance.now() - startedMs >= limitMs;
      if (executionMaxMs !== null && isOver(executionMaxMs)) return null;
      const reply = checked.commit();
      this.events.emit('committed');
      return reply;
    } catch (error) {
      this.world.report(`${request.operation}: ${error instanceof Error ? error.message : 'unknown error'}`);
      return refused(internalError());
    }
  }

  #logIn({ body }: SoapRequest): Reply {
    const { company, user, password } = this.world.login;
    const fits =
      childText(body, 'Mandant') === company &&
      childText(body, 'Benutzer') === user &&
      childText(body, 'Kennwort') === password;
    if (!fits) return refused(LOGIN_REFUSED);
    const sessionId = this.world.newSessionId();
    this.#sessions.open(sessionId, this.world.nowMs());
    this.stats.loggedIn();
    return done([value('SitzungsNr', sessionId)]);
  }

  /** The knobs as they are when the call arrives. */
  #context(): OperationContext {
    const { database, today, nowMs } = this.world;
    const { periodClosed, indexLagMs } = this.knobs;
    return { database, today, nowMs, periodClosed, indexLagMs };
  }

  #xmlText({ operation }: SoapRequest, reply: Reply): { right: string; wrongElement: string } {
    const { namespace } = this.world.shapes;
    const other = operation === 'Abmelden' ? 'AnmeldenAntwort' : 'AbmeldenAntwort';
    const right = writeAnswer(namespace, `${operation}Antwort`, reply.verdict, reply.parts);
    return { right, wrongElement: writeAnswer(namespace, other, reply.verdict, []) };
  }

  #xml(request: SoapRequest, reply: Reply): Ending {
    return answering(null, this.#xmlText(request, reply));
  }
}

/** True after the time, false as soon as a restart comes. */
function elapsed(ms: number, running: AbortSignal): Promise<boolean> {
  if (running.aborted) return Promise.resolve(false);
  if (ms === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const broken = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      running.removeEventListener('abort', broken);
      resolve(true);
    }, ms);
    running.addEventListener('abort', broken, { once: true });
  });
}
