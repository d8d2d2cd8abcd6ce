import { isGenerated, isScript, lineAt, type Rule, type SourceFile, type Violation } from './rule.ts';
import { commentsOf, dottedName, nodesOf, type SyntaxNode } from './syntax.ts';

/**
 * No `any`, no silenced compiler, no console.log, and no test that is quietly left out: `.only` never; `.skip` and
 * `.todo` only with a comment on the same line or the line above that says why.
 */
export const looseCode: Rule = (files) =>
  files
    .filter((file) => isScript(file.path) && !isGenerated(file))
    .flatMap((file) => [...nodesOf(file).flatMap((node) => looseNode(file, node)), ...silencing(file)]);

function looseNode(file: SourceFile, node: SyntaxNode): Violation[] {
  const problem = problemOf(file, node);
  return problem === undefined ? [] : [{ path: file.path, line: lineAt(file.text, node.start), problem }];
}

function problemOf(file: SourceFile, node: SyntaxNode): string | undefined {
  if (node.type === 'TSAnyKeyword') return '`any` hides mistakes: name the type, or take `unknown` and narrow it';
  const name = node.type === 'MemberExpression' ? dottedName(node) : undefined;
  if (name === undefined) return undefined;
  if (/^console\.(log|info|debug)$/.test(name))
    return `${name}: a program writes to process.stdout, a daemon to its log`;
  if (/^(it|test|describe)\.only$/.test(name)) return `${name} leaves out all other tests`;
  if (/^(it|test|describe)\.(skip|todo)$/.test(name) && !hasReason(file, node))
    return `${name} needs a comment with the reason`;
  return undefined;
}

function hasReason(file: SourceFile, node: SyntaxNode): boolean {
  const line = lineAt(file.text, node.start);
  return commentsOf(file).some(({ value, end }) => {
    const at = lineAt(file.text, end);
    return (at === line || at === line - 1) && value.trim().length >= 10;
  });
}

const silencing = (file: SourceFile): Violation[] =>
  commentsOf(file)
    .filter(({ value }) => /^[\s*/]*@ts-(ignore|nocheck)/.test(value))
    .map(({ value, start }) => ({
      path: file.path,
      line: lineAt(file.text, start),
      problem: `${value.trim().split(/\s/)[0]} silences the compiler`,
    }));
