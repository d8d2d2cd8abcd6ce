import { COMMANDS, type CommandName, LOOK_UP_OF } from '#contracts/commands';
import type { CommandMapping, Paging, Step } from '#contracts/connector-call';
import { answerProblems } from './check-answer.ts';
import { type Checked, callProblems, callShape } from './check-call.ts';
import { followed, type Reached, textPath } from './check-path.ts';
import { inputOf, readBack, stepProblems } from './check-steps.ts';
import { type ContractFields, fieldsOf } from './contract-fields.ts';
import { inputTypes } from './expression-types.ts';
import { expressionWords } from './expression-words.ts';
import { compileExpression } from './expressions.ts';
import { instead } from './near-word.ts';
import { stepsOf } from './prepare.ts';
import type { Problem } from './problem.ts';
import { computes, sends } from './sent-sources.ts';

function writeProblems(
  command: CommandName,
  mapping: CommandMapping,
  steps: readonly Step[],
  path: string[],
): Problem[] {
  const problems: Problem[] = [];
  const add = (text: string, more: string[] = [], isWarning = false): void => {
    problems.push({ path: [...path, ...more], text, ...(isWarning ? { isWarning } : {}) });
  };
  const writes = steps.filter(({ effect }) => effect === 'write');
  if (COMMANDS[command].effect === 'read') {
    if (mapping.write !== undefined) add('this command does not write', ['write']);
    if (writes.length > 0) add('a step of a command that reads may not write', ['steps']);
    return problems;
  }
  if (mapping.write === undefined) {
    add('a command that writes needs write, e.g. write: { maxExecutionMs: 60000, indexLagMs: 0 }');
    return problems;
  }
  const [first] = writes;
  const at = 'steps' in mapping ? ['steps'] : ['request'];
  if (first === undefined) add('no step says effect: write', ['steps']);
  else if (first.when !== undefined) add('the first step that writes is always made: without when', ['steps']);
  else if (!sends(first.request, 'reference'))
    add(
      'the first step that writes must send reference: else what it made could not be found again; send it in a field that a lookup searches: { from: reference }',
      at,
    );
  const sendsPrice = writes.some(({ request }) => sends(request, 'unitPrice'));
  if (sendsPrice && mapping.write.priceBasis === undefined)
    add('prices are sent: say priceBasis, net or gross, as the ERP understands them', ['write']);
  if (mapping.write.priceBasis === 'gross' && !writes.some(({ request }) => computes(request, 'unitPrice')))
    add('the contract has net prices: compute the gross one (cel), or leave the price to the ERP', ['write']);
  const readsBack = readBack(mapping, steps);
  if (readsBack !== null) {
    const how = 'compare it, e.g. cel: \'ref == input.reference ? no : ""\'';
    add(
      `the number is read in ${readsBack}, and nothing says that it is the one that was made: ${how}`,
      ['answer'],
      true,
    );
  }
  if (mapping.write.maxExecutionMs === null)
    add(
      'nobody knows how long a write may go on: one without an answer is parked for a person; ask who runs the ERP when it ends a transaction at the latest',
      ['write', 'maxExecutionMs'],
      true,
    );
  return problems;
}

/** What the paging of a command lets its requests ask for. */
const PARTS: Record<Paging['by'], readonly string[]> = {
  bookmark: ['size', 'key'],
  'last-row': ['size', 'key'],
  offset: ['size', 'offset'],
  number: ['size', 'number'],
  search: ['size', 'number', 'search'],
  whole: ['size'],
};

function pagingProblems(
  paging: Paging,
  first: Reached,
  row: Reached,
  rowFields: ContractFields,
  { document }: Checked,
  path: string[],
): Problem[] {
  const { namespaces } = document;
  const problems: Problem[] = [];
  const at = (key: string, shape: Reached, place: string): void => {
    const { problem } = textPath(shape, place, namespaces);
    if (problem !== null) problems.push({ path: [...path, key], text: problem });
  };
  if (paging.by === 'bookmark') at('key', first, paging.key);
  if (paging.by === 'last-row') at('key', row, paging.key);
  if (paging.by === 'search') at('id', first, paging.id);
  if (paging.by === 'whole' && !rowFields.has(paging.newestFirst))
    problems.push({
      path: [...path, 'newestFirst'],
      text: `the contract's row has no field ${paging.newestFirst}: ${instead(paging.newestFirst, rowFields.keys())}`,
    });
  if ('end' in paging) {
    const { end } = paging;
    if ('more' in end) at('end', first, end.more);
    if ('total' in end) at('end', first, end.total);
    if ('pages' in end) at('end', first, end.pages);
    if (paging.by === 'last-row' && 'pages' in end)
      problems.push({ path: [...path, 'end'], text: 'pages are not counted where the last row says where to go on' });
  }
  return problems;
}

function completeProblem(command: CommandName, mapping: CommandMapping, output: ContractFields): string | null {
  const create = Object.entries(LOOK_UP_OF).find(([, lookUp]) => lookUp === command);
  if (mapping.complete === undefined) return null;
  if (create === undefined) return 'only a lookup by reference says what is complete';
  const [list] = [...output.values()].filter((field) => field.kind === 'list');
  const compiled = compileExpression(mapping.complete, {
    row: inputTypes(list?.kind === 'list' ? list.fields : new Map()),
  });
  if (!compiled.ok) return expressionWords(compiled.problem, ['row']);
  return compiled.value.type === 'bool' ? null : `it gives ${compiled.value.type}, and must give yes or no`;
}

/** The lookup beside a create: without it, or where a create has several steps and nothing tells whether all were done. */
function lookUpProblems(
  command: CommandName,
  { document }: Checked,
  steps: readonly Step[],
  path: string[],
): Problem[] {
  if (!(command === 'order.create' || command === 'customer.create')) return [];
  const lookUp = LOOK_UP_OF[command];
  const beside = document.commands[lookUp];
  if (beside === undefined) {
    const text = `there is no ${lookUp}: a write without an answer can only be parked for a person; add it to commands, if the ERP can search by reference`;
    return [{ path, text, isWarning: true }];
  }
  const several = steps.filter(({ effect }) => effect === 'write').length > 1;
  return several && beside.complete === undefined
    ? [
        {
          path: ['commands', lookUp],
          text: `${command} has several steps: complete must say when one was made to its end`,
        },
      ]
    : [];
}

/** Everything that is wrong with one command. */
export function commandProblems(command: CommandName, mapping: CommandMapping, checked: Checked): Problem[] {
  const path = ['commands', command];
  const { document } = checked;
  const steps = stepsOf(command, mapping);
  const input = fieldsOf(COMMANDS[command].input);
  const output = new Map(fieldsOf(COMMANDS[command].output));
  // The engine fills a page's problems, and its cursor where it does the paging.
  output.delete('problems');
  if (mapping.paging !== undefined) output.delete('nextCursor');
  const problems = writeProblems(command, mapping, steps, path);
  const stepPath = (index: number): string[] => ('steps' in mapping ? [...path, 'steps', String(index)] : path);
  if ('steps' in mapping) problems.push(...stepProblems(steps, input, checked, [...path, 'steps']));
  const kept = new Set<string>();
  const page = new Set(mapping.paging === undefined ? [] : PARTS[mapping.paging.by]);
  for (const [index, step] of steps.entries()) {
    const scope = {
      input: inputOf(step, input),
      kept: new Set(kept),
      page: index === 0 ? page : new Set<string>(),
      hasRow: step.forRows !== undefined,
    };
    problems.push(...callProblems(step, scope, checked, stepPath(index)));
    for (const name of Object.keys(step.keep)) kept.add(`${step.step}.${name}`);
  }
  if (mapping.paging?.by === 'search') {
    const scope = { input, kept, page, hasRow: false };
    problems.push(...callProblems(mapping.paging.more, scope, checked, [...path, 'paging', 'more']));
  }
  const shapes = new Map(steps.map((step) => [step.step, callShape(step, checked)]));
  const first = [...shapes.values()][0] ?? 'open';
  const { formats, namespaces } = document;
  const isLoose = steps.some((step) => checked.isLoose(step));
  const context = { formats, namespaces, steps: shapes, top: first, input, isLoose };
  problems.push(...answerProblems(mapping.answer, first, output, context, [...path, 'answer']));
  if (mapping.paging !== undefined) {
    const rows = mapping.answer.rows ?? Object.values(mapping.answer).find((entry) => 'each' in entry);
    const reached =
      rows !== undefined && 'each' in rows && typeof rows.each === 'string' && !rows.unlisted
        ? followed(first, rows.each, namespaces, true)
        : { missing: '' };
    const row: Reached = 'found' in reached ? reached.found : 'open';
    const list = output.get('rows');
    const rowFields: ContractFields = list?.kind === 'list' ? list.fields : new Map();
    problems.push(...pagingProblems(mapping.paging, first, row, rowFields, checked, [...path, 'paging']));
  }
  const incomplete = completeProblem(command, mapping, output);
  if (incomplete !== null) problems.push({ path: [...path, 'complete'], text: incomplete });
  problems.push(...lookUpProblems(command, checked, steps, path));
  return problems;
}
