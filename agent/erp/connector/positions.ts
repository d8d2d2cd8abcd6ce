import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type LineCounter } from 'yaml';

/** A place in the file, both from 1. */
export interface Position {
  line: number;
  column: number;
}

const offsetOf = (node: unknown): number | null => (isNode(node) && node.range ? node.range[0] : null);

/** Where a place of the document stands in its file: the key there, or the nearest place around it. */
export function positionOf(yaml: Document, lines: LineCounter, path: readonly string[]): Position {
  let here: unknown = yaml.contents;
  let offset = offsetOf(here) ?? 0;
  for (const segment of path) {
    if (isAlias(here)) here = here.resolve(yaml);
    let next: unknown;
    if (isMap(here)) {
      const pair = here.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === segment);
      if (pair === undefined) break;
      offset = offsetOf(pair.key) ?? offset;
      next = pair.value;
    } else if (isSeq(here)) {
      next = here.items[Number(segment)];
      if (next === undefined) break;
      offset = offsetOf(next) ?? offset;
    } else break;
    here = next;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}
