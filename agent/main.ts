#!/usr/bin/env node
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { connectorCommands } from './cli/connector.ts';
import { enrol } from './cli/enrol.ts';
import { EXIT, explain } from './cli/exit.ts';
import { run } from './cli/run.ts';
import { status } from './cli/status.ts';
import { explainUsage } from './cli/usage.ts';
import { homeAt } from './home.ts';
import { AGENT_VERSION } from './version.ts';

const home = new Option('--home <folder>', 'the agent’s own folder')
  .env('DRAWBRIDGE_HOME')
  .default(join(homedir(), '.drawbridge'));
const json = new Option('--json', 'one line of JSON for programs').default(false);
const at = (folder: string) => homeAt(resolve(folder));

const program = new Command('drawbridge')
  .description('Links an on-prem ERP with the gateway. It dials out; nothing ever dials in.')
  .version(AGENT_VERSION, '-v, --version')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage));

explainUsage(program, process.argv.slice(2));
// Whoever reads may have seen enough: `drawbridge connector check … | head`.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed));

program
  .command('enrol')
  .description('exchange a one-time code for this agent’s identity; its key is made here and stays here')
  .requiredOption('--gateway <url>', 'address of the gateway')
  .requiredOption('--code <code>', 'code from the integration’s owner, valid for 15 minutes')
  .addOption(home)
  .addOption(json)
  .addHelpText('after', '\nExample:\n  drawbridge enrol --gateway https://gateway.example.com --code 7KQ4-M2XD-9TBR')
  .action(async (options) => {
    process.exitCode = await enrol(at(options.home), options.gateway, options.code, options.json);
  });

program
  .command('run')
  .description('serve the gateway until told to stop')
  .addOption(home)
  .option('--gateway <url>', 'dial this address instead of the one enrolled at, for a gateway that has moved')
  .addOption(new Option('--end-with-stdin', 'stop when standard input ends').default(false).hideHelp())
  .addHelpText('after', '\nExample:\n  drawbridge run --home /var/lib/drawbridge')
  .action(async (options) => {
    process.exitCode = await run(at(options.home), { endWithStdin: options.endWithStdin, gateway: options.gateway });
    // A SOAP call that nobody waits for must not keep the process.
    process.exit();
  });

program
  .command('status')
  .description('say whether the agent runs and its link is up')
  .addOption(home)
  .addOption(json)
  .addHelpText('after', '\nExample:\n  drawbridge status --json')
  .action((options) => {
    process.exitCode = status(at(options.home), options.json);
  });

connectorCommands(program, home, json);

try {
  await program.parseAsync();
} catch (error) {
  // A home that cannot be read or written: what is wrong stands in the system's own words.
  explain(
    error instanceof Error ? error.message : String(error),
    'Check the folder or file that it names, and its rights.',
  );
  process.exit(EXIT.failed);
}
