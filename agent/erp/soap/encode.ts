import { ENVELOPE } from './envelope.ts';
import { keyOf } from './schema-nodes.ts';
import { type Content, type ElementShape, isNamed, type OperationShape, type QName } from './shapes.ts';
import { type Namespaces, namespaceOf } from './xml-path.ts';
import { asciiOf, escapeAttribute, escapeText, isXmlText } from './xml-text.ts';

/** A value of a request: text, none, a group of elements, or a repeated element. */
export type XmlValue = string | null | XmlGroup | XmlValue[];
/**
 * What is in an element, by name: `Local`, or `prefix:Local` where that alone is ambiguous; `@name` is an attribute,
 * `@xsi:type` (`prefix:Local`) a derived type, and `.` the element's own text.
 */
export interface XmlGroup {
  [name: string]: XmlValue;
}
/** A SOAP header; without a shape where the WSDL does not declare it. */
export interface HeaderValue {
  name: QName;
  shape: ElementShape | null;
  value: XmlGroup;
}
/** What names in a request mean. */
export interface Vocabulary {
  namespaces: Namespaces;
  /** Derived types, by `{namespace}local`. */
  types: ReadonlyMap<string, Content>;
  /** `ascii`: letters beyond it are written as references. */
  letters?: 'unicode' | 'ascii';
}
export type Encoded = { ok: true; xml: string } | { ok: false; problem: string };

/** 2 MiB: an order of 500 lines is 100 KB. */
const REQUEST_CHARS_MAX = 2 * 1024 * 1024;
/** 32,000: no field of an ERP we know takes more. A document carried as text may be as long as the request. */
const TEXT_CHARS_MAX = 32_000;

const XML = 'http://www.w3.org/XML/1998/namespace';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const SOAPENC = 'http://schemas.xmlsoap.org/soap/encoding/';
const OPEN: Content = { kind: 'elements', children: [], open: true };

class Refused extends Error {}

const isGroup = (value: XmlValue): value is XmlGroup =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

class Writer {
  readonly #vocabulary: Vocabulary;
  readonly #encoded: boolean;
  readonly prefixes = new Map<string, string>();
  #parts: string[] = [];
  #chars = 0;

  constructor(vocabulary: Vocabulary, encoded: boolean) {
    this.#vocabulary = vocabulary;
    this.#encoded = encoded;
  }

  #add(text: string): void {
    this.#chars += text.length;
    if (this.#chars > REQUEST_CHARS_MAX) throw new Refused('the request is too long');
    this.#parts.push(text);
  }

  #qualified({ namespace, local }: QName): string {
    if (namespace === '') return local;
    if (namespace === XML) return `xml:${local}`;
    let prefix = this.prefixes.get(namespace);
    if (prefix === undefined) {
      prefix = `n${this.prefixes.size + 1}`;
      this.prefixes.set(namespace, prefix);
    }
    return `${prefix}:${local}`;
  }

  #named(written: string, place: string): { local: string; namespace: string | null } {
    const colon = written.indexOf(':');
    if (colon === -1) return { local: written, namespace: null };
    const namespace = namespaceOf(written.slice(0, colon), this.#vocabulary.namespaces);
    if (namespace === null) throw new Refused(`${place}: the prefix of ${written} is not known`);
    return { local: written.slice(colon + 1), namespace };
  }

  #text(text: string, charsMax: number, place: string): void {
    if (text.length > charsMax) throw new Refused(`${place} is longer than ${charsMax} characters`);
    if (!isXmlText(text)) throw new Refused(`${place} has a character that XML does not allow`);
    this.#add(escapeText(text));
  }

  #attribute(name: QName, value: string, place: string): void {
    if (!isXmlText(value)) throw new Refused(`${place} has a character that XML does not allow`);
    this.#add(` ${this.#qualified(name)}="${escapeAttribute(value)}"`);
  }

  /** The type that rpc/encoded sends with every element. */
  #encodedType(shape: ElementShape, content: Content, value: XmlValue): void {
    const { arrayOf } = content.kind === 'elements' ? content : {};
    if (arrayOf !== undefined) {
      const items = isGroup(value) ? value.item : undefined;
      const count = Array.isArray(items) ? items.length : items === undefined ? 0 : 1;
      this.#attribute({ namespace: XSI, local: 'type' }, this.#qualified({ namespace: SOAPENC, local: 'Array' }), '');
      this.#attribute({ namespace: SOAPENC, local: 'arrayType' }, `${this.#qualified(arrayOf)}[${count}]`, '');
    } else if (shape.type) {
      this.#attribute({ namespace: XSI, local: 'type' }, this.#qualified(shape.type), '');
    }
  }

  /** The content that an element has by its declared type, or by the one that the request names. */
  #contentOf(shape: ElementShape, value: XmlValue, place: string): { content: Content; derived: QName | null } {
    const written = isGroup(value) ? value['@xsi:type'] : undefined;
    if (typeof written !== 'string') return { content: shape.content, derived: null };
    const { local, namespace } = this.#named(written, place);
    const derived = { namespace: namespace ?? '', local };
    const content = this.#vocabulary.types.get(keyOf(derived));
    if (content === undefined) throw new Refused(`${place}: the type ${written} is not in the schema`);
    return { content, derived };
  }

  element(shape: ElementShape, value: string | null | XmlGroup, place: string, more = ''): void {
    const tag = this.#qualified(shape.name);
    const { content, derived } = this.#contentOf(shape, value, place);
    this.#add(`<${tag}${more}`);
    if (derived !== null) this.#attribute({ namespace: XSI, local: 'type' }, this.#qualified(derived), place);
    else if (this.#encoded && more === '') this.#encodedType(shape, content, value);
    if (isGroup(value)) this.#attributes(content, value, place);
    if (value === null || value === '') {
      this.#add('/>');
    } else {
      this.#add('>');
      if (isGroup(value)) this.#inside(content, value, place);
      else if (content.kind === 'elements' && !content.open) throw new Refused(`${place} takes elements, not text`);
      else this.#text(value, TEXT_CHARS_MAX, place);
      this.#add(`</${tag}>`);
    }
  }

  #attributes({ attributes = [] }: Content, group: XmlGroup, place: string): void {
    for (const [key, value] of Object.entries(group)) {
      if (!key.startsWith('@') || key === '@xsi:type' || value === null) continue;
      const here = `${place}/${key}`;
      if (typeof value !== 'string') throw new Refused(`${here} takes one text`);
      const { local, namespace } = this.#named(key.slice(1), here);
      const declared = attributes.find(({ name }) => isNamed(name, local, namespace))?.name;
      this.#attribute(declared ?? { namespace: namespace ?? '', local }, value, here);
    }
  }

  #inside(content: Content, group: XmlGroup, place: string): void {
    const own = group['.'];
    if (typeof own === 'string') this.#text(own, REQUEST_CHARS_MAX, place);
    const names = Object.keys(group).filter((key) => key !== '.' && !key.startsWith('@'));
    if (content.kind === 'text') {
      if (names.length > 0) throw new Refused(`${place} takes text, not elements`);
      return;
    }
    if (own !== undefined && !content.open) throw new Refused(`${place} takes elements, not text`);
    this.#children(content, group, new Set(names), place);
  }

  /** Writes in the schema's order, whatever the order of the group; what only an open schema allows comes last. */
  #children(content: Extract<Content, { kind: 'elements' }>, group: XmlGroup, left: Set<string>, place: string): void {
    const wanted = [...left].map((key) => ({ key, ...this.#named(key, place) }));
    for (const child of content.children) {
      const here = `${place}/${child.name.local}`;
      const [given, second] = wanted.filter(
        ({ key, local, namespace }) => left.has(key) && isNamed(child.name, local, namespace),
      );
      if (second !== undefined) throw new Refused(`${here} is given twice`);
      const value = given === undefined ? undefined : group[given.key];
      if (given !== undefined) left.delete(given.key);
      const entries = Array.isArray(value) ? value : value === undefined ? [] : [value];
      const sent = child.minOccurs === 0 ? entries.filter((entry) => entry !== null) : entries;
      if (sent.length < child.minOccurs) throw new Refused(`${here} is required`);
      if (sent.length > child.maxOccurs) throw new Refused(`${here} occurs more often than the schema allows`);
      for (const entry of sent) {
        if (Array.isArray(entry)) throw new Refused(`${here} is a list in a list`);
        this.element(child, entry, here);
      }
    }
    for (const { key, local, namespace } of wanted) {
      if (!left.has(key)) continue;
      if (!content.open) throw new Refused(`${place}/${key} is not in the schema`);
      const name = { namespace: namespace ?? '', local };
      const value = group[key] ?? null;
      for (const entry of Array.isArray(value) ? value : [value]) {
        if (Array.isArray(entry)) throw new Refused(`${place}/${key} is a list in a list`);
        if (entry !== null) this.element({ name, minOccurs: 0, maxOccurs: 1, content: OPEN }, entry, `${place}/${key}`);
      }
    }
  }

  take(): string {
    const text = this.#parts.join('');
    this.#parts = [];
    return text;
  }
}

export interface Message {
  body: XmlGroup;
  headers: readonly HeaderValue[];
  /** A header block that is XML already. */
  ready?: string;
}

/**
 * The request as a SOAP envelope. An absent required element, an unknown one and a character that XML
 * cannot carry are refused: an ERP would cut or guess silently.
 * @returns a problem names the place, never the value
 */
export function encodeRequest(operation: OperationShape, message: Message, vocabulary: Vocabulary): Encoded {
  const writer = new Writer(vocabulary, operation.rpc === 'encoded');
  try {
    for (const { name, shape, value } of message.headers) {
      writer.element(shape ?? { name, minOccurs: 1, maxOccurs: 1, content: OPEN }, value, name.local);
    }
    const head = writer.take() + (message.ready ?? '');
    const style = operation.rpc === 'encoded' ? ` soap:encodingStyle="${SOAPENC}"` : '';
    writer.element(operation.request, message.body, operation.request.name.local, style);
    const main = writer.take();
    let declarations = '';
    for (const [namespace, prefix] of writer.prefixes)
      declarations += ` xmlns:${prefix}="${escapeAttribute(namespace)}"`;
    const xml =
      '<?xml version="1.0" encoding="utf-8"?>' +
      `<soap:Envelope xmlns:soap="${ENVELOPE[operation.soapVersion]}"${declarations}>` +
      `${head === '' ? '' : `<soap:Header>${head}</soap:Header>`}<soap:Body>${main}</soap:Body></soap:Envelope>`;
    if (vocabulary.letters !== 'ascii') return { ok: true, xml };
    // A reference stands for a letter of a text, never for one of a name.
    if (/<[^\s>]*[^\s\u0020-\u007e>]/.test(xml)) throw new Refused('a name has letters beyond ASCII');
    return { ok: true, xml: asciiOf(xml) };
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, problem: thrown.message };
    throw thrown;
  }
}
