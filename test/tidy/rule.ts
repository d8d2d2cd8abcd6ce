/** A file of the repository, with its path from the root, e.g. `gateway/core/lease.ts`. */
export interface SourceFile {
  path: string;
  text: string;
}

/** What is wrong, and where. Line 0 means the whole file. */
export interface Violation {
  path: string;
  line: number;
  problem: string;
}

/** A house rule: what of these files breaks it. Pure, so that it can be tried against a seeded violation. */
export type Rule = (files: readonly SourceFile[]) => Violation[];

export const isTest = (path: string): boolean => path.startsWith('test/') || /\.test\.[jt]sx?$/.test(path);
export const isScript = (path: string): boolean => /\.[jt]sx?$/.test(path);

/** A copy made by a program. Its first line says from what: `// Generated from contracts/…; do not edit.` */
export const isGenerated = (file: SourceFile): boolean => /^(\/\/|\/\*+|#|<!--) ?Generated (from|by) /.test(file.text);

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** One violation for every match of a pattern (with the flag `g`) in a file's text. */
export const matchesOf = (file: SourceFile, pattern: RegExp, problem: (match: string) => string): Violation[] =>
  [...file.text.matchAll(pattern)].map((match) => ({
    path: file.path,
    line: lineAt(file.text, match.index),
    problem: problem(match[0].trim()),
  }));

/** For a test's message: one readable line for each violation. */
export const readable = (violations: readonly Violation[]): string[] =>
  violations.map(({ path, line, problem }) => `${path}${line === 0 ? '' : `:${line}`}  ${problem}`);
