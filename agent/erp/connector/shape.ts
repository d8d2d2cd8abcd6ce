import type { z } from 'zod';
import { COMMANDS, type CommandName, type CommandOutput } from '#contracts/commands';
import type { Format, ReadFields } from '#contracts/connector';
import { failure } from '#contracts/errors';
import type { RowProblem } from '#contracts/page';
import { fail, ok, type Result } from '#contracts/result';
import { elementsAt, textAt, type XmlElement } from '../soap/xml-tree.ts';
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

/** Reads one answer; pure, and made once per command. */
export type AnswerShaper<N extends CommandName> = (answer: XmlElement) => Result<CommandOutput<N>>;

const offContract = (detail: string) => fail(failure('erp.answer-off-contract', { detail }));

/**
 * Errors of the shaper: erp.answer-off-contract with every problem in detail, erp.answer-too-large.
 * In a page (an answer with `problems`), a row that does not fit is named there and the others are given.
 */
export function shaperFor<N extends CommandName>(
  command: N,
  mapping: ReadFields,
  formats: Record<string, Format>,
  rowsMax: number,
): AnswerShaper<N> {
  const output: z.ZodType = COMMANDS[command].output;
  const contract = fieldsOf(output);
  const readers = compile(mapping, contract, formats);
  const lists = readers.filter((reader) => reader.kind === 'list');
  const rows = contract.has('problems') ? lists.find((reader) => reader.field === 'rows') : undefined;
  const page = rows && (output as z.ZodObject<{ rows: z.ZodArray<z.ZodType>; problems: z.ZodType }>);
  const rowSchema: z.ZodType | undefined = page?.shape.rows.element;
  // Rows are checked one by one, so what is around them is checked without them.
  const whole: z.ZodType = page?.omit({ rows: true, problems: true }) ?? output;
  const others = readers.filter((reader) => reader !== rows);

  const readRows = (elements: readonly XmlElement[]): { rows: unknown[]; problems: RowProblem[] } => {
    const taken: { rows: unknown[]; problems: RowProblem[] } = { rows: [], problems: [] };
    if (rows === undefined || rowSchema === undefined) return taken;
    elements.forEach((element, index) => {
      const problems: string[] = [];
      const row = readFields(element, rows.readers, problems);
      const parsed = problems.length === 0 ? rowSchema.safeParse(row) : null;
      if (parsed?.success) taken.rows.push(parsed.data);
      else {
        const problem = (parsed === null ? problems.join('; ') : issuesOf(parsed.error)).slice(0, 300);
        taken.problems.push({ row: index, key: keyOf(row, rows.readers), problem });
      }
    });
    return taken;
  };

  return (answer) => {
    for (const list of lists) {
      const count = elementsAt(answer, list.segments).length;
      if (count > rowsMax)
        return fail(failure('erp.answer-too-large', { detail: `${count} rows, at most ${rowsMax}` }));
    }
    const problems: string[] = [];
    const read = readFields(answer, others, problems);
    if (problems.length > 0) return offContract(problems.join('; '));
    const parsed = whole.safeParse(read);
    if (!parsed.success) return offContract(issuesOf(parsed.error));
    const taken = rows === undefined ? {} : readRows(elementsAt(answer, rows.segments));
    return ok({ ...(parsed.data as object), ...taken } as CommandOutput<N>);
  };
}
