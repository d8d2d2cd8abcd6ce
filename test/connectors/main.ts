import { parseArgs } from 'node:util';
import { connectorNames } from './cases.ts';
import { type ConnectorRun, runConnector } from './run-connector.ts';

/** `npm run -s connectors -- drift [--json]`, and `draft`: see drift.ts and draft.ts. */
if (process.argv[2] === 'drift') process.exit(await (await import('./drift.ts')).driftMain(process.argv.slice(3)));
if (process.argv[2] === 'draft') process.exit(await (await import('./draft.ts')).draftMain(process.argv.slice(3)));

/**
 * `npm run -s connectors -- [--json] [--only NAME] [--record]`: each connector through its golden cases, its requests
 * judged by the vendor's own schema. `--record` writes the cases anew, for a person to review.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
});

const runs: ConnectorRun[] = [];
for (const name of connectorNames()) {
  if (values.only !== undefined && name !== values.only) continue;
  runs.push(await runConnector(name, { record: values.record }));
}

const isWhole = ({ valid, requests, passed, cases, problems }: ConnectorRun): boolean =>
  (valid === null || valid === requests) && passed === cases && cases > 0 && problems.length === 0;
const share = ({ valid, requests }: ConnectorRun): string =>
  valid === null || requests === 0 ? 'not checked' : `${((100 * valid) / requests).toFixed(1)} %`;

if (values.json) {
  const connectors = runs.map((run) => ({ ...run, validShare: run.valid === null ? null : run.valid / run.requests }));
  process.stdout.write(`${JSON.stringify({ ok: runs.length > 0 && runs.every(isWhole), connectors })}\n`);
} else {
  const rows = [
    [
      'connector',
      'commands',
      'requests',
      'valid',
      "by the vendor's schema",
      "in a vendor's form",
      'ours alone',
      'golden',
    ],
    ...runs.map((run) => [
      run.connector,
      String(run.commands.length),
      String(run.requests),
      share(run),
      String(run.againstVendor),
      String(run.inVendorForm),
      String(run.againstOurs),
      `${run.passed} of ${run.cases}`,
    ]),
  ];
  const widths = (rows[0] ?? []).map((_title, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const row of rows)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  for (const { connector, cannot } of runs) {
    for (const [command, why] of Object.entries(cannot)) process.stdout.write(`${connector}: no ${command}: ${why}\n`);
  }
}
for (const { connector, missing, problems } of runs) {
  if (missing.length > 0) {
    process.stderr.write(
      `${connector}: ${missing.join(', ')} not found, so no request was checked against the vendor's schema: set DRAWBRIDGE_SHARED\n`,
    );
  }
  for (const problem of problems) process.stderr.write(`${connector}: ${problem}\n`);
}
process.exitCode = runs.length > 0 && runs.every(isWhole) ? 0 : 1;
