import { textAt, type XmlElement } from './xml-tree.ts';

/** A SOAP 1.1 fault (section 4.4 of the SOAP 1.1 note): its children are unqualified. */
export interface Fault {
  /** e.g. `soap:Server` */
  code: string;
  text: string;
}

const cut = (text: string | null): string => (text ?? '').trim().slice(0, 500);

export function faultOf(element: XmlElement): Fault {
  const code = textAt(element, ['faultcode']);
  const text = textAt(element, ['faultstring']);
  return { code: code.ok ? cut(code.text) : '', text: text.ok ? cut(text.text) : '' };
}
