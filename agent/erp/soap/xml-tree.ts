/** An element of an answer. Attributes are not kept, except what `xsi:nil` says. */
export interface XmlElement {
  /** Local name. */
  name: string;
  /** Empty for an unqualified element. */
  namespace: string;
  /** Text and CDATA of an element without children, untouched; empty for an element with children. */
  text: string;
  children: XmlElement[];
  nil: boolean;
}

/** Every element at `segments` below `from`, by local name, in document order. */
export function elementsAt(from: XmlElement, segments: readonly string[]): XmlElement[] {
  let found: XmlElement[] = [from];
  for (const segment of segments) {
    const next: XmlElement[] = [];
    for (const element of found) {
      for (const child of element.children) if (child.name === segment) next.push(child);
    }
    found = next;
  }
  return found;
}

/** What stands at a place that may hold one value: its text, nothing, or a reason why it cannot be told. */
export type TextAt = { ok: true; text: string | null } | { ok: false; problem: string };

const NOTHING: TextAt = { ok: true, text: null };
const TWICE: TextAt = { ok: false, problem: 'occurs more than once' };
const GROUP: TextAt = { ok: false, problem: 'has elements where text was expected' };

/** The text at `segments`. Walks without building lists: this is the inner loop of reading an answer. */
export function textAt(from: XmlElement, segments: readonly string[]): TextAt {
  let here = from;
  for (const segment of segments) {
    let match: XmlElement | undefined;
    for (const child of here.children) {
      if (child.name !== segment) continue;
      if (match !== undefined) return TWICE;
      match = child;
    }
    if (match === undefined) return NOTHING;
    here = match;
  }
  if (here.nil) return NOTHING;
  return here.children.length > 0 ? GROUP : { ok: true, text: here.text };
}
