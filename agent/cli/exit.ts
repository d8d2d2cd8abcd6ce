import type { Failure } from '#contracts/errors';
import { adviceFor, failureLine } from './advice.ts';

/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notEnrolled: 3, needsAttention: 4 } as const;

/** Prints what is wrong and what to do about it on standard error: `Error:` then `Try:`. */
export function explain(what: string, advice: string): void {
  process.stderr.write(`Error: ${what}\nTry: ${advice}\n`);
}

export const explainFailure = (failure: Failure): void => explain(failureLine(failure), adviceFor(failure));

/** As `explainFailure`; for programs the last line of standard output says it too. */
export function tellFailure(json: boolean, failure: Failure): void {
  explainFailure(failure);
  const { code, message, detail } = failure;
  if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: { code, message, detail } })}\n`);
}

/** A command's result: for programs one line of JSON, for people a sentence. */
export function answer(json: boolean, value: object, sentence: string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : sentence}\n`);
}
