import { z } from '@hono/zod-openapi';
import { Resolution } from '#contracts/card-api';
import { WriteCommandName } from '#contracts/commands';
import { Moment, momentOf } from '#contracts/dates';
import { Failure } from '#contracts/errors';
import { CorrelationId, CrmRecordId, PushId, Reference } from '#contracts/ids';
import { PushState, Revision } from '#contracts/push';
import { ok, type Result } from '#contracts/result';
import { choicesFor } from '../core/push-choices.ts';
import type { Push } from '../core/push-record.ts';
import { type JsonText, jsonText } from '../json-text.ts';
import type { AuditStore } from './audit-store.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import type { PushResolution } from './push-resolution.ts';

const PAGE = 20;

const json = z.json().openapi({ type: 'object' });

/** A push that a person has to look at, with everything there is to go by. */
export const DeadLetter = z.strictObject({
  pushId: PushId,
  state: PushState,
  /** A deal for an order, a company for a customer. */
  recordId: CrmRecordId,
  revision: Revision,
  reference: Reference,
  correlationId: CorrelationId,
  acceptedAt: Moment,
  problem: Failure.nullable(),
  erpId: z.string().nullable(),
  /** What was to be made, as it was sent. */
  write: z.strictObject({ command: WriteCommandName, input: json }),
  attempts: z.int(),
  /** Until then what was sent may still be made. Null: nobody knows, or nothing was sent. */
  fenceAt: Moment.nullable(),
  /** When it is looked up again by itself; null: it is not. */
  lookUpAt: Moment.nullable(),
  mayResolve: z.array(Resolution.options[0].shape.decision.or(z.enum(['send-again', 'give-up']))),
  /** Every row of the audit about it, oldest first: transitions, outcomes, what lookups found, who decided. */
  history: z.array(z.strictObject({ at: Moment, seq: z.int(), body: json })).max(200),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export const DeadLetterPage = z.strictObject({
  rows: z.array(DeadLetter).max(PAGE),
  /** Given back as `before` to read on; null: there is no more. */
  nextBefore: z.string().nullable(),
});
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;

/** Where a page begins: the moment and the push that the page before ended with. */
export const DeadLetterPlace = z.string().regex(/^\d{1,16}\.p_[0-9a-f]{16}$/);

export interface DeadLettersParts {
  letters: DeadLetterStore;
  audit: AuditStore;
  resolution: PushResolution;
  now: () => number;
}

/** Refused and parked pushes, and those that cannot go out, for operators. */
export class DeadLetters {
  readonly #parts: DeadLettersParts;

  constructor(parts: DeadLettersParts) {
    this.#parts = parts;
  }

  /** @param before a place as a page gave it; null: from the newest */
  page(before: string | null): JsonText<DeadLetterPage> {
    const [at = '', pushId = ''] = before?.split('.') ?? [];
    const place = before === null ? null : { acceptedAt: Number(at), pushId };
    const found = this.#parts.letters.page(place, PAGE + 1);
    const rows = found.slice(0, PAGE);
    const last = found.length > PAGE ? rows.at(-1) : undefined;
    return jsonText({
      rows: rows.map((push) => this.#of(push)),
      nextBefore: last === undefined ? null : `${last.acceptedAt}.${last.pushId}`,
    });
  }

  /** An operator decides; the tenant's policy is about the CRM's people. */
  async settle(pushId: PushId, asked: Resolution, correlationId: CorrelationId): Promise<Result<JsonText<DeadLetter>>> {
    const decider = { way: 'operator' as const, email: null, correlationId };
    const push = await this.#parts.resolution.resolve(pushId, asked, decider);
    return push.ok ? ok(jsonText(this.#of(push.value))) : push;
  }

  #of(push: Push): DeadLetter {
    const { pushId, state, recordId, revision, reference, correlationId, problem, erpId, write } = push;
    const moment = (at: number | null): Moment | null => (at === null ? null : momentOf(at));
    const history = this.#parts.audit.about(pushId);
    return {
      ...{ pushId, state, recordId, revision, reference, correlationId, problem, erpId, write },
      acceptedAt: momentOf(push.acceptedAt),
      attempts: push.attempt,
      fenceAt: moment(push.fenceAt),
      lookUpAt: moment(push.dueAt),
      mayResolve: choicesFor(push, this.#parts.now()),
      history: history.map(({ at, seq, body }) => ({
        at: momentOf(at),
        seq,
        body: JSON.parse(body) as z.infer<ReturnType<typeof z.json>>,
      })),
    };
  }
}
