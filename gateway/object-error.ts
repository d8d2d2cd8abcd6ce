/**
 * How a call to an object ends that the platform could not carry through ("Durable Objects: error handling",
 * developers.cloudflare.com): the error that is thrown carries marks.
 *
 *   retryable    the call was cut off, mostly because the object was reset, as at every deploy. It may be made again
 *                where twice is as good as once, over a new stub: the one that threw is broken. The platform itself
 *                makes only those again that never reached the object
 *   overloaded   too much waits for that object: to ask again at once would make it worse
 */
const isMarked = (error: unknown, mark: 'retryable' | 'overloaded'): boolean =>
  error instanceof Error && (error as { retryable?: unknown; overloaded?: unknown })[mark] === true;

/** Whether a call that changes nothing may be made again at once. */
export const mayAskAgain = (error: unknown): boolean => isMarked(error, 'retryable') && !isMarked(error, 'overloaded');

/** Whether it is the platform's word that it goes over, and no defect of ours. */
export const isPassing = (error: unknown): boolean => isMarked(error, 'retryable') || isMarked(error, 'overloaded');

/** What was thrown, for the log: its kind and its text, which the platform or our own code wrote. */
export const wordsOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
