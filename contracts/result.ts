import type { Failure } from './errors.ts';

/** The outcome of anything that can fail for a reason we know. Throwing is kept for defects. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (error: Failure): { ok: false; error: Failure } => ({ ok: false, error });
