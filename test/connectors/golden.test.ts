import { describe, expect, it } from 'vitest';
import { CommandName } from '#contracts/commands';
import { connectorNames, readCases } from './cases.ts';
import { runConnector } from './run-connector.ts';
import { missingWsdls } from './wsdl-folder.ts';

describe.each(connectorNames())('%s', (connector) => {
  const { erp } = readCases(connector);
  const missing = missingWsdls(connector, erp);

  it('does what its golden cases say, with no WSDL at all', async () => {
    const run = await runConnector(connector, { offline: true });
    expect(run.problems).toEqual([]);
    expect(run.cases).toBeGreaterThan(0);
    expect(run.passed).toBe(run.cases);
  });

  // The vendor's text is not ours to ship, so it is read where it lies.
  const title = missing.length === 0 ? '' : ` (${missing.join(', ')} not found: set DRAWBRIDGE_SHARED)`;
  it.skipIf(missing.length > 0)(`sends nothing that the ERP's own schema would refuse${title}`, async () => {
    const run = await runConnector(connector);
    expect(run.problems).toEqual([]);
    expect(run.valid).toBe(run.requests);
    expect(run.requests).toBeGreaterThan(0);
  });

  it('covers each command, or says why the ERP cannot offer it', async () => {
    const { commands, cannot } = await runConnector(connector, { offline: true });
    const said = new Set<string>([...commands, ...Object.keys(cannot)]);
    expect(CommandName.options.filter((name) => !said.has(name))).toEqual([]);
    expect(commands.filter((name) => Object.hasOwn(cannot, name))).toEqual([]);
  });
});

it('there are connectors to try', () => {
  expect(connectorNames().length).toBeGreaterThan(0);
});
