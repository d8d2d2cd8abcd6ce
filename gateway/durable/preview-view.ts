/** The dry run of a deal: for whoever looks at it, and once more when it is sent. */

import type { PreviewView, ReaderLocale } from '#contracts/card-api';
import type { DealSummary } from '#contracts/deal';
import { failure } from '#contracts/errors';
import type { CrmRecordId } from '#contracts/ids';
import type { FindingCode } from '#contracts/preview';
import { fail, ok, type Result } from '#contracts/result';
import { budgetMs } from '../core/answer-time.ts';
import { cardError } from '../core/card-error.ts';
import { previewOf, type UnsealedPreview } from '../core/preview.ts';
import { consented } from '../core/preview-consent.ts';
import {
  isAskFailed,
  isComplete,
  isCustomerAsked,
  isErpAway,
  type PreviewFacts,
  whyErpAway,
} from '../core/preview-facts.ts';
import { hashText, type Look, lookOf } from '../core/preview-look.ts';
import { PLAIN, wordingFor } from '../core/wording.ts';
import type { Crm } from '../crm/port.ts';
import { sha256Hex } from '../sha256.ts';
import type { ViewRequest } from './card-views.ts';
import type { LookStore } from './look-store.ts';
import type { PolicyStore } from './policy-store.ts';
import type { PreviewReading } from './preview-reading.ts';
import type { SendWish } from './push-door.ts';
import type { Asking } from './section-reader.ts';
import type { ViewFrame } from './view-frame.ts';
import { withinMs } from './within-ms.ts';

/** 10 s: nobody sits before a workflow, and a slow ERP may answer in that time. */
const UNSEEN_BUDGET_MS = 10_000;

export interface PreviewsParts {
  reading: PreviewReading;
  looks: LookStore;
  policy: PolicyStore;
  frame: ViewFrame;
  crm: () => Crm;
  now: () => number;
}

/** Who looks. */
interface Reader {
  /** As the CRM signed it. */
  email: string | null;
  /** As the card says; absent: it did not, or nobody looks. */
  locale?: ReaderLocale | undefined;
}

interface Looked {
  facts: PreviewFacts;
  preview: UnsealedPreview;
  look: Look;
  hash: string;
}

/** A deal that may be sent, and the warnings that are overridden with it. */
export interface Allowance {
  facts: PreviewFacts;
  overridden: FindingCode[];
}

export class Previews {
  readonly #parts: PreviewsParts;

  constructor(parts: PreviewsParts) {
    this.#parts = parts;
  }

  async view(dealId: CrmRecordId, request: ViewRequest & Reader): Promise<PreviewView> {
    const { crm, looks, frame, now } = this.#parts;
    const { erasures } = looks;
    const budget = budgetMs(request);
    const asking = this.#asking(request, budget);
    const late = fail(failure('crm.unavailable', { detail: 'no answer within the budget' }));
    const deal = (await withinMs(crm().readDeal(dealId), budget)) ?? late;
    const looked = deal.ok ? await this.#look(deal.value, asking, request) : deal;
    if (!looked.ok) return { ok: false, error: cardError(looked.error, request.correlationId) };
    const { facts, preview, look, hash } = looked.value;
    if (looks.erasures === erasures) looks.keep(dealId, hash, preview.customer?.customerId ?? null, look, now());
    return {
      ...frame.head(request.correlationId),
      link: frame.linkState(),
      loading: !isComplete(facts),
      preview: { hash, ...preview },
    };
  }

  /** Looks again, for a send. Errors: preview.…, push.already-ordered, crm.…. */
  async allow(deal: DealSummary, wish: SendWish): Promise<Result<Allowance>> {
    const { reading, looks, policy, now } = this.#parts;
    if (reading.isOrderedElsewhere(deal)) return fail(failure('push.already-ordered'));
    const { previewHash, override, email, locale, correlationId, dealId } = wish;
    const isUnseen = previewHash === null && wish.way !== 'card';
    // Nobody looks, so nobody sees an age: what decides is asked anew, however long the policy calls an answer fresh.
    const asking = this.#asking(
      { correlationId, refresh: isUnseen },
      isUnseen ? UNSEEN_BUDGET_MS : budgetMs({ spentMs: 0 }),
    );
    const looked = await this.#look(deal, asking, wish);
    if (!looked.ok) return looked;
    const { facts, preview, look, hash } = looked.value;
    const seen = previewHash === null ? null : looks.read(dealId, previewHash);
    const known = {
      isErpAway: isErpAway(facts),
      whyErpAway: whyErpAway(facts),
      isAskFailed: isAskFailed(facts),
      isCustomerAsked: isCustomerAsked(facts),
    };
    const consent = {
      now: look,
      shown: preview.findings,
      hash,
      seenHash: previewHash,
      seen,
      ...known,
      override,
      email,
    };
    const overridden = consented(consent, policy.read().push, wordingFor(locale, now()));
    return overridden.ok ? ok({ facts, overridden: overridden.value }) : overridden;
  }

  async #look(deal: DealSummary, asking: Asking, { email, locale }: Reader): Promise<Result<Looked>> {
    const { reading, policy, now } = this.#parts;
    const facts = await reading.factsOf(deal, asking);
    if (!facts.ok) return facts;
    const { push } = policy.read();
    const { plan } = facts.value;
    const at = now();
    const words = wordingFor(locale, at);
    const preview = previewOf(facts.value, push, email, at, words);
    // Whoever reads it in whichever language: what was found is the same, and so is its hash.
    const plain = words === PLAIN ? preview : previewOf(facts.value, push, email, at);
    const look = lookOf(deal, plan, plain);
    return ok({
      facts: facts.value,
      preview,
      look,
      hash: await sha256Hex(hashText(look)),
    });
  }

  #asking(request: Pick<ViewRequest, 'correlationId' | 'refresh'>, budget: number): Asking {
    return { ...request, budgetEndsAt: this.#parts.now() + budget };
  }
}
