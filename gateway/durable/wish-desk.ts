/**
 * Works off wishes to send deals that nobody waits for, one at a time, through the same door as the button. What
 * becomes of a wish is said where it came from: to the workflow, on the deal, or in the bulk.
 */

import { type Backoff, fullJitterMs } from '#contracts/backoff';
import type { Failure } from '#contracts/errors';
import type { Result } from '#contracts/result';
import { cardError } from '../core/card-error.ts';
import { problemSentence } from '../core/erp-words.ts';
import { nothingSent } from '../core/preview-consent.ts';
import type { Push } from '../core/push-record.ts';
import type { CrmPause } from '../crm/crm-pause.ts';
import type { Crm } from '../crm/port.ts';
import type { BulkStore } from './bulk-store.ts';
import type { Chore } from './chores.ts';
import type { CrmNews } from './crm-news.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { PolicyStore } from './policy-store.ts';
import type { PushDoor } from './push-door.ts';
import { latestOf } from './push-intake.ts';
import type { PushStore } from './push-store.ts';
import type { KeptWish, WishStore } from './wish-store.ts';
import type { WorkflowCalls } from './workflow-calls.ts';

const AGAIN: Backoff = { baseMs: 2_000, capMs: 300_000 };
const WAIT_MIN_MS = 1_000;
const HOUR_MS = 3_600_000;
/**
 * How long a wish is tried while the CRM or the ERP is away. A workflow waits a week (HubSpot's own default), and is
 * told before it gives up; a bulk has somebody looking at it.
 */
/**
 * While the ERP would not even be asked: in one run so many wishes for which the CRM is read (three requests each, and
 * an account has 110 in ten seconds for everything), so many in all, and then a rest. None waits for an answer, and a
 * card waits for the whole run.
 */
const AWAY = { read: 10, tried: 200, restMs: 5_000 };
const PATIENCE_MS = { workflow: 6 * 24 * HOUR_MS, 'won-stage': 72 * HOUR_MS, bulk: HOUR_MS / 6 };

export interface WishDeskParts {
  wishes: WishStore;
  door: PushDoor;
  pushes: PushStore;
  entries: OutboxStore;
  calls: WorkflowCalls;
  bulks: BulkStore;
  news: CrmNews;
  policy: PolicyStore;
  crm: () => Crm;
  pause: CrmPause;
  /** Why the ERP would not even be asked now; null: it would be. */
  unasked: () => Failure | null;
  now: () => number;
  random: () => number;
  /** Sets the alarm anew: a push was taken in. */
  arm: () => Promise<void>;
}

export class WishDesk implements Chore {
  readonly #parts: WishDeskParts;
  #restUntil = 0;

  constructor(parts: WishDeskParts) {
    this.#parts = parts;
  }

  dueAt(): number | null {
    const { wishes, pause, unasked } = this.#parts;
    const dueAt = wishes.dueAt();
    if (dueAt === null) return null;
    return Math.max(dueAt, pause.until, unasked() === null ? 0 : this.#restUntil);
  }

  async run(): Promise<void> {
    const { wishes, pause, unasked, now, arm } = this.#parts;
    const done = { tried: 0, read: 0 };
    for (;;) {
      if (unasked() !== null && (done.tried >= AWAY.tried || done.read >= AWAY.read)) {
        this.#restUntil = now() + AWAY.restMs;
        return;
      }
      const wish = pause.until > now() ? null : wishes.next(now());
      if (wish === null) return;
      done.tried += 1;
      if (this.#whyLater(wish) === null) done.read += 1;
      const problem = wish.from.way === 'won-stage' ? await this.#dealChanged(wish) : await this.#send(wish);
      if (problem !== null && isPassing(problem) && this.#isPatient(wish)) {
        const failures = wish.failures + 1;
        this.#rest(problem);
        wishes.postpone(
          { ...wish, failures },
          now() + WAIT_MIN_MS + fullJitterMs(AGAIN, failures, this.#parts.random()),
        );
      } else {
        if (problem !== null) this.#notSent(wish, problem);
        wishes.remove(wish);
      }
      await arm();
    }
  }

  #isPatient({ from, askedAt }: KeptWish): boolean {
    return this.#parts.now() - askedAt < PATIENCE_MS[from.way];
  }

  /** A CRM that is away is away for all: the others wait, too, ever longer. */
  #rest({ code }: Failure): void {
    const { pause, now, random } = this.#parts;
    if (!code.startsWith('crm.') || pause.until > now()) return;
    pause.begin(now() + WAIT_MIN_MS + fullJitterMs(AGAIN, pause.failures + 1, random()));
  }

  /** A workflow or a bulk asks. Null: it is sent, or was before. */
  async #send(wish: KeptWish): Promise<Failure | null> {
    const { calls, bulks, news, now } = this.#parts;
    const away = this.#whyLater(wish);
    if (away !== null) return away;
    const sent = await this.#through(wish);
    if (!sent.ok) return sent.error;
    const { pushId } = sent.value;
    if (wish.from.way === 'bulk') bulks.sent(wish.from.bulkId, wish.dealId, pushId, now());
    if (wish.from.way === 'workflow') {
      calls.attach(wish.from.callbackId, pushId);
      // It may have ended before, or in this very moment.
      news.endWorkflows(this.#parts.pushes.read(pushId) ?? sent.value, now());
    }
    return null;
  }

  /** A deal changed, says the CRM: only a hint, and perhaps an old one. What counts is how the deal stands now. */
  async #dealChanged(wish: KeptWish): Promise<Failure | null> {
    const { pushes, policy, crm, news, now } = this.#parts;
    const { dealId } = wish;
    const { onWon } = policy.read().push;
    // Sent once, whatever became of it: from then on it is a person's business.
    if (onWon === 'off' || latestOf(pushes, 'order.create', dealId) !== null) return null;
    const away = onWon === 'automatic' ? this.#whyLater(wish) : null;
    if (away !== null) return away;
    const deal = await crm().readDeal(dealId);
    if (!deal.ok) return isPassing(deal.error) ? deal.error : null;
    // An order that somebody made by hand is none to be sent, either.
    if (!deal.value.won || deal.value.erpOrderNumber !== null) {
      news.waitsNoMore(dealId, now());
      return null;
    }
    if (onWon === 'ask') {
      news.waits(dealId, now());
      return null;
    }
    const sent = await this.#through(wish);
    return sent.ok || sent.error.code === 'deal.not-won' ? null : sent.error;
  }

  /**
   * Why a wish waits without a look at its deal; null: it is looked at. The first try does so, and the last: the deal may
   * be none to be sent, whatever the ERP says.
   */
  #whyLater(wish: KeptWish): Failure | null {
    const { pushes, unasked } = this.#parts;
    const why = unasked();
    if (why === null || wish.failures === 0 || !this.#isPatient(wish)) return null;
    // It was sent meanwhile: that is its answer, also while the ERP is away.
    if (latestOf(pushes, 'order.create', wish.dealId) !== null) return null;
    return nothingSent(cardError(why, wish.correlationId));
  }

  #through({ dealId, from, email, correlationId }: KeptWish): Promise<Result<Push>> {
    const wish = { dealId, revision: null, previewHash: null, override: false, email, correlationId };
    return this.#parts.door.send({ ...wish, way: from.way });
  }

  /** Said where somebody will see it. */
  #notSent({ from, dealId }: KeptWish, problem: Failure): void {
    const { calls, bulks, entries, news, now } = this.#parts;
    if (from.way === 'bulk') {
      bulks.notSent(from.bulkId, dealId, problem, now());
      // Whoever sent them may be gone by now. A deal that is not won, or not there, has nothing to carry.
      if (!['deal.not-won', 'crm.not-found'].includes(problem.code)) news.notSent(dealId, problem, now());
    } else if (from.way === 'won-stage') news.notSent(dealId, problem, now());
    else {
      const outcome = { status: 'not-sent', orderId: null, problem: problemSentence(problem) } as const;
      entries.put({ kind: 'workflow', callbackId: from.callbackId, outcome }, now());
      calls.end(from.callbackId, now());
    }
  }
}

/** Known not to have happened, and perhaps different in a while. */
const isPassing = ({ category, code }: Failure): boolean =>
  category === 'unavailable' || code === 'crm.credential-refused';
