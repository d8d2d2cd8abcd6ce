/**
 * Reads for cards: one ERP call for the same question however many ask, the last known answer kept, and an
 * answer within the caller's budget whatever the ERP does. What comes later is kept for the next ask.
 *
 * The ERP is protected: so many reads at once, none in quiet hours, a pause when it does not answer.
 */

import { COMMANDS, type CommandInput, type CommandOutput, type ReadCommandName } from '#contracts/commands';
import { type Failure, failure } from '#contracts/errors';
import type { CorrelationId } from '#contracts/ids';
import { isQuiet } from '#contracts/quiet-hours';
import { fail, ok, type Result } from '#contracts/result';
import { admit, type Circuit, CLOSED, settle } from '../core/circuit-breaker.ts';
import { isFresh } from '../core/freshness.ts';
import { FAILURE_KEPT_MS, type KnownAnswer, type Section, sectionFrom } from '../core/live-read.ts';
import type { AgentLink } from './agent-link.ts';
import type { CopyStore } from './copy-store.ts';
import type { PolicyStore } from './policy-store.ts';
import { ReadLane } from './read-lane.ts';
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

interface Asked {
  answer: Promise<Result<KnownAnswer>>;
  /** When somebody last asked for it. */
  wantedAt: number;
}

export interface SectionReaderParts {
  copies: CopyStore;
  link: AgentLink;
  policy: PolicyStore;
  now: () => number;
}

export class SectionReader {
  readonly #parts: SectionReaderParts;
  readonly #lane: ReadLane;
  readonly #inFlight = new Map<string, Asked>();
  readonly #failures = new Map<string, { error: Failure; at: number }>();
  #circuit: Circuit = CLOSED;

  constructor(parts: SectionReaderParts) {
    this.#parts = parts;
    this.#lane = new ReadLane(() => parts.policy.read().concurrentReads, parts.now);
  }

  async read<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    { budgetEndsAt, refresh, correlationId }: Asking,
  ): Promise<Section<CommandOutput<N>>> {
    const { copies, policy, now } = this.#parts;
    const question = `${command} ${JSON.stringify(input)}`;
    const copy = copies.read(question, now());
    if (copy !== null && isFresh(command, copy.answeredAt, now(), policy.read().freshnessMs, refresh)) {
      return sectionFrom(ok(copy), copy, correlationId);
    }
    const remembered = this.#failures.get(question);
    if (remembered !== undefined && now() - remembered.at < FAILURE_KEPT_MS) {
      return sectionFrom(fail(remembered.error), copy, correlationId);
    }
    const asked = this.#ask(command, input, question, correlationId);
    // The ERP's last word was that the thing is gone: what was known before must not come back as a last known answer.
    const shown = remembered?.error.code === 'erp.not-found' ? null : copy;
    // A last known answer is shown at once and refreshed behind; only who knows nothing yet waits.
    const waitMs = shown === null ? budgetEndsAt - now() : 0;
    return sectionFrom(await withinMs(asked, waitMs), shown, correlationId);
  }

  /** The way to the ERP is open again, or its hours have changed: why it was not asked is no reason any more. */
  forgetFailures(): void {
    this.#failures.clear();
  }

  #ask<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    question: string,
    correlationId: CorrelationId,
  ): Promise<Result<KnownAnswer>> {
    const { copies, now } = this.#parts;
    const running = this.#inFlight.get(question);
    if (running !== undefined) {
      running.wantedAt = now();
      return running.answer;
    }
    const asked: Asked = { wantedAt: now(), answer: Promise.resolve(fail(failure('defect.impossible-state'))) };
    asked.answer = this.#call(command, input, correlationId, asked)
      .then((result): Result<KnownAnswer> => {
        const at = now();
        if (!result.ok) {
          this.#remember(question, result.error, at);
          return result;
        }
        this.#failures.delete(question);
        copies.write(question, customerOf(input, result.value), result.value, at);
        return ok({ answer: result.value, answeredAt: at });
      })
      .finally(() => this.#inFlight.delete(question));
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
    const { link, policy, now } = this.#parts;
    const isQuietNow = () => isQuiet(policy.read().quietHours, now());
    if (isQuietNow()) return fail(failure('gateway.quiet-hours'));
    const turn = await this.#lane.run(
      () => asked.wantedAt,
      async () => {
        // Counted from the last card that asked: a question that is still wanted keeps its place.
        const leftMs = COMMANDS[command].deadlineMs - (now() - asked.wantedAt);
        if (leftMs <= 0) return fail(failure('agent.overloaded', { detail: 'waited for a turn until the deadline' }));
        // They may have begun while the question waited for its turn.
        if (isQuietNow()) return fail(failure('gateway.quiet-hours'));
        const admitted = admit(this.#circuit, now());
        if (admitted === null) return fail(failure('gateway.circuit-open'));
        this.#circuit = admitted;
        const result = await link.call(command, input, leftMs, correlationId);
        this.#circuit = settle(this.#circuit, result.ok ? null : result.error, now());
        return result;
      },
    );
    return turn.ran ? turn.value : fail(failure('agent.overloaded', { detail: turn.why }));
  }

  #remember(question: string, error: Failure, at: number): void {
    this.#failures.delete(question);
    this.#failures.set(question, { error, at });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > FAILURES_MAX && oldest !== undefined) this.#failures.delete(oldest);
  }
}

/** Whose data an answer is, so that it can be erased with the customer. */
function customerOf(input: object, output: object): string | null {
  const { customerId } = { customerId: null, ...output, ...input } as { customerId: unknown };
  return typeof customerId === 'string' ? customerId : null;
}
