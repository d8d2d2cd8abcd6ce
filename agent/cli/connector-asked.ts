import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { COMMANDS, CommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { type ReadConfig, readConfig } from '../config.ts';
import { homeAt } from '../home.ts';

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
  if (!name.success) return wrong(`There is no command ${command}. There are: ${CommandName.options.join(', ')}.`);
  const parsed = COMMANDS[name.data].input.safeParse(input);
  if (parsed.success) return ok({ command: name.data, input: parsed.data });
  const why = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; ');
  return wrong(`The input does not fit ${name.data}: ${why}.`);
}

/** JSON as it is, or `@file`. */
export function readInput(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text));
  } catch (thrown) {
    return wrong(`The input cannot be read: ${thrown instanceof Error ? thrown.message : 'not JSON'}.`);
  }
}
