import type { Command, Option } from 'commander';
import { exampleInput } from './example-inputs.ts';

/**
 * `drawbridge connector …`: what the author of a connector works with. Each is loaded when it is asked for: an agent
 * that runs for years needs none of them in memory.
 */
export function connectorCommands(program: Command, home: Option, json: Option): void {
  const connector = program.command('connector').description('write, try and watch over the description of an ERP');
  const configured = (command: Command): Command =>
    command
      .addOption(home)
      .option('--config <file>', 'a configuration in place of the home’s agent.yaml')
      .option('--connector <folder>', 'a connector in place of the one that the configuration names');
  const done = (code: number): void => {
    process.exitCode = code;
  };

  connector
    .command('check')
    .description('say everything about a connector that can be known without calling its ERP')
    .argument('<folder>', 'the folder with connector.yaml and its WSDLs')
    .addOption(json)
    .addHelpText(
      'after',
      `
Ends with 0 where the connector may be used, with 1 where it has a mistake or a gap (TODO). Warnings do not count.
With --json: {ok, errors, gaps, warnings}, each of them with file, line, column, place and text.

Examples:
  drawbridge connector check connectors/kontor
  drawbridge connector check connectors/kontor --json`,
    )
    .action(async (folder, options) =>
      done(await (await import('./connector-check.ts')).checkConnector(folder, options.json)),
    );

  configured(connector.command('try'))
    .description('ask the ERP one thing, live, and show the request, the answer and what comes of it')
    .argument('<command>', 'a command of the contract, e.g. order.list')
    .requiredOption('--input <json>', 'its input as JSON, or @file')
    .option('--really', 'send a write, after showing it; without this a write is only shown', false)
    .option('--full', 'show long messages whole', false)
    .addOption(json)
    .addHelpText(
      'after',
      `
Passwords, sessions, nonces and signatures are shown as ***. A write always gets a fresh reference.

With --json: {ok, ms, exchanges, value, problems, advice}; of a write also sent and reference.

Examples:
  drawbridge connector try customer.read --input ${exampleInput('customer.read')}
  drawbridge connector try order.list --full --input ${exampleInput('order.list')}
  drawbridge connector try order.create --input @order.json
  drawbridge connector try order.create --input @order.json --really`,
    )
    .action(async (command, options) => done(await (await import('./connector-try.ts')).tryCommand(command, options)));

  configured(connector.command('record'))
    .description('ask the ERP and keep what went over the wire, without secrets, as golden cases')
    .requiredOption('--out <folder>', 'where the cases are written; names that are taken are numbered')
    .option('--command <name>', 'a command that reads, with --input')
    .option('--input <json>', 'its input as JSON, or @file')
    .option('--asks <file>', 'a YAML list of {command, input} in place of one command')
    .option('--pseudonyms', 'stand-ins for names, addresses, phone numbers and amounts', false)
    .addOption(json)
    .addHelpText(
      'after',
      `
Read a case before you give it to anybody: what is personal in a free text stays in it.
A list for --asks has lines like: - { command: customer.read, input: { customerId: "10017" } }
With --json: {ok, out, recorded, problems}.

Examples:
  drawbridge connector record --out cases --asks asks.yaml --pseudonyms
  drawbridge connector record --out cases --command customer.read --input '{"customerId":"10017"}'`,
    )
    .action(async (options) => done(await (await import('./connector-record.ts')).recordConnector(options)));

  connector
    .command('replay')
    .description('run golden cases offline with a connector, and show what differs')
    .argument('<folder>', 'the folder with connector.yaml and its WSDLs')
    .requiredOption('--cases <folder>', 'where the cases are')
    .addOption(json)
    .addHelpText(
      'after',
      `
Minus is what was recorded, plus is what comes now; the number is that of the line.
With --json: {ok, cases, passed, differing}.

Examples:
  drawbridge connector replay connectors/kontor --cases cases
  drawbridge connector replay connectors/kontor --cases cases --json`,
    )
    .action(async (folder, options) =>
      done(await (await import('./connector-replay.ts')).replayConnector(folder, options)),
    );

  configured(connector.command('approve'))
    .description('write down what the connector relies on, as fingerprint.json in its folder')
    .argument('<folder>', 'the folder with connector.yaml and its WSDLs')
    .option('--cases <folder>', 'recorded cases: the forms of their answers are approved too')
    .option('--from <address>', 'take the WSDL from an address first, or `live` from the ERP of the configuration')
    .addOption(json)
    .addHelpText(
      'after',
      `
With --json: {ok, statements, answers, taken}.

Examples:
  drawbridge connector approve connectors/kontor --cases cases
  drawbridge connector approve connectors/kontor --from live --cases cases
  drawbridge connector approve connectors/kontor --from http://erp:8700/dienst/auftrag?wsdl`,
    )
    .action(async (folder, options) =>
      done(await (await import('./connector-approve.ts')).approveConnector(folder, options)),
    );

  configured(connector.command('drift'))
    .description('say what is no longer as it was approved, and which commands, fields and writes it touches')
    .argument('<folder>', 'the folder with connector.yaml and its WSDLs')
    .option('--against <address>', 'compare with the WSDL at an address, or `live` with the ERP of the configuration')
    .option('--cases <folder>', 'recorded cases: their answers are compared too')
    .addOption(json)
    .addHelpText(
      'after',
      `
Ends with 1 where anything differs. With --json: {ok, approved, changes, stops, missing}.

Examples:
  drawbridge connector drift connectors/kontor
  drawbridge connector drift connectors/kontor --against live
  drawbridge connector drift connectors/kontor --against live --cases cases --json`,
    )
    .action(async (folder, options) => done(await (await import('./connector-drift.ts')).driftOf(folder, options)));

  connector
    .command('schema')
    .description('print the JSON Schema that an editor completes and checks connector.yaml with')
    .addOption(json)
    .addHelpText(
      'after',
      `
\`connector new\` lays it beside the draft, and names it in the first line of the draft.

Examples:
  drawbridge connector schema > connectors/kontor/connector-1.schema.json
  # and as the first line of connector.yaml:
  # yaml-language-server: $schema=connector-1.schema.json`,
    )
    .action(async (options) => done(await (await import('./editor-schema.ts')).printSchema(options.json)));

  connector
    .command('new')
    .description('draft a connector from WSDLs: proposals with reasons, and gaps for a person to fill')
    .requiredOption('--wsdl <file...>', 'the WSDLs of the ERP')
    .requiredOption('--out <folder>', 'where the draft is written; never over a connector')
    .option(
      '--samples <folder>',
      'answers named for their command (order.read.xml), or golden cases: for names and forms of values',
    )
    .addOption(json)
    .addHelpText(
      'after',
      `
Schemas beside a WSDL, and in folders xsd or schema there, are taken along.
With --json: {ok, out, proposed, gaps}.

Examples:
  drawbridge connector new --wsdl kontor.wsdl --out connectors/kontor
  drawbridge connector new --wsdl sales.wsdl stock.wsdl --out connectors/erp --samples answers`,
    )
    .action(async (options) => done(await (await import('./connector-new.ts')).newConnector(options)));
}
