import type { CommandMapping, Step } from '#contracts/connector-call';
import { type Checked, callShape } from './check-call.ts';
import { followed, textPath } from './check-path.ts';
import type { ContractFields } from './contract-fields.ts';
import { inputTypes } from './expression-types.ts';
import { compileExpression } from './expressions.ts';
import type { Problem } from './problem.ts';
import { sendsKept } from './sent-sources.ts';

/** What is wrong with the steps of a command, seen beside each other. */

/** The step behind the write that a create reads its document's number in, without a look at whose it is. */
export function readBack({ answer }: CommandMapping, steps: readonly Step[]): string | null {
  const begin = steps.findIndex(({ effect }) => effect === 'write');
  const behind = steps.slice(begin + 1).filter(({ effect }) => effect === 'read');
  const read = Object.values(answer).map((entry) => ('path' in entry ? entry.in : undefined));
  return behind.find(({ step }) => read.includes(step))?.step ?? null;
}

/** What a step is made for, and what it sends of steps that may have been left out. */
function whenProblems(step: Step, before: readonly Step[], input: ContractFields, path: string[]): Problem[] {
  const problems: Problem[] = [];
  if (step.when !== undefined) {
    const compiled = compileExpression(step.when, { input: inputTypes(input) });
    const text = compiled.ok ? `it gives ${compiled.value.type}, not bool` : compiled.problem;
    if (!compiled.ok || compiled.value.type !== 'bool') problems.push({ path: [...path, 'when'], text });
  }
  const lacking = before.find((other) => {
    const mayLack = other.when !== undefined && other.when !== step.when;
    return mayLack && sendsKept([step.request, step.headers], other.step);
  });
  if (lacking !== undefined)
    problems.push({
      path,
      text: `${lacking.step} may be left out, and this step sends what it keeps: give it the same when`,
    });
  return problems;
}

export function stepProblems(
  steps: readonly Step[],
  input: ContractFields,
  checked: Checked,
  path: string[],
): Problem[] {
  const problems: Problem[] = [];
  const names = steps.map(({ step }) => step);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) problems.push({ path, text: `two steps are called ${twice}` });
  for (const [index, step] of steps.entries()) {
    const here = [...path, String(index)];
    if (step.forEach !== undefined && (input.get(step.forEach)?.kind ?? 'value') === 'value')
      problems.push({ path: [...here, 'forEach'], text: `the command's input has no list ${step.forEach}` });
    problems.push(...whenProblems(step, steps.slice(0, index), input, here));
    if (step.forRows !== undefined) {
      const over = step.forRows.in ?? names[0] ?? '';
      const at = names.indexOf(over);
      if (at === -1 || at >= index)
        problems.push({ path: [...here, 'forRows'], text: `there is no step ${over} before this one` });
      else {
        const shape = callShape(steps[at] ?? step, checked);
        const reached = followed(shape, step.forRows.each, checked.document.namespaces);
        if ('missing' in reached) problems.push({ path: [...here, 'forRows', 'each'], text: reached.missing });
      }
      if (step.effect === 'write')
        problems.push({ path: [...here, 'forRows'], text: 'a step that writes is not repeated for rows' });
    }
    const shape = callShape(step, checked);
    for (const [name, place] of Object.entries(step.keep)) {
      const { problem } = textPath(shape, place, checked.document.namespaces, true);
      if (problem !== null) problems.push({ path: [...here, 'keep', name], text: problem });
    }
  }
  return problems;
}

/** The input of a call: of the list's entry too, where it is made once for each. */
export function inputOf(step: Step, input: ContractFields): ContractFields {
  const list = step.forEach === undefined ? undefined : input.get(step.forEach);
  if (list?.kind === 'list') return new Map([...input, ...list.fields]);
  return list?.kind === 'texts' ? new Map([...input, ['entry', list.entry]]) : input;
}
