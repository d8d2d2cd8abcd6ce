import type { z } from 'zod';
import { COMMANDS, type CommandName, type CommandOutput } from '#contracts/commands';
import type { CommandMapping, Format, ReadFields, SendFields } from '#contracts/connector';
import { failure } from '#contracts/errors';
import type { RowProblem } from '#contracts/page';
import { fail, ok, type Result } from '#contracts/result';
import { elementsAt, textAt, type XmlElement } from '../soap/xml-tree.ts';
import type { Steps } from '../steps.ts';
import { type ContractFields, fieldsOf } from './contract-fields.ts';
import { readValue, TEXT, type Value } from './formats.ts';

/** A mapping with its paths split and its formats found, made once when a connector is opened. */
type Reader =
  | { field: string; kind: 'value'; segments: string[]; format: Format }
  | { field: string; kind: 'const'; value: Value }
  | { field: string; kind: 'list'; segments: string[]; readers: Reader[] };

/** Problems of one answer that are worth telling; more of them help nobody. */
const PROBLEMS_MAX = 20;

function compile(fields: ReadFields, contract: ContractFields, formats: Record<string, Format>): Reader[] {
  const readers: Reader[] = [];
  for (const [field, entry] of Object.entries(fields)) {
    const known = contract.get(field);
    if ('each' in entry) {
      const inner = known?.kind === 'list' ? known.fields : new Map();
      readers.push({
        field,
        kind: 'list',
        segments: entry.each.split('/'),
        readers: compile(entry.fields, inner, formats),
      });
    } else if ('const' in entry) {
      readers.push({ field, kind: 'const', value: entry.const });
    } else {
      const format = (entry.as === undefined ? undefined : formats[entry.as]) ?? TEXT;
      readers.push({ field, kind: 'value', segments: entry.path.split('/'), format });
    }
  }
  for (const [field, known] of contract) {
    const unmapped = known.kind === 'value' && known.nullable && !Object.hasOwn(fields, field);
    if (unmapped) readers.push({ field, kind: 'const', value: null });
  }
  return readers;
}

function readFields(from: XmlElement, readers: readonly Reader[], problems: string[]): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const reader of readers) {
    if (reader.kind === 'const') {
      read[reader.field] = reader.value;
    } else if (reader.kind === 'list') {
      const { readers: inner } = reader;
      read[reader.field] = elementsAt(from, reader.segments).map((element) => readFields(element, inner, problems));
    } else {
      const found = textAt(from, reader.segments);
      const value = found.ok ? readValue(reader.format, found.text) : found;
      if (value.ok) read[reader.field] = value.value;
      else if (problems.length < PROBLEMS_MAX) problems.push(`${reader.field}: ${value.problem}`);
    }
  }
  return read;
}

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

/** Whether the request says how many rows are wanted: an answer with more of them is then in the order asked for. */
const asksForRows = (request: SendFields): boolean =>
  Object.values(request).some((entry) =>
    'fields' in entry && entry.fields !== undefined && !('each' in entry)
      ? asksForRows(entry.fields)
      : 'from' in entry && entry.from === 'limit',
  );

/** Reads the answers of one command; pure, and made once. */
export interface AnswerShaper<N extends CommandName> {
  /** Its lists, for the decoder to bound: local names below the response element. */
  lists: readonly (readonly string[])[];
  /** @param leftOut for each list, how many elements the decoder did not keep */
  shape(answer: XmlElement, leftOut: readonly number[]): Steps<Result<CommandOutput<N>>>;
}

const offContract = (detail: string) => fail(failure('erp.answer-off-contract', { detail }));

/** The problems that a page may carry, by its contract. */
const PAGE_PROBLEMS_MAX = 1000;
/** 50 rows are shaped in about a millisecond. */
const ROWS_AT_ONCE = 50;

/** The problems of a page whose end was cut off, with the cut as the last of them. */
function withCut(problems: readonly RowProblem[], cut: number, rowsMax: number): RowProblem[] {
  if (cut === 0) return [...problems];
  const problem = `${cut} more rows were sent than the ${rowsMax} that are taken; they are left out`;
  return [...problems.slice(0, PAGE_PROBLEMS_MAX - 1), { row: rowsMax, key: null, problem }];
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
  mapping: Pick<CommandMapping, 'request' | 'answer'>,
  formats: Record<string, Format>,
  rowsMax: number,
): AnswerShaper<N> {
  const output: z.ZodType = COMMANDS[command].output;
  const contract = fieldsOf(output);
  const readers = compile(mapping.answer, contract, formats);
  const lists = readers.filter((reader) => reader.kind === 'list');
  const rows = contract.has('problems') ? lists.find((reader) => reader.field === 'rows') : undefined;
  const mayCut = rows !== undefined && asksForRows(mapping.request);
  const page = rows && (output as z.ZodObject<{ rows: z.ZodArray<z.ZodType>; problems: z.ZodType }>);
  const rowSchema: z.ZodType | undefined = page?.shape.rows.element;
  // Rows are checked one by one, so what is around them is checked without them.
  const whole: z.ZodType = page?.omit({ rows: true, problems: true }) ?? output;
  const others = readers.filter((reader) => reader !== rows);

  function* readRows(elements: readonly XmlElement[]): Steps<{ rows: unknown[]; problems: RowProblem[] }> {
    const taken: { rows: unknown[]; problems: RowProblem[] } = { rows: [], problems: [] };
    if (rows === undefined || rowSchema === undefined) return taken;
    for (const [index, element] of elements.entries()) {
      if (index > 0 && index % ROWS_AT_ONCE === 0) yield;
      const problems: string[] = [];
      const row = readFields(element, rows.readers, problems);
      const parsed = problems.length === 0 ? rowSchema.safeParse(row) : null;
      if (parsed?.success) taken.rows.push(parsed.data);
      else {
        const problem = (parsed === null ? problems.join('; ') : issuesOf(parsed.error)).slice(0, 300);
        taken.problems.push({ row: index, key: keyOf(row, rows.readers), problem });
      }
    }
    return taken;
  }

  function* shape(answer: XmlElement, leftOut: readonly number[]): Steps<Result<CommandOutput<N>>> {
    for (const [index, list] of lists.entries()) {
      const count = elementsAt(answer, list.segments).length + (leftOut[index] ?? 0);
      if (count > rowsMax && !(list === rows && mayCut))
        return fail(failure('erp.answer-too-large', { detail: `${count} rows, at most ${rowsMax}` }));
    }
    const problems: string[] = [];
    const read = readFields(answer, others, problems);
    if (problems.length > 0) return offContract(problems.join('; '));
    const parsed = whole.safeParse(read);
    if (!parsed.success) return offContract(issuesOf(parsed.error));
    if (rows === undefined) return ok(parsed.data as CommandOutput<N>);
    const sent = elementsAt(answer, rows.segments);
    const taken = yield* readRows(sent.slice(0, rowsMax));
    const cut = Math.max(sent.length - rowsMax, 0) + (leftOut[lists.indexOf(rows)] ?? 0);
    const page = { ...taken, problems: withCut(taken.problems, cut, rowsMax) };
    return ok({ ...(parsed.data as object), ...page } as CommandOutput<N>);
  }

  return { lists: lists.map(({ segments }) => segments), shape };
}
