import { z } from 'zod';
import { PAGE_PROBLEMS_MAX, RowProblem } from '#contracts/page';

/** Room for the problem that says what was left out. */
const SENTENCE_BYTES = 200;

const Page = z.looseObject({ rows: z.array(z.unknown()), problems: z.array(RowProblem) });

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/**
 * As many of a page's first rows, the newest, as fit into so many bytes, with a problem that says how many are left
 * out. Null: it is no page, or not even one row fits.
 */
export function fittingPage(output: unknown, bytesMax: number): object | null {
  const page = Page.safeParse(output);
  if (!page.success) return null;
  const { rows } = page.data;
  const problems = page.data.problems.slice(0, PAGE_PROBLEMS_MAX - 1);
  let bytes = bytesOf({ ...page.data, rows: [], problems }) + SENTENCE_BYTES;
  let fit = 0;
  for (const row of rows) {
    // The comma before it counts, too.
    bytes += bytesOf(row) + 1;
    if (bytes > bytesMax) break;
    fit += 1;
  }
  if (fit === 0) return null;
  const problem = `${rows.length - fit} more rows do not fit into one answer; they are left out`;
  return { ...page.data, rows: rows.slice(0, fit), problems: [...problems, { row: null, key: null, problem }] };
}
