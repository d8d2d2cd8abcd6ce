import { parseSync } from 'vite';
import type { SourceFile } from './rule.ts';

/** A node of the syntax tree (ESTree with TypeScript), read with care: its fields depend on its type. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

export interface ImportLine {
  specifier: string;
  start: number;
}

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Parsed once for each file object: several rules read the same tree. */
const parsed = new WeakMap<SourceFile, ReturnType<typeof parseSync>>();
const parse = (file: SourceFile) => {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const result = parseSync(file.path, file.text);
  if (result.errors.length > 0) throw new Error(`${file.path} cannot be parsed: ${result.errors[0]?.message}`);
  parsed.set(file, result);
  return result;
};

/** Every node of a script, parents first. */
export function nodesOf(file: SourceFile): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    else if (isNode(value)) {
      found.push(value);
      for (const field of Object.values(value)) if (typeof field === 'object') visit(field);
    }
  };
  visit(parse(file).program);
  return found;
}

export const commentsOf = (file: SourceFile): { value: string; start: number; end: number }[] => parse(file).comments;

/** What a script imports: static, re-exported, `import()` and `import('x').Type`, types too. */
export function importsOf(file: SourceFile): ImportLine[] {
  return nodesOf(file).flatMap((node) => {
    const source = node.source ?? (node.type === 'TSImportType' ? node.argument : undefined);
    if (!/^(Import|Export|TSImportType)/.test(node.type) || !isNode(source)) return [];
    const literal = isNode(source.literal) ? source.literal : source;
    return typeof literal.value === 'string' ? [{ specifier: literal.value, start: source.start }] : [];
  });
}

/** `Date.now` for a member of a plain name; the name itself for an identifier; undefined for anything else. */
export function dottedName(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return String(node.name);
  if (node.type !== 'MemberExpression' || node.computed === true) return undefined;
  const [object, property] = [dottedName(node.object), dottedName(node.property)];
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}
