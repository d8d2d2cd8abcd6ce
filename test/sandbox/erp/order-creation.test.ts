import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningErp, startErp } from './server.ts';
import { control, newOrder, ordersWith, SoapCaller, textsAt } from './soap-caller.ts';

let erp: RunningErp;
let kontor: SoapCaller;
let nowMs = 1_800_000_000_000;

beforeAll(async () => {
  erp = await startErp({ dataDir: null, today: '2026-11-21', seedSize: 'small', latency: null, nowMs: () => nowMs });
  kontor = new SoapCaller(erp.endpoint);
  await kontor.logIn();
});
afterAll(() => erp.close());

describe('AuftragAnlegen', () => {
  it('makes an order from net prices that is read back gross, and raises the credit used', async () => {
    const { element, code } = await kontor.call('AuftragAnlegen', newOrder({ WunschTermin: '15.12.2026' }));
    expect(code).toBe('0');
    const read = await kontor.call('AuftragLesen', { AuftragsNr: textsAt(element, 'AuftragsNr')[0] ?? '' });
    expect(textsAt(read.element, 'Positionen/Position/BruttoPreis')).toEqual(['15,23']);
    expect(textsAt(read.element, 'Auftrag/BruttoSumme')).toEqual(['609,20']);
    expect(textsAt(read.element, 'Auftrag/WunschTermin')).toEqual(['15.12.2026']);
    expect(textsAt(read.element, 'Auftrag/AuftragsDatum')).toEqual(['21.11.2026']);
    const gross = await kontor.call('AuftragAnlegen', newOrder({ PreisKennzeichen: 'B' }));
    const grossRead = await kontor.call('AuftragLesen', { AuftragsNr: textsAt(gross.element, 'AuftragsNr')[0] ?? '' });
    expect(textsAt(grossRead.element, 'Positionen/Position/BruttoPreis')).toEqual(['12,80']);
  });

  it('takes the same FremdReferenz twice and makes two orders', async () => {
    const order = newOrder({ FremdReferenz: 'DB-TWICE-1' });
    expect((await kontor.call('AuftragAnlegen', order)).code).toBe('0');
    expect((await kontor.call('AuftragAnlegen', order)).code).toBe('0');
    expect(await ordersWith(erp.controlUrl, 'DB-TWICE-1')).toMatchObject([
      { customerId: '10452', lines: [{ itemId: 'SEAL-0014', quantity: '40', unitPrice: '12.80' }] },
      { customerId: '10452' },
    ]);
    const found = await kontor.call('AuftragSuchen', { SuchArt: 'REFERENZ', SuchWert: 'DB-TWICE-1' });
    expect(textsAt(found.element, 'Auftraege/Auftrag/FremdReferenz')).toEqual(['DB-TWICE-1', 'DB-TWICE-1']);
  });

  const line = (changes: Record<string, string>) => ({
    Positionen: { Position: [{ ArtikelNr: 'SEAL-0014', Menge: '1', Preis: '1,00', ...changes }] },
  });
  it.each([
    ['404', 'an unknown customer', { KundenNr: '0000099999' }],
    ['411', 'a customer on hold', { KundenNr: '0000010461' }],
    ['412', 'no positions', { Positionen: '' }],
    ['410', 'an unknown item', line({ ArtikelNr: 'KIT-X' })],
    ['413', 'a decimal point in Menge', line({ Menge: '1.5' })],
    ['413', 'a decimal point in Preis', line({ Preis: '12.80' })],
    ['413', 'Menge zero', line({ Menge: '0' })],
    ['413', 'a negative Menge', line({ Menge: '-1' })],
    ['413', 'a date of another form', { WunschTermin: '2026-12-15' }],
    ['415', 'an unknown currency', { Waehrung: 'XXX' }],
    ['416', 'a FremdReferenz of 21 characters', { FremdReferenz: 'X'.repeat(21) }],
  ])('answers %s with HTTP 200 for %s and writes nothing', async (code, _, changes) => {
    const before = await control(erp.controlUrl, '/orders/count');
    expect(await kontor.call('AuftragAnlegen', newOrder(changes))).toMatchObject({ status: 200, code });
    expect(await control(erp.controlUrl, '/orders/count')).toEqual(before);
  });

  it('answers 414 while the period is closed', async () => {
    await control(erp.controlUrl, '/knobs', { periodClosed: true });
    expect((await kontor.call('AuftragAnlegen', newOrder())).code).toBe('414');
    await control(erp.controlUrl, '/knobs', { periodClosed: false });
    expect((await kontor.call('AuftragAnlegen', newOrder())).code).toBe('0');
  });

  it('is found by AuftragSuchen only when the index has caught up, and read at once', async () => {
    await control(erp.controlUrl, '/knobs', { indexLagMs: 5000 });
    const { element } = await kontor.call('AuftragAnlegen', newOrder({ FremdReferenz: 'DB-LAG-1' }));
    await control(erp.controlUrl, '/knobs', { indexLagMs: 0 });
    const key = textsAt(element, 'AuftragsNr')[0] ?? '';
    const found = async () =>
      textsAt(
        (await kontor.call('AuftragSuchen', { SuchArt: 'REFERENZ', SuchWert: 'DB-LAG-1' })).element,
        'Auftraege/Auftrag/AuftragsNr',
      );
    expect(await found()).toEqual([]);
    expect((await kontor.call('AuftragLesen', { AuftragsNr: key })).code).toBe('0');
    nowMs += 4999;
    expect(await found()).toEqual([]);
    nowMs += 1;
    expect(await found()).toEqual([key]);
  });
});
