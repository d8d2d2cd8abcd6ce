import { type TextAt, textAt, textIn, type XmlElement } from './xml-tree.ts';

/** A SOAP fault of either version. */
export interface Fault {
  /** As it is shown, e.g. `soap:Server`. */
  code: string;
  /** The code and all its subcodes, as written. */
  codes: readonly string[];
  text: string;
  /** The fault's detail, for rules that look into it. */
  detail: XmlElement | null;
}

const cut = (found: TextAt): string => (found.ok ? (found.text ?? '') : '').trim().slice(0, 500);
const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

/** SOAP 1.1, section 4.4: the children are unqualified. */
export function fault11Of(element: XmlElement): Fault {
  const code = cut(textAt(element, ['faultcode']));
  const text = cut(textAt(element, ['faultstring']));
  return { code, codes: [code], text, detail: childOf(element, 'detail') ?? null };
}

/** 8: a subcode in a subcode in a subcode; more is nonsense. */
const SUBCODES_MAX = 8;

/** SOAP 1.2, part 1, section 5.4: Code with Subcodes in it, Reason with a Text for each language. */
export function fault12Of(element: XmlElement): Fault {
  const codes: string[] = [];
  let here = childOf(element, 'Code');
  while (here !== undefined && codes.length < SUBCODES_MAX) {
    codes.push(cut(textAt(here, ['Value'])));
    here = childOf(here, 'Subcode');
  }
  const [reason] = childOf(element, 'Reason')?.children ?? [];
  const text = reason === undefined ? '' : cut(textIn(reason));
  return { code: codes.at(-1) ?? '', codes, text, detail: childOf(element, 'Detail') ?? null };
}
