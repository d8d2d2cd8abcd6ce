/**
 * Carries out writes, one after another, each at most once per attempt.
 *
 *   send ─► journal: claimed ─► claim ─► (go in time) ─► journal: started ─► SOAP ─► journal: finished ─► outcome … kept
 *
 * J2  No byte of a write leaves before its row says `started` and is synced.
 * J3  No byte leaves later than GO_WITHIN_MS after the claim, by the larger of the monotonic and the wall clock:
 *     a machine that slept has a go that is void.
 * J4  A frame with an older epoch than this agent has seen is refused.
 * J5  An outcome is reported on every connection until the gateway has kept it.
 */

import { COMMANDS } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { type AgentFrame, type AttemptOutcome, GO_WITHIN_MS, type SendFrame } from '#contracts/frames';
import type { PushId } from '#contracts/ids';
import type { Erp } from '../erp/port.ts';
import type { Log } from '../log.ts';
import type { Journal } from './journal.ts';
import { recoveredOutcome } from './recover.ts';

/** Both clocks, since either alone can be wrong: the monotonic one may stand still while a machine sleeps. */
export interface Clocks {
  now: () => number;
  monotonicMs: () => number;
}

type Reply = (frame: AgentFrame) => void;

interface Claimed {
  frame: SendFrame;
  atMs: { wall: number; monotonic: number };
}

const keyOf = (pushId: string, attempt: number): string => `${pushId}/${attempt}`;

export class Writes {
  readonly #erp: Erp;
  readonly #journal: Journal;
  readonly #clocks: Clocks;
  readonly #log: Log;
  readonly #claimed = new Map<string, Claimed>();
  readonly #started = new Set<string>();
  #reply: Reply = () => {};

  constructor(erp: Erp, journal: Journal, clocks: Clocks, log: Log) {
    this.#erp = erp;
    this.#journal = journal;
    this.#clocks = clocks;
    this.#log = log;
  }

  /** A new connection: what was claimed over the old one is over, and every outcome not kept yet is reported. */
  connected(epoch: number, reply: Reply): void {
    this.#reply = reply;
    this.#claimed.clear();
    this.#journal.raiseEpoch(epoch);
    for (const row of this.#journal.toReport()) {
      if (this.#started.has(keyOf(row.pushId, row.attempt))) continue;
      const outcome = recoveredOutcome(row);
      this.#journal.finish(row.pushId, row.attempt, outcome);
      this.#report(row.pushId, row.attempt, outcome);
    }
  }

  /** Until the next connection, outcomes stay in the journal. */
  disconnected(): void {
    this.#reply = () => {};
  }

  send(frame: SendFrame): void {
    const { pushId, attempt, epoch, reference } = frame;
    const known = this.#journal.read(pushId, attempt);
    if (known !== null) {
      // The same frame again: what is finished is said again, what is under way goes on.
      if (known.outcome !== null) this.#report(pushId, attempt, known.outcome);
      return;
    }
    const input = COMMANDS[frame.command].input.safeParse(frame.input);
    if (!input.success) {
      this.#notSent(frame, 'request.invalid', input.error.message);
      return;
    }
    if (epoch < this.#journal.epoch()) {
      this.#notSent(frame, 'agent.lease-lost', `epoch ${epoch}`);
      return;
    }
    try {
      this.#journal.claim(pushId, attempt, reference, this.#clocks.now());
    } catch (error) {
      this.#notSent(frame, 'agent.journal-failed', String(error));
      return;
    }
    const { now, monotonicMs } = this.#clocks;
    this.#claimed.set(keyOf(pushId, attempt), { frame, atMs: { wall: now(), monotonic: monotonicMs() } });
    this.#reply({ type: 'claim', pushId, attempt, epoch });
  }

  async go(pushId: PushId, attempt: number): Promise<void> {
    const key = keyOf(pushId, attempt);
    const claimed = this.#claimed.get(key);
    if (claimed === undefined) return;
    this.#claimed.delete(key);
    this.#started.add(key);
    try {
      this.#finish(pushId, attempt, await this.#carryOut(claimed));
    } finally {
      this.#started.delete(key);
    }
  }

  /** The gateway says no. Nothing has left yet, or the attempt is past stopping. */
  stop(pushId: PushId, attempt: number): void {
    if (!this.#claimed.delete(keyOf(pushId, attempt))) return;
    this.#finish(pushId, attempt, { result: 'not-sent', error: failure('agent.lease-lost') });
  }

  kept(pushId: PushId, attempt: number): void {
    this.#journal.keep(pushId, attempt);
  }

  async #carryOut({ frame, atMs }: Claimed): Promise<AttemptOutcome> {
    const { pushId, attempt, command, input, correlationId, reference } = frame;
    try {
      this.#journal.start(pushId, attempt);
    } catch (error) {
      return { result: 'not-sent', error: failure('agent.journal-failed', { detail: String(error) }) };
    }
    const mayStart = (): boolean =>
      Math.max(this.#clocks.now() - atMs.wall, this.#clocks.monotonicMs() - atMs.monotonic) <= GO_WITHIN_MS;
    const checked = COMMANDS[command].input.parse(input);
    const signal = AbortSignal.timeout(COMMANDS[command].deadlineMs);
    this.#log.info({ correlationId, command, pushId, attempt, reference }, 'write starts');
    const outcome = await this.#erp.write(command, checked, { signal, mayStart });
    const detail = 'error' in outcome ? outcome.error.detail : null;
    this.#log.info(
      { correlationId, command, pushId, attempt, reference, result: outcome.result, detail },
      'write ended',
    );
    return outcome;
  }

  /** The outcome goes to disk before it is said. Where the disk refuses, it is said all the same: it is a fact. */
  #finish(pushId: PushId, attempt: number, outcome: AttemptOutcome): void {
    try {
      this.#journal.finish(pushId, attempt, outcome);
    } catch (error) {
      this.#log.error({ pushId, attempt, detail: String(error) }, 'journal failed after a write');
    }
    this.#report(pushId, attempt, outcome);
  }

  #notSent({ pushId, attempt }: SendFrame, code: Parameters<typeof failure>[0], detail: string): void {
    this.#report(pushId, attempt, { result: 'not-sent', error: failure(code, { detail }) });
  }

  #report(pushId: PushId, attempt: number, outcome: AttemptOutcome): void {
    this.#reply({ type: 'outcome', pushId, attempt, outcome });
  }
}
