// Generated from contracts/errors.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';

/**
 * Failures are values. The category decides behaviour, the code says what happened.
 *
 *   invalid        the request is wrong; repeating it changes nothing
 *   forbidden      not allowed, or may not know
 *   conflict       a key was reused, something moved
 *   unavailable    known NOT to have happened; may be tried again
 *   indeterminate  a write was sent and no clear answer came: look up first
 *   fatal          configuration or credential; trying again harms
 *   defect         our bug
 */
export const Category = z.enum(['invalid', 'forbidden', 'conflict', 'unavailable', 'indeterminate', 'fatal', 'defect']);
export type Category = z.infer<typeof Category>;

interface Entry {
  category: Category;
  /** What happened and what it means, for a salesperson. */
  message: string;
  /** What the reader can do. */
  advice: string;
}

const entry = (category: Category, message: string, advice: string): Entry => ({ category, message, advice });

const ASK_ADMIN = 'Ask the person who looks after the ERP link in your company.';
const TRY_AGAIN = 'Try again in a moment.';
const RELOAD = 'Reload the page; if it happens again, ask the person who looks after the ERP link.';

/** Every code there is. Each has a heading in docs/failure-modes.md; a test holds that. */
export const ERRORS = {
  'signature.missing': entry('forbidden', 'This request did not come from your CRM.', RELOAD),
  'signature.invalid': entry(
    'forbidden',
    'This request did not come from your CRM, or was changed on its way.',
    RELOAD,
  ),
  'signature.stale': entry('forbidden', 'This request is too old, or the clocks differ.', RELOAD),
  'portal.unknown': entry('forbidden', 'This CRM account is not connected to an ERP.', ASK_ADMIN),
  'operator.forbidden': entry('forbidden', 'You may not do this.', 'Sign in as an operator.'),
  'request.invalid': entry('invalid', 'Something in the request is missing or wrong.', RELOAD),
  'request.too-large': entry('invalid', 'The request is too large.', 'Send less at once.'),
  'route.not-found': entry('invalid', 'There is nothing at this address.', 'Check the address.'),

  'enrolment.code-invalid': entry(
    'forbidden',
    'This enrolment code is not valid.',
    'Ask for a new code; each works once.',
  ),
  'enrolment.code-expired': entry(
    'forbidden',
    'This enrolment code has expired.',
    'Ask for a new code; it is valid for 15 minutes.',
  ),
  'enrolment.unreachable': entry(
    'unavailable',
    'The gateway could not be reached to enrol this agent.',
    'Check the address and the network, then enrol again with the same code.',
  ),
  'agent.credential-refused': entry(
    'forbidden',
    'This agent is not known here, or its key does not fit.',
    'Enrol the agent again.',
  ),
  'agent.version-unsupported': entry(
    'fatal',
    'This agent speaks a version that the gateway does not.',
    'Update the agent.',
  ),
  'agent.frame-invalid': entry('defect', 'The agent sent something that could not be understood.', ASK_ADMIN),
  'agent.offline': entry(
    'unavailable',
    'The link to the ERP is down.',
    'What you send is kept and goes out when the link is back.',
  ),
  'agent.overloaded': entry('unavailable', 'The ERP is busy with other requests.', TRY_AGAIN),
  'agent.journal-failed': entry(
    'unavailable',
    'The agent could not write its journal, so nothing was sent.',
    ASK_ADMIN,
  ),
  'agent.lease-lost': entry(
    'unavailable',
    'Another agent has taken over; nothing was sent.',
    'Nothing to do: it is sent by the other agent.',
  ),

  'agent.config-invalid': entry('fatal', 'The configuration of the agent has a mistake.', ASK_ADMIN),

  'erp.unreachable': entry('unavailable', 'The ERP is not answering.', TRY_AGAIN),
  'erp.timed-out': entry('unavailable', 'The ERP took too long to answer.', TRY_AGAIN),
  'erp.fault': entry('unavailable', 'The ERP reported a technical problem.', TRY_AGAIN),
  'erp.answer-unreadable': entry('unavailable', 'The ERP sent something that is not an answer.', TRY_AGAIN),
  'erp.answer-too-large': entry('unavailable', 'The ERP sent more than can be shown.', ASK_ADMIN),
  'erp.answer-off-contract': entry('fatal', 'The ERP answered in a form that is not agreed.', ASK_ADMIN),
  'erp.credential-refused': entry('fatal', 'The ERP does not accept the login of the link.', ASK_ADMIN),
  'erp.not-found': entry('invalid', 'The ERP does not know this.', 'Check the number.'),
  'erp.rejected': entry('invalid', 'The ERP refused this.', 'Correct what it names, then send again.'),
  'erp.value-unfit': entry('invalid', 'The ERP cannot take a value as it was entered.', 'Correct it, then send again.'),
  'erp.outcome-unknown': entry(
    'indeterminate',
    'The ERP has not confirmed yet. We are checking, and it will not be sent twice.',
    'You can close this page.',
  ),

  'connector.invalid': entry('fatal', 'The description of the ERP has a mistake.', ASK_ADMIN),
  'connector.command-missing': entry('fatal', 'This ERP connection does not offer this.', ASK_ADMIN),
  'connector.drifted': entry(
    'fatal',
    'The ERP has changed, so nothing is sent until somebody has looked at it.',
    'Nothing to do: what you send is kept. The person who looks after the ERP link is needed.',
  ),

  'gateway.unavailable': entry('unavailable', 'The link to the ERP could not answer just now.', TRY_AGAIN),
  'gateway.deadline-exceeded': entry('unavailable', 'The answer took too long.', TRY_AGAIN),

  'gateway.circuit-open': entry(
    'unavailable',
    'The ERP is not answering; it is given a pause and asked again by itself.',
    'Nothing to do: the card shows new numbers as soon as there are any.',
  ),
  'gateway.quiet-hours': entry(
    'unavailable',
    'The ERP is left alone at this hour.',
    'What you send is kept and goes out afterwards.',
  ),

  'customer.not-linked': entry(
    'invalid',
    'This company is not linked to an ERP customer yet.',
    'Enter the ERP customer number on the company record.',
  ),
  'deal.no-company': entry('invalid', 'This deal has no company.', 'Associate the deal with a company first.'),
  'deal.not-won': entry('invalid', 'This deal is not won yet.', 'Move the deal to its won stage first.'),
  'deal.no-currency': entry('invalid', 'This deal has no currency.', 'Set the currency of the deal first.'),
  'deal.no-lines': entry('invalid', 'This deal has no line items.', 'Add the items to the deal first.'),
  'deal.line-invalid': entry(
    'invalid',
    'A line item of this deal cannot be ordered.',
    'Correct the line item, then send again.',
  ),
  'deal.field-invalid': entry('invalid', 'Something on this deal cannot be read.', 'Enter it on the deal.'),
  'deal.too-many-lines': entry('invalid', 'This deal has more line items than one order can hold.', 'Split the deal.'),

  'push.not-found': entry('invalid', 'Nothing is known of this here.', RELOAD),
  'push.key-reused': entry(
    'conflict',
    'This deal was already sent to the ERP with other content.',
    'Look on its ERP card at what became of that before you change anything.',
  ),
  'push.bound-unknown': entry(
    'indeterminate',
    'It is not known whether the ERP made the order, and it cannot be found out safely.',
    'Someone needs to look in the ERP; it will not be sent twice.',
  ),
  'push.content-differs': entry(
    'conflict',
    'The ERP has an order for this deal with other content.',
    'Someone needs to compare the two; nothing more is sent.',
  ),
  'push.order-twice': entry(
    'conflict',
    'The ERP has more than one order for this deal.',
    'Someone needs to cancel one in the ERP.',
  ),

  'push.customer-unsettled': entry(
    'conflict',
    'It is not known whether the customer was made in the ERP, so the order waits.',
    'Look for the customer in the ERP and link it in the company’s “ERP” tab; then the order goes out by itself.',
  ),
  'push.customer-refused': entry(
    'invalid',
    'The ERP refused the new customer, so nothing was ordered.',
    'Correct the company record, then send again.',
  ),
  'push.given-up': entry('invalid', 'This was given up.', 'Send the deal again if it is wanted after all.'),
  'push.not-parked': entry('conflict', 'This has been settled in the meantime.', 'Reload the page to see how.'),
  'push.not-allowed': entry('forbidden', 'You may not settle this.', ASK_ADMIN),
  'push.order-unfit': entry(
    'invalid',
    'That order belongs to another customer or is not known in the ERP.',
    'Check the order number.',
  ),
  'push.already-ordered': entry(
    'conflict',
    'The deal carries an ERP order number that was not written by this link.',
    'Look at that order first; clear the number on the deal if it does not belong to it.',
  ),

  'preview.changed': entry('conflict', 'Something changed since you looked.', 'Look at the preview again, then send.'),
  'preview.blocked': entry('invalid', 'This deal cannot be sent as it is.', 'Correct what the preview names.'),
  'preview.not-allowed': entry(
    'forbidden',
    'The preview has warnings that you may not override.',
    'Ask someone who may, or correct the deal.',
  ),

  'crm.unavailable': entry('unavailable', 'The CRM is not answering.', TRY_AGAIN),
  /** Certain not to have been done, unlike what got no answer. */
  'crm.busy': entry('unavailable', 'The CRM is too busy just now.', 'Try again in a moment.'),
  'crm.credential-refused': entry('fatal', 'The CRM does not accept the login of the link.', ASK_ADMIN),
  'crm.rejected': entry('invalid', 'The CRM refused this.', ASK_ADMIN),
  'crm.not-found': entry(
    'invalid',
    'The CRM does not know this record.',
    'It may have been deleted or merged, or be closed to the app.',
  ),

  'defect.impossible-state': entry(
    'defect',
    'Something went wrong on our side. Nothing was lost.',
    'Tell us the number below.',
  ),
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof ERRORS;
const codes = Object.keys(ERRORS) as ErrorCode[];
export const ErrorCode = z.enum(codes as [ErrorCode, ...ErrorCode[]]);

/** A failure inside the product. `detail` is for logs and evidence: it never leaves the gateway towards a CRM. */
export const Failure = z.strictObject({
  code: ErrorCode,
  category: Category,
  message: z.string().max(500),
  advice: z.string().max(500),
  detail: z.string().max(2000).nullable(),
});
export type Failure = z.infer<typeof Failure>;

/**
 * Builds a failure from the catalogue.
 * @param more.message replaces the catalogue's sentence; must be safe to show. So does `more.advice`
 * @param more.detail technical text for the operator, cut to 2,000 characters
 */
export function failure(code: ErrorCode, more: { message?: string; advice?: string; detail?: string } = {}): Failure {
  const { category, message, advice } = ERRORS[code];
  return {
    code,
    category,
    message: (more.message ?? message).slice(0, 500),
    advice: (more.advice ?? advice).slice(0, 500),
    detail: more.detail === undefined ? null : more.detail.slice(0, 2000),
  };
}
