import type { z } from 'zod';
import type { Problem } from './problem.ts';

/**
 * What a document's schema says is wrong, for a person: where a value may be one of several things, the one that it
 * was most likely meant to be is spoken of.
 */
type Issue = z.core.$ZodIssue;

const depthOf = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));
const isStrange = ({ code }: Issue): boolean => code === 'unrecognized_keys' || code === 'invalid_type';

/** The branch that went furthest, and of those the one with the least to say against it. */
function likeliest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const cost = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1), 0) -
    3 * depthOf(issues) +
    (issues.every(isStrange) ? 1 : 0);
  return branches.toSorted((a, b) => cost(a) - cost(b))[0] ?? [];
}

export function problemsOf(issues: readonly Issue[], around: readonly string[] = []): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...around, ...issue.path.map(String)];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) return problemsOf(likeliest(issue.errors), path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key], text: `${key} is not known here` }));
    }
    const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
    return [{ path, text: isMissing ? `it is missing: ${issue.message}` : issue.message }];
  });
}
