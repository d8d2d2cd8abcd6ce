import type { Command, Option } from 'commander';
import { approveConnector } from './connector-approve.ts';
import { checkConnector } from './connector-check.ts';
import { driftOf } from './connector-drift.ts';
import { newConnector } from './connector-new.ts';
import { recordConnector } from './connector-record.ts';
import { replayConnector } from './connector-replay.ts';
import { tryCommand } from './connector-try.ts';

/** `drawbridge connector …`: what the author of a connector works with. */
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
    .addHelpText('after', '\nExample:\n  drawbridge connector check connectors/kontor')
    .action(async (folder, options) => done(await checkConnector(folder, options.json)));

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

Example:
  drawbridge connector try customer.read --input '{"customerId":"10017"}'`,
    )
    .action(async (command, options) => done(await tryCommand(command, options)));

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

Example:
  drawbridge connector record --out cases --command customer.read --input '{"customerId":"10017"}'`,
    )
    .action(async (options) => done(await recordConnector(options)));

  connector
    .command('replay')
    .description('run golden cases offline with a connector, and show what differs')
    .argument('<folder>', 'the folder with connector.yaml and its WSDLs')
    .requiredOption('--cases <folder>', 'where the cases are')
    .addOption(json)
    .addHelpText('after', '\nExample:\n  drawbridge connector replay connectors/kontor --cases cases')
    .action(async (folder, options) => done(await replayConnector(folder, options)));

  configured(connector.command('approve'))
    .description('write down what the connector relies on, as fingerprint.json in its folder')
    .argument('<folder>', 'the folder with connector.yaml and its WSDLs')
    .option('--cases <folder>', 'recorded cases: the forms of their answers are approved too')
    .option('--from <address>', 'take the WSDL from an address first, or `live` from the ERP of the configuration')
    .addOption(json)
    .addHelpText('after', '\nExample:\n  drawbridge connector approve connectors/kontor --cases cases')
    .action(async (folder, options) => done(await approveConnector(folder, options)));

  configured(connector.command('drift'))
    .description('say what is no longer as it was approved, and which commands, fields and writes it touches')
    .argument('<folder>', 'the folder with connector.yaml and its WSDLs')
    .option('--against <address>', 'compare with the WSDL at an address, or `live` with the ERP of the configuration')
    .option('--cases <folder>', 'recorded cases: their answers are compared too')
    .addOption(json)
    .addHelpText('after', '\nExample:\n  drawbridge connector drift connectors/kontor --against live')
    .action(async (folder, options) => done(await driftOf(folder, options)));

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
    .addHelpText('after', '\nExample:\n  drawbridge connector new --wsdl kontor.wsdl --out connectors/kontor')
    .action(async (options) => done(await newConnector(options)));
}
