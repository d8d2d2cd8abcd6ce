import type { z } from 'zod';
import type { Problem } from './problem.ts';

/**
 * What a document's schema says is wrong, for a person: where a value may be one of several things, the one that it
 * was most likely meant to be is spoken of, and a key that was misspelt is not missed as well.
 */
type Issue = z.core.$ZodIssue;

const depthOf = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));
const isStrange = ({ code }: Issue): boolean => code === 'unrecognized_keys' || code === 'invalid_type';

/** The branch that went furthest, and of those the one with the least to say against it. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const cost = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1), 0) -
    3 * depthOf(issues) +
    (issues.every(isStrange) ? 1 : 0) -
    // A key that one branch recognises as misspelt says more than another branch's silence.
    (issues.some(({ code, message }) => code === 'unrecognized_keys' && message.includes(MEANT)) ? 3 : 0);
  return branches.toSorted((a, b) => cost(a) - cost(b))[0] ?? [];
}

const MEANT = 'did you mean ';
const MISSING = 'it is missing';

function flat(issues: readonly Issue[], around: readonly string[]): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...around, ...issue.path.map(String)];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) return flat(likeliest(issue.errors), path);
    if (issue.code === 'unrecognized_keys') {
      const texts = issue.message.split('\n');
      return issue.keys.map((key, index) => ({
        path: [...path, key],
        text: texts[index] ?? `${key} is not known here`,
      }));
    }
    if (issue.code === 'invalid_key') {
      const why = issue.issues[0]?.message ?? issue.message;
      return [{ path, text: `${path.at(-1) ?? ''} cannot be a name here: ${why}` }];
    }
    return [{ path, text: issue.message }];
  });
}

export function problemsOf(issues: readonly Issue[]): Problem[] {
  const problems = flat(issues, []);
  const meant = new Set(
    problems.flatMap(({ path, text }) => {
      const [, key] = text.split(MEANT);
      return key === undefined ? [] : [[...path.slice(0, -1), key.replace(/\?$/, '')].join('\0')];
    }),
  );
  const merged = new Set(
    problems.filter(({ path }) => path.at(-1) === '<<').map(({ path }) => path.slice(0, -1).join('\0')),
  );
  return problems.filter(
    ({ path, text }) =>
      !text.startsWith(MISSING) || !(meant.has(path.join('\0')) || merged.has(path.slice(0, -1).join('\0'))),
  );
}
