import type { CardError } from '#contracts/card-api';
import type { Failure } from '#contracts/errors';
import type { CorrelationId } from '#contracts/ids';

/** A failure as a card may show it: without the detail, with the number that finds it in the logs. */
export const cardError = ({ code, category, message, advice }: Failure, correlationId: CorrelationId): CardError => ({
  code,
  category,
  message,
  advice,
  correlationId,
});
