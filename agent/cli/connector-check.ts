import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { GAP, gapsOf } from '../draft/gaps.ts';
import { readFingerprint } from '../drift/fingerprint-file.ts';
import { gapAdvice } from '../erp/connector/gap-advice.ts';
import { type FoundProblem, inspectConnector } from '../erp/connector/load.ts';
import { adviceFor } from './advice.ts';
import { EXIT } from './exit.ts';
import { counted, lastLine, say, toned } from './picture.ts';

/** Larger documents are refused anyway. */
const DOCUMENT_BYTES_MAX = 256 * 1024;

/** Where in the document the gaps of each line stand; none where it is no YAML yet. */
function placesOf(text: string): { places: Map<number, string[]>; document: object } {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, schema: 'core' });
  const places = new Map<number, string[]>();
  const keysTo = (key: unknown, ancestors: readonly unknown[]): string[] => [
    ...ancestors.flatMap((one) => (isPair(one) && isScalar(one.key) ? [String(one.key.value)] : [])),
    ...(typeof key === 'number' ? [String(key)] : []),
  ];
  visit(yaml, {
    Scalar(key, node, ancestors) {
      if (!GAP.test(String(node.value)) || !node.range) return;
      const { line } = lines.linePos(node.range[0]);
      if (!places.has(line)) places.set(line, keysTo(key, ancestors));
    },
  });
  try {
    const document: unknown = yaml.toJS({ maxAliasCount: 50 });
    return { places, document: typeof document === 'object' && document !== null ? document : {} };
  } catch {
    return { places, document: {} };
  }
}

function gapsIn(folder: string): FoundProblem[] {
  const path = join(folder, 'connector.yaml');
  if (!existsSync(path) || statSync(path).size > DOCUMENT_BYTES_MAX) return [];
  const text = readFileSync(path, 'utf8');
  const { places, document } = placesOf(text);
  return gapsOf(text).map(({ line, column, value, hint }) => {
    const advice = gapAdvice(places.get(line) ?? [], document) ?? hint ?? 'say what belongs here in place of TODO';
    return { file: 'connector.yaml', line, column, place: value, text: advice };
  });
}

/** One that is damaged keeps the agent from starting, as a mistake in the document does. */
function approvalIn(folder: string): FoundProblem[] {
  const fingerprint = readFingerprint(folder);
  if (fingerprint.ok) return [];
  const [file = '', ...why] = (fingerprint.error.detail ?? '').split(': ');
  return [{ file, line: 1, column: 1, place: '', text: `${why.join(': ')}. ${adviceFor(fingerprint.error)}` }];
}

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
  const gaps = gapsIn(resolve(folder));
  // What is wrong because of a gap is said once, as the gap.
  const gapLines = new Set(gaps.map(({ line }) => line));
  const mistakes = problems.filter(({ line, text }) => !gapLines.has(line) && !GAP.test(text));
  const damaged = approvalIn(resolve(folder));
  const errors = inOrder([...mistakes, ...damaged]);
  const sorted = inOrder(warnings);
  const isFine = connector !== null && gaps.length === 0 && damaged.length === 0;
  if (json) {
    lastLine({ ok: isFine, errors, gaps, warnings: sorted });
    return isFine ? EXIT.ok : EXIT.failed;
  }
  show(errors, toned('red', 'error'));
  show(gaps, toned('magenta', 'gap'));
  show(sorted, toned('yellow', 'warning'));
  if (errors.length + gaps.length + warnings.length > 0) say();
  if (isFine) {
    const { name, version, commands } = connector.document;
    say(toned('green', `${name} ${version} may be used: ${counted(Object.keys(commands).length, 'command')}.`));
  }
  const totals = [counted(errors.length, 'error'), counted(gaps.length, 'gap'), counted(sorted.length, 'warning')];
  say(totals.join(', '));
  return isFine ? EXIT.ok : EXIT.failed;
}
