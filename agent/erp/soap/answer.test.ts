import { describe, expect, it } from 'vitest';
import { atOnce } from '../steps.ts';
import { type Expected, readSoapAnswer } from './answer.ts';

const MADE: Expected = {
  soapVersion: '1.1',
  response: {
    name: { namespace: 'urn:t', local: 'Made' },
    minOccurs: 1,
    maxOccurs: 1,
    content: { kind: 'elements', children: [], open: true },
  },
};
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('an HTTP answer', () => {
  const envelope = (body: string, more = ''): string =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="urn:t">${more}<s:Body>${body}</s:Body></s:Envelope>`;
  const made = '<t:Made><Id>1</Id></t:Made>';
  const fault = '<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>';
  const kindOf = (status: number, contentType: string, xml: string): string =>
    atOnce(readSoapAnswer({ status, contentType, body: bytesOf(xml) }, MADE, { lists: [], rowsMax: 1 })).kind;

  it.each([
    [200, 'text/xml; charset=utf-8', envelope(made), 'answer'],
    [200, 'application/soap+xml', envelope(made, '<s:Header/>'), 'answer'],
    [200, 'text/xml', envelope(fault), 'fault'],
    [500, 'text/xml', envelope(fault), 'fault'],
    [500, 'text/xml', envelope(made), 'unreadable'],
    [503, 'text/xml', envelope(fault), 'unreadable'],
    [202, 'text/xml', envelope(made), 'unreadable'],
    [302, 'text/xml', '', 'unreadable'],
    [401, 'text/html', '', 'forbidden'],
    [200, 'text/html', envelope(made), 'unreadable'],
    [200, '', envelope(made), 'unreadable'],
    [200, 'text/xml', '', 'unreadable'],
    [200, 'text/xml', '<html/>', 'unreadable'],
    [200, 'text/xml', envelope(''), 'unreadable'],
    [200, 'text/xml', envelope(made + made), 'unreadable'],
    [200, 'text/xml', envelope('<t:Other/>'), 'unreadable'],
    [200, 'text/xml', envelope('<Made><Id>1</Id></Made>'), 'unreadable'],
    [200, 'text/xml', envelope(made).replaceAll('schemas.xmlsoap.org/soap/envelope', 'example.org'), 'unreadable'],
    [200, 'text/xml', `<html>oops</html>${envelope(made)}`, 'unreadable'],
    [200, 'text/xml', `${envelope(made)}<!-- cut`, 'unreadable'],
  ])('%i %s %s is %s', (status, contentType, xml, kind) => {
    expect(kindOf(status, contentType, xml)).toBe(kind);
  });

  it.each([
    [made, 'answer'],
    [`${made}<multiRef id="a">x</multiRef>`, 'answer'],
    [made + made, 'unreadable'],
    [`<t:Made/>${made}`, 'unreadable'],
  ])('of rpc/encoded: %s is %s', (body, kind) => {
    const encoded: Expected = { ...MADE, rpc: 'encoded' };
    const answer = { status: 200, contentType: 'text/xml', body: bytesOf(envelope(body)) };
    expect(atOnce(readSoapAnswer(answer, encoded, { lists: [], rowsMax: 1 })).kind).toBe(kind);
  });
});
