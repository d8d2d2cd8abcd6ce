import { isScript, isTest, lineAt, type Rule, type SourceFile, type Violation } from './rule.ts';
import { dottedName, isNode, nodesOf, type SyntaxNode } from './syntax.ts';

/** Pure files outside contracts/ and the core/ folders: they decide, and others act. */
const PURE = [
  ...[
    'plan',
    'shape',
    'formats',
    'verdict',
    'readers',
    'read-fields',
    'paging',
    'payload',
    'quotes',
    'expressions',
    'aggregate',
    'asked-for',
    'date-pattern',
    'check-steps',
  ].map((name) => `agent/erp/connector/${name}.ts`),
  ...['format-date', 'format-decimal', 'zones', 'wildcard', 'check', 'check-command', 'check-call', 'prepare'].map(
    (name) => `agent/erp/connector/${name}.ts`,
  ),
  ...[
    'encode',
    'decode',
    'fault',
    'answer',
    'tree-builder',
    'kept-rows',
    'multiref',
    'multipart',
    'xml-path',
    'envelope',
  ].map((name) => `agent/erp/soap/${name}.ts`),
  'agent/erp/outcome.ts',
  'agent/erp/whole-page.ts',
  'agent/erp/steps.ts',
  'agent/execute/fitting-page.ts',
  'agent/execute/recover.ts',
  ...[
    ...['answer-lines', 'document', 'fit', 'formats', 'gaps', 'generic', 'leaves', 'message', 'messages', 'names'],
    ...['paging-lines', 'rank', 'request-lines', 'sample-files', 'sample-parts', 'samples', 'sent-tree', 'suggest'],
    'yaml-text',
  ].map((name) => `agent/draft/${name}.ts`),
  ...[
    'answer-changes',
    'answer-look',
    'answer-seen',
    'calls',
    'compare',
    'drift-watch',
    'fingerprint',
    'read-places',
  ].map((name) => `agent/drift/${name}.ts`),
  ...['sent-lines', 'touch'].map((name) => `agent/drift/${name}.ts`),
  ...['line-difference', 'masking', 'pseudonyms', 'sensitive', 'xml-picture'].map((name) => `agent/golden/${name}.ts`),
];

/** Whether a file may know no clock, no randomness, no network and no environment. */
export const isPureFile = (path: string): boolean =>
  isScript(path) &&
  !isTest(path) &&
  (path.startsWith('contracts/') || path.split('/').slice(0, -1).includes('core') || PURE.includes(path));

const IMPURE_MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'performance.now',
  'process.env',
]);
const IMPURE_NAMES = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'WebSocket']);

/** Time, randomness and ids come in as arguments. */
export const pureFiles: Rule = (files) => files.filter(({ path }) => isPureFile(path)).flatMap(impurities);

function impurities(file: SourceFile): Violation[] {
  const nodes = nodesOf(file);
  const named = new Set(nodes.flatMap(ownNames));
  return nodes.flatMap((node) => {
    const name = impureName(node, named);
    return name === undefined
      ? []
      : [{ path: file.path, line: lineAt(file.text, node.start), problem: `a pure file may not use ${name}` }];
  });
}

function impureName(node: SyntaxNode, named: ReadonlySet<unknown>): string | undefined {
  if (node.type === 'MemberExpression') {
    const name = dottedName(node)?.replace(/^globalThis\./, '');
    return name !== undefined && (IMPURE_MEMBERS.has(name) || IMPURE_NAMES.has(name)) ? name : undefined;
  }
  if (node.type === 'NewExpression' || node.type === 'CallExpression') {
    const isDate = dottedName(node.callee) === 'Date';
    return isDate && (node.arguments as unknown[]).length === 0 ? 'the clock (Date without arguments)' : undefined;
  }
  return node.type === 'Identifier' && IMPURE_NAMES.has(String(node.name)) && !named.has(node)
    ? String(node.name)
    : undefined;
}

/** Identifiers that are only names of properties: `{ fetch: … }`, `port.fetch`. */
function ownNames(node: SyntaxNode): unknown[] {
  if (node.type === 'MemberExpression' && node.computed !== true) return [node.property];
  const isKeyed = ['Property', 'PropertyDefinition', 'MethodDefinition', 'TSPropertySignature', 'TSMethodSignature'];
  if (!isKeyed.includes(node.type) || node.computed === true || node.shorthand === true) return [];
  return isNode(node.key) ? [node.key] : [];
}
