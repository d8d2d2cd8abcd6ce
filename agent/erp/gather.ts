import type { CommandName } from '#contracts/commands';
import { type Failure, failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { forEachAtOnce } from './at-once.ts';
import { type Gathered, MAIN } from './connector/gathered.ts';
import { askPage, nextPage, type PageAsked } from './connector/paging.ts';
import type { PreparedCommand, PreparedStep } from './connector/prepare.ts';
import type { Desk, DeskOutcome } from './desk.ts';
import { readProblem } from './outcome.ts';
import type { WriteGo } from './port.ts';
import { elementsOn, type Namespaces, textsOn, type XmlPath } from './soap/xml-path.ts';
import type { XmlElement } from './soap/xml-tree.ts';
import { unasked } from './unasked.ts';

/** Makes the calls of a command that reads, and brings their answers together. */

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export interface Brought {
  gathered: Gathered;
  /** Where to read on; null at the end. Undefined: the command has no paging of ours. */
  nextCursor: string | null | undefined;
  /** The page that the whole list is cut to. */
  asked: PageAsked | null;
}

const NO_ANSWER: XmlElement = { name: '', namespace: '', text: '', children: [], nil: false };

/** The input of a call that is made for one entry: its fields beside the command's, or `entry` for a bare value. */
export const inputFor = (input: object, entry: unknown): object =>
  typeof entry === 'object' && entry !== null ? { ...input, ...entry } : { ...input, entry };

/** Whether a step is made for this input. */
export function isWanted({ when, name }: PreparedStep, input: object): Result<boolean> {
  if (when === null) return ok(true);
  const said = when.run({ input: input as Record<string, never> });
  return said.ok ? ok(said.value === true) : fail(failure('request.invalid', { detail: `${name}: ${said.problem}` }));
}

/** What a step leaves for later ones; the names that are not in the answer. */
export function keptOf(
  step: PreparedStep,
  answers: readonly XmlElement[],
): { kept: Record<string, string | string[]>; missing: string[] } {
  const kept: Record<string, string | string[]> = {};
  const missing: string[] = [];
  for (const [name, path] of step.keep) {
    const texts = answers.map((answer) => oneText(answer, path));
    if (texts.includes(null)) missing.push(name);
    const found = texts.filter((text) => text !== null);
    kept[`${step.name}.${name}`] = step.forEach === null ? (found[0] ?? '') : found;
  }
  return { kept, missing };
}

function oneText(answer: XmlElement, path: XmlPath): string | null {
  const texts = textsOn(answer, path);
  return texts.length === 1 ? (texts[0] ?? null) : null;
}

/** An answer, or why there is none; "not found" may be an empty one. */
function taken(
  outcome: DeskOutcome,
  name: CommandName,
  emptyIfNotFound: boolean,
): Result<{ answer: XmlElement; leftOut: readonly number[] }> {
  if (outcome.kind === 'none') return fail(outcome.error);
  const problem = outcome.kind === 'unsendable' ? unasked(outcome, name) : readProblem(outcome);
  if (problem === null && outcome.kind === 'judged') return ok({ answer: outcome.element, leftOut: outcome.leftOut });
  if (problem?.code === 'erp.not-found' && emptyIfNotFound) return ok({ answer: NO_ANSWER, leftOut: [] });
  return fail(problem ?? failure('defect.impossible-state'));
}

export interface GatherParts {
  desk: Desk;
  namespaces: Namespaces;
  /** Calls that one command may have at the ERP at once. */
  atOnce: number;
  rowsMax: number;
}

/** Failures that speak of one row alone; any other ends the command. */
const OF_ROW: readonly Failure['code'][] = ['erp.not-found', 'erp.rejected', 'erp.fault'];

export async function gather(
  { desk, namespaces, atOnce, rowsMax }: GatherParts,
  command: PreparedCommand,
  input: Readonly<Record<string, unknown>>,
  go: WriteGo,
): Promise<Result<Brought>> {
  const answers = new Map<string, readonly XmlElement[]>();
  const ofRow = new Map<XmlElement, Map<string, XmlElement>>();
  const rowProblems = new Map<XmlElement, string>();
  const gathered: Mutable<Gathered> = { answers, ofRow, rowProblems, input, leftOut: [] };
  const kept: Record<string, string | readonly string[]> = {};
  const brought: Brought = { gathered, nextCursor: undefined, asked: null };
  const bounds = { lists: command.shaper.lists, rowsMax };
  const first = command.steps[0]?.name ?? MAIN;

  const single = async (step: PreparedStep): Promise<Result<XmlElement[]>> => {
    if (step.name === first && command.paging !== null) return paged(step);
    const asked = { effect: 'read' as const, input, kept, ...(step.name === first ? { bounds } : {}) };
    const got = taken(await desk.call('read', step.call, asked, go), command.name, command.emptyIfNotFound);
    if (!got.ok) return got;
    if (step.name === first) gathered.leftOut = got.value.leftOut;
    return ok([got.value.answer]);
  };

  /** One page; or, for a command that has no cursor, one after another to the end. */
  const paged = async (step: PreparedStep): Promise<Result<XmlElement[]>> => {
    const { paging } = command;
    if (paging === null) return ok([]);
    const hasCursor = 'cursor' in input;
    let cursor = typeof input.cursor === 'string' ? input.cursor : null;
    const reading = { namespaces, isWhole: !hasCursor };
    const limit = typeof input.limit === 'number' ? input.limit : null;
    const pages: XmlElement[] = [];
    const earlier = new Set<string>();
    for (let page = 0; page < (hasCursor ? 1 : command.pagesMax); page += 1) {
      const asked = askPage(paging, cursor, limit, rowsMax);
      if (!asked.ok) return fail(failure('request.invalid', { detail: asked.problem }));
      const call = asked.value.further ? (command.further ?? step.call) : step.call;
      const whole = { effect: 'read' as const, input, kept, page: asked.value.parts, bounds };
      const got = taken(await desk.call('read', call, whole, go), command.name, command.emptyIfNotFound);
      if (!got.ok) return got;
      const { answer, leftOut } = got.value;
      const rows = command.shaper.rowsIn(answer);
      const count = rows.length + leftOut.reduce((sum, left) => sum + left, 0);
      const next = nextPage(paging, asked.value, { answer, rows: count, last: rows.at(-1) ?? null }, reading);
      if (!next.ok) return fail(failure('erp.answer-off-contract', { detail: next.problem }));
      // A row that comes again took the place of another one: the list has no order, or changed meanwhile.
      const again = hasCursor ? [] : rows.map((row) => JSON.stringify(row));
      if (again.some((row) => earlier.has(row)))
        return fail(
          failure('erp.answer-off-contract', { detail: 'a row came on two pages, so another may be missing' }),
        );
      for (const row of again) earlier.add(row);
      pages.push(answer);
      gathered.leftOut = leftOut;
      brought.nextCursor = next.value;
      brought.asked = asked.value;
      cursor = next.value;
      if (cursor === null) return ok(pages);
    }
    if (hasCursor || paging.by === 'whole') return ok(pages);
    return fail(failure('erp.answer-too-large', { detail: `more than ${command.pagesMax} pages` }));
  };

  const repeated = async (step: PreparedStep, list: string): Promise<Result<XmlElement[]>> => {
    const entries = Array.isArray(input[list]) ? (input[list] as unknown[]) : [];
    let error: Failure | null = null;
    const { results, failed } = await forEachAtOnce(entries, atOnce, async (entry, index) => {
      const asked = { effect: 'read' as const, input: inputFor(input, entry), index, kept };
      const got = taken(await desk.call('read', step.call, asked, go), command.name, command.emptyIfNotFound);
      if (!got.ok) error ??= got.error;
      return got.ok ? { ok: true, value: got.value.answer } : got;
    });
    return failed === null ? ok(results) : fail(error ?? failure('defect.impossible-state'));
  };

  const forRows = async (step: PreparedStep, over: NonNullable<PreparedStep['forRows']>): Promise<Result<null>> => {
    const rows = (answers.get(over.in === '' ? first : over.in) ?? []).flatMap((answer) =>
      elementsOn(answer, over.each),
    );
    if (rows.length > over.max) {
      return fail(
        failure('erp.answer-too-large', { detail: `${rows.length} rows to read one by one, at most ${over.max}` }),
      );
    }
    let error: Failure | null = null;
    const { failed } = await forEachAtOnce(rows, atOnce, async (row, index) => {
      const asked = { effect: 'read' as const, input, index, kept, row };
      const got = taken(await desk.call('read', step.call, asked, go), command.name, false);
      if (got.ok) {
        const details = ofRow.get(row) ?? new Map<string, XmlElement>();
        ofRow.set(row, details.set(step.name, got.value.answer));
        return { ok: true, value: null };
      }
      if (OF_ROW.includes(got.error.code)) {
        rowProblems.set(row, `${step.name}: ${got.error.code}`);
        return { ok: true, value: null };
      }
      error ??= got.error;
      return got;
    });
    return failed === null ? ok(null) : fail(error ?? failure('defect.impossible-state'));
  };

  for (const step of command.steps) {
    const wanted = isWanted(step, input);
    if (!wanted.ok) return wanted;
    if (!wanted.value) {
      answers.set(step.name, []);
      if (step.name === first && command.paging !== null) brought.nextCursor = null;
      continue;
    }
    if (step.forRows !== null) {
      const done = await forRows(step, step.forRows);
      if (!done.ok) return done;
      continue;
    }
    const got = step.forEach === null ? await single(step) : await repeated(step, step.forEach);
    if (!got.ok) return got;
    answers.set(step.name, got.value);
    const leaves = keptOf(step, got.value);
    if (leaves.missing.length > 0) {
      const detail = `${step.name} gave no ${leaves.missing.join(', ')}`;
      return fail(failure(command.emptyIfNotFound ? 'erp.not-found' : 'erp.answer-off-contract', { detail }));
    }
    Object.assign(kept, leaves.kept);
  }
  return ok(brought);
}
