/** An attribute; declarations of namespaces are not kept. */
export interface XmlAttribute {
  name: string;
  /** Empty for an attribute without a prefix. */
  namespace: string;
  value: string;
}

/** An element of an answer. */
export interface XmlElement {
  /** Local name. */
  name: string;
  /** Empty for an unqualified element. */
  namespace: string;
  /** Text and CDATA of an element without children, untouched; empty for an element with children. */
  text: string;
  children: XmlElement[];
  nil: boolean;
  /** Left out where there is none. */
  attributes?: readonly XmlAttribute[];
}

/** What stands at a place that may hold one value: its text, nothing, or a reason why it cannot be told. */
export type TextAt = { ok: true; text: string | null } | { ok: false; problem: string };

export const NOTHING: TextAt = { ok: true, text: null };
export const TWICE: TextAt = { ok: false, problem: 'occurs more than once' };
const GROUP: TextAt = { ok: false, problem: 'has elements where text was expected' };

/** The text of one element. */
export function textIn(element: XmlElement): TextAt {
  if (element.nil) return NOTHING;
  return element.children.length > 0 ? GROUP : { ok: true, text: element.text };
}

/** The text at local names below `from`. Walks without building lists: this is the inner loop of reading an answer. */
export function textAt(from: XmlElement, names: readonly string[]): TextAt {
  let here = from;
  for (const name of names) {
    let match: XmlElement | undefined;
    for (const child of here.children) {
      if (child.name !== name) continue;
      if (match !== undefined) return TWICE;
      match = child;
    }
    if (match === undefined) return NOTHING;
    here = match;
  }
  return textIn(here);
}
