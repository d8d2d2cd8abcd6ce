import { posix } from 'node:path';
import { lineAt, type Rule, type SourceFile, type Violation } from './rule.ts';

/** A README is read in one go; the rest belongs in docs/. */
export const README_LINES_MAX = 150;

const isDocument = ({ path }: SourceFile): boolean => path.endsWith('.md');

/** Every relative link of a document leads to a file or folder of the repository. */
export const documentLinks: Rule = (files) =>
  files.filter(isDocument).flatMap((file) =>
    [...withoutCode(file.text).matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].flatMap((match) => {
      const target = decodeURI((match[1] ?? '').split('#')[0] ?? '');
      if (target === '' || /^[a-z][a-z+.-]*:/i.test(target)) return [];
      const path = posix.join(posix.dirname(file.path), target).replace(/\/$/, '');
      const exists = path === '.' || files.some((other) => other.path === path || other.path.startsWith(`${path}/`));
      return exists ? [] : [violation(file, match.index, `links to ${target}, which does not exist`)];
    }),
  );

/** Every `npm run x` that a document names is a script. */
export const documentScripts: Rule = (files) => {
  const manifest = files.find(({ path }) => path === 'package.json')?.text ?? '{}';
  const scripts = Object.keys((JSON.parse(manifest) as { scripts?: Record<string, string> }).scripts ?? {});
  return files.filter(isDocument).flatMap((file) =>
    [...file.text.matchAll(/\bnpm (?:run (?:-s )?([\w:.-]+)|(start|test)\b)/g)].flatMap((match) => {
      const script = (match[1] ?? match[2] ?? '').replace(/[.:]+$/, '');
      return scripts.includes(script)
        ? []
        : [violation(file, match.index, `names \`${match[0]}\`, which is no script`)];
    }),
  );
};

export const readmeLength: Rule = (files) =>
  files
    .filter(({ path, text }) => path === 'README.md' && text.replace(/\n$/, '').split('\n').length > README_LINES_MAX)
    .map(({ path }) => ({ path, line: 0, problem: `has more than ${README_LINES_MAX} lines` }));

/** Code keeps its place in the text, as blanks, so that lines stay what they are. */
const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```|`[^`\n]*`/gm, (code) => code.replace(/[^\n]/g, ' '));

const violation = (file: SourceFile, offset: number, problem: string): Violation => ({
  path: file.path,
  line: lineAt(file.text, offset),
  problem,
});
