import { keyOf, type SchemaNode } from '../erp/soap/schema-nodes.ts';
import { SchemaShapes } from '../erp/soap/schema-shapes.ts';
import type { QName } from '../erp/soap/shapes.ts';
import { scanWsdl } from '../erp/soap/wsdl-scan.ts';
import type { DerivedTypes } from './generic.ts';
import type { Derived } from './leaves.ts';

/** Types that hold more than this by themselves are no empty base that others take the place of. */
const CHILDREN_OF_BASE_MAX = 3;
const DERIVED_MAX = 500;

function baseOf(node: SchemaNode): QName | null {
  for (const child of node.children) {
    if (child.tag === 'extension') return child.base;
    const inner = child.tag === 'complexContent' ? baseOf(child) : null;
    if (inner !== null) return inner;
  }
  return null;
}

/** Which types may stand where a WSDL names their base, as far as they are asked for. The WSDL was read before. */
export async function derivedTypesOf(folder: string, file: string): Promise<DerivedTypes> {
  const { schemas } = await scanWsdl(folder, file);
  const shapes = new SchemaShapes(schemas);
  const below = new Map<string, QName[]>();
  for (const node of schemas.complexTypes.values()) {
    const base = baseOf(node);
    if (base !== null) below.set(keyOf(base), [...(below.get(keyOf(base)) ?? []), node.name]);
  }
  const known = new Map<string, readonly Derived[]>();
  return (base) => {
    const key = keyOf(base);
    const found = known.get(key);
    if (found !== undefined) return found;
    const names: QName[] = [];
    const queue = [...(below.get(key) ?? [])];
    const seen = new Set<string>();
    while (queue.length > 0 && names.length < DERIVED_MAX) {
      const name = queue.shift() as QName;
      if (seen.has(keyOf(name))) continue;
      seen.add(keyOf(name));
      names.push(name);
      queue.push(...(below.get(keyOf(name)) ?? []));
    }
    const own = names.length === 0 ? null : shapes.type(base);
    const isBase = own?.kind === 'elements' && own.children.length <= CHILDREN_OF_BASE_MAX;
    const derived = isBase
      ? names.flatMap((name): Derived[] => {
          const content = shapes.type(name);
          return content === null ? [] : [{ name, content }];
        })
      : [];
    known.set(key, derived);
    return derived;
  };
}
