import { instead } from './near-word.ts';

/** What is wrong with an expression, for somebody who does not know CEL. */

const TYPES: Record<string, string> = {
  string: 'a text',
  int: 'a whole number',
  decimal: 'a decimal',
  bool: 'yes or no',
  double: 'a number with a point',
};
const typed = (type: string): string => TYPES[type] ?? type;

/** @param names what it may use */
export function expressionWords(problem: string, names: Iterable<string>): string {
  const said = (text: string): string => `the expression is wrong: ${text}`;
  if (/^Unexpected token: EOF/.test(problem)) return said('it ends where something should follow');
  const unknown = /^Unknown variable: (\S+)/.exec(problem)?.[1];
  if (unknown !== undefined)
    return said(`there is no ${unknown} in it: ${instead(unknown, names)}; a text stands in quotes`);
  const operator = /^no such overload: (\w+) (\S+) (\w+)$/.exec(problem);
  if (operator !== null) {
    const [, left = '', sign = '', right = ''] = operator;
    return said(
      `${sign} does not go between ${typed(left)} and ${typed(right)}: give the value a format, or convert it, e.g. decimal("1.5")`,
    );
  }
  const called = /^found no matching overload for '(\w+)\((.*)\)'/.exec(problem);
  if (called !== null) {
    const [, name = '', given = ''] = called;
    return said(`there is no function ${name} for ${given.split(', ').map(typed).join(', ') || 'nothing'}`);
  }
  return said(problem);
}
