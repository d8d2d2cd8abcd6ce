import { z } from 'zod';

/** One row that the ERP sent and that does not fit the contract, or rows that are left out. The rest of the page is still shown. */
export const RowProblem = z.strictObject({
  /** Position in the ERP's answer, from 0; null: nothing is wrong with a row, the list was cut since too many were sent. */
  row: z.int().min(0).nullable(),
  /** The row's key where it could be read, e.g. an order number. */
  key: z.string().max(64).nullable(),
  /** What is wrong, for the integration's owner, e.g. `total: not a decimal`. */
  problem: z.string().max(300),
});
export type RowProblem = z.infer<typeof RowProblem>;

/** An opaque place in a list, given back to read on. The connector knows what it means (a bookmark, an offset …). */
export const Cursor = z.string().min(1).max(512);

/** More problems of a page tell nobody more. */
export const PAGE_PROBLEMS_MAX = 1000;

/** Part of a list. `nextCursor` is null at the end. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.strictObject({
    rows: z.array(row).max(1000),
    problems: z.array(RowProblem).max(PAGE_PROBLEMS_MAX),
    nextCursor: Cursor.nullable(),
  });
