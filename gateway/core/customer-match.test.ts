import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CustomerId } from '#contracts/ids';
import { domainOf, nameWords, phoneEnd, sameTaxId, taxIdOf } from './company-traits.ts';
import {
  type ComparedCustomer,
  candidateOf,
  candidatesFrom,
  certainOf,
  likeness,
  type Traits,
} from './customer-match.ts';

const company = (more: Partial<Traits> = {}): Traits => ({
  name: 'Technikhaus Lindner GmbH & Co. KG',
  town: 'Dresden',
  taxId: 'DE811205033',
  phone: '+49 351 5550 21',
  address: 'technikhaus-lindner.example',
  ...more,
});
const customer = (more: Partial<ComparedCustomer> = {}): ComparedCustomer => ({
  customerId: CustomerId.parse('10503'),
  name: 'Somebody else AG',
  town: null,
  taxId: null,
  phone: null,
  email: null,
  ...more,
});
const of = (more: Partial<ComparedCustomer>, mine: Partial<Traits> = {}) => {
  const { score, reasons } = candidateOf(company(mine), customer(more), null);
  return [score, reasons];
};
const SAME = {
  name: 'Technikhaus Lindner GmbH & Co. KG',
  town: 'DRESDEN',
  phone: '0351/555021',
  email: 'einkauf@technikhaus-lindner.example',
};

describe('the score', () => {
  it.each<[string, Partial<ComparedCustomer>, Partial<Traits>, [number, string[]]]>([
    ['nothing agrees', {}, {}, [0, []]],
    ['the tax number, typed otherwise', { taxId: 'de 811.205.033' }, {}, [0.97, ['tax-id']]],
    ['the tax number without its country', { taxId: '811205033' }, {}, [0.97, ['tax-id']]],
    ['the same digits of another country', { taxId: 'FR811205033' }, {}, [0, []]],
    [
      'the domain',
      { email: 'Chef@Technikhaus-Lindner.EXAMPLE' },
      { address: 'https://www.technikhaus-lindner.example/de?x=1' },
      [0.6, ['email-domain']],
    ],
    ['a domain below it', { email: 'x@mail.technikhaus-lindner.example' }, {}, [0.6, ['email-domain']]],
    ['a freemail domain', { email: 'lindner@gmx.de' }, { address: 'gmx.de' }, [0, []]],
    ['a domain that only ends alike', { email: 'x@haus-lindner.example' }, {}, [0, []]],
    ['the phone', { phone: '0049-351-555021' }, {}, [0.5, ['phone']]],
    ['the name in other letters and form', { name: 'LINDNER TECHNIKHAUS AG' }, {}, [0.55, ['name']]],
    ['half the name', { name: 'Lindner Bau GmbH' }, {}, [0.275, ['name']]],
    ['the town alone', { town: 'Dresden' }, {}, [0, []]],
    ['domain, name and town', { ...SAME, phone: null }, {}, [0.847, ['email-domain', 'name', 'town']]],
    ['all but the tax number', SAME, {}, [0.924, ['email-domain', 'phone', 'name', 'town']]],
    [
      'all, and another tax number',
      { ...SAME, taxId: 'DE999999999' },
      {},
      [0.4, ['email-domain', 'phone', 'name', 'town']],
    ],
    ['a name of legal forms only', { name: 'GmbH & Co. KG' }, { name: 'Co. KG' }, [0.44, ['name']]],
  ])('%s', (_name, more, mine, expected) => {
    expect(of(more, mine)).toEqual(expected);
  });

  it('is certain for the number that the company carries', () => {
    expect(candidateOf(company(), customer(), CustomerId.parse('10503'))).toMatchObject({
      score: 1,
      reasons: ['erp-id'],
    });
  });
});

describe('what is compared', () => {
  it.each([
    ['Straßenbau Müller & Söhne GmbH', ['strassenbau', 'mueller', 'soehne']],
    ['Łukasz & Søn "Ventile" O’Brien ApS', ['lukasz', 'son', 'ventile', 'obrien']],
    ['Società Acme S.p.A.', ['societa', 'acme']],
    ['', []],
    ['株式会社 日立', ['株式会社', '日立']],
  ])('of the name %j are its own words', (name, words) => {
    expect(nameWords(name)).toEqual(words);
  });

  it.each([
    ['DE 811 205 033', 'DE811205033'],
    ['n/a', null],
    ['1234', null],
  ])('of the tax number %j is %j', (typed, plain) => {
    expect(taxIdOf(typed)).toBe(plain);
  });

  it('tax numbers of Switzerland and Austria are the same with and without their endings', () => {
    expect(sameTaxId('CHE123456789MWST', 'CHE123456789')).toBe(true);
    expect(sameTaxId('ATU62104520', '62104520')).toBe(true);
    expect(sameTaxId('DE123456789', 'AT123456789')).toBe(false);
  });

  it.each([
    ['+49 (0)40 5550-400', '05550400'],
    ['555 1234', '5551234'],
    ['112', null],
    [null, null],
  ])('of the phone number %j is its end', (typed, end) => {
    expect(phoneEnd(typed)).toBe(end);
  });

  it.each([
    ['http://Nordwind.example:8080/path', 'nordwind.example'],
    ['gmail.com', null],
    ['localhost', null],
    ['a b.example', null],
    ['', null],
  ])('of the address %j is its domain', (typed, domain) => {
    expect(domainOf(typed)).toBe(domain);
  });
});

describe('nobody is linked by guess', () => {
  const id = (number: number) => CustomerId.parse(String(number));
  const rows = fc.array(
    fc.record({
      name: fc.constantFrom('Technikhaus Lindner', 'Lindner GmbH', 'Acme', ''),
      town: fc.constantFrom(null, 'Dresden', 'Kiel'),
      taxId: fc.constantFrom(null, 'DE811205033', 'DE1', 'DE999999999'),
      phone: fc.constantFrom(null, '+49 351 5550 21', '1'),
      email: fc.constantFrom(null, 'a@technikhaus-lindner.example', 'a@gmx.de'),
    }),
    { maxLength: 8 },
  );
  const customers = rows.map((each) => each.map((row, index) => ({ ...row, customerId: id(10_000 + index) })));
  const least = fc.constantFrom(0.5, 0.8, 0.9, 0.97, 1);

  it('the certain one is over the least score, and no other is near it', () => {
    fc.assert(
      fc.property(customers, least, (each, scoreMin) => {
        const candidates = candidatesFrom(company(), each, null);
        const certain = certainOf(candidates, scoreMin);
        for (const { score } of candidates) expect(score).toBeGreaterThanOrEqual(0.25);
        if (certain === null) return;
        expect(certain.score).toBeGreaterThanOrEqual(scoreMin);
        expect(candidates.filter(({ score }) => score >= scoreMin - 0.1)).toEqual([certain]);
      }),
    );
  });

  it('a second entry of the certain one makes it uncertain', () => {
    fc.assert(
      fc.property(customers, least, (each, scoreMin) => {
        const certain = certainOf(candidatesFrom(company(), each, null), scoreMin);
        const first = each.find(({ customerId }) => customerId === certain?.customerId);
        if (first === undefined) return;
        const twice = [...each, { ...first, customerId: id(99_999) }];
        expect(certainOf(candidatesFrom(company(), twice, null), scoreMin)).toBeNull();
      }),
    );
  });

  it('in whatever order, and however often the ERP names them', () => {
    fc.assert(
      fc.property(customers, (each) => {
        const once = candidatesFrom(company(), each, null);
        expect(candidatesFrom(company(), [...each].reverse().concat(each), null)).toEqual(once);
      }),
    );
  });

  it('scores and likeness stay between 0 and 1 for any text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const traits = fc.record({ name: text, town: text, taxId: text, phone: text, address: text });
    fc.assert(
      fc.property(traits, traits, (one, other) => {
        const found = candidateOf(one, { ...customer(), ...other, email: other.address }, null);
        expect(found.score).toBeGreaterThanOrEqual(0);
        expect(found.score).toBeLessThanOrEqual(1);
        expect(likeness(one.name, other.name)).toBeCloseTo(likeness(other.name, one.name));
      }),
    );
  });
});
