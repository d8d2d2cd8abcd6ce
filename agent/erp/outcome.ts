import { type Failure, failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import { type CallOutcome, readFailure } from './caller.ts';

/** 300: a sentence for a person, not a stack trace. */
const MESSAGE_CHARS_MAX = 300;

/** The ERP's sentence, fit to be shown; undefined leaves the catalogue's. */
export function plainSentence(text: string | null): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
  const plain = (text ?? '').replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return plain === '' ? undefined : plain.slice(0, MESSAGE_CHARS_MAX);
}

const UNSAID = { message: 'The ERP refused this and gave no reason.', advice: 'Ask whoever looks after the ERP.' };

const rejected = (code: string | null, text: string | null): Failure => {
  const message = plainSentence(text);
  const said = message === undefined ? UNSAID : { message };
  return failure('erp.rejected', { ...said, detail: `code ${code ?? 'none'}` });
};

/** The call as a read: null for a yes, else the failure that says what is wrong. */
export function readProblem(outcome: CallOutcome): Failure | null {
  if (outcome.kind !== 'judged') return readFailure(outcome);
  const { judgement } = outcome;
  switch (judgement.kind) {
    case 'success':
      return null;
    case 'session-expired':
      return failure('erp.fault', { detail: 'the session expired twice' });
    case 'credential-refused':
      return failure('erp.credential-refused', { detail: 'the ERP refused the session' });
    case 'overloaded':
      return failure('agent.overloaded', { detail: `the ERP says so: code ${judgement.code ?? 'none'}` });
    case 'not-found':
      return failure('erp.not-found', { detail: `code ${judgement.code ?? 'none'}` });
    case 'refused':
      return rejected(judgement.code, judgement.message);
    case 'already-exists':
    case 'unclear': {
      const said = `${judgement.code ?? 'no code'}: ${plainSentence(judgement.message) ?? ''}`;
      return failure('erp.fault', { detail: `an answer code that the connector does not list, ${said}` });
    }
  }
}

const notSent = (error: Failure): AttemptOutcome => ({ result: 'not-sent', error });
export const unknown = (detail: string): AttemptOutcome => ({
  result: 'unknown',
  error: failure('erp.outcome-unknown', { detail }),
});

/**
 * The call as a write: null for a yes. Only proof counts: of a refusal that changed nothing (`refused`), or
 * of a request that never left or was turned away (`not-sent`). All else is unknown, with the cause in detail.
 */
export function writeProblem(outcome: CallOutcome): AttemptOutcome | null {
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
  const { judgement } = outcome;
  switch (judgement.kind) {
    case 'success':
      return null;
    case 'refused':
      return { result: 'refused', error: rejected(judgement.code, judgement.message) };
    case 'session-expired':
    case 'overloaded':
      return notSent(readProblem(outcome) ?? failure('defect.impossible-state'));
    case 'already-exists':
      return {
        result: 'exists',
        error: failure('erp.outcome-unknown', {
          detail: `the ERP has this reference: code ${judgement.code ?? 'none'}`,
        }),
      };
    case 'credential-refused':
      return unknown('the ERP refused the session on a write');
    case 'not-found':
    case 'unclear': {
      const said = `${judgement.code ?? 'no code'}: ${plainSentence(judgement.message) ?? ''}`;
      return unknown(`an answer code that the connector does not list, ${said}`);
    }
  }
}
