import type { z } from 'zod';
import { COMMANDS, type CommandName, type CommandOutput } from '#contracts/commands';
import type { ReadFields } from '#contracts/connector-read';
import { failure } from '#contracts/errors';
import { PAGE_PROBLEMS_MAX, type RowProblem } from '#contracts/page';
import { fail, ok, type Result } from '#contracts/result';
import type { XmlElement } from '../soap/xml-tree.ts';
import type { Steps } from '../steps.ts';
import { foreignRow, ofCustomer, otherThanAsked } from './asked-for.ts';
import type { Reached } from './check-path.ts';
import { fieldsOf } from './contract-fields.ts';
import type { Gathered } from './gathered.ts';
import { entriesOf, isWanted, type Place, PROBLEMS_MAX, readFields, strangers } from './read-fields.ts';
import { compileFields, type ListReader, type ReadContext, type Reader } from './readers.ts';

const issuesOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, PROBLEMS_MAX)
    .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    .join('; ');

/** The row's key for a person: the first field that is a key and could be read. */
function keyOf(row: Record<string, unknown>, readers: readonly Reader[]): string | null {
  for (const { field } of readers) {
    const value = row[field];
    if (field.endsWith('Id') && typeof value === 'string') return value.slice(0, 64);
  }
  return null;
}

/** The names of a path that the decoder can count by; null where a list is not one plain path of the first answer. */
function countable({ paths, steps }: ListReader): string[] | null {
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0 || steps !== null || path.steps.length === 0) return null;
  const plain = path.steps.every(({ namespace, test }) => namespace === null && test === null);
  return plain ? path.steps.map(({ local }) => local) : null;
}

/** Reads the answers of one command; pure, and made once. */
export interface AnswerShaper<N extends CommandName> {
  /** Its lists, for the decoder to bound: local names below the response element. */
  lists: readonly (readonly string[])[];
  /** The rows that an answer of the first step brings to its list: what a page is counted by. */
  rowsIn(answer: XmlElement): XmlElement[];
  shape(gathered: Gathered): Steps<Result<CommandOutput<N>>>;
}

export interface Shaping {
  answer: ReadFields;
  /** The name of the step that paths without `in` are read in. */
  first: string;
  /** Whether the request says how many rows are wanted: an answer with more of them is then in the order asked for. */
  asksForRows: boolean;
  rowsMax: number;
  /** Where paths begin, as far as the WSDL tells. */
  shape?: Reached;
}

const offContract = (detail: string) => fail(failure('erp.answer-off-contract', { detail }));

/** 50 rows are shaped in about a millisecond. */
const ROWS_AT_ONCE = 50;
const NOTHING_GATHERED: Gathered = {
  answers: new Map(),
  ofRow: new Map(),
  rowProblems: new Map(),
  input: {},
  leftOut: [],
};
const NO_ANSWER: XmlElement = { name: '', namespace: '', text: '', children: [], nil: false };

/** The problems of a page whose end was cut off, with the cut as the last of them. */
function withCut(problems: readonly RowProblem[], cut: number, rowsMax: number): RowProblem[] {
  if (cut === 0) return [...problems];
  const problem = `${cut} more rows were sent than the ${rowsMax} that are taken; they are left out`;
  return [...problems.slice(0, PAGE_PROBLEMS_MAX - 1), { row: null, key: null, problem }];
}

/**
 * Errors of the shaper: erp.answer-off-contract with every problem in detail, erp.answer-too-large.
 * In a page (an answer with `problems`), a row that does not fit is named there and the others are given.
 *
 * More than `rowsMax` rows: a page whose request says how many rows are wanted keeps the first ones, which are the
 * newest, and names the cut in `problems`: the ERP did not honour the number, and a salesperson still sees what is
 * new. Without such a request nobody knows which rows come first, and an answer that is no page is given whole or
 * not at all: both are refused.
 */
export function shaperFor<N extends CommandName>(
  command: N,
  { answer, first, asksForRows, rowsMax, shape: top = 'open' }: Shaping,
  context: Omit<ReadContext, 'input'>,
): AnswerShaper<N> {
  const output: z.ZodType = COMMANDS[command].output;
  const contract = fieldsOf(output);
  const readers = compileFields(answer, contract, { ...context, input: fieldsOf(COMMANDS[command].input) }, top);
  const lists = readers.filter((reader) => reader.kind === 'list');
  const counted = lists.filter((list) => countable(list) !== null);
  const rows = contract.has('problems') ? lists.find((reader) => reader.field === 'rows') : undefined;
  const mayCut = rows !== undefined && asksForRows;
  const page = rows && (output as z.ZodObject<{ rows: z.ZodArray<z.ZodType>; problems: z.ZodType }>);
  const rowSchema: z.ZodType | undefined = page?.shape.rows.element;
  // Rows are checked one by one, so what is around them is checked without them.
  const whole: z.ZodType = page?.omit({ rows: true, problems: true }) ?? output;
  const others = readers.filter((reader) => reader !== rows);

  function* readRows(
    entries: readonly Place[],
    gathered: Gathered,
  ): Steps<{ rows: unknown[]; problems: RowProblem[] }> {
    const taken: { rows: unknown[]; problems: RowProblem[] } = { rows: [], problems: [] };
    if (rows === undefined || rowSchema === undefined) return taken;
    for (const [index, place] of entries.entries()) {
      if (index > 0 && index % ROWS_AT_ONCE === 0) yield;
      const problems: string[] = [];
      const failed = gathered.rowProblems.get(place.element);
      if (failed !== undefined) problems.push(failed);
      const row = readFields(place, rows.readers, gathered, problems);
      const wanted = problems.length === 0 ? isWanted(rows, row, gathered) : null;
      if (wanted?.ok && wanted.value !== true) continue;
      if (wanted?.ok === false) problems.push(wanted.problem);
      const foreign = foreignRow(row, gathered.input);
      if (foreign !== null) problems.push(foreign);
      const parsed = problems.length === 0 ? rowSchema.safeParse(row) : null;
      if (parsed?.success) taken.rows.push(parsed.data);
      else {
        const problem = (parsed === null ? problems.join('; ') : issuesOf(parsed.error)).slice(0, 300);
        taken.problems.push({ row: index, key: keyOf(row, rows.readers), problem });
      }
    }
    return taken;
  }

  function* shape(gathered: Gathered): Steps<Result<CommandOutput<N>>> {
    const answers = gathered.answers.get(first) ?? [];
    const element = answers[0] ?? NO_ANSWER;
    const place: Place = { element, top: element, details: undefined, members: null, position: 0 };
    // Where a step has several answers, a list has the rows of all of them.
    const listPlace = answers.length > 1 ? { ...place, members: answers } : place;
    for (const list of lists) {
      const left = gathered.leftOut[counted.indexOf(list)] ?? 0;
      const count = entriesOf(list, listPlace, gathered).length + left;
      if (count > rowsMax && !(list === rows && mayCut))
        return fail(failure('erp.answer-too-large', { detail: `${count} rows, at most ${rowsMax}` }));
    }
    const problems: string[] = rows === undefined ? [] : strangers(rows, listPlace, gathered);
    const read = readFields(listPlace, others, gathered, problems);
    if (problems.length > 0) return offContract(problems.join('; '));
    const parsed = whole.safeParse(read);
    if (!parsed.success) return offContract(issuesOf(parsed.error));
    if (rows === undefined) {
      const value = parsed.data as Record<string, unknown>;
      const other = otherThanAsked(command, value, gathered.input);
      return other === null ? ok(ofCustomer(command, value, gathered.input) as CommandOutput<N>) : offContract(other);
    }
    const sent = entriesOf(rows, listPlace, gathered);
    const taken = yield* readRows(sent.slice(0, rowsMax), gathered);
    const cut = Math.max(sent.length - rowsMax, 0) + (gathered.leftOut[counted.indexOf(rows)] ?? 0);
    return ok({
      ...(parsed.data as object),
      ...taken,
      problems: withCut(taken.problems, cut, rowsMax),
    } as CommandOutput<N>);
  }

  const paged = [rows, ...lists].find((list) => list !== undefined && (list.steps?.includes(first) ?? true));
  const rowsIn = (answer: XmlElement): XmlElement[] => {
    const place: Place = { element: answer, top: answer, details: undefined, members: null, position: 0 };
    // Rows as they were sent: those put together are counted each.
    return paged === undefined
      ? []
      : entriesOf({ ...paged, steps: null, groupBy: null }, place, NOTHING_GATHERED).map(({ element }) => element);
  };

  return { rowsIn, lists: counted.map((list) => countable(list) ?? []), shape };
}
