/**
 * Keeps one connection to the gateway: dial ─► serve ─► classify ─► wait ─► dial …
 *
 * S1  Never gives up while another dial could work, also at the first start. It ends only when it is told to,
 *     when another instance with the same key took over, or when the gateway no longer speaks our protocol.
 * S2  The backoff starts over only after a connection that was welcomed and held for HELD_MS.
 * S3  Ending is prompt: a wait or a dial is cut short.
 * S4  A gateway that turns agents away turns away all of them: the next dial is anywhere in a wide window, so that
 *     it meets a level rate when it is back and not a wave. What is wrong with this site's own way is tried again
 *     sooner.
 */

import { type Backoff, fullJitterMs } from '#contracts/backoff';
import type { Ended } from './connection.ts';
import type { Dialled } from './handshake.ts';

/** After a cut or where the way is blocked: within a second at first, to 30 s. */
const REDIAL: Backoff = { baseMs: 1_000, capMs: 30_000 };
/**
 * When turned away: 20 s at once, to 30 s. A thousand agents then come back at 50 a second; from 1 s on they would
 * come at 500 (an outage of March 2026 took 8 h for want of spreading).
 */
const SPREAD: Backoff = { baseMs: 20_000, capMs: 30_000 };
/** 5 s: a connection that dies sooner is a symptom, not a recovery. */
export const HELD_MS = 5_000;

export type LinkStatus =
  | { state: 'dialling' }
  | { state: 'online' }
  | { state: 'waiting'; detail: string; waitMs: number }
  | { state: 'ended'; reason: 'told-to' | 'replaced' | 'version-unsupported' };

export interface SupervisorParts {
  dial: (signal: AbortSignal) => Promise<Dialled>;
  serve: (socket: Extract<Dialled, { result: 'open' }>['socket'], signal: AbortSignal) => Promise<Ended>;
  monotonicMs: () => number;
  random: () => number;
  /** Resolves after the time or when aborted, never rejects. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  onStatus: (status: LinkStatus) => void;
}

/** Runs until it ends (S1). Never rejects. */
export async function supervise(
  parts: SupervisorParts,
  signal: AbortSignal,
): Promise<Extract<LinkStatus, { state: 'ended' }>> {
  const end = (reason: Extract<LinkStatus, { state: 'ended' }>['reason']) => {
    const status = { state: 'ended', reason } as const;
    parts.onStatus(status);
    return status;
  };
  let failures = 0;
  let turnedAway = 0;
  while (!signal.aborted) {
    parts.onStatus({ state: 'dialling' });
    const dialled = await parts.dial(signal);
    let detail: string;
    turnedAway = isTurnedAway(dialled) ? turnedAway + 1 : 0;
    if (dialled.result === 'open') {
      const openedAt = parts.monotonicMs();
      const ended = await parts.serve(dialled.socket, signal);
      if (ended.result !== 'lost') return end(ended.result);
      if (ended.welcomed && parts.monotonicMs() - openedAt >= HELD_MS) failures = 0;
      detail = ended.detail;
    } else {
      detail = dialled.result === 'refused' ? refusal(dialled.status) : dialled.detail;
    }
    if (signal.aborted) break;
    failures += 1;
    const waitMs =
      turnedAway > 0
        ? fullJitterMs(SPREAD, turnedAway, parts.random())
        : fullJitterMs(REDIAL, failures, parts.random());
    parts.onStatus({ state: 'waiting', detail, waitMs });
    await parts.wait(waitMs, signal);
  }
  return end('told-to');
}

const isTurnedAway = (dialled: Dialled): boolean =>
  dialled.result === 'refused' || (dialled.result === 'unreachable' && dialled.turnedAway);

const refusal = (status: number): string =>
  status === 401
    ? 'the gateway does not accept this agent (401): not enrolled there, revoked, or this host’s clock is wrong'
    : `the gateway answered ${status}`;
