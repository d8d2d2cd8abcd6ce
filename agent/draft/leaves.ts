import type { ElementShape } from '../erp/soap/shapes.ts';

/** An element of a message, as a draft may name it. */
export interface Leaf {
  /** From the base down. */
  path: string;
  shape: ElementShape;
  /** Of XML Schema, e.g. `date`; empty where it is not known. */
  primitive: string;
}
export interface Group {
  path: string;
  shape: ElementShape;
}

const DEPTH_MAX = 6;
const LEAVES_MAX = 4000;

/** Leaves below a shape that are not within a list, and the lists themselves. Types may contain themselves: bounded. */
export function partsOf(base: ElementShape): { leaves: Leaf[]; lists: Group[]; groups: Group[] } {
  const [leaves, lists, groups]: [Leaf[], Group[], Group[]] = [[], [], []];
  const walk = (shape: ElementShape, path: string, depth: number): void => {
    if (shape.content.kind !== 'elements' || depth > DEPTH_MAX) return;
    for (const child of shape.content.children) {
      if (leaves.length + lists.length > LEAVES_MAX) return;
      const here = path === '' ? child.name.local : `${path}/${child.name.local}`;
      if (child.maxOccurs > 1) lists.push({ path: here, shape: child });
      else if (child.content.kind === 'text')
        leaves.push({ path: here, shape: child, primitive: child.content.primitive ?? '' });
      else {
        groups.push({ path: here, shape: child });
        walk(child, here, depth + 1);
      }
    }
  };
  walk(base, '', 0);
  return { leaves, lists, groups };
}
