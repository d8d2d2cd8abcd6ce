import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CommandName } from '#contracts/commands';
import { ConnectorDocument } from '#contracts/connector';
import { inspectConnector, sayProblem } from '../../agent/erp/connector/load.ts';
import { servicesOf } from '../../agent/erp/connector/prepare.ts';
import { CONNECTORS, type ErpCases, readCases, recordCase, recordLogin } from './cases.ts';
import { type CaseRun, pathOf, type RunParts, runCase } from './run-case.ts';
import type { StubService } from './stub/read-request.ts';
import { openSchemaCheck } from './stub/schema-check.ts';
import { readWsdl } from './stub/wsdl-text.ts';
import { missingWsdls, type Origin, openFolder } from './wsdl-folder.ts';

/** What became of one connector. */
export interface ConnectorRun {
  connector: string;
  commands: CommandName[];
  /** Commands that the ERP cannot offer, with the reason. */
  cannot: Partial<Record<CommandName, string>>;
  /** Requests that the golden cases emitted, logins included. */
  requests: number;
  /** Of those, taken by the stub; null where the vendor's WSDLs are absent. */
  valid: number | null;
  /** Of the requests, checked against a schema of the vendor. */
  againstVendor: number;
  /** Checked against one of ours whose form is held to a vendor's by a test: its fields or functions are still ours. */
  inVendorForm: number;
  /** Checked against one that is ours alone. */
  againstOurs: number;
  cases: number;
  passed: number;
  /** WSDLs of the vendor that are absent. */
  missing: string[];
  problems: string[];
}

export interface RunOptions {
  /** Writes what happened as the golden cases, for a person to review. */
  record?: boolean;
  /** Does without WSDLs, as where the vendor's are absent. */
  offline?: boolean;
}

/** Runs the golden cases of one connector. */
export async function runConnector(
  connector: string,
  { record = false, offline = false }: RunOptions = {},
): Promise<ConnectorRun> {
  const text = readFileSync(join(CONNECTORS, connector, 'connector.yaml'), 'utf8');
  const document = ConnectorDocument.parse(parse(text, { merge: false }));
  const { erp, cases } = readCases(connector);
  const commands = Object.keys(document.commands) as CommandName[];
  const problems: string[] = [];
  const folder = offline ? null : openFolder(connector, erp);
  if (record && folder === null)
    return { ...none(connector, commands, erp, cases.length), problems: ['nothing is recorded without the WSDLs'] };
  const services: StubService[] = [];
  const origins = new Map<string, Origin>();
  let checked: RunParts['checked'] = null;
  try {
    if (folder !== null) {
      const inspected = await inspectConnector(folder.folder);
      problems.push(...inspected.problems.map(sayProblem));
      if (inspected.connector === null) return { ...none(connector, commands, erp, cases.length), problems };
      for (const [name, { wsdl }] of Object.entries(servicesOf(document))) {
        const read = readWsdl(folder.folder, wsdl);
        const path = pathOf(document, name, erp.settings);
        services.push({ path, operations: read.operations, check: openSchemaCheck(read) });
        origins.set(path, folder.origins.get(wsdl) ?? 'ours');
      }
      checked = { connector: inspected.connector, services };
    }
    const runs: CaseRun[] = [];
    for (const named of cases) {
      const run = await runCase({ document, erp, checked }, named, record);
      runs.push(run);
      if (record) recordCase(named);
      problems.push(...run.problems.map((problem) => `${run.name}: ${problem}`));
    }
    if (record) recordLogin(connector, erp);
    for (const command of commands)
      if (!runs.some((run) => run.command === command)) problems.push(`${command} has no golden case`);
    const calls = runs.flatMap((run) => run.calls);
    const checkedBy = (origin: Origin): number => calls.filter(({ path }) => origins.get(path) === origin).length;
    return {
      connector,
      commands,
      cannot: erp.cannot,
      requests: calls.length,
      valid: checked === null ? null : calls.filter(({ refused }) => refused === null).length,
      againstVendor: checkedBy('vendor'),
      inVendorForm: checkedBy('form'),
      againstOurs: checkedBy('ours'),
      cases: runs.length,
      passed: runs.filter((run) => run.problems.length === 0).length,
      missing: missingWsdls(connector, erp),
      problems,
    };
  } finally {
    for (const { check } of services) check.close();
    folder?.close();
  }
}

const none = (connector: string, commands: CommandName[], { cannot }: ErpCases, cases: number): ConnectorRun => ({
  connector,
  commands,
  cannot,
  requests: 0,
  valid: 0,
  againstVendor: 0,
  inVendorForm: 0,
  againstOurs: 0,
  cases,
  passed: 0,
  missing: [],
  problems: [],
});
