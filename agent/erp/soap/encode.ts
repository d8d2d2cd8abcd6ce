import type { ElementShape, OperationShape } from './shapes.ts';

/** A value of a request: text, none, a group of elements by local name, or a repeated element. */
export type XmlValue = string | null | XmlGroup | XmlValue[];
export interface XmlGroup {
  [element: string]: XmlValue;
}
export interface HeaderValue {
  shape: ElementShape;
  value: XmlGroup;
}
export type Encoded = { ok: true; xml: string } | { ok: false; problem: string };

/** 2 MiB: an order of 500 lines is 100 KB. */
const REQUEST_CHARS_MAX = 2 * 1024 * 1024;
/** 32,000: no field of an ERP we know takes more. */
const TEXT_CHARS_MAX = 32_000;

/** Not a Char of XML 1.0 (section 2.2): controls, lone surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

class Refused extends Error {}

/** A carriage return is written as a reference, because a parser turns a bare one into a line feed. */
const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);

class Writer {
  readonly prefixes = new Map<string, string>();
  private parts: string[] = [];
  private chars = 0;

  private add(text: string): void {
    this.chars += text.length;
    if (this.chars > REQUEST_CHARS_MAX) throw new Refused('the request is too long');
    this.parts.push(text);
  }

  private tagOf(shape: ElementShape): string {
    const { namespace, local } = shape.name;
    if (namespace === '') return local;
    let prefix = this.prefixes.get(namespace);
    if (prefix === undefined) {
      prefix = `n${this.prefixes.size + 1}`;
      this.prefixes.set(namespace, prefix);
    }
    return `${prefix}:${local}`;
  }

  element(shape: ElementShape, value: string | null | XmlGroup, place: string): void {
    const tag = this.tagOf(shape);
    if (value === null || value === '') {
      this.add(`<${tag}/>`);
    } else if (typeof value === 'string') {
      if (shape.content.kind === 'elements' && !shape.content.open)
        throw new Refused(`${place} takes elements, not text`);
      if (value.length > TEXT_CHARS_MAX) throw new Refused(`${place} is longer than ${TEXT_CHARS_MAX} characters`);
      if (NOT_XML.test(value)) throw new Refused(`${place} has a character that XML does not allow`);
      this.add(`<${tag}>${escapeXml(value)}</${tag}>`);
    } else {
      this.add(`<${tag}>`);
      this.group(shape, value, place);
      this.add(`</${tag}>`);
    }
  }

  /** Writes in the schema's order, whatever the order of the group. */
  private group(shape: ElementShape, group: XmlGroup, place: string): void {
    if (shape.content.kind !== 'elements') throw new Refused(`${place} takes text, not elements`);
    let written = 0;
    for (const child of shape.content.children) {
      const local = child.name.local;
      const here = `${place}/${local}`;
      const value = Object.hasOwn(group, local) ? group[local] : undefined;
      if (value !== undefined) written += 1;
      const entries = Array.isArray(value) ? value : value === undefined ? [] : [value];
      const sent = child.minOccurs === 0 ? entries.filter((entry) => entry !== null) : entries;
      if (sent.length < child.minOccurs) throw new Refused(`${here} is required`);
      if (sent.length > child.maxOccurs) throw new Refused(`${here} occurs more often than the schema allows`);
      for (const entry of sent) {
        if (Array.isArray(entry)) throw new Refused(`${here} is a list in a list`);
        this.element(child, entry, here);
      }
    }
    if (written < Object.keys(group).length) {
      const known = new Set(shape.content.children.map((child) => child.name.local));
      const stranger = Object.keys(group).find((local) => !known.has(local)) ?? '';
      throw new Refused(`${place}/${stranger} is not in the schema`);
    }
  }

  take(): string {
    const text = this.parts.join('');
    this.parts = [];
    return text;
  }
}

/**
 * The request as a SOAP 1.1 envelope. An absent required element, an unknown one and a character that XML
 * cannot carry are refused: an ERP would cut or guess silently.
 * @returns a problem names the place, never the value
 */
export function encodeRequest(operation: OperationShape, body: XmlGroup, header: HeaderValue | null): Encoded {
  const writer = new Writer();
  try {
    if (header !== null) writer.element(header.shape, header.value, header.shape.name.local);
    const head = writer.take();
    writer.element(operation.request, body, operation.request.name.local);
    const main = writer.take();
    let declarations = '';
    for (const [namespace, prefix] of writer.prefixes) declarations += ` xmlns:${prefix}="${escapeXml(namespace)}"`;
    const xml =
      '<?xml version="1.0" encoding="utf-8"?>' +
      `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"${declarations}>` +
      `${head === '' ? '' : `<soap:Header>${head}</soap:Header>`}<soap:Body>${main}</soap:Body></soap:Envelope>`;
    return { ok: true, xml };
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, problem: thrown.message };
    throw thrown;
  }
}
