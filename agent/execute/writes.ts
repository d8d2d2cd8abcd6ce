/**
 * Carries out writes, one after another, each at most once per attempt.
 *
 *   send ─► journal: claimed ─► claim ─► (go in time) ─► journal: started ─► SOAP ─► journal: finished ─► outcome … kept
 *
 * J2  No byte of a write leaves before its row says `started` and is synced.
 * J3  No byte leaves later than GO_WITHIN_MS after the claim, by the larger of the monotonic and the wall clock:
 *     a machine that slept has a go that is void.
 * J4  A frame with an older epoch than this agent has seen is refused.
 * J5  An outcome is reported on every connection, and again and again on one that stays, until the gateway has kept it.
 */

import { COMMANDS } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { type AgentFrame, type AttemptOutcome, GO_WITHIN_MS, type SendFrame } from '#contracts/frames';
import type { PushId } from '#contracts/ids';
import type { Erp } from '../erp/port.ts';
import type { Log } from '../log.ts';
import type { Clocks } from './clocks.ts';
import type { Journal } from './journal.ts';
import { type JournalledAttempt, recoveredOutcome } from './recover.ts';
import { UnkeptOutcomes } from './unkept.ts';

type Reply = (frame: AgentFrame) => void;

interface Claimed {
  frame: SendFrame;
  atMs: { wall: number; monotonic: number };
}

type Said = Pick<Extract<AgentFrame, { type: 'outcome' }>, 'pushId' | 'attempt' | 'outcome'>;

/** Beyond so many, an attempt that cannot be claimed gets no answer: silence makes the gateway look for itself. */
const UNWRITTEN_MAX = 1_000;

/** Of an attempt that this very process has claimed, and never started. */
const NO_GO: AttemptOutcome = { result: 'not-sent', error: failure('agent.overloaded', { detail: 'no go came' }) };

const keyOf = (pushId: string, attempt: number): string => `${pushId}/${attempt}`;

export class Writes {
  readonly #erp: Pick<Erp, 'write'>;
  readonly #journal: Journal;
  readonly #clocks: Clocks;
  readonly #log: Log;
  readonly #claimed = new Map<string, Claimed>();
  readonly #started = new Set<string>();
  /** Outcomes that the disk has not, by its refusal or for want of a row: true as long as this process lives, or until kept. */
  readonly #unwritten = new Map<string, Said>();
  /** As in the journal, and held here too in case that could not be written. */
  #epoch = 0;
  #wasWelcomed = false;
  #reply: Reply = () => {};
  readonly #unkept = new UnkeptOutcomes(
    (ms) => this.#deadline(ms),
    (frame) => this.#reply(frame),
  );

  constructor(erp: Pick<Erp, 'write'>, journal: Journal, clocks: Clocks, log: Log) {
    this.#erp = erp;
    this.#journal = journal;
    this.#clocks = clocks;
    this.#log = log;
  }

  /** The highest epoch this agent was ever given; 0 where the journal cannot say. */
  epoch(): number {
    try {
      return Math.max(this.#epoch, this.#journal.epoch());
    } catch {
      return this.#epoch;
    }
  }

  /** A new connection: what was claimed over the old one is over, and every outcome not kept yet is reported. */
  connected(epoch: number, reply: Reply): void {
    this.#reply = reply;
    this.#wasWelcomed = true;
    const waiting = new Set(this.#claimed.keys());
    this.#claimed.clear();
    this.#unkept.forget();
    this.#epoch = Math.max(this.#epoch, epoch);
    try {
      this.#journal.raiseEpoch(epoch);
    } catch (error) {
      this.#log.error({ epoch, detail: String(error) }, 'journal did not take the epoch');
    }
    for (const { pushId, attempt, outcome } of this.#unwritten.values()) this.#report(pushId, attempt, outcome);
    for (const row of this.#toReport()) {
      const key = keyOf(row.pushId, row.attempt);
      if (this.#started.has(key) || this.#unwritten.has(key)) continue;
      if (row.outcome !== null) this.#report(row.pushId, row.attempt, row.outcome);
      else this.#finish(row.pushId, row.attempt, waiting.has(key) ? NO_GO : recoveredOutcome(row));
    }
  }

  /** Until the next connection, outcomes stay in the journal. */
  disconnected(): void {
    this.#reply = () => {};
    this.#unkept.forget();
  }

  send(frame: SendFrame): void {
    // Before its first welcome a process whose disk has lied does not know which epoch is old (J4).
    if (!this.#wasWelcomed) return;
    const { pushId, attempt, epoch, reference, correlationId } = frame;
    let known: JournalledAttempt | null;
    let newest: number;
    try {
      known = this.#journal.read(pushId, attempt);
      newest = Math.max(this.#epoch, this.#journal.epoch());
    } catch (error) {
      // Not `not-sent`: a row that cannot be read may say that this very attempt has started.
      this.#log.error({ pushId, attempt, detail: String(error) }, 'journal cannot be read');
      return;
    }
    // The same frame again: what is finished, or was never taken, is said again; what is under way goes on.
    const said = known?.outcome ?? this.#unwritten.get(keyOf(pushId, attempt))?.outcome;
    if (said !== undefined) this.#report(pushId, attempt, said);
    if (known !== null || said !== undefined) return;
    const input = COMMANDS[frame.command].input.safeParse(frame.input);
    if (!input.success) {
      this.#notSent(frame, 'request.invalid', input.error.message);
      return;
    }
    if (epoch < newest) {
      this.#notSent(frame, 'agent.lease-lost', `epoch ${epoch}`);
      return;
    }
    try {
      // Said at the next hello: a gateway that does not know this number was set back.
      this.#epoch = epoch;
      this.#journal.raiseEpoch(epoch);
      this.#journal.claim(pushId, attempt, reference, this.#clocks.now());
    } catch (error) {
      this.#log.error({ correlationId, pushId, attempt, detail: String(error) }, 'journal took no claim: not sent');
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
    this.#unwritten.delete(keyOf(pushId, attempt));
    this.#unkept.kept(keyOf(pushId, attempt));
    try {
      this.#journal.keep(pushId, attempt);
    } catch (error) {
      this.#log.warn({ pushId, attempt, detail: String(error) }, 'journal did not note that an outcome was kept');
    }
  }

  async #carryOut({ frame, atMs }: Claimed): Promise<AttemptOutcome> {
    const { pushId, attempt, command, input, correlationId, reference } = frame;
    const mayStart = (): boolean =>
      Math.max(this.#clocks.now() - atMs.wall, this.#clocks.monotonicMs() - atMs.monotonic) <= GO_WITHIN_MS;
    if (!mayStart())
      return { result: 'not-sent', error: failure('agent.overloaded', { detail: 'the go was too late' }) };
    try {
      this.#journal.start(pushId, attempt);
    } catch (error) {
      this.#log.error({ correlationId, pushId, attempt, detail: String(error) }, 'journal took no start: not sent');
      return { result: 'not-sent', error: failure('agent.journal-failed', { detail: String(error) }) };
    }
    const checked = COMMANDS[command].input.parse(input);
    const signal = this.#deadline(COMMANDS[command].deadlineMs);
    this.#log.info({ correlationId, command, pushId, attempt, reference }, 'write starts');
    const outcome = await this.#write(command, checked, { signal, mayStart });
    const detail = 'error' in outcome ? outcome.error.detail : null;
    this.#log.info(
      { correlationId, command, pushId, attempt, reference, result: outcome.result, detail },
      'write ended',
    );
    return outcome;
  }

  /** A defect while the request may be under way leaves the attempt in doubt, and the process alive. */
  async #write(...asked: Parameters<Erp['write']>): Promise<AttemptOutcome> {
    try {
      return await this.#erp.write(...asked);
    } catch (error) {
      const detail = error instanceof Error ? error.name : 'thrown';
      return { result: 'unknown', error: failure('erp.outcome-unknown', { detail: `the write broke: ${detail}` }) };
    }
  }

  /** What the journal still has to report; nothing where it cannot be read: then it stays for the next connection. */
  #toReport(): JournalledAttempt[] {
    try {
      return this.#journal.toReport();
    } catch (error) {
      this.#log.error({ detail: String(error) }, 'journal cannot be read');
      return [];
    }
  }

  /** The outcome goes to disk before it is said. Where the disk refuses, it is said all the same: it is a fact. */
  #finish(pushId: PushId, attempt: number, outcome: AttemptOutcome): void {
    try {
      this.#journal.finish(pushId, attempt, outcome);
    } catch (error) {
      this.#unwritten.set(keyOf(pushId, attempt), { pushId, attempt, outcome });
      this.#log.error({ pushId, attempt, detail: String(error) }, 'journal failed after a write');
    }
    this.#report(pushId, attempt, outcome);
  }

  /** Once this is said it stays so: the same frame, come twice, must not be claimed while the word is on its way. */
  #notSent({ pushId, attempt }: SendFrame, code: Parameters<typeof failure>[0], detail: string): void {
    if (this.#unwritten.size >= UNWRITTEN_MAX) {
      this.#log.error({ pushId, attempt, code, detail }, 'too many attempts are refused and not kept: no answer');
      return;
    }
    const outcome: AttemptOutcome = { result: 'not-sent', error: failure(code, { detail }) };
    this.#unwritten.set(keyOf(pushId, attempt), { pushId, attempt, outcome });
    this.#report(pushId, attempt, outcome);
  }

  #report(pushId: PushId, attempt: number, outcome: AttemptOutcome): void {
    this.#unkept.say(keyOf(pushId, attempt), { type: 'outcome', pushId, attempt, outcome });
  }

  #deadline(ms: number): AbortSignal {
    return this.#clocks.deadline?.(ms) ?? AbortSignal.timeout(ms);
  }
}
