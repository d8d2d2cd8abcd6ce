/**
 * Reads for cards: one ERP call for the same question however many ask, the last known answer kept, and an
 * answer within the caller's budget whatever the ERP does. What comes later is kept for the next ask.
 */

import { COMMANDS, type CommandInput, type CommandOutput, type ReadCommandName } from '#contracts/commands';
import type { Failure } from '#contracts/errors';
import type { CorrelationId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { isFresh } from '../core/freshness.ts';
import { FAILURE_KEPT_MS, type KnownAnswer, type Section, sectionFrom } from '../core/live-read.ts';
import type { AgentLink } from './agent-link.ts';
import type { CopyStore } from './copy-store.ts';

/** Failures remembered at once; the oldest go first. */
const FAILURES_MAX = 1_000;

export interface Asking {
  /** Until when the card waits, epoch ms. */
  budgetEndsAt: number;
  correlationId: CorrelationId;
}

export class SectionReader {
  readonly #copies: CopyStore;
  readonly #link: AgentLink;
  readonly #now: () => number;
  readonly #inFlight = new Map<string, Promise<Result<KnownAnswer>>>();
  readonly #failures = new Map<string, { error: Failure; at: number }>();

  constructor(copies: CopyStore, link: AgentLink, now: () => number) {
    this.#copies = copies;
    this.#link = link;
    this.#now = now;
  }

  async read<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    { budgetEndsAt, correlationId }: Asking,
  ): Promise<Section<CommandOutput<N>>> {
    const question = `${command} ${JSON.stringify(input)}`;
    const copy = this.#copies.read(question);
    if (copy !== null && isFresh(command, copy.answeredAt, this.#now())) {
      return sectionFrom(ok(copy), copy, correlationId);
    }
    const remembered = this.#failures.get(question);
    if (remembered !== undefined && this.#now() - remembered.at < FAILURE_KEPT_MS) {
      return sectionFrom(fail(remembered.error), copy, correlationId);
    }
    const asked = this.#ask(command, input, question, correlationId);
    // A last known answer is shown at once and refreshed behind; only who knows nothing yet waits.
    const waitMs = copy === null ? budgetEndsAt - this.#now() : 0;
    return sectionFrom(await withinMs(asked, waitMs), copy, correlationId);
  }

  #ask<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    question: string,
    correlationId: CorrelationId,
  ): Promise<Result<KnownAnswer>> {
    const running = this.#inFlight.get(question);
    if (running !== undefined) return running;
    const asked = this.#link
      .call(command, input, COMMANDS[command].deadlineMs, correlationId)
      .then((result): Result<KnownAnswer> => {
        const at = this.#now();
        if (!result.ok) {
          this.#remember(question, result.error, at);
          return result;
        }
        this.#failures.delete(question);
        this.#copies.write(question, result.value, at);
        return ok({ answer: result.value, answeredAt: at });
      })
      .finally(() => this.#inFlight.delete(question));
    this.#inFlight.set(question, asked);
    return asked;
  }

  #remember(question: string, error: Failure, at: number): void {
    this.#failures.delete(question);
    this.#failures.set(question, { error, at });
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > FAILURES_MAX && oldest !== undefined) this.#failures.delete(oldest);
  }
}

/** The promise's value, or null when it is not there in time. Zero still gives a settled promise its chance. */
async function withinMs<T>(promise: Promise<T>, waitMs: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), Math.max(0, waitMs));
  });
  const first = await Promise.race([promise, late]);
  clearTimeout(timer);
  return first;
}
