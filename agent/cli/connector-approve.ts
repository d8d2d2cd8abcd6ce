import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Failure, failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { fingerprintLines } from '../drift/fingerprint.ts';
import { readFingerprint, writeFingerprint } from '../drift/fingerprint-file.ts';
import { learnFrom } from '../drift/learn.ts';
import { liveFolder } from '../drift/live-wsdl.ts';
import { type FoundProblem, inspectConnector, loadConnector, readDocument, sayProblem } from '../erp/connector/load.ts';
import { readCases } from '../golden/case-file.ts';
import type { Where } from './connector-asked.ts';
import { sourceOf } from './connector-drift.ts';
import { EXIT, tellFailure } from './exit.ts';
import { counted, lastLine, say, toned } from './picture.ts';

export interface ApproveOptions extends Where {
  from?: string | undefined;
  cases?: string | undefined;
  json: boolean;
}

/** The folder is as it was, so `check` has nothing to say: what does not fit is told here. */
function unfit(problems: readonly FoundProblem[]): Failure {
  const lines = problems.map((problem) => `\n  ${sayProblem(problem)}`).join('');
  return failure('connector.invalid', {
    message: 'The document does not fit the WSDL that the ERP serves.',
    detail: lines,
  });
}

/** Takes the WSDLs that the ERP serves now into the folder, if the connector may be used with them. */
async function takeWsdls(folder: string, from: string, where: Where): Promise<Result<string[]>> {
  const document = await readDocument(folder);
  if (!document.ok) return document;
  const source = sourceOf(from, where);
  if (!source.ok) return source;
  const live = await liveFolder(folder, document.value, source.value.settings, source.value.address);
  if (!live.ok) return live;
  try {
    const { connector, problems } = await inspectConnector(live.value.folder);
    if (connector === null) return fail(unfit(problems));
    for (const file of live.value.fetched) await copyFile(join(live.value.folder, file), join(folder, file));
    return ok(live.value.fetched);
  } finally {
    await live.value.close();
  }
}

/** Writes down what the connector relies on: from now on, anything else is drift. */
export async function approveConnector(given: string, options: ApproveOptions): Promise<number> {
  const folder = resolve(given);
  const before = readFingerprint(folder);
  if (!before.ok) {
    tellFailure(options.json, before.error);
    return EXIT.failed;
  }
  const taken = options.from === undefined ? ok([]) : await takeWsdls(folder, options.from, options);
  const connector = taken.ok ? await loadConnector(folder) : taken;
  const cases = options.cases === undefined ? ok([]) : readCases(resolve(options.cases));
  if (!taken.ok || !connector.ok || !cases.ok) {
    const error = connector.ok ? (cases.ok ? null : cases.error) : connector.error;
    if (error !== null) tellFailure(options.json, error);
    return error?.code === 'request.invalid' ? EXIT.usage : EXIT.failed;
  }
  const last = before.value;
  const learnt = await learnFrom(connector.value, cases.value, new Map());
  const { name, version } = connector.value.document;
  const lines = fingerprintLines(connector.value);
  const answers = options.cases === undefined ? (last?.answers ?? {}) : Object.fromEntries(learnt.seen);
  writeFingerprint(folder, {
    drawbridge: 'fingerprint/1',
    connector: `${name} ${version}`,
    approvals: (last?.approvals ?? 0) + 1,
    wsdl: Object.fromEntries(lines.map(({ key, value }) => [key, value])),
    answers,
  });
  const places = Object.keys(answers).length;
  if (options.json) lastLine({ ok: true, statements: lines.length, answers: places, taken: taken.value });
  else {
    for (const file of taken.value) say(`took ${file} as the ERP serves it`);
    say(
      toned(
        'green',
        `Approved: ${counted(lines.length, 'statement')} about the WSDL, ${counted(places, 'place')} of answers.`,
      ),
    );
    if (options.from !== undefined) say('Start the agent again: it runs with the WSDLs that it was started with.');
  }
  return EXIT.ok;
}
