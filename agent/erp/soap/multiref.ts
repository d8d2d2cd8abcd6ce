import type { XmlElement } from './xml-tree.ts';

/**
 * Answers in rpc/encoded may put a value aside and refer to it: `<item href="#id0"/>` … `<multiRef id="id0">…`
 * (SOAP 1.1, section 5.4.1; `ref` in SOAP 1.2). Puts each back in its place:
 *   R1  a value that refers to itself is refused
 *   R2  the result is bounded: a value that is referred to often counts each time
 */
export type Resolved = { ok: true } | { ok: false; problem: string };

const ELEMENTS_MAX = 100_000;

const attributeNamed = (element: XmlElement, names: readonly string[]): string | undefined =>
  element.attributes?.find(
    ({ name, namespace }) => names.includes(name) && namespace !== 'http://www.w3.org/1999/xlink',
  )?.value;

/** @param root it and all below are changed in place; `aside` are the elements beside it that may be referred to */
export function resolveReferences(root: XmlElement, aside: readonly XmlElement[]): Resolved {
  const byId = new Map<string, XmlElement>();
  const note = (element: XmlElement): void => {
    const id = attributeNamed(element, ['id']);
    if (id !== undefined) byId.set(id, element);
    for (const child of element.children) note(child);
  };
  for (const element of [root, ...aside]) note(element);
  if (byId.size === 0) return { ok: true };
  let count = 0;

  const place = (element: XmlElement, within: readonly XmlElement[]): string | null => {
    count += 1;
    if (count > ELEMENTS_MAX) return `more than ${ELEMENTS_MAX} elements through references`;
    const reference = attributeNamed(element, ['href', 'ref']);
    let inside = within;
    if (reference !== undefined && element.children.length === 0) {
      const target = byId.get(reference.replace(/^#/, ''));
      if (target === undefined) return 'a reference to a value that is not there';
      if (within.includes(target)) return 'a value that refers to itself';
      // Copied, because one value may stand in several places.
      element.children = target.children.map(copy);
      element.text = target.text;
      element.nil = target.nil;
      inside = [...within, target];
    }
    for (const child of element.children) {
      const problem = place(child, inside);
      if (problem !== null) return problem;
    }
    return null;
  };
  const problem = place(root, [root]);
  return problem === null ? { ok: true } : { ok: false, problem };
}

/** Deep, but not through references: those are followed in the copy. */
function copy(element: XmlElement): XmlElement {
  return { ...element, children: element.children.map(copy) };
}
