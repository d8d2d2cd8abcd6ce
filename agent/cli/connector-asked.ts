import { basename, dirname, join, resolve } from 'node:path';
import { COMMANDS, CommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { type ReadConfig, readConfig } from '../config.ts';
import { instead } from '../erp/connector/near-word.ts';
import { plainWords } from '../erp/connector/plain-words.ts';
import { problemsOf } from '../erp/connector/schema-issues.ts';
import { homeAt } from '../home.ts';
import { readTextFile } from '../text-file.ts';
import { exampleInput } from './example-inputs.ts';

/** Where a command's ERP is described: a home, one configuration file, and a folder in place of the one it names. */
export interface Where {
  home: string;
  config?: string | undefined;
  connector?: string | undefined;
}

/** Errors: agent.config-invalid. */
export function configOf({ home, config, connector }: Where): Result<ReadConfig> {
  const from = homeAt(resolve(config === undefined ? home : dirname(config)));
  const file = config === undefined ? from.config : join(from.dir, basename(config));
  const folder = connector === undefined ? undefined : resolve(connector);
  return readConfig({ ...from, config: file }, process.env, folder);
}

export interface Asked {
  command: CommandName;
  input: Record<string, unknown>;
}

const wrong = (message: string) => fail(failure('request.invalid', { message }));

/** A command and its input, checked against the contract. */
export function askedOf(command: string, input: unknown): Result<Asked> {
  const name = CommandName.safeParse(command);
  if (!name.success)
    return wrong(`There is no command ${command}: ${instead(command, CommandName.options, 'there are')}`);
  const parsed = COMMANDS[name.data].input.safeParse(input, { error: plainWords });
  if (parsed.success) return ok({ command: name.data, input: parsed.data });
  const why = problemsOf(parsed.error.issues)
    .map(({ path, text }) => `${path.join('.') || 'the input'}: ${text.replace(/\?$/, '')}`)
    .join('; ');
  return wrong(`The input does not fit ${name.data}: ${why}`);
}

/** What to try after an input that was none: the same command with an input that fits. */
export function exampleOf(verb: string, command: string): string {
  const name = CommandName.safeParse(command);
  return name.success
    ? `drawbridge connector ${verb} ${name.data} --input ${exampleInput(name.data)}`
    : `drawbridge connector ${verb} --help`;
}

/** JSON as it is, or `@file`. */
export function readInput(text: string): Result<unknown> {
  let json: string | null;
  try {
    json = text.startsWith('@') ? readTextFile(text.slice(1)) : text;
  } catch (thrown) {
    return wrong(`The file ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
  }
  if (json === null) return wrong(`There is no file ${text.slice(1)}.`);
  try {
    return ok(JSON.parse(json));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : '';
    return wrong(`The input is not JSON: ${why}. Keys stand in double quotes, and the whole in single ones.`);
  }
}
