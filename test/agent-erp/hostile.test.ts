import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerId } from '#contracts/ids';
import { http, openRawErp, type RawErp, type Respond, saying } from './raw-erp.ts';
import { answered, customer, envelope, response } from './wire.ts';

let raw: RawErp;
const waits = new AbortController().signal;
const readCustomer = (signal = waits) => raw.erp.read('customer.read', { customerId: '10447' as CustomerId }, signal);
/** The process lives, and the next call is right. */
const expectNextIsFine = async () =>
  expect(await readCustomer()).toMatchObject({ ok: true, value: { name: 'Nordwind' } });

beforeAll(async () => {
  raw = await openRawErp();
});
afterAll(() => raw.close());

const good = customer('Nordwind');
const latin = (xml: string): Buffer => Buffer.from(xml, 'latin1');
const bomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${good.replace(/^.*\n/, '')}`;
const content = '<Kunde><KundenNr>1</KundenNr></Kunde>';
const whole = response('KundeLesen', content);

const REFUSED: [string, Respond, string][] = [
  ['a bomb of entities', saying(bomb), 'erp.answer-unreadable'],
  [
    'an entity of a file',
    saying(`<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${envelope(whole)}`),
    'erp.answer-unreadable',
  ],
  ['an entity without a DTD', saying(customer('&nordwind;')), 'erp.answer-unreadable'],
  ['deep nesting', saying(customer(`${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`)), 'erp.answer-unreadable'],
  ['deep nesting that does not end', saying(customer('<a>'.repeat(500_000))), 'erp.answer-unreadable'],
  ['more elements than may be kept', saying(customer('<a/>'.repeat(400_000))), 'erp.answer-too-large'],
  [
    'an element with 200,000 attributes',
    saying(customer(`<a ${Array.from({ length: 200_000 }, (_, index) => `a${index}=""`).join(' ')}/>`)),
    'erp.answer-unreadable',
  ],
  ['a text of carriage returns alone', saying(customer('\r'.repeat(7_000_000))), 'erp.answer-too-large'],
  ['a comment without end', saying(customer(`<!--${'-a'.repeat(3_000_000)}`)), 'erp.answer-too-large'],
  ['an attribute of tabs', saying(customer(`<a b="${'\t'.repeat(7_000_000)}"/>`)), 'erp.answer-too-large'],
  ['a text that is just too long', saying(customer('x'.repeat(1024 * 1024 + 1))), 'erp.answer-too-large'],
  ['Latin-1 that says it is UTF-8', saying(latin(customer('Köln'))), 'erp.answer-unreadable'],
  ['UTF-8 that says it is ASCII of nobody', saying(good, 'text/xml; charset=x-none'), 'erp.answer-unreadable'],
  [
    'UTF-8 cut in the middle of a character',
    saying(Buffer.from(customer('ü')).subarray(0, -1)),
    'erp.answer-unreadable',
  ],
  ['two envelopes', saying(good + envelope(whole)), 'erp.answer-unreadable'],
  ['two bodies', saying(envelope(`${whole}</soap:Body><soap:Body>${whole}`)), 'erp.answer-unreadable'],
  ['two SOAP headers', saying(envelope(whole, '<soap:Header/><soap:Header/>')), 'erp.answer-unreadable'],
  ['two responses', saying(envelope(whole + whole)), 'erp.answer-unreadable'],
  ['another namespace', saying(good.replace('auftragsdienst:v3', 'auftragsdienst:v2')), 'erp.answer-unreadable'],
  ['no namespace', saying(good.replaceAll('k:', '').replace('xmlns:k', 'x')), 'erp.answer-unreadable'],
  ['SOAP 1.2', saying(good.replace(/http:[^"]*/, 'http://www.w3.org/2003/05/soap-envelope')), 'erp.answer-unreadable'],
  ['a prefix that is not declared', saying(customer('<x:a/>')), 'erp.answer-unreadable'],
  ['another operation’s response', saying(answered('KundenSuchen', content)), 'erp.answer-unreadable'],
  ['a NUL', saying(customer('Nord\u0000wind')), 'erp.answer-unreadable'],
  ['a control character as it is', saying(customer('Nord\u0001wind')), 'erp.answer-unreadable'],
  ['a control character as a reference', saying(customer('Nord&#1;wind')), 'erp.answer-unreadable'],
  ['half a surrogate pair', saying(customer('Nord&#xD800;wind')), 'erp.answer-unreadable'],
  ['a bare ]]>', saying(customer('Nord]]>wind')), 'erp.answer-unreadable'],
  ['XML 1.1, which would allow controls', saying(customer('&#1;').replace('1.0', '1.1')), 'erp.answer-unreadable'],
  ['two lengths', saying(good, undefined, ['Content-Length: 5']), 'erp.answer-unreadable'],
  ['two types', saying(good, 'text/html', ['Content-Type: text/xml']), 'erp.answer-unreadable'],
  ['two types, the first right', saying(good, undefined, ['Content-Type: text/html']), 'erp.answer-unreadable'],
  ['a length and chunks', saying(good, undefined, ['Transfer-Encoding: chunked']), 'erp.answer-unreadable'],
  ['compressed bytes', saying(good, undefined, ['Content-Encoding: gzip']), 'erp.answer-unreadable'],
  [
    'a header without end',
    (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`),
    'erp.answer-unreadable',
  ],
];

describe('an answer that is not one is refused, and the next is read', () => {
  it.each(REFUSED)('%s', async (_name, respond, code) => {
    raw.next(respond);
    expect(await readCustomer()).toMatchObject({ ok: false, error: { code } });
    await expectNextIsFine();
  });
});

describe('an answer that never ends is ended by whoever waits', () => {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n`;
  /** A byte for every turn of the loop; the reader gives up once `bytes` have gone out. */
  const drip =
    (start: string, piece: (index: number) => string, bytes: number, enough: () => void): Respond =>
    (socket: Socket) => {
      socket.write(start);
      let sent = 0;
      const more = (): void => {
        if (socket.destroyed) return;
        socket.write(piece(sent));
        sent += 1;
        if (sent === bytes) enough();
        setImmediate(more);
      };
      more();
    };
  it.each<[string, string, (index: number) => string]>([
    ['a byte at a time', `${head}Content-Length: 1000000\r\n\r\n`, (index) => good[index % good.length] ?? ' '],
    ['chunks without end', `${head}Transfer-Encoding: chunked\r\n\r\n`, () => '1\r\n \r\n'],
    ['headers without end', head, (index) => (index < 5 ? `X-${index}: x\r\n` : '')],
  ])('%s', async (_name, start, piece) => {
    const deadline = new AbortController();
    raw.next(drip(start, piece, 50, () => deadline.abort()));
    expect(await readCustomer(deadline.signal)).toMatchObject({ ok: false, error: { code: 'erp.timed-out' } });
    await expectNextIsFine();
  });
});

const NAMES: [string, string][] = [
  ['quotes', `"O’Neill" & 'Söhne'`],
  ['umlauts and sharp s', 'Größmann Äpfel ÖÜ'],
  ['emoji', 'Pumpe 🚰👩‍🔧'],
  ['right-to-left text with its marks', '\u202bشركة المضخات\u202c'],
  ['the end of CDATA', 'a]]>b'],
  ['markup', '<b>&amp;</b><!-- x -->'],
  ['a byte order mark and joiners', 'a\ufeffb\u200dc'],
  ['not normalised', 'Ko\u0308ln'],
];
const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;' })[character] ?? '&gt;');

describe('text is never altered', () => {
  it.each(NAMES)('on its way in: %s', async (_name, text) => {
    raw.next(saying(customer(escaped(text))));
    expect(await readCustomer()).toMatchObject({ ok: true, value: { name: text } });
  });
  it('on its way in, in Latin-1 that says so', async () => {
    raw.next(saying(latin(customer('Größmann')), 'text/xml; charset=iso-8859-1'));
    expect(await readCustomer()).toMatchObject({ ok: true, value: { name: 'Größmann' } });
    raw.next(saying(latin(customer('Größmann').replace('UTF-8', 'windows-1252')), 'text/xml'));
    expect(await readCustomer()).toMatchObject({ ok: true, value: { name: 'Größmann' } });
  });
  const find = (number: string) =>
    raw.erp.read('order.find', { by: 'purchase-order', number, customerId: '10447' as CustomerId }, waits);
  it.each(NAMES)('on its way out: %s', async (_name, text) => {
    raw.next(saying(answered('AuftragSuchen', '<Auftraege/>')));
    expect(await find(text)).toEqual({ ok: true, value: { orders: [] } });
    const sent = /<SuchWert>(.*)<\/SuchWert>/s.exec(raw.requests.at(-1) ?? '')?.[1] ?? '';
    expect(sent).not.toMatch(/<|]]>/);
    expect(
      sent.replace(/&(lt|gt|quot|amp);/g, (_all, name) => ({ lt: '<', gt: '>', quot: '"' })[name as string] ?? '&'),
    ).toBe(text);
  });
  it.each(['a\u0000b', 'a\u0001b', 'a\u007fb', 'a\ud800b', 'a\uffffb'])(
    'what XML cannot carry is not sent: %j',
    async (text) => {
      const before = raw.requests.length;
      expect(await find(text)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
      expect(raw.requests).toHaveLength(before);
    },
  );
});

it('an answer that nobody asked for, behind another, is never taken for the next one', async () => {
  raw.next((socket) => socket.write(Buffer.concat([http(good), http(customer('Somebody else'))])));
  expect(await readCustomer()).toMatchObject({ ok: true, value: { name: 'Nordwind' } });
  await expectNextIsFine();
  await expectNextIsFine();
});
