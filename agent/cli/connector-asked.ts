import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { COMMANDS, CommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { type ReadConfig, readConfig } from '../config.ts';
import { instead } from '../erp/connector/near-word.ts';
import { plainWords } from '../erp/connector/plain-words.ts';
import { problemsOf } from '../erp/connector/schema-issues.ts';
import { homeAt } from '../home.ts';
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
  const read = readConfig({ ...from, config: file }, process.env);
  if (!read.ok || connector === undefined) return read;
  return ok({ ...read.value, connectorDir: resolve(connector) });
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
  try {
    return ok(JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text));
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown;
    return wrong(
      isMissing
        ? `The file ${text.slice(1)} cannot be read.`
        : `The input is not JSON: ${thrown instanceof Error ? thrown.message : ''}. Keys stand in double quotes, and the whole in single ones.`,
    );
  }
}
