/**
 * Tells the CRM what there is to tell, apart from the pushes themselves (P9): a CRM that is away, slow or strict
 * delays what its records say, and nothing else.
 *
 *   delivered                      forgotten
 *   the CRM is away or too busy    everything waits, as long as it says, or ever longer
 *   the CRM does not take this one tried on, slowly: an administrator may mend it
 *   the record is not there        given up after NOT_FOUND_TRIES_MAX tries, with an audit row
 *   no answer, or lost on the way  may still be carried out: what is said of the deal after it is said twice
 *   the company is linked already  left as it is, with an audit row: somebody has said which customer it is
 */

import { type Backoff, fullJitterMs } from '#contracts/backoff';
import type { Failure } from '#contracts/errors';
import type { CrmRecordId, CustomerId } from '#contracts/ids';
import { ok, type Result } from '#contracts/result';
import type { CrmWrite } from '../core/crm-write.ts';
import { SENDING_WORDS } from '../core/erp-words.ts';
import type { CrmPause } from '../crm/crm-pause.ts';
import type { Crm, DealFacts } from '../crm/port.ts';
import type { AuditStore } from './audit-store.ts';
import type { Chore } from './chores.ts';
import type { OutboxEntry, OutboxStore } from './outbox-store.ts';

/** The CRM may be away for hours: never given up, at most 5 minutes apart. */
const AWAY: Backoff = { baseMs: 2_000, capMs: 300_000 };
/** Refused until somebody mends it: up to an hour apart. */
const REFUSED: Backoff = { baseMs: 2_000, capMs: 3_600_000 };
/** At least so long between two attempts. */
const WAIT_MIN_MS = 1_000;
/** A record that was just made may not be found at once; one that was deleted or merged never is. */
export const NOT_FOUND_TRIES_MAX = 5;
/** 75 s: a request that got no answer is carried out by then, or never. HubSpot names no bound; we wait 8 s for an answer. */
export const LANDED_MS = 75_000;
/** Then the next one in the line has its turn, and the alarm comes back for the rest. */
const DELIVERIES_MAX = 50;

export interface CrmOutboxParts {
  entries: OutboxStore;
  audit: AuditStore;
  crm: () => Crm;
  pause: CrmPause;
  now: () => number;
  random: () => number;
  /** The CRM carries what this push made. */
  onTold: (pushId: string) => void;
}

export class CrmOutbox implements Chore {
  readonly #parts: CrmOutboxParts;

  constructor(parts: CrmOutboxParts) {
    this.#parts = parts;
  }

  dueAt(): number | null {
    const dueAt = this.#parts.entries.dueAt();
    return dueAt === null ? null : Math.max(dueAt, this.#parts.pause.until);
  }

  async run(): Promise<void> {
    const { entries, pause, now } = this.#parts;
    for (let delivered = 0; delivered < DELIVERIES_MAX; delivered += 1) {
      const entry = pause.until > now() ? null : entries.next(now());
      if (entry === null) return;
      await this.#deliver(entry);
    }
  }

  async #deliver(entry: OutboxEntry): Promise<void> {
    const { entries, crm, now, onTold } = this.#parts;
    const begunAt = entries.begin(entry, now());
    const told = await tell(crm(), entry.write, now());
    // No answer is no end: the CRM may still do it.
    if (told.ok || told.error.category !== 'unavailable' || told.error.code === 'crm.busy')
      entries.ended(entry, begunAt);
    if (!told.ok) return this.#failed({ ...entry, failures: entry.failures + 1 }, told.error);
    // First: an object that is lost in between tells the CRM once more, instead of never being done.
    for (const pushId of toldBy(entry.write)) onTold(pushId);
    if (this.#isSaidAgain(entry, begunAt)) return;
    entries.remove(entry);
    const { leftOut, standing } = told.value;
    if (leftOut.length > 0) this.#say(entry, { event: 'left-out', properties: leftOut });
    if (standing !== null) this.#say(entry, { event: 'linked-otherwise', ...standing });
  }

  /** What was begun before this may be carried out after it: then an older word would stand on the deal for good. */
  #isSaidAgain(entry: OutboxEntry, begunAt: number | null): boolean {
    const { entries, now } = this.#parts;
    if (begunAt === null || begunAt + LANDED_MS <= now() || !entry.subject.startsWith('deal/')) return false;
    return entries.sayAgain(entry, begunAt + LANDED_MS);
  }

  #failed(entry: OutboxEntry, error: Failure): void {
    const { entries, pause, now, random } = this.#parts;
    if (error.code === 'crm.not-found' && entry.failures >= NOT_FOUND_TRIES_MAX) {
      entries.remove(entry);
      this.#say(entry, { event: 'given-up', code: error.code, tries: entry.failures });
      return;
    }
    const isOfAccount = error.category === 'unavailable' || error.category === 'fatal';
    // It has said itself how long it wants to be left alone (429), or it has not.
    if (isOfAccount && pause.until <= now()) {
      pause.begin(now() + WAIT_MIN_MS + fullJitterMs(AWAY, pause.failures + 1, random()));
    }
    const backoff = isOfAccount ? AWAY : REFUSED;
    entries.postpone(entry, now() + WAIT_MIN_MS + fullJitterMs(backoff, entry.failures, random()), error.code);
  }

  #say({ subject, kind }: OutboxEntry, said: object): void {
    this.#parts.audit.append(this.#parts.now(), 'crm', subject, '000000000000', { kind, ...said });
  }
}

/** The pushes of which the CRM carries what they made, once this is delivered. */
function toldBy(write: CrmWrite): string[] {
  if (write.kind === 'order-number') return [write.pushId, ...(write.alsoTold ?? [])];
  return write.kind === 'company-link' && write.pushId !== null ? [write.pushId] : [];
}

/** What the CRM does not carry although it was told. */
interface Told {
  leftOut: string[];
  /** The company is another customer already. */
  standing: { customerId: CustomerId; standing: CustomerId } | null;
}

const ALL_TOLD: Told = { leftOut: [], standing: null };

async function tell(crm: Crm, write: CrmWrite, now: number): Promise<Result<Told>> {
  switch (write.kind) {
    case 'order-number':
      return tellDeal(crm, write.recordId, {
        orderNumber: write.orderId,
        status: write.status ?? SENDING_WORDS.ordered,
        problem: write.problem ?? null,
        at: now,
      });
    case 'company-link':
      return tellCompany(crm, write.recordId, write.customerId);
    // Both at once, always: whichever is said last, nothing of an older word is left.
    case 'status':
    case 'ask-note':
      return tellDeal(crm, write.recordId, { status: write.status, problem: null });
    case 'problem':
      return tellDeal(crm, write.recordId, { status: write.status, problem: write.problem });
    case 'workflow': {
      const completed = await crm.completeWorkflow(write.callbackId, write.outcome);
      return completed.ok ? ok(ALL_TOLD) : completed;
    }
  }
}

async function tellDeal(crm: Crm, dealId: CrmRecordId, facts: DealFacts): Promise<Result<Told>> {
  const written = await crm.writeDeal(dealId, facts);
  return written.ok ? ok({ ...written.value, standing: null }) : written;
}

/**
 * Another number on it is the word of somebody who knew: it is never written over. Nor is the same one written again:
 * somebody may be naming another at this very moment.
 */
async function tellCompany(crm: Crm, companyId: CrmRecordId, customerId: CustomerId): Promise<Result<Told>> {
  const company = await crm.readCompany(companyId);
  if (!company.ok) return company;
  const { customerId: standing } = company.value;
  if (standing === customerId) return ok(ALL_TOLD);
  if (standing !== null) return ok({ leftOut: [], standing: { customerId, standing } });
  const linked = await crm.linkCompany(companyId, customerId);
  return linked.ok ? ok(ALL_TOLD) : linked;
}
