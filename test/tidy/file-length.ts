import { isGenerated, type Rule } from './rule.ts';

/** Lines of a script or style sheet. What grows beyond holds more than one idea: split it. */
export const FILE_LINES_MAX = 250;

/** Files that may be longer, each with its reason. */
export const LONGER: Readonly<Record<string, string>> = {};

export const fileLength: Rule = (files) =>
  files
    .filter((file) => /\.([jt]sx?|css)$/.test(file.path) && !isGenerated(file) && !(file.path in LONGER))
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > FILE_LINES_MAX)
    .map(({ path, lines }) => ({ path, line: 0, problem: `has ${lines} lines; at most ${FILE_LINES_MAX}` }));
