import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../steps.ts';
import { decodeXml as decodeInSteps } from './decode.ts';
import { encodeRequest } from './encode.ts';
import type { ElementShape, OperationShape } from './shapes.ts';
import { textAt } from './xml-tree.ts';

const leaf = (local: string, more: Partial<ElementShape> = {}, namespace = ''): ElementShape => ({
  name: { namespace, local },
  minOccurs: 1,
  maxOccurs: 1,
  content: { kind: 'text' },
  ...more,
});
const group = (
  local: string,
  children: ElementShape[],
  more: Partial<ElementShape> = {},
  namespace = '',
): ElementShape => leaf(local, { content: { kind: 'elements', children, open: false }, ...more }, namespace);

const operation: OperationShape = {
  name: 'Make',
  soapAction: 'urn:make',
  soapVersion: '1.1',
  request: group(
    'Make',
    [
      leaf('First'),
      leaf('Second', { minOccurs: 0 }),
      group('Lines', [group('Line', [leaf('Item')], { minOccurs: 0, maxOccurs: 2 })], { minOccurs: 0 }),
      leaf('Other', { minOccurs: 0 }, 'urn:other'),
    ],
    {},
    'urn:t',
  ),
  headers: [group('Session', [leaf('Id')], {}, 'urn:t')],
  response: group('Made', [leaf('Id')], {}, 'urn:t'),
};

const decodeXml = (bytes: Uint8Array, contentType: string) => atOnce(decodeInSteps(bytes, contentType));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const vocabulary = { namespaces: {}, types: new Map() };
const encode = (body: Record<string, unknown>) =>
  encodeRequest(operation, { body: body as never, headers: [] }, vocabulary);
const xmlOf = (body: Record<string, unknown>): string => {
  const encoded = encode(body);
  if (!encoded.ok) throw new Error(encoded.problem);
  return encoded.xml;
};

describe('encoding', () => {
  it('writes in the schema’s order, each element qualified as the schema says', () => {
    const shape = operation.headers[0] as ElementShape;
    const headers = [{ name: shape.name, shape, value: { Id: 's-1' } }];
    const body = { Other: 'o', Lines: { Line: [{ Item: 'a' }, { Item: 'b' }] }, First: '1' };
    const encoded = encodeRequest(operation, { body, headers }, vocabulary);
    expect(encoded).toEqual({
      ok: true,
      xml:
        '<?xml version="1.0" encoding="utf-8"?>' +
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n1="urn:t" xmlns:n2="urn:other">' +
        '<soap:Header><n1:Session><Id>s-1</Id></n1:Session></soap:Header>' +
        '<soap:Body><n1:Make><First>1</First><Lines><Line><Item>a</Item></Line><Line><Item>b</Item></Line></Lines>' +
        '<n2:Other>o</n2:Other></n1:Make></soap:Body></soap:Envelope>',
    });
  });
  it('leaves an optional none out and writes a required none as empty', () => {
    expect(xmlOf({ First: null, Second: null })).toContain('<n1:Make><First/></n1:Make>');
  });
  it.each([
    ['an absent required element', {}],
    ['an unknown element', { First: '1', $xml: '<evil/>' }],
    ['an element of a prototype', { First: '1', constructor: 'x' }],
    ['a control character', { First: 'a\u0001b' }],
    ['half a surrogate pair', { First: 'a\ud800b' }],
    ['too many entries', { First: '1', Lines: { Line: [{ Item: 'a' }, { Item: 'b' }, { Item: 'c' }] } }],
    ['text where elements belong', { First: '1', Lines: 'text' }],
    ['elements where text belongs', { First: { Item: 'a' } }],
    ['a text that is far too long', { First: 'a'.repeat(32_001) }],
  ])('refuses %s', (_name, body) => {
    expect(encode(body).ok).toBe(false);
  });
  it('gives every text back through decoding', () => {
    const valid = fc
      .string({ unit: 'binary' })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these cannot be sent
      .filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(valid, (text) => {
        const decoded = decodeXml(bytesOf(xmlOf({ First: text })), 'text/xml');
        if (!decoded.ok) throw new Error(decoded.problem);
        expect(textAt(decoded.root, ['Body', 'Make', 'First'])).toEqual({ ok: true, text });
      }),
    );
  });
});

describe('decoding', () => {
  const problemOf = (xml: string | Uint8Array, type = 'text/xml; charset=utf-8'): string | null => {
    const decoded = decodeXml(typeof xml === 'string' ? bytesOf(xml) : xml, type);
    return decoded.ok ? null : decoded.problem;
  };
  it.each([
    ['an empty body', ''],
    ['a DTD', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['an external entity', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['an entity of HTML', '<a>&nbsp;</a>'],
    ['junk after the root', '<a/>junk'],
    ['a second root', '<a/><b/>'],
    ['a truncated document', '<a><b>1</b>'],
    ['a prefix that is not declared', '<x:a/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['depth', `${'<a>'.repeat(65)}${'</a>'.repeat(65)}`],
    ['many attributes', `<a ${Array.from({ length: 101 }, (_, i) => `b${i}="1"`).join(' ')}/>`],
  ])('refuses %s', (_name, xml) => {
    expect(problemOf(xml)).not.toBeNull();
  });
  it('takes 64 levels', () => {
    expect(problemOf(`${'<a>'.repeat(64)}${'</a>'.repeat(64)}`)).toBeNull();
  });
  it('reads bytes by the charset they name, and refuses wrong ones', () => {
    const latin = Uint8Array.from([...'<a>K\u00f6ln</a>'].map((character) => character.charCodeAt(0)));
    const decoded = decodeXml(latin, 'text/xml; charset="ISO-8859-1"');
    expect(decoded.ok && decoded.root.text).toBe('Köln');
    const declared = Uint8Array.from(
      [...'<?xml version="1.0" encoding="windows-1252"?><a>K\u00f6ln</a>'].map((character) => character.charCodeAt(0)),
    );
    const second = decodeXml(declared, 'text/xml');
    expect(second.ok && second.root.text).toBe('Köln');
    expect(problemOf(latin)).toContain('utf-8');
    expect(problemOf('<a/>', 'text/xml; charset=klingon')).toContain('charset');
  });
  it('keeps text as it is, joins CDATA, and knows nil', () => {
    const decoded = decodeXml(
      bytesOf(
        '<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><b> 1<![CDATA[<2>]]>&amp;3 </b><c i:nil="true"/></a>',
      ),
      'text/xml',
    );
    if (!decoded.ok) throw new Error(decoded.problem);
    expect(decoded.root.children.map(({ text, nil }) => [text, nil])).toEqual([
      [' 1<2>&3 ', false],
      ['', true],
    ]);
  });
  it('gives every text as it is, wherever a slice ends in it', () => {
    const awkward = 'é🚰\ufeffا\r\n&#13;&amp;<![CDATA[]]]]><![CDATA[>]]>';
    for (let start = 65_536 - 60; start <= 65_536; start += 1) {
      const before = 'x'.repeat(start - 3);
      const decoded = decodeXml(bytesOf(`<a>${before}${awkward}</a>`), 'text/xml');
      expect(decoded.ok && decoded.root.text).toBe(`${before}é🚰\ufeffا\n\r&]]>`);
    }
  });
  it('refuses bytes that end within a character', () => {
    expect(problemOf(bytesOf('<a/>🚰').subarray(0, -1))).toContain('utf-8');
  });
  it('keeps a bounded list to its bound, counts the rest, and reads on behind it', () => {
    const row = (no: number): string => `<r><n>${no}</n><r>inner</r></r>`;
    const rows = Array.from({ length: 5 }, (_, index) => row(index)).join('');
    const xml = (more: string): string => `<a><l>${rows}${more}</l><l>${row(6)}</l><r>no row</r><z>end</z></a>`;
    const keep = {
      lists: [
        ['a', 'l', 'r'],
        ['a', 'q'],
      ],
      rowsMax: 2,
      elementsMax: 12,
    };
    const decoded = atOnce(decodeInSteps(bytesOf(xml('')), 'text/xml', keep));
    if (!decoded.ok) throw new Error(decoded.problem);
    expect(decoded.leftOut).toEqual([4, 0]);
    const [first, second, other, last] = decoded.root.children;
    expect(first?.children.map((kept) => kept.children[0]?.text)).toEqual(['0', '1']);
    expect([second?.children.length, other?.text, last?.text]).toEqual([0, 'no row', 'end']);
    for (const bad of [
      '<r><x:n/></r>',
      '<r></n></r>',
      '<r>&e;</r>',
      `<r>${'<d>'.repeat(62)}${'</d>'.repeat(62)}</r>`,
    ]) {
      expect(atOnce(decodeInSteps(bytesOf(xml(bad)), 'text/xml', keep)).ok).toBe(false);
    }
    const tooMany = atOnce(decodeInSteps(bytesOf(xml('')), 'text/xml', { ...keep, elementsMax: 10 }));
    expect(tooMany).toMatchObject({ ok: false, tooLarge: true });
  });
  it('never throws, whatever the bytes', () => {
    const tags = fc.constantFrom(
      '<a>',
      '</a>',
      '<a',
      '/>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&lt;',
      '&#0;',
      '<?xml',
      '?>',
      '"',
      '=',
      'x:',
      '\u0000',
    );
    const soup = fc
      .array(fc.oneof(tags, fc.string({ maxLength: 5 })), { maxLength: 30 })
      .map((parts) => bytesOf(parts.join('')));
    const types = fc.constantFrom('text/xml', 'text/xml; charset=utf-16', 'text/xml; charset=utf-8', '');
    fc.assert(
      fc.property(fc.oneof(soup, fc.uint8Array({ maxLength: 200 })), types, (bytes, type) => {
        expect(typeof decodeXml(bytes, type).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
