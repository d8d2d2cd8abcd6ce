import { z } from 'zod';
import { Category, ErrorCode, Failure } from './errors.ts';

/** A failure as an agent reports it, which may be newer than the gateway: code and category may be any words. */
export const ReportedFailure = Failure.extend({
  code: z.string().min(1).max(100),
  category: z.string().min(1).max(40),
});
export type ReportedFailure = z.infer<typeof ReportedFailure>;

export const isKnownCode = (code: string): boolean => ErrorCode.safeParse(code).success;

/**
 * A code that is not known here is read as `defect.impossible-state`, and named in the detail. The category stays where
 * it is known: it decides behaviour, and the agent knows whether what it met goes over by itself or needs a person. One
 * that is not known is `defect`: nothing takes that for a word of the ERP, or waits it out. The sentences stay: they say
 * to who reads them what happened, where those of a defect would not.
 */
export function readFailure({ code, category, detail, ...said }: ReportedFailure): Failure {
  const known = { code: ErrorCode.safeParse(code).data, category: Category.safeParse(category).data };
  const isWhole = known.code !== undefined && known.category !== undefined;
  return {
    ...said,
    code: known.code ?? 'defect.impossible-state',
    category: known.category ?? 'defect',
    detail: isWhole ? detail : `${code} (${category}): ${detail ?? ''}`.slice(0, 2000),
  };
}
