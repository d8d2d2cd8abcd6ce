/** A value as the contract knows it: text (also decimals, dates and keys), a whole number, yes or no, or none. */
export type Value = string | number | boolean | null;
export type Formatted<T> = { ok: true; value: T } | { ok: false; problem: string };

export const good = <T>(value: T): Formatted<T> => ({ ok: true, value });
export const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

export const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
