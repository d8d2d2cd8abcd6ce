import type { Format } from '#contracts/connector-format';
import type { FoundValue, ReadFields, ReadList, ReadValue } from '#contracts/connector-read';
import type { Namespaces } from '../soap/xml-path.ts';
import { takenFormat, takeProblem } from './aggregate.ts';
import { followed, type Reached, textPath, typeProblem } from './check-path.ts';
import { strangeWords, wordsLacking } from './check-words.ts';
import type { ContractField, ContractFields } from './contract-fields.ts';
import { inputTypes, rowTypes, typesOf } from './expression-types.ts';
import { expressionWords } from './expression-words.ts';
import { compileExpression } from './expressions.ts';
import { fieldWords } from './field-words.ts';
import { samplesOf } from './format-samples.ts';
import { TEXT } from './formats.ts';
import { instead, nearest } from './near-word.ts';
import type { Problem } from './problem.ts';

/** What an answer mapping is checked against. */
export interface AnswerContext {
  formats: Record<string, Format>;
  namespaces: Namespaces;
  /** Each step's answer, as far as the WSDL tells. */
  steps: ReadonlyMap<string, Reached>;
  /** Where a path from the top begins. */
  top: Reached;
  input: ContractFields;
  isLoose: boolean;
}

function fitProblem(field: ContractField, format: Format | undefined): string | null {
  if (field.kind !== 'value') return 'the contract has a list here: use each and fields';
  const fits = samplesOf(format).map((sample) => field.schema.safeParse(sample).success);
  if (format?.type === 'words' && fits.includes(false)) return null;
  if (fits.includes(true)) return null;
  const has = format === undefined ? 'a value without as is a text' : `the format ${format.type} cannot give it`;
  return `the contract wants ${fieldWords(field)}; ${has}`;
}

/** What is wrong with one place of an answer and its format. */
function foundProblem(entry: FoundValue, shape: Reached, context: AnswerContext): string | null {
  const { formats, namespaces, steps, top, isLoose } = context;
  if (entry.as !== undefined && !Object.hasOwn(formats, entry.as))
    return `there is no format ${entry.as}: ${instead(entry.as, Object.keys(formats), 'there are')}`;
  const within = entry.in === undefined ? shape : steps.get(entry.in);
  if (within === undefined) return `there is no step ${entry.in}`;
  const made = takeProblem(entry, (entry.as === undefined ? undefined : formats[entry.as]) ?? TEXT);
  if (made !== null) return made;
  let row = within;
  if (entry.over !== undefined) {
    const rows = entry.over.startsWith('/') && entry.in === undefined ? top : within;
    const reached = followed(entry.unlisted ? 'open' : rows, entry.over, namespaces, isLoose);
    if ('missing' in reached) return reached.missing;
    row = reached.found;
  }
  for (const path of [entry.path].flat()) {
    const base = path.startsWith('/') && entry.in === undefined ? top : row;
    const { problem, shape: end } = textPath(entry.unlisted ? 'open' : base, path, namespaces, isLoose);
    if (problem !== null) return problem;
    const wrong = typeProblem(entry.as === undefined ? undefined : formats[entry.as], end);
    if (wrong !== null) return wrong;
  }
  return null;
}

const RESULTS: Record<string, unknown[]> = {
  string: ['x', 'EUR', 'DE', 'DB-1'],
  decimal: ['1.00'],
  int: [1],
  bool: [true],
};

/** A text that an expression gives is only known when it runs, so any text field may have one. */
function computedProblem(
  { cel: text, with: values, as }: Extract<ReadValue, { cel: string }>,
  field: ContractField,
  { formats, input }: AnswerContext,
): string | null {
  const compiled = compileExpression(text, { input: inputTypes(input), ...typesOf(values, formats) });
  if (compiled.ok && as !== undefined) {
    if (!Object.hasOwn(formats, as)) return `there is no format ${as}`;
    return compiled.value.type === 'string'
      ? fitProblem(field, formats[as])
      : `the expression gives ${compiled.value.type}, and only text is read in a format`;
  }
  if (!compiled.ok) return expressionWords(compiled.problem, [...Object.keys(values), 'input']);
  if (field.kind !== 'value') return 'the contract has a list here: use each and fields';
  const { type } = compiled.value;
  const takesText = type === 'string' && !['1.00', 1, true].every((sample) => field.schema.safeParse(sample).success);
  const fits = (RESULTS[type] ?? []).some((sample) => field.schema.safeParse(sample).success);
  return fits || (takesText && isTextual(field))
    ? null
    : `the expression gives ${type}, and the contract wants ${fieldWords(field)}`;
}

/** Whether a field takes some text: words of an enumeration and days are texts that no sample hits. */
const isTextual = (field: Extract<ContractField, { kind: 'value' }>): boolean =>
  !field.schema.safeParse(true).success && !field.schema.safeParse(1).success;

function listProblems(
  entry: ReadList,
  shape: Reached,
  field: Extract<ContractField, { kind: 'list' }>,
  context: AnswerContext,
  path: readonly string[],
): Problem[] {
  const { namespaces, steps, formats, isLoose } = context;
  const named = [entry.in ?? []].flat();
  const unknown = named.find((step) => !steps.has(step));
  if (unknown !== undefined) return [{ path, text: `there is no step ${unknown}` }];
  const bases = named.length === 0 ? [shape] : named.map((step) => steps.get(step) ?? 'open');
  const problems: Problem[] = [];
  let inner: Reached = 'open';
  for (const each of [entry.each].flat()) {
    const starts = each.startsWith('/') && entry.in === undefined ? [context.top] : bases;
    const reached = starts.map((base) => followed(entry.unlisted ? 'open' : base, each, namespaces, isLoose));
    // Of several steps one is enough: each has its own name for its rows.
    const [there] = reached.filter((one) => 'found' in one);
    const [missing] = reached.filter((one) => 'missing' in one);
    if (there === undefined && missing !== undefined) problems.push({ path: [...path, 'each'], text: missing.missing });
    else if (there !== undefined && typeof entry.each === 'string' && bases.length === 1) inner = there.found;
  }
  if (problems.length > 0) return problems;
  const [only = 'open', ...others] = bases;
  const below = entry.in === undefined ? context : { ...context, top: others.length === 0 ? only : 'open' };
  problems.push(...answerProblems(entry.fields, inner, field.fields, below, [...path, 'fields']));
  for (const text of [entry.groupBy ?? []].flat()) {
    const { problem } = textPath(inner, text, namespaces, isLoose);
    if (problem !== null) problems.push({ path: [...path, 'groupBy'], text: problem });
  }
  if (entry.where !== undefined) {
    const variables = { row: rowTypes(entry.fields, formats), input: inputTypes(context.input) };
    const compiled = compileExpression(entry.where, variables);
    const text = compiled.ok
      ? `it gives ${compiled.value.type}, and must give yes or no`
      : expressionWords(compiled.problem, ['row', 'input']);
    if (!compiled.ok || compiled.value.type !== 'bool') problems.push({ path: [...path, 'where'], text });
  }
  if (entry.complete !== undefined) problems.push(...completeProblems(entry.complete, field, context, path));
  return problems;
}

function completeProblems(
  { from, by, otherwise }: NonNullable<ReadList['complete']>,
  field: Extract<ContractField, { kind: 'list' }>,
  context: AnswerContext,
  path: readonly string[],
): Problem[] {
  const here = [...path, 'complete'];
  const list = context.input.get(from);
  const problems: Problem[] = [];
  if (list === undefined || list.kind === 'value')
    problems.push({ path: here, text: `the command's input has no list ${from}` });
  if (!field.fields.has(by)) problems.push({ path: here, text: `the contract has no field ${by} here` });
  const entry: ContractFields = list?.kind === 'list' ? list.fields : new Map();
  const input = new Map([
    ...context.input,
    ...entry,
    ...(field.fields.has(by) ? [[by, field.fields.get(by)] as const] : []),
  ]);
  const known = new Map([...input].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
  const below = { ...context, input: known };
  problems.push(...answerProblems(otherwise, 'open', field.fields, below, [...here, 'otherwise'], true));
  return problems;
}

/**
 * What is wrong with an answer mapping, against the WSDL's response and the command's output.
 * @param mayLackLists an entry that stands for one that is not there has no lists
 */
export function answerProblems(
  mapping: ReadFields,
  shape: Reached,
  contract: ContractFields,
  context: AnswerContext,
  path: readonly string[],
  mayLackLists = false,
): Problem[] {
  const problems: Problem[] = [];
  const meant = new Set<string>();
  for (const [name, entry] of Object.entries(mapping)) {
    const here = [...path, name];
    const add = (text: string | null): void => {
      if (text !== null) problems.push({ path: here, text });
    };
    const field = contract.get(name);
    if (field === undefined) {
      const free = [...contract.keys()].filter((known) => !Object.hasOwn(mapping, known));
      const near = nearest(name, free);
      if (near !== null) meant.add(near);
      add(`the contract has no field ${name} here: ${instead(name, free, 'fields that are free are')}`);
    } else if ('each' in entry) {
      if (field.kind === 'list') problems.push(...listProblems(entry, shape, field, context, here));
      else add('the contract has no list here');
    } else if ('const' in entry) {
      const fits = field.kind === 'value' && field.schema.safeParse(entry.const).success;
      add(fits ? null : `the contract does not take this value: it wants ${fieldWords(field)}`);
    } else if ('from' in entry) {
      add(context.input.has(entry.from) ? null : `the command's input has no field ${entry.from}`);
    } else if ('position' in entry) {
      const fits = field.kind === 'value' && field.schema.safeParse(entry.position).success;
      add(fits ? null : 'the contract does not take a position here');
    } else if ('cel' in entry) {
      for (const [value, found] of Object.entries(entry.with)) {
        const problem = foundProblem(found, shape, context);
        if (problem !== null) problems.push({ path: [...here, 'with', value], text: problem });
      }
      add(computedProblem(entry, field, context));
    } else {
      const problem = foundProblem(entry, shape, context);
      const format = entry.as === undefined ? undefined : context.formats[entry.as];
      add(problem ?? fitProblem(field, entry.take === undefined ? format : takenFormat(entry.take, format ?? TEXT)));
      const strange = strangeWords(field, format);
      // Told where the words are written, since the format may be used in many places.
      if (strange !== null) problems.push({ path: ['formats', entry.as ?? '', 'words'], text: strange });
      const lacking = problem === null && entry.over === undefined ? wordsLacking(entry, shape, context) : null;
      if (lacking !== null) problems.push({ path: here, text: lacking, isWarning: true });
    }
  }
  for (const [name, field] of contract) {
    const required = field.kind === 'value' ? !field.nullable : !mayLackLists;
    if (required && !Object.hasOwn(mapping, name) && !meant.has(name))
      problems.push({ path, text: `the contract requires ${name}, ${fieldWords(field)}` });
  }
  return problems;
}
