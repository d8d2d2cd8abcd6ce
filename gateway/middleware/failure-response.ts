import type { Context } from 'hono';
import type { Category, Failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { cardError } from '../core/card-error.ts';

/** Every status a failure may have, other than towards a card. */
type FailureStatus = 202 | 400 | 401 | 404 | 409 | 413 | 426 | 429 | 500 | 503;

const STATUS: Record<Category, FailureStatus> = {
  invalid: 400,
  forbidden: 401,
  conflict: 409,
  unavailable: 503,
  indeterminate: 202,
  fatal: 503,
  defect: 500,
};

/** The form of every failure on the wire. Its detail goes to the log only. */
export function failureBody(c: Context<AppEnv>, failure: Failure) {
  const { code, detail } = failure;
  console.error(
    JSON.stringify({ correlationId: c.var.correlationId, code, detail, path: new URL(c.req.url).pathname }),
  );
  return { ok: false as const, error: cardError(failure, c.var.correlationId) };
}

/** For callers other than a card: the category decides the status. */
export const failureResponse = (
  c: Context<AppEnv>,
  failure: Failure,
  status: FailureStatus = STATUS[failure.category],
) => c.json(failureBody(c, failure), status);

/** For cards: always 200, because HubSpot repeats a request that got a 5xx and hides the body of the others. */
export const cardFailure = (c: Context<AppEnv>, failure: Failure) => c.json(failureBody(c, failure), 200);

/** Where the same code answers cards and others. */
export const anyFailure = (c: Context<AppEnv>, failure: Failure) =>
  new URL(c.req.url).pathname.startsWith('/v1/card/') ? cardFailure(c, failure) : failureResponse(c, failure);
