import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningErp, startErp } from './server.ts';
import { SESSION_MS } from './sessions.ts';
import { control, elementsAt, requestXml, SoapCaller, textsAt } from './soap-caller.ts';

const ACTION = { 'content-type': 'text/xml; charset=utf-8', soapaction: '"urn:kontor-erp:KundeLesen"' };
let erp: RunningErp;
let kontor: SoapCaller;
let nowMs = 1_800_000_000_000;

beforeAll(async () => {
  erp = await startErp({ dataDir: null, today: '2026-11-21', seedSize: 'small', latency: null, nowMs: () => nowMs });
  kontor = new SoapCaller(erp.endpoint);
  await kontor.logIn();
});
afterAll(() => erp.close());

describe('sessions', () => {
  it('refuses a wrong login with 902 and HTTP 200', async () => {
    const { status, code } = await new SoapCaller(erp.endpoint).logIn('wrong');
    expect([status, code]).toEqual([200, '902']);
  });

  it('answers 901 with HTTP 200 without a session, after ten minutes, after logging off and after a restart', async () => {
    const caller = new SoapCaller(erp.endpoint);
    const read = () => caller.call('KundeLesen', { KundenNr: '0000010447' });
    expect(await read()).toMatchObject({ status: 200, code: '901' });
    await caller.logIn();
    nowMs += SESSION_MS - 1;
    expect((await read()).code).toBe('0');
    nowMs += 1;
    expect((await read()).code).toBe('901');
    await caller.logIn();
    expect((await caller.call('Abmelden', {})).code).toBe('0');
    expect((await read()).code).toBe('901');
    await caller.logIn();
    await control(erp.controlUrl, '/restart', {});
    expect((await read()).code).toBe('901');
    await kontor.logIn();
  });
});

describe('the door', () => {
  it('serves its WSDL unchanged', async () => {
    const response = await fetch(`${erp.endpoint}?wsdl`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(readFileSync(new URL('./kontor.wsdl', import.meta.url)));
  });

  const good = requestXml('KundeLesen', { KundenNr: '0000010447' }, 'S');
  it.each([
    ['malformed XML', good.slice(0, -5), ACTION, /well-formed/],
    ['a missing SOAPAction', good, { 'content-type': 'text/xml' }, /SOAPAction is missing/],
    [
      'a SOAPAction of another operation',
      good,
      { ...ACTION, soapaction: '"urn:kontor-erp:AuftragLesen"' },
      /SOAPAction does not fit/,
    ],
    ['an unknown operation', good.replaceAll('KundeLesen', 'KundeLoeschen'), ACTION, /Unknown operation/],
    [
      'a message element that is no operation',
      good.replaceAll('KundeLesen', 'KundeLesenAntwort'),
      ACTION,
      /Unknown operation/,
    ],
    ['another namespace', good.replace('auftragsdienst:v3', 'auftragsdienst:v2'), ACTION, /Unknown operation/],
    ['qualified children', good.replaceAll('KundenNr>', 'k:KundenNr>'), ACTION, /unqualified/],
    ['an element that the WSDL does not have', good.replaceAll('KundenNr>', 'KdNr>'), ACTION, /KundenNr is missing/],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${good}`, ACTION, /document type/],
    [
      'a request nested too deeply',
      good.replace('0000010447', '<a>'.repeat(50) + '</a>'.repeat(50)),
      ACTION,
      /nested too deeply/,
    ],
  ])('answers %s with a SOAP fault and HTTP 500', async (_, body, headers, sentence) => {
    const answer = await kontor.post(body, headers);
    expect(answer.status).toBe(500);
    expect(answer.element.local).toBe('Fault');
    expect(textsAt(answer.element, 'faultstring')[0]).toMatch(sentence);
    expect(answer.contentType).toBe('text/xml; charset=utf-8');
  });

  it('refuses bodies over 1 MiB, other content types and other addresses', async () => {
    expect((await kontor.post(good.padEnd(1_048_577, ' '), ACTION)).status).toBe(413);
    expect((await kontor.post(good.padEnd(8_000_000, ' '), ACTION)).status).toBe(413);
    expect((await kontor.post(good.padEnd(1_048_576, ' '), ACTION)).status).toBe(200);
    expect((await kontor.post(good, { ...ACTION, 'content-type': 'application/soap+xml' })).status).toBe(415);
    expect((await kontor.post(good, { ...ACTION, 'content-type': 'text/xml; charset=iso-8859-1' })).status).toBe(415);
    expect((await fetch(new URL('/elsewhere', erp.endpoint), { method: 'POST' })).status).toBe(404);
    expect((await fetch(erp.endpoint)).status).toBe(405);
  });
});

it('outlives an address that is none', async () => {
  const socket = connect(Number(new URL(erp.endpoint).port), '127.0.0.1');
  socket.write('POST //[ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 404 /);
  socket.destroy();
});

describe('reads', () => {
  it('writes a customer with padded key, German amounts and flags', async () => {
    const { element } = await kontor.call('KundeLesen', { KundenNr: '0000010447' });
    expect(textsAt(element, 'Kunde/KundenNr')).toEqual(['0000010447']);
    expect(textsAt(element, 'Kunde/KreditLimit')).toEqual(['50.000,00']);
    expect(textsAt(element, 'Kunde/Sperre')).toEqual(['N']);
    const used = Number(textsAt(element, 'Kunde/KreditGenutzt')[0]?.replace('.', '').replace(',', '.'));
    expect(Math.round((used / 50_000) * 1000)).toBe(920);
    expect(textsAt(element, 'Kunde/SperrGrund')).toEqual(['']);
    const awkward = await kontor.call('KundeLesen', { KundenNr: '0000010499' });
    expect(textsAt(awkward.element, 'Kunde/Name1')).toEqual(['Łukasz & Søn "Ventile" O’Brien ApS']);
  });

  it('does not know customers and orders by an unpadded or unknown key', async () => {
    for (const key of ['10447', '0000099999', '']) {
      for (const operation of ['KundeLesen', 'AuftraegeLesen', 'RechnungenLesen', 'ZahlungenLesen']) {
        expect((await kontor.call(operation, { KundenNr: key })).code).toBe('404');
      }
    }
    expect((await kontor.call('AuftragLesen', { AuftragsNr: '0000000001' })).code).toBe('404');
  });

  it('pages all orders by bookmark, newest first, each once, 100 at a time unless asked otherwise and never over 200', async () => {
    const walk = async (count: string) => {
      const keys: string[] = [];
      const sizes: number[] = [];
      let bookmark = '';
      do {
        const asked = { KundenNr: '0000010480', NurOffene: 'N', Lesezeichen: bookmark, Anzahl: count };
        const { element } = await kontor.call('AuftraegeLesen', asked);
        const page = textsAt(element, 'Auftraege/Auftrag/AuftragsNr');
        keys.push(...page);
        sizes.push(page.length);
        bookmark = textsAt(element, 'Lesezeichen')[0] ?? '';
      } while (bookmark !== '');
      return { keys, sizes };
    };
    const { keys, sizes } = await walk('');
    expect(sizes).toEqual([100, 100, 100, 100]);
    expect(new Set(keys).size).toBe(400);
    expect(keys).toEqual([...keys].sort().reverse());
    expect((await walk('999')).sizes).toEqual([200, 200]);
    expect((await walk('150')).keys).toEqual(keys);
  });

  it.each([
    ['Anzahl', '0'],
    ['Anzahl', '-1'],
    ['Lesezeichen', 'LZ-made-up'],
    ['NurOffene', 'Y'],
  ])('refuses %s %s with 413', async (name, text) => {
    expect((await kontor.call('AuftraegeLesen', { KundenNr: '0000010480', [name]: text })).code).toBe('413');
  });

  it('sends an empty container for a list without rows', async () => {
    for (const [operation, list] of [
      ['AuftraegeLesen', 'Auftraege'],
      ['RechnungenLesen', 'Rechnungen'],
      ['ZahlungenLesen', 'Zahlungen'],
    ] as const) {
      const { element, code } = await kontor.call(operation, { KundenNr: '0000010473' });
      expect(code).toBe('0');
      expect(elementsAt(element, list)).toHaveLength(1);
      expect(elementsAt(element, list)[0]?.children).toEqual([]);
      expect(textsAt(element, 'Lesezeichen')).toEqual(['']);
    }
  });

  it('leaves out orders and invoices without anything open when asked to', async () => {
    const asked = { KundenNr: '0000010447', NurOffene: 'J' };
    const orders = await kontor.call('AuftraegeLesen', asked);
    expect(textsAt(orders.element, 'Auftraege/Auftrag/Status').sort()).toEqual(['20', '20', '30', '30', '30']);
    const invoices = await kontor.call('RechnungenLesen', asked);
    expect(textsAt(invoices.element, 'Rechnungen/Rechnung/OffenerBetrag')).toHaveLength(3);
  });

  it('reads an order with lines and part shipments, by every number that leads to it', async () => {
    const list = await kontor.call('AuftraegeLesen', { KundenNr: '0000010447', NurOffene: 'J' });
    const head = elementsAt(list.element, 'Auftraege/Auftrag').find((one) => textsAt(one, 'Status')[0] === '30');
    const key = head === undefined ? '' : (textsAt(head, 'AuftragsNr')[0] ?? '');
    const { element } = await kontor.call('AuftragLesen', { AuftragsNr: key });
    expect(textsAt(element, 'Positionen/Position/PosNr').slice(0, 2)).toEqual(['10', '20']);
    const delivery = textsAt(element, 'Lieferungen/Lieferung/LieferscheinNr')[0] ?? '';
    const search = async (SuchArt: string, SuchWert: string) =>
      textsAt((await kontor.call('AuftragSuchen', { SuchArt, SuchWert })).element, 'Auftraege/Auftrag/AuftragsNr');
    expect(await search('AUFTRAG', key.replace(/^0+/, ''))).toEqual([key]);
    expect(await search('LIEFERUNG', delivery)).toEqual([key]);
    const invoices = await kontor.call('RechnungenLesen', { KundenNr: '0000010447' });
    const [invoice = '', invoiced = ''] = ['RechnungsNr', 'AuftragsNr'].map(
      (name) => textsAt(invoices.element, `Rechnungen/Rechnung/${name}`)[0],
    );
    expect(await search('RECHNUNG', invoice)).toEqual([invoiced]);
    expect(await search('RECHNUNG', "1' OR '1'='1")).toEqual([]);
    expect((await kontor.call('AuftragSuchen', { SuchArt: 'NAME', SuchWert: 'x' })).code).toBe('413');
  });

  it('answers stock once for each item asked, in order, unknown ones with Bekannt N', async () => {
    const asked = ['VALV-0050', 'KIT-X', 'SEAL-0009', 'VALV-0050'];
    const { element, code } = await kontor.call('BestandLesen', { ArtikelNummern: { ArtikelNr: asked } });
    expect(code).toBe('0');
    expect(textsAt(element, 'ArtikelListe/Artikel/ArtikelNr')).toEqual(asked);
    expect(textsAt(element, 'ArtikelListe/Artikel/Bekannt')).toEqual(['J', 'N', 'J', 'J']);
    const none = elementsAt(element, 'ArtikelListe/Artikel')[0];
    expect(none === undefined ? [] : textsAt(none, 'Bestaende/Lager/LagerNr')).toEqual(['HH', 'KI', 'MU']);
    expect(none === undefined ? [] : textsAt(none, 'Bestaende/Lager/Verfuegbar')).toEqual(['0,000', '0,000', '0,000']);
    expect(textsAt(element, 'ArtikelListe/Artikel/BruttoPreis')[0]).toBe('140,42');
  });

  it('finds customers by part of a name, tax number and e-mail, and takes no wildcards', async () => {
    const search = async (fields: Record<string, string>) =>
      textsAt((await kontor.call('KundenSuchen', fields)).element, 'Kunden/Kunde/KundenNr');
    expect(await search({ Name: 'nordwind' })).toEqual(['0000010447']);
    expect(await search({ UstIdNr: 'ATU62104520' })).toEqual(['0000010452']);
    expect(await search({ EMail: 'lukasz-son.example' })).toEqual(['0000010499']);
    expect(await search({ Name: '%' })).toEqual([]);
    expect(await search({ Name: 'Nordwind', UstIdNr: 'ATU62104520' })).toEqual([]);
  });
});
