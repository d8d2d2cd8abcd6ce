import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Part } from '../envelope.ts';
import { DONE, type Verdict } from '../verdicts.ts';
import type { XmlElement } from '../xml-tree.ts';

/** What the answer of an operation says: the verdict, then its elements. */
export interface Reply {
  verdict: Verdict;
  parts: readonly Part[];
}

export const done = (parts: readonly Part[]): Reply => ({ verdict: DONE, parts });
export const refused = (verdict: Verdict): Reply => ({ verdict, parts: [] });

export type Row = Record<string, SQLOutputValue>;

/** What an operation works with. */
export interface OperationContext {
  database: DatabaseSync;
  /** `yyyy-mm-dd`. */
  today: string;
  /** Milliseconds since 1970. */
  nowMs: () => number;
  periodClosed: boolean;
  indexLagMs: number;
}

/** A read is answered from what is there when the call arrives. */
export type ReadOperation = (context: OperationContext, request: XmlElement) => Reply;

/** A write is checked when the call arrives; what it returns instead of a refusal does it, later. */
export type WriteOperation = (
  context: OperationContext,
  request: XmlElement,
) => { refusal: Reply } | { commit: () => Reply };

export const rowsOf = (context: OperationContext, sql: string, ...values: SQLInputValue[]): Row[] =>
  context.database.prepare(sql).all(...values);

export const rowOf = (context: OperationContext, sql: string, ...values: SQLInputValue[]): Row | null =>
  context.database.prepare(sql).get(...values) ?? null;

/** Columns are STRICT, so a column that is not of its type is a defect of a query here. */
export function numberIn(row: Row, column: string): number {
  const found = row[column];
  if (typeof found !== 'number') throw new Error(`${column} is not a number`);
  return found;
}

export function textIn(row: Row, column: string): string {
  const found = row[column];
  if (typeof found !== 'string') throw new Error(`${column} is not a text`);
  return found;
}

export const textOrNullIn = (row: Row, column: string): string | null =>
  row[column] === null ? null : textIn(row, column);
