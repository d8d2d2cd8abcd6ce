import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS, CommandName } from '#contracts/commands';
import { EXAMPLE_INPUTS } from '../../agent/cli/example-inputs.ts';
import { CONNECTOR, openErpHome } from './erp-home.ts';

const AGENT = join(import.meta.dirname, '../../agent/main.ts');
const VERBS = ['check', 'try', 'record', 'replay', 'approve', 'drift', 'schema', 'new'];

describe('drawbridge connector', () => {
  it.each<[string[], string, string]>([
    [['chekc'], "Error: Unknown command 'chekc': did you mean check?", 'Try: drawbridge connector --help'],
    [['check'], "Error: Missing required argument 'folder'.", 'Try: drawbridge connector check --help'],
    [['check', 'a', 'b'], "Error: Too many arguments for 'check'.", 'Try: drawbridge connector check --help'],
    [
      ['try', 'order.list'],
      "Error: Required option '--input <json>' not specified.",
      'Try: drawbridge connector try --help',
    ],
    [
      ['drift', '--jsno', 'x'],
      "Error: Unknown option '--jsno': did you mean --json?",
      'Try: drawbridge connector drift --help',
    ],
  ])('%j is a mistake of usage, told as every other one', async (argv, error, advice) => {
    const ran = await (await openErpHome()).connectorCommand(...argv);
    expect(ran).toMatchObject({ code: 2, out: '' });
    const [first, second] = ran.err.split('\n');
    expect(first).toContain(error);
    expect(second).toBe(advice);
  });

  it('has a help with worked examples and --json for every command', async () => {
    const home = await openErpHome();
    for (const verb of VERBS) {
      const { out, code } = await home.connectorCommand(verb, '--help');
      expect(code, verb).toBe(0);
      expect(out, verb).toMatch(new RegExp(`\\nExamples:\\n {2}drawbridge connector ${verb} .*\\n.*\\S`));
      expect(out, verb).toContain('--json');
    }
  });

  it('ends quietly where its reader has seen enough', async () => {
    const child = spawn(process.execPath, [AGENT, 'connector', 'schema'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    child.stdout.destroy();
    const [code] = await once(child, 'close');
    expect({ code, said }).toEqual({ code: 0, said: '' });
  });

  it('gives every command an example that its contract takes', () => {
    for (const name of CommandName.options)
      expect(COMMANDS[name].input.safeParse(EXAMPLE_INPUTS[name]).success, name).toBe(true);
  });

  it('lays the schema for editors beside a draft, and names it in its first line', async () => {
    const home = await openErpHome();
    const out = join(home.folder, 'draft');
    await home.connectorCommand('new', '--wsdl', join(CONNECTOR, 'kontor.wsdl'), '--out', out);
    const [first] = readFileSync(join(out, 'connector.yaml'), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=connector-1.schema.json');
    expect(existsSync(join(out, 'connector-1.schema.json'))).toBe(true);
    const printed = await home.connectorCommand('schema');
    expect(printed.out).toBe(readFileSync(join(out, 'connector-1.schema.json'), 'utf8'));
  });

  it('says of a gap what belongs there, and whether it may be left out', async () => {
    const home = await openErpHome();
    home.edit('connector.yaml', 'name: { path: Kunde/Name1 }', 'name: { path: TODO }');
    home.edit('connector.yaml', 'creditLimit: { path: Kunde/KreditLimit, as: amount }', 'creditLimit: { path: TODO }');
    home.edit('connector.yaml', 'title: Kontor ERP', 'title: TODO');
    const { out } = await home.connectorCommand('check', home.connector);
    expect(out).toMatch(/gap {2}title: TODO\n {4}As people call the ERP/);
    expect(out).toMatch(/gap {2}name: \{ path: TODO \}\n {4}a text; required\n/);
    expect(out).toMatch(
      /gap {2}creditLimit: \{ path: TODO \}\n {4}a decimal: a format of type decimal; or take the line away/,
    );
  });
});
