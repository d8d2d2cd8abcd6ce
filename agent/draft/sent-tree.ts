import { plain } from './yaml-text.ts';

/** What is sent, as a tree of elements, before it is written down. */
export interface Sent {
  /** What stands behind the name, for a value. */
  line?: string;
  /** The list of the input that it is repeated for. */
  each?: string;
  /** The type that takes the place of the declared one. */
  type?: string;
  /** Several of the same name, in order. */
  several?: Sent[];
  children: Map<string, Sent>;
}

export const sent = (): Sent => ({ children: new Map() });

/** The element at a path, made where it is not there yet. */
export function at(root: Sent, path: string): Sent {
  let here = root;
  for (const segment of path.split('/')) {
    const next = here.children.get(segment) ?? sent();
    here.children.set(segment, next);
    here = next;
  }
  return here;
}

export function has(root: Sent, path: string): boolean {
  let here: Sent | undefined = root;
  for (const segment of path === '' ? [] : path.split('/')) here = here?.children.get(segment);
  return here !== undefined;
}

export function put(root: Sent, path: string, line: string): void {
  at(root, path).line = line;
}

function groupLines({ type, each, children }: Sent, pad: string): string[] {
  const inner = [...children].flatMap(([name, child]) => sentLines(name, child, `${pad}  `));
  return [
    ...(each === undefined ? [] : [`${pad}each: ${each}`]),
    ...(type === undefined ? [] : [`${pad}type: ${JSON.stringify(type)}`]),
    ...(inner.length === 0 ? [`${pad}fields: {}`] : [`${pad}fields:`, ...inner]),
  ];
}

function sentLines(name: string, child: Sent, pad: string): string[] {
  if (child.line !== undefined) return [`${pad}${plain(name)}: ${child.line}`];
  if (child.several === undefined) return [`${pad}${plain(name)}:`, ...groupLines(child, `${pad}  `)];
  const entries = child.several.flatMap((one) => {
    const [first = '', ...rest] = groupLines(one, `${pad}    `);
    return [`${pad}  - ${first.trimStart()}`, ...rest];
  });
  return [`${pad}${plain(name)}:`, ...entries];
}

/** The lines below `request:`; none where nothing is sent. */
export const linesOf = ({ children }: Sent, pad: string): string[] =>
  [...children].flatMap(([name, child]) => sentLines(name, child, pad));
