import type { CardError } from './contracts/card-api.ts';

/**
 * A failure as the card shows it. The gateway's own errors are of this shape; those of the way to the
 * gateway have no code of the catalogue and may have no correlation id.
 */
export interface Problem {
  code: CardError['code'] | 'card.no-answer' | 'card.not-set-up';
  /** `unavailable`: asked again later, it may be gone. */
  category: CardError['category'];
  /** What happened and what it means. */
  message: string;
  /** What the reader can do. */
  advice: string;
  correlationId: string | null;
}

export type Refusal = { ok: false; error: Problem };
/** An answer of the gateway, or why there is none. */
export type Answer<A> = A | Refusal;

export const NOT_SET_UP: Refusal = {
  ok: false,
  error: {
    code: 'card.not-set-up',
    category: 'fatal',
    message: 'The ERP link is not set up yet.',
    advice: 'Ask the person who looks after the ERP link in your company.',
    correlationId: null,
  },
};

/** @param correlationId what the CRM's proxy calls this request, where it says so */
export const noAnswer = (correlationId: string | null): Refusal => ({
  ok: false,
  error: {
    code: 'card.no-answer',
    category: 'unavailable',
    message: 'The ERP link did not answer.',
    advice: 'Try again in a moment. Nothing that you sent before is lost.',
    correlationId,
  },
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | null => (typeof value === 'string' && value.length <= 500 ? value : null);

/**
 * Reads an answer's body. The gateway always says `ok`; anything else comes from HubSpot's proxy
 * (`{status: 'error', category: 'BAD_GATEWAY', …}`) or from something in between, and is no answer.
 */
export function decodeAnswer<A extends { ok: true }>(body: unknown): Answer<A> {
  if (!isRecord(body)) return noAnswer(null);
  if (body.ok === true && typeof body.now === 'string') return body as unknown as A;
  const error = body.ok === false && isRecord(body.error) ? body.error : null;
  const message = textOf(error?.message);
  if (error === null || message === null) return noAnswer(textOf(body.correlationId));
  return {
    ok: false,
    error: {
      code: (textOf(error.code) ?? 'card.no-answer') as Problem['code'],
      category: (textOf(error.category) ?? 'unavailable') as Problem['category'],
      message,
      advice: textOf(error.advice) ?? '',
      correlationId: textOf(error.correlationId),
    },
  };
}
