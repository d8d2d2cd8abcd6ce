import { describe, expect, it } from 'vitest';
import { isMultipart, rootPart } from './multipart.ts';

const XML = '<a>\r\n--not-a-boundary</a>';
const root = (more = ''): string => `Content-Type: text/xml; charset=utf-8\r\nContent-ID: <r>\r\n${more}\r\n${XML}`;
const FILE = 'Content-Type: application/pdf\r\nContent-ID: <f>\r\n\r\nfile';
const body = (...parts: string[]): string => `${parts.map((part) => `--b+(1)\r\n${part}\r\n`).join('')}--b+(1)--\r\n`;
const read = (text: string, type = 'multipart/related; boundary="b+(1)"') =>
  rootPart({ status: 200, contentType: type, body: Buffer.from(text, 'latin1') });

describe('the envelope of an answer in parts', () => {
  it.each([
    ['the first part', body(root(), FILE), undefined],
    ['the one that start names', body(FILE, root()), 'multipart/related; start="<r>"; boundary="b+(1)"'],
    ['without quotes', body(root()).replaceAll('b+(1)', 'b1'), 'Multipart/Related; type=text/xml; boundary=b1'],
    ['behind a preamble', `This is MIME.\r\n${body(root())}`, undefined],
    ['in eight bits', body(root('Content-Transfer-Encoding: 8BIT\r\n')), undefined],
  ])('is %s', (_name, text, type) => {
    const found = read(text, type);
    expect(found.ok && Buffer.from(found.body).toString()).toBe(XML);
  });
  it.each([
    ['cut in an attachment', body(root(), FILE).replace('\r\n--b+(1)--\r\n', '')],
    ['cut before its end', body(root()).slice(0, -6)],
    ['packed otherwise', body(root('Content-Transfer-Encoding: base64\r\n'))],
    ['no XML', body(FILE)],
    ['nothing', ''],
    ['a part without an end to its headers', body('Content-Type: text/xml')],
  ])('is not taken where the answer is %s', (_name, text) => {
    expect(read(text).ok).toBe(false);
  });
  it('is not looked for without a boundary, or where its part is not there', () => {
    expect(read(body(root()), 'multipart/related; type="text/xml"').ok).toBe(false);
    expect(read(body(root()), 'multipart/related; start="<x>"; boundary="b+(1)"').ok).toBe(false);
    expect(isMultipart('multipart/form-data; boundary=x')).toBe(false);
  });
});
