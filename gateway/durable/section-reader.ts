/**
 * Reads for cards: one ERP call for the same question however many ask, the last known answer kept, and an
 * answer within the caller's budget whatever the ERP does. What comes later is kept for the next ask.
 *
 * The ERP is protected: so many reads at once, none in quiet hours, a pause when it does not answer.
 */

import { COMMANDS, type CommandInput, type CommandOutput, type ReadCommandName } from '#contracts/commands';
import { type Failure, failure } from '#contracts/errors';
import { type CorrelationId, foldedKey } from '#contracts/ids';
import { isQuiet } from '#contracts/quiet-hours';
import { fail, ok, type Result } from '#contracts/result';
import { customerOf, subjectsOf } from '../core/changed-subjects.ts';
import { admit, greeted, settle } from '../core/circuit-breaker.ts';
import { isFresh, isOfLast } from '../core/freshness.ts';
import { type AskedAnswer, FAILURE_KEPT_MS, type Section, sectionFrom } from '../core/live-read.ts';
import { ownAnswer } from '../core/own-rows.ts';
import { BEHIND, IMPORTANCE } from '../core/read-turn.ts';
import type { AgentLink } from './agent-link.ts';
import type { ChangeStore } from './change-store.ts';
import type { CircuitStore } from './circuit-store.ts';
import type { CopyStore } from './copy-store.ts';
import type { PolicyStore } from './policy-store.ts';
import { type Asker, ReadLane } from './read-lane.ts';
import type { Reading } from './reading.ts';
import { withinMs } from './within-ms.ts';

/** Failures remembered at once; the oldest go first. */
const FAILURES_MAX = 1_000;

export interface Asking {
  /** Until when the card waits, epoch ms. */
  budgetEndsAt: number;
  /** The reader wants the newest. */
  refresh: boolean;
  correlationId: CorrelationId;
}

interface Asked extends Asker {
  answer: Promise<Result<AskedAnswer>>;
  rank: number;
  wantedAt: number;
  /** When the ERP was asked, epoch ms; until then, when somebody first wanted to. */
  calledAt: number;
  /** And how many changes had been noted then. */
  notedBefore: number;
  /** Customers (folded) whose copies were erased since it was asked: an answer about them, or about anybody, is not kept. */
  erased: Set<string>;
}

export interface SectionReaderParts {
  copies: CopyStore;
  changes: ChangeStore;
  link: AgentLink;
  policy: PolicyStore;
  circuit: CircuitStore;
  now: () => number;
}

export class SectionReader {
  readonly #parts: SectionReaderParts;
  readonly #lane: ReadLane;
  readonly #inFlight = new Map<string, Asked>();
  readonly #failures = new Map<string, { error: Failure; at: number }>();
  /** What the newest call that failed was about. */
  #failedAbout: string | null = null;

  constructor(parts: SectionReaderParts) {
    this.#parts = parts;
    const { policy, link, now } = parts;
    this.#lane = new ReadLane(() => Math.min(policy.read().concurrentReads, link.readsMax()), now);
  }

  /** Reads one section; waits until the budget's end if nothing is known yet. */
  async read<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    asking: Asking,
  ): Promise<Section<CommandOutput<N>>> {
    const reading = this.begin(command, input, asking, IMPORTANCE.first);
    const { settled, isKnown } = reading;
    // A last known answer is shown at once and refreshed behind; only who knows nothing yet waits.
    if (settled !== null) await withinMs(settled, isKnown ? 0 : asking.budgetEndsAt - this.#parts.now());
    return reading.section();
  }

  /** Begins to read a section. @param importance among what waits for the ERP */
  begin<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    { refresh, correlationId }: Pick<Asking, 'refresh' | 'correlationId'>,
    importance: number,
  ): Reading<CommandOutput<N>> {
    const { copies, changes, policy, now } = this.#parts;
    const question = `${command} ${JSON.stringify(input)}`;
    const copy = copies.read(question, now());
    const settledAs = (asked: Result<AskedAnswer>): Reading<CommandOutput<N>> => ({
      settled: null,
      isKnown: true,
      section: () => sectionFrom(asked, copy, correlationId),
    });
    const { freshnessMs } = policy.read();
    const remembered = this.#failures.get(question);
    // However young: it was asked for anew, and who looks meanwhile is to see what becomes of that.
    const isAskedAnew = remembered !== undefined || this.#inFlight.has(question);
    const isFreshNow = copy !== null && isFresh(command, copy.answeredAt, now(), freshnessMs, refresh);
    if (isFreshNow && !isAskedAnew) {
      const isOutdated = changes.isOutdated(subjectsOf(command, input, copy.customerId), copy.notedBefore);
      if (!isOutdated) return settledAs(ok({ ...copy, isOutdated }));
    }
    if (remembered !== undefined && isOfLast(FAILURE_KEPT_MS, remembered.at, now())) {
      return settledAs(fail(remembered.error));
    }
    // The ERP's last word was that the thing is gone: what was known before must not come back as a last known answer.
    const shown = remembered?.error.code === 'erp.not-found' ? null : copy;
    const rank = shown === null ? importance : importance + BEHIND;
    let result: Result<AskedAnswer> | null = null;
    const settled = this.#ask(command, input, question, correlationId, rank).then((answer) => {
      result = answer;
    });
    return { settled, isKnown: shown !== null, section: () => sectionFrom(result, shown, correlationId) };
  }

  /** Why the ERP would not even be asked now; null: it would be. */
  unasked(): Failure | null {
    const { link, policy, circuit, now } = this.#parts;
    if (!link.isUp()) return failure('agent.offline');
    if (isQuiet(policy.read().quietHours, now())) return failure('gateway.quiet-hours');
    return admit(circuit.read(), now()) === null ? failure('gateway.circuit-open') : null;
  }

  /** The customer's data is to be forgotten: also what is on its way is shown to who asked, and not kept. */
  erased(customerId: string): void {
    for (const asked of this.#inFlight.values()) asked.erased.add(foldedKey(customerId));
  }

  /** Another ERP answers from now on, also what is under way: nothing that the one before said is shown for its own. */
  otherErp(): void {
    this.#parts.copies.clear();
    this.forgetFailures();
  }

  /** The way to the ERP is open again, or its hours have changed: why it was not asked is no reason any more. */
  forgetFailures(): void {
    this.#failures.clear();
  }

  /** An agent said hello: an ERP that was given a pause may be asked once, to see whether it is back. */
  agentCame(): void {
    const { circuit, now } = this.#parts;
    this.forgetFailures();
    circuit.write(greeted(circuit.read(), now()));
  }

  #ask<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    question: string,
    correlationId: CorrelationId,
    rank: number,
  ): Promise<Result<AskedAnswer>> {
    const { copies, changes, now } = this.#parts;
    const running = this.#inFlight.get(question);
    if (running !== undefined) {
      running.wantedAt = now();
      running.rank = Math.min(running.rank, rank);
      return running.answer;
    }
    const nothingYet = Promise.resolve(fail(failure('defect.impossible-state')));
    const asked: Asked = {
      wantedAt: now(),
      calledAt: now(),
      notedBefore: changes.noted(),
      rank,
      erased: new Set(),
      answer: nothingYet,
    };
    asked.answer = this.#call(command, input, correlationId, asked)
      .then((result): Result<AskedAnswer> => {
        const at = now();
        if (!result.ok) {
          // Not an error of the way but the ERP's word: what was known of it before is not true any more.
          if (result.error.code === 'erp.not-found') copies.forget(question);
          this.#remember(question, result.error, at);
          return result;
        }
        this.#failures.delete(question);
        const customerId = customerOf(input, result.value);
        // What a search finds may be anybody.
        const isErased = customerId === null ? asked.erased.size > 0 : asked.erased.has(foldedKey(customerId));
        const { calledAt: askedAt, notedBefore } = asked;
        const known = { answer: result.value, askedAt, answeredAt: at, notedBefore };
        if (!isErased) copies.write(question, { ...known, customerId });
        const isOutdated = changes.isOutdated(subjectsOf(command, input, customerId), notedBefore);
        return ok({ ...known, isOutdated });
      })
      .finally(() => {
        if (this.#inFlight.get(question) === asked) this.#inFlight.delete(question);
      });
    this.#inFlight.set(question, asked);
    return asked.answer;
  }

  /** One call of the agent, if the ERP may be asked now. */
  async #call<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    correlationId: CorrelationId,
    asked: Asked,
  ): Promise<Result<CommandOutput<N>>> {
    const { link, policy, circuit, now } = this.#parts;
    const isQuietNow = () => isQuiet(policy.read().quietHours, now());
    if (isQuietNow()) return fail(failure('gateway.quiet-hours'));
    const turn = await this.#lane.run(asked, async () => {
      // Counted from the last card that asked: a question that is still wanted keeps its place.
      const leftMs = COMMANDS[command].deadlineMs - (now() - asked.wantedAt);
      if (leftMs <= 0) return fail(failure('agent.overloaded', { detail: 'waited for a turn until the deadline' }));
      // They may have begun while the question waited for its turn.
      if (isQuietNow()) return fail(failure('gateway.quiet-hours'));
      const admitted = admit(circuit.read(), now());
      if (admitted === null) return fail(failure('gateway.circuit-open'));
      circuit.write(admitted);
      // What changed before the ERP is asked, its answer knows.
      asked.calledAt = now();
      asked.notedBefore = this.#parts.changes.noted();
      const result = ownAnswer(command, input, await link.call(command, input, leftMs, correlationId));
      const about = customerOf(input, {}) ?? JSON.stringify(input);
      const error = result.ok ? null : result.error;
      circuit.write(settle(circuit.read(), admitted, error, now(), about === this.#failedAbout));
      if (error !== null) this.#failedAbout = about;
      return result;
    });
    return turn.ran ? turn.value : fail(failure('agent.overloaded', { detail: turn.why }));
  }

  #remember(question: string, error: Failure, at: number): void {
    this.#failures.delete(question);
    this.#failures.set(question, { error, at });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > FAILURES_MAX && oldest !== undefined) this.#failures.delete(oldest);
  }
}
