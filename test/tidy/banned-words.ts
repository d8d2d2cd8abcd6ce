import { isGenerated, isScript, lineAt, type Rule, type SourceFile, type Violation } from './rule.ts';
import { isNode, nodesOf, type SyntaxNode } from './syntax.ts';

/** Words that name a drawer, not an idea. */
const BANNED = new Set(['util', 'utils', 'utility', 'helper', 'helpers', 'common', 'manager', 'misc']);

/** In the names of files and folders, and in the names that scripts declare. */
export const bannedWords: Rule = (files) => [
  ...files.flatMap(({ path }) => bannedIn(path).map((word) => ({ path, line: 0, problem: `is named "${word}"` }))),
  ...files.filter((file) => isScript(file.path) && !isGenerated(file)).flatMap(bannedNames),
];

/** `orderUtils`, `order-utils` and `OrderUTILS` all hold the word `utils`. */
const bannedIn = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => BANNED.has(word));

const DECLARES = new Set([
  'VariableDeclarator',
  'FunctionDeclaration',
  'ClassDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
]);

function bannedNames(file: SourceFile): Violation[] {
  return nodesOf(file).flatMap((node) =>
    declaredNames(node).flatMap(({ name, start }) =>
      bannedIn(name).map((word) => ({
        path: file.path,
        line: lineAt(file.text, start),
        problem: `the name ${name} holds the word "${word}"`,
      })),
    ),
  );
}

function declaredNames(node: SyntaxNode): { name: string; start: number }[] {
  const params = Array.isArray(node.params) ? node.params : [];
  return [...(DECLARES.has(node.type) ? [node.id] : []), ...params]
    .filter(isNode)
    .filter(({ type }) => type === 'Identifier')
    .map(({ name, start }) => ({ name: String(name), start }));
}
