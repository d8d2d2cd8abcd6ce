/**
 * Reports to the gateway how orders stand that were made here.
 *
 *   watch ──► a while ──► a round of reads ──► changes ──► kept ──► a while …
 *                                                │
 *                                                └ 30 s without a word: said again
 *
 *   C1  one read at a time, and only while the ERP has a place that nobody else wants
 *   C2  nothing in quiet hours
 *   C3  a round goes on from what the gateway has kept; over a new connection, from what the gateway says
 *   C4  a new cursor, where there is none to go on from, counts after each watched order was looked at (feed-place.ts)
 */

import { COMMANDS, type CommandInput, type CommandOutput, type ReadCommandName } from '#contracts/commands';
import type { AgentFrame, WatchFrame } from '#contracts/frames';
import { isQuiet } from '#contracts/quiet-hours';
import type { Result } from '#contracts/result';
import type { Erp } from '../erp/port.ts';
import type { Log } from '../log.ts';
import { type Round, WatchedOrders } from './watched-orders.ts';

/** A gateway keeps a round within milliseconds: after so long it has lost it. */
export const KEPT_WITHIN_MS = 30_000;
/** Agents that come back together do not ask their ERPs together. */
const FIRST_MAX_MS = 10_000;
/** A tenth more or less than asked for, so that a fleet does not fall into step. */
const JITTER = 0.1;
/** An ERP that is never at rest is asked all the same after this. */
export const CALM_WITHIN_MS = 20_000;

export interface OrderWatchParts {
  erp: Pick<Erp, 'commands' | 'read'>;
  /** Resolves when the ERP has a place to spare, or when it is aborted. */
  calm: (stop: AbortSignal) => Promise<void>;
  now: () => number;
  random: () => number;
  /** Resolves after so long, or when it is aborted; never rejects. */
  wait: (ms: number, stop: AbortSignal) => Promise<void>;
  log: Log;
}

type Send = (frame: AgentFrame) => void;

export class OrderWatch {
  readonly #parts: OrderWatchParts;
  readonly #orders: WatchedOrders;
  #frame: WatchFrame | null = null;
  #connection: { send: Send; stop: AbortController } | null = null;
  #waiting: { round: number; kept: () => void } | null = null;

  constructor(parts: OrderWatchParts) {
    this.#parts = parts;
    this.#orders = new WatchedOrders(parts.erp, (command, input, stop) => this.#read(command, input, stop), parts.log);
  }

  /** Frames can be sent; what is watched, the gateway says anew. */
  connected(send: Send): void {
    this.disconnected();
    this.#connection = { send, stop: new AbortController() };
  }

  disconnected(): void {
    this.#connection?.stop.abort();
    this.#connection = null;
    this.#frame = null;
  }

  watch(frame: WatchFrame): void {
    const isFirst = this.#frame === null;
    this.#frame = frame;
    this.#orders.watch(frame);
    if (isFirst && this.#connection !== null) void this.#serve(this.#connection.send, this.#connection.stop.signal);
  }

  kept(round: number): void {
    if (this.#waiting?.round === round) this.#waiting.kept();
  }

  async #serve(send: Send, stop: AbortSignal): Promise<void> {
    const { wait, now, random, log } = this.#parts;
    let pauseMs = random() * Math.min(this.#everyMs(), FIRST_MAX_MS);
    for (let round = 1; ; ) {
      await wait(pauseMs, stop);
      if (stop.aborted) return;
      pauseMs = this.#everyMs() * (1 - JITTER + 2 * JITTER * random());
      if (isQuiet(this.#frame?.quietHours ?? [], now())) continue;
      try {
        const found = await this.#orders.round(stop);
        if (stop.aborted) return;
        if (found === null) continue;
        if (!(await this.#said(send, round, found, stop))) return;
        if (found.more) pauseMs = 0;
        round += 1;
      } catch (error) {
        // Our own mistake in one round must not end the process that serves all others.
        log.error({ detail: String(error) }, 'watching orders broke');
      }
    }
  }

  /** Says a round until it is kept. False: the connection is gone. */
  async #said(send: Send, round: number, { report, kept }: Round, stop: AbortSignal): Promise<boolean> {
    const heard = Promise.withResolvers<void>();
    let isKept = false;
    this.#waiting = {
      round,
      // At once: the frame behind this one may be a list that goes on from it.
      kept: () => {
        if (!isKept) kept();
        isKept = true;
        heard.resolve();
      },
    };
    while (!isKept && !stop.aborted) {
      send({ type: 'changes', round, ...report });
      await this.#first(heard.promise, KEPT_WITHIN_MS, stop);
    }
    return isKept;
  }

  /** One read, when there is a place to spare (C1). */
  async #read<N extends ReadCommandName>(
    command: N,
    input: CommandInput<N>,
    stop: AbortSignal,
  ): Promise<Result<CommandOutput<N>>> {
    const { erp, calm } = this.#parts;
    const atRest = new AbortController();
    const either = AbortSignal.any([stop, atRest.signal]);
    await this.#first(calm(either), CALM_WITHIN_MS, stop);
    atRest.abort();
    return erp.read(command, input, AbortSignal.any([stop, AbortSignal.timeout(COMMANDS[command].deadlineMs)]));
  }

  /** Until this has happened, so long has passed, or all is over. */
  async #first(event: Promise<void>, ms: number, stop: AbortSignal): Promise<void> {
    const over = new AbortController();
    await Promise.race([event, this.#parts.wait(ms, AbortSignal.any([stop, over.signal]))]);
    over.abort();
  }

  #everyMs(): number {
    return this.#frame?.everyMs ?? FIRST_MAX_MS;
  }
}
