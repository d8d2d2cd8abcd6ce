import { resolve } from 'node:path';
import { type FoundProblem, inspectConnector } from '../erp/connector/load.ts';
import { EXIT } from './exit.ts';
import { counted, lastLine, say, toned } from './picture.ts';

/** A gap that a draft left: a person must say what belongs there. */
const GAP = /TODO/;

const inOrder = (problems: readonly FoundProblem[]): FoundProblem[] =>
  problems.toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column || a.text.localeCompare(b.text),
  );

function show(problems: readonly FoundProblem[], word: string): void {
  for (const { file, line, column, place, text } of problems) {
    say(`${toned('bold', `${file}:${line}:${column}`)}  ${word}${place === '' ? '' : `  ${toned('dim', place)}`}`);
    say(`    ${text}`);
  }
}

/**
 * Says everything about a connector that can be known without calling its ERP.
 * @returns 0 where it may be used, 1 where it has a mistake or a gap
 */
export async function checkConnector(folder: string, json: boolean): Promise<number> {
  const { connector, problems, warnings } = await inspectConnector(resolve(folder));
  const gaps = inOrder(problems.filter(({ text, place }) => GAP.test(`${place} ${text}`)));
  const errors = inOrder(problems.filter((problem) => !gaps.includes(problem)));
  const sorted = inOrder(warnings);
  if (json) {
    lastLine({ ok: connector !== null, errors, gaps, warnings: sorted });
    return connector === null ? EXIT.failed : EXIT.ok;
  }
  show(errors, toned('red', 'error'));
  show(gaps, toned('magenta', 'gap'));
  show(sorted, toned('yellow', 'warning'));
  if (problems.length + warnings.length > 0) say();
  if (connector !== null) {
    const { name, version, commands } = connector.document;
    say(toned('green', `${name} ${version} may be used: ${counted(Object.keys(commands).length, 'command')}.`));
  }
  const totals = [counted(errors.length, 'error'), counted(gaps.length, 'gap'), counted(sorted.length, 'warning')];
  say(totals.join(', '));
  return connector === null ? EXIT.failed : EXIT.ok;
}
