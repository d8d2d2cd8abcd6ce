import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RunningErp, startErp } from './server.ts';
import { control, elementsAt, type Fields, SoapCaller, textsAt } from './soap-caller.ts';

let erp: RunningErp;
let kontor: SoapCaller;
let nowMs = 1_800_000_000_000;

beforeAll(async () => {
  erp = await startErp({ dataDir: null, today: '2026-11-21', seedSize: 'small', latency: null, nowMs: () => nowMs });
  kontor = new SoapCaller(erp.endpoint);
  await kontor.logIn();
});
afterEach(() => control(erp.controlUrl, '/knobs', { indexLagMs: 0, periodClosed: false }));
afterAll(() => erp.close());

describe('PreiseLesen', () => {
  const prices = async (customer: string, ...positions: [string, string][]) => {
    const Position = positions.map(([ArtikelNr, Menge]) => ({ ArtikelNr, Menge }));
    const { code, element } = await kontor.call('PreiseLesen', { KundenNr: customer, Positionen: { Position } });
    const each = elementsAt(element, 'Preise/Preis');
    return [
      code,
      ...each.map((one) => ['Preis', 'Herkunft', 'PreisKennzeichen'].map((name) => textsAt(one, name)[0] ?? null)),
    ];
  };

  it('gives list prices, breaks from a quantity on, and a customer’s own price before both, net', async () => {
    expect(
      await prices('0000010480', ['PUMP-0040', '19,999'], ['PUMP-0040', '20'], ['MOTR-0750', '10'], ['NONE', '1']),
    ).toEqual(['0', ['410,00', 'LISTE', 'N'], ['395,00', 'STAFFEL', 'N'], ['295,00', 'KUNDE', 'N'], [null, null, 'N']]);
    expect(await prices('0000010447', ['MOTR-0750', '10'])).toEqual(['0', ['310,00', 'LISTE', 'N']]);
  });

  it('refuses an unknown customer and a quantity that is none', async () => {
    expect(await prices('0000099999', ['PUMP-0040', '1'])).toEqual(['404']);
    for (const quantity of ['0', '-1', '1.5', ''])
      expect(await prices('0000010447', ['PUMP-0040', quantity])).toEqual(['413']);
  });
});

describe('KundenAbgleichen', () => {
  const found = async (SuchArt: string, SuchWert: string) => {
    const { code, element } = await kontor.call('KundenAbgleichen', { SuchArt, SuchWert });
    return [code, ...textsAt(element, 'Kunden/Kunde/KundenNr').map(Number)];
  };

  it.each([
    ['UST', 'de 811.205.033', 10_503],
    ['DOMAIN', 'Technikhaus-Lindner.example', 10_503],
    ['TELEFON', '0351 555021', 10_503],
  ])('finds by %s however it is typed', async (kind, text, customer) => {
    expect(await found(kind, text)).toEqual(['0', customer]);
  });

  it('finds by alike names, the most alike first, fifty at most', async () => {
    expect((await found('NAME', 'Technikhaus Lindner AG'))[1]).toBe(10_503);
    expect(await found('NAME', 'PETERSEN pumpentechnik')).toEqual(expect.arrayContaining([10_507, 10_508]));
    expect((await found('NAME', 'a')).length).toBe(1);
  });

  it('takes what it is given for a text, never for a pattern, and refuses an unknown kind', async () => {
    expect(await found('DOMAIN', '%')).toEqual(['0']);
    expect(await found('REFERENZ', "' OR 1=1 --")).toEqual(['0']);
    expect(await found('ALLES', 'x')).toEqual(['413']);
    expect(await found('NAME', '')).toEqual(['413']);
  });
});

describe('KundeAnlegen', () => {
  const create = async (more: Fields = {}) => {
    const fields = { FremdReferenz: 'DB-C1', Name1: 'Wattwerk GmbH', ...more, Waehrung: more.Waehrung ?? 'EUR' };
    const { code, element } = await kontor.call('KundeAnlegen', fields);
    return { code, customer: textsAt(element, 'KundenNr')[0] };
  };

  it('makes a customer that is read back, and found by its reference after the index lag', async () => {
    await control(erp.controlUrl, '/knobs', { indexLagMs: 5_000 });
    const { code, customer } = await create({ FremdReferenz: 'DB-C77', Ort: 'Bremerhaven', UstIdNr: 'DE811205904' });
    expect(code).toBe('0');
    const { element } = await kontor.call('KundeLesen', { KundenNr: customer ?? '' });
    expect(textsAt(element, 'Kunde/FremdReferenz')).toEqual(['DB-C77']);
    const search = async () => {
      const found = await kontor.call('KundenAbgleichen', { SuchArt: 'REFERENZ', SuchWert: 'DB-C77' });
      return textsAt(found.element, 'Kunden/Kunde/KundenNr');
    };
    expect(await search()).toEqual([]);
    nowMs += 5_000;
    expect(await search()).toEqual([customer]);
  });

  it.each<[string, Fields, string]>([
    ['without a name', { Name1: '' }, '413'],
    ['with a name that is too long', { Name1: 'x'.repeat(61) }, '413'],
    ['in a country that is none', { Land: 'Germany' }, '413'],
    ['in an unknown currency', { Waehrung: 'XXX' }, '415'],
    ['with a reference that is too long', { FremdReferenz: 'DB-C12345678901234567' }, '416'],
    ['with a tax number that is another’s', { UstIdNr: 'DE 811 205 033' }, '417'],
  ])('refuses one %s', async (_name, more, code) => {
    expect((await create(more)).code).toBe(code);
  });

  it('does not see that a reference was used before', async () => {
    const [first, second] = [await create({ FremdReferenz: 'DB-C78' }), await create({ FremdReferenz: 'DB-C78' })];
    expect([first.code, second.code]).toEqual(['0', '0']);
    expect(first.customer).not.toBe(second.customer);
  });
});

describe('AenderungenLesen', () => {
  const changes = async (bookmark: string, more: Fields = {}) => {
    const { element, code } = await kontor.call('AenderungenLesen', { Lesezeichen: bookmark, ...more });
    return {
      code,
      orders: textsAt(element, 'Auftraege/Auftrag/AuftragsNr'),
      next: textsAt(element, 'Lesezeichen')[0] ?? '',
    };
  };
  const order = async () => {
    const Positionen = { Position: { ArtikelNr: 'PUMP-0040', Menge: '1', Preis: '410,00' } };
    const head = { KundenNr: '0000010447', Waehrung: 'EUR', PreisKennzeichen: 'N' };
    return textsAt((await kontor.call('AuftragAnlegen', { ...head, Positionen })).element, 'AuftragsNr')[0];
  };

  it('goes on from where the caller was, in pages, and starts with now', async () => {
    const start = await changes('');
    expect(start).toMatchObject({ code: '0', orders: [] });
    expect(await changes(start.next)).toEqual(start);
    const made = [await order(), await order(), await order()];
    const first = await changes(start.next, { Anzahl: '2' });
    expect(first.orders).toEqual(made.slice(0, 2));
    const rest = await changes(first.next);
    expect(rest.orders).toEqual(made.slice(2));
    expect(await changes(rest.next)).toEqual({ ...rest, orders: [] });
  });

  it('refuses a bookmark that is none', async () => {
    expect((await changes('yesterday')).code).toBe('413');
  });
});
