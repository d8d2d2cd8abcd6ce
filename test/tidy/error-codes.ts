import { lineAt, type Rule } from './rule.ts';

export const FAILURE_MODES = 'docs/failure-modes.md';

/** Every error code has a heading `### area.what` in the failure-modes page, once, and every such heading a code. */
export const errorCodes =
  (codes: readonly string[]): Rule =>
  (files) => {
    const text = files.find(({ path }) => path === FAILURE_MODES)?.text ?? '';
    const headings = [...text.matchAll(/^### `?([^\n`]+)`?$/gm)].map((match) => ({
      code: match[1] ?? '',
      line: lineAt(text, match.index),
    }));
    const headed = headings.map(({ code }) => code);
    return [
      ...codes.filter((code) => !headed.includes(code)).map((code) => ({ line: 0, problem: `no heading for ${code}` })),
      ...headings
        .filter(({ code }) => !codes.includes(code))
        .map(({ code, line }) => ({ line, problem: `no error has the code ${code}` })),
      ...headings
        .filter(({ code }, place) => headed.indexOf(code) !== place)
        .map(({ code, line }) => ({ line, problem: `a second heading for ${code}` })),
    ].map((found) => ({ path: FAILURE_MODES, ...found }));
  };
