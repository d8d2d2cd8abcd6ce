import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { childrenOf } from '../connectors/stub/read-request.ts';
import type { BrokenAnswer, Given } from './broken-answers.ts';

/** What an answer names, as another XML parser reads it that shares no code with ours. */

/**
 * Three things that saxes takes and this parser does not. None changes what an answer names, so they are put right
 * before the two are compared:
 *   the declaration of a prefix that nothing needs, whatever its name and value (`xmlns:0xsi`, `ht'tp://`)
 *   space around a namespace, which saxes takes away
 *   a processing instruction in front that is not named as one may be (`<?xm?xml version="1.0"?>`)
 */
const comparable = (text: string): string =>
  text
    .replace(/^\s*<\?[^>]*\?>/, '')
    .replace(
      / xmlns:(?![et]=)([^\s=<>"]*)="[^"<]*"/g,
      (_all, name: string) => ` xmlns:${/^[A-Za-z_]/.test(name) ? '' : 'x'}${name}="urn:x"`,
    )
    .replace(/(xmlns:[et]=")([^"<]*)"/g, (_all, name: string, value: string) => `${name}${value.trim()}"`);

const textOf = ({ body, contentType }: BrokenAnswer): string =>
  comparable(new TextDecoder(contentType.includes('8859-1') ? 'iso-8859-1' : 'utf-8').decode(body));

const at = (element: XmlElement, ...names: string[]): XmlElement[] =>
  names.reduce<XmlElement[]>(
    (here, name) => here.flatMap(childrenOf).filter((child) => child.name === name),
    [element],
  );
const textAt = (element: XmlElement, name: string): string | null => {
  const [only, ...more] = at(element, name);
  return only === undefined || more.length > 0 ? null : only.content.trim();
};

/** Runs over the document's root, or gives null where the bytes are no document. */
function withRoot<T>(answer: BrokenAnswer, look: (root: XmlElement) => T): T | null {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(textOf(answer));
  } catch {
    return null;
  }
  try {
    return look(document.root);
  } finally {
    document.dispose();
  }
}

const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');

/** Why what was given is not what the answer names; null where it is. */
export function inventedIn(answer: BrokenAnswer, given: Given): string | null {
  if (given.kind === 'none') return null;
  if (answer.status !== 200) return `${given.kind} from HTTP ${answer.status}`;
  const problem = withRoot(answer, (root): string | null => {
    if (root.name !== 'Envelope') return `${given.kind} from an element ${root.name}`;
    if (given.kind === 'customer') {
      const text = unescaped(root.content);
      return [given.customerId, given.name].every((one) => text.includes(one)) ? null : 'a customer not named';
    }
    const [response, ...others] = at(root, 'Body', given.kind === 'made' ? 'MakeResponse' : 'FindResponse');
    if (response === undefined || others.length > 0) return `${given.kind} without a response`;
    if (textAt(response, 'code') !== '0') return `${given.kind} without a yes`;
    if (given.kind === 'made') return textAt(response, 'no') === given.orderId ? null : `${given.orderId} is not named`;
    const named = at(response, 'rows', 'Row').map((row) => `${textAt(row, 'No')} ${textAt(row, 'Ref') || null}`);
    const shown = given.orders.map(({ orderId, reference }) => `${orderId} ${reference}`);
    return named.join() === shown.join() ? null : `named: ${named.join()}; given: ${shown.join()}`;
  });
  return problem ?? (withRoot(answer, () => true) === null ? `${given.kind} from what is no XML document` : null);
}
