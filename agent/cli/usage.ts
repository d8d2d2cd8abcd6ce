import type { Command } from 'commander';
import { explain } from './exit.ts';

/** What was typed is not a command of ours: said as every other mistake is, with the help that would have told. */

/** The words of commands that stand first, e.g. `connector check`. */
function commandTyped(program: Command, argv: readonly string[]): string {
  const words: string[] = [];
  let here: Command | undefined = program;
  for (const word of argv) {
    here = here?.commands.find((command) => command.name() === word);
    if (here === undefined) break;
    words.push(word);
  }
  return ['drawbridge', ...words, '--help'].join(' ');
}

const plain = (text: string): string => {
  const [first = '', hint = ''] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const meant = /Did you mean (.*)\?\)/.exec(hint)?.[1];
  const sentence = first.charAt(0).toUpperCase() + first.slice(1);
  return meant === undefined ? `${sentence}.` : `${sentence}: did you mean ${meant}?`;
};

/** Before any subcommand is added: they take it over. */
export function explainUsage(program: Command, argv: readonly string[]): void {
  program.configureOutput({ outputError: (text) => explain(plain(text), commandTyped(program, argv)) });
}
