import type { CommandName, CommandOutput } from '#contracts/commands';
import { type Failure, failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import { fail, type Result } from '#contracts/result';
import { type CallOutcome, readFailure } from './caller.ts';
import type { AnswerShaper } from './connector/shape.ts';
import type { Steps } from './steps.ts';

/** 300: a sentence for a person, not a stack trace. */
const MESSAGE_CHARS_MAX = 300;

/** The ERP's sentence, fit to be shown; undefined leaves the catalogue's. */
export function plainSentence(text: string | null): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
  const plain = (text ?? '').replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return plain === '' ? undefined : plain.slice(0, MESSAGE_CHARS_MAX);
}

const rejected = (code: string | null, text: string | null): Failure => {
  const message = plainSentence(text);
  return failure('erp.rejected', { ...(message === undefined ? {} : { message }), detail: `code ${code ?? 'none'}` });
};

/** The call as a read: a value, or the failure that says what is wrong. */
export function* readOutcome<N extends CommandName>(
  outcome: CallOutcome,
  shape: AnswerShaper<N>['shape'],
): Steps<Result<CommandOutput<N>>> {
  if (outcome.kind !== 'judged') return fail(readFailure(outcome));
  const { judgement, element, leftOut } = outcome;
  switch (judgement.kind) {
    case 'success':
      return yield* shape(element, leftOut);
    case 'session-expired':
      return fail(failure('erp.fault', { detail: 'the session expired twice' }));
    case 'credential-refused':
      return fail(failure('erp.credential-refused', { detail: 'the ERP refused the session' }));
    case 'not-found':
      return fail(failure('erp.not-found', { detail: `code ${judgement.code ?? 'none'}` }));
    case 'refused':
      return fail(rejected(judgement.code, judgement.message));
    case 'unclear': {
      const said = `${judgement.code ?? 'no code'}: ${plainSentence(judgement.message) ?? ''}`;
      return fail(failure('erp.fault', { detail: `an answer code that the connector does not list, ${said}` }));
    }
  }
}

const notSent = (error: Failure): AttemptOutcome => ({ result: 'not-sent', error });
const unknown = (detail: string): AttemptOutcome => ({
  result: 'unknown',
  error: failure('erp.outcome-unknown', { detail }),
});

/**
 * The call as a write. Only proof counts: of an order (`made`), of a refusal that changed nothing (`refused`), or
 * of a request that never left (`not-sent`). All else is unknown, with the cause in detail.
 */
export function* writeOutcome<N extends CommandName>(
  outcome: CallOutcome,
  shape: AnswerShaper<N>['shape'],
): Steps<AttemptOutcome> {
  switch (outcome.kind) {
    case 'unsendable':
    case 'not-sent':
      return notSent(readFailure(outcome));
    case 'lost':
    case 'too-large':
    case 'fault':
    case 'forbidden':
    case 'unreadable': {
      const { code, detail } = readFailure(outcome);
      return unknown(`${code}: ${detail ?? ''}`);
    }
    case 'judged':
      break;
  }
  const { judgement, element, leftOut } = outcome;
  switch (judgement.kind) {
    case 'success': {
      const shaped = yield* shape(element, leftOut);
      return shaped.ok
        ? { result: 'made', output: shaped.value }
        : unknown(`the answer says yes and does not fit: ${shaped.error.detail ?? ''}`);
    }
    case 'refused':
      return { result: 'refused', error: rejected(judgement.code, judgement.message) };
    case 'session-expired':
      return notSent(failure('erp.fault', { detail: 'the session expired twice' }));
    case 'credential-refused':
      return unknown('the ERP refused the session on a write');
    case 'not-found':
    case 'unclear': {
      const said = `${judgement.code ?? 'no code'}: ${plainSentence(judgement.message) ?? ''}`;
      return unknown(`an answer code that the connector does not list, ${said}`);
    }
  }
}
