import { resolve } from 'node:path';
import { loadConnector } from '../erp/connector/load.ts';
import { readCases } from '../golden/case-file.ts';
import type { LineChange } from '../golden/line-difference.ts';
import { isSame, type Replayed, replayCase } from '../golden/replay.ts';
import { EXIT, explain, tellFailure } from './exit.ts';
import { counted, lastLine, say, toned } from './picture.ts';

function showChanges(what: string, changes: readonly LineChange[]): void {
  if (changes.length === 0) return;
  say(`    ${what}`);
  for (const { sign, line, text } of changes)
    say(toned(sign === '-' ? 'red' : 'green', `      ${sign} ${String(line).padStart(4)}  ${text}`));
}

function show(name: string, replayed: Replayed): void {
  say(`${isSame(replayed) ? toned('green', '✓') : toned('red', '✗')} ${name}`);
  for (const { operation, changes } of replayed.requests) showChanges(`the request of ${operation} differs`, changes);
  for (const operation of replayed.unknown) say(`    ${operation} is asked now and was not recorded`);
  for (const operation of replayed.notAsked) say(`    ${operation} was recorded and is not asked any more`);
  showChanges('the result differs', replayed.result);
}

/** Runs golden cases offline, with the connector of a folder. Minus is what was recorded, plus what comes now. */
export async function replayConnector(folder: string, options: { cases: string; json: boolean }): Promise<number> {
  const cases = readCases(resolve(options.cases));
  if (!cases.ok) {
    explain(cases.error.message, 'drawbridge connector record --help');
    return EXIT.usage;
  }
  const connector = await loadConnector(resolve(folder));
  if (!connector.ok) {
    tellFailure(options.json, connector.error);
    return EXIT.failed;
  }
  const runs: ({ name: string; same: boolean } & Replayed)[] = [];
  for (const { name, given } of cases.value) {
    const replayed = await replayCase(connector.value, given);
    runs.push({ name, same: isSame(replayed), ...replayed });
    if (!options.json) show(name, replayed);
  }
  const passed = runs.filter(({ same }) => same).length;
  const isFine = passed === runs.length;
  if (options.json) {
    const differing = runs.filter(({ same }) => !same).map(({ given: _given, same: _same, ...what }) => what);
    lastLine({ ok: isFine, cases: runs.length, passed, differing });
  } else say(`${passed} of ${counted(runs.length, 'case')} as recorded`);
  return isFine ? EXIT.ok : EXIT.failed;
}
