import { CAST_CUSTOMERS, type CastCustomer } from '../../cast.ts';
import { addDays } from './calendar.ts';
import type { Prng } from './prng.ts';
import type { CustomerRow } from './rows.ts';

const SURNAMES =
  'Ahrens Albers Bauer Becker Behrens Brandt Carstens Claussen Dittmer Ehlers Engel Fischer Franke Gerdes Graf Hansen Hartmann Heinrich Hoffmann Jansen Jessen Keller Köhler Kröger Kuhn Lange Lehmann Lorenz Maier Martens Müller Neumann Otto Peters Petersen Pohl Richter Roth Schäfer Schröder Seidel Sommer Stein Thomsen Ullrich Vogel Wagner Weiß Winkler Ziegler'.split(
    ' ',
  );
const TRADES =
  'Anlagenbau Antriebstechnik Apparatebau Brunnenbau Dichtungstechnik Fördertechnik Gebäudetechnik Haustechnik Hydraulik Industriebedarf Kältetechnik Klimatechnik Maschinenbau Molkereitechnik Pumpentechnik Rohrleitungsbau Sanitärgroßhandel Schiffstechnik Stahlbau Umwelttechnik Wasserwirtschaft Werkzeugbau'.split(
    ' ',
  );
const FORMS = ['GmbH', 'GmbH', 'GmbH', 'GmbH & Co. KG', 'KG', 'AG', 'e.K.', 'OHG', 'UG (haftungsbeschränkt)'];
const STREETS = [
  'Hafenstraße',
  'Industriestraße',
  'Gewerbering',
  'Am Deich',
  'Mühlenweg',
  'Dorfstraße',
  'Lindenallee',
  'Kaistraße',
  'Schmiedegasse',
];
const TOWNS: readonly (readonly [postalCode: string, town: string, country: string])[] = [
  ['20457', 'Hamburg', 'DE'],
  ['24103', 'Kiel', 'DE'],
  ['80331', 'München', 'DE'],
  ['28195', 'Bremen', 'DE'],
  ['18055', 'Rostock', 'DE'],
  ['23552', 'Lübeck', 'DE'],
  ['30159', 'Hannover', 'DE'],
  ['50667', 'Köln', 'DE'],
  ['44135', 'Dortmund', 'DE'],
  ['60311', 'Frankfurt am Main', 'DE'],
  ['70173', 'Stuttgart', 'DE'],
  ['90402', 'Nürnberg', 'DE'],
  ['86150', 'Augsburg', 'DE'],
  ['04109', 'Leipzig', 'DE'],
  ['99084', 'Erfurt', 'DE'],
  ['66111', 'Saarbrücken', 'DE'],
  ['5020', 'Salzburg', 'AT'],
  ['4020', 'Linz', 'AT'],
  ['8001', 'Zürich', 'CH'],
  ['9000', 'St. Gallen', 'CH'],
];
const HOLD_REASONS = [
  'Overdue items, dunning level 3',
  'Credit limit exceeded',
  'Insolvency petition filed',
  'Address to be checked',
];
const CAST_HOLD_REASON = 'Overdue items, dunning level 3';

/** Keys of generated customers start here, above the cast's. */
const FIRST_NO = 10_600;

const castCustomer = (cast: CastCustomer, today: string): CustomerRow => ({
  no: Number(cast.customerId),
  name1: cast.name,
  name2: null,
  street: cast.street,
  postalCode: cast.postalCode,
  town: cast.town,
  country: cast.country,
  taxId: cast.taxId || null,
  email: `einkauf@${cast.domain}`,
  phone: cast.phone,
  currency: 'EUR',
  holdReason: cast.story === 'on-hold' ? CAST_HOLD_REASON : null,
  creditLimit: Number(cast.creditLimit.replace('.', '')),
  createdOn: addDays(today, cast.story === 'new' ? -3 : -2000),
});

export const castCustomers = (today: string): CustomerRow[] => CAST_CUSTOMERS.map((cast) => castCustomer(cast, today));

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-');

/** Customers without a story. The credit limit comes later, from what they owe. */
export function generatedCustomers(count: number, today: string, prng: Prng): CustomerRow[] {
  return Array.from({ length: count }, (_, index) => {
    const surname = prng.pick(SURNAMES);
    const trade = prng.pick(TRADES);
    const [postalCode, town, country] = prng.pick(TOWNS);
    const business = prng.chance(0.5) ? `${surname} ${trade}` : `${trade} ${surname} ${town}`;
    const digits = String(prng.int(100_000_000, 999_999_999));
    const taxId = country === 'DE' ? `DE${digits}` : country === 'AT' ? `ATU${digits.slice(1)}` : `CHE${digits}`;
    return {
      no: FIRST_NO + index,
      name1: `${business} ${prng.pick(FORMS)}`,
      name2: prng.chance(0.15) ? 'Abt. Einkauf' : null,
      street: `${prng.pick(STREETS)} ${prng.int(1, 140)}`,
      postalCode,
      town,
      country,
      taxId,
      email: prng.chance(0.92) ? `einkauf@${slug(business)}.example` : null,
      phone: prng.chance(0.95)
        ? `+${country === 'DE' ? 49 : country === 'AT' ? 43 : 41} 555 ${prng.int(10_000, 999_999)}`
        : null,
      currency: country === 'CH' ? 'CHF' : 'EUR',
      holdReason: prng.chance(0.03) ? prng.pick(HOLD_REASONS) : null,
      creditLimit: null,
      createdOn: addDays(today, -prng.int(900, 6000)),
    };
  });
}
