import type { CardError } from '#contracts/card-api';
import { type Failure, failure } from '#contracts/errors';
import type { PushPolicy } from '#contracts/policy';
import type { Finding, FindingCode } from '#contracts/preview';
import { fail, ok, type Result } from '#contracts/result';
import { mayOverride } from './preview.ts';
import { changesSince, type Look } from './preview-look.ts';
import { PLAIN, type Wording } from './wording.ts';

/** What is known about who wants to send, and what was seen. */
export interface Consent {
  /** What was found just now, with its hash. */
  now: Look;
  /** The same findings, as the person reads them. */
  shown: readonly Finding[];
  hash: string;
  /** The hash of what the person saw; null: nobody looked. */
  seenHash: string | null;
  /** What the person saw, where it is still kept. */
  seen: Look | null;
  /** The ERP could not be asked about something, and may be in a while. */
  isErpAway: boolean;
  /** And why; null: it only takes long. */
  whyErpAway: Pick<CardError, 'message'> | null;
  /** The ERP was asked about something and gave no answer that can be used, though its connector offers one. */
  isAskFailed: boolean;
  /** False: the ERP did not say this time who the customer is. */
  isCustomerAsked: boolean;
  /** In spite of warnings. */
  override: boolean;
  /** Null: nobody in person. */
  email: string | null;
}

/**
 * Whether the deal may be sent as it is now: gives the warnings that were overridden, for the audit.
 *
 *   nobody looked                  no block, and no warning but those that the tenant lets pass; what could not be
 *                                  asked stops it, for a while
 *   looked, and it is as seen      no block; warnings need `override` and leave for each of them
 *   looked, and it is different    preview.changed, with what
 *   looked, and who the customer
 *   is could not be asked again    erp.timed-out: that is no change, and nothing is sent on half an answer
 */
export function consented(consent: Consent, policy: PushPolicy, words: Wording = PLAIN): Result<FindingCode[]> {
  const { now, shown, hash, seenHash, seen, override, email } = consent;
  if (seenHash !== null && seenHash !== hash) {
    const isForgotten = !consent.isCustomerAsked && seen !== null && seen.customer !== now.customer;
    if (isForgotten) return fail(failure('erp.timed-out', { message: NOT_AGAIN }));
    return fail(failure('preview.changed', { message: changesSince(seen, now, shown, words) }));
  }
  const isUnasked = seenHash === null && consent.isErpAway;
  const blocks = shown.filter(({ level, code }) => level === 'block' && !(isUnasked && code === 'customer.unmatched'));
  if (blocks.length > 0) {
    const unseen = seenHash === null ? { advice: LOOK } : {};
    return fail(failure('preview.blocked', { message: sentence('', blocks), ...unseen }));
  }
  if (isUnasked) return fail(nothingSent(consent.whyErpAway));
  // What the person saw checked stays checked, also when the ERP stopped answering since: the push is kept for it.
  const wasChecked = seenHash !== null && seen !== null && !seen.findings.some(({ code }) => code === 'erp.unchecked');
  const warnings = shown.filter(({ level, code }) => level === 'warn' && !(wasChecked && code === 'erp.unchecked'));
  if (warnings.length === 0) return ok([]);
  if (seenHash === null) {
    // A price that could not be read is not one that the ERP does not have.
    const passed: readonly FindingCode[] = consent.isAskFailed ? [] : policy.passUnseen;
    const stopping = warnings.filter(({ code }) => !passed.includes(code));
    if (stopping.length > 0)
      return fail({ ...notAllowed('Nobody looked at this, so it is not sent: ', stopping), advice: LOOK });
    return ok(codesOf(warnings));
  }
  if (!override) return fail(notAllowed('There are warnings: ', warnings));
  const forbidden = warnings.filter((warning) => !mayOverride([warning], policy, email));
  if (forbidden.length > 0) return fail(notAllowed('You may not send in spite of this: ', forbidden));
  return ok(codesOf(warnings));
}

const codesOf = (warnings: readonly Finding[]): FindingCode[] => [...new Set(warnings.map(({ code }) => code))].sort();

/**
 * The ERP could not be asked, and nobody is there to look again in a moment.
 * @param why null: it only takes long
 */
export const nothingSent = (why: Consent['whyErpAway']): Failure =>
  failure(
    'erp.unreachable',
    why === null
      ? { message: 'The ERP did not say in time all that is needed, so nothing was sent.' }
      : { message: `${why.message.replace(/\.$/, '')}, so nothing was sent.`, advice: 'Send it again later.' },
  );

const NOT_AGAIN = 'The ERP could not confirm which customer this is, so nothing was sent.';

const LOOK = 'Look at it on the ERP card of the deal, and send it from there.';

const notAllowed = (start: string, warnings: readonly Finding[]): Failure =>
  failure('preview.not-allowed', { message: sentence(start, warnings) });

const NAMED_MAX = 3;

function sentence(start: string, findings: readonly Finding[]): string {
  const named = findings.slice(0, NAMED_MAX).map(({ message }) => message);
  const more = findings.length > NAMED_MAX ? ` And ${findings.length - NAMED_MAX} more.` : '';
  return `${start}${named.join(' ')}${more}`;
}
