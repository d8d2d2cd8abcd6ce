/** What companies are compared by, brought into one form: the CRM's and the ERP's are typed by different people. */

/** Letters without their marks; the German, Nordic and Polish ones that are letters of their own as people type them. */
const FOLDED: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'o',
  å: 'a',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  þ: 'th',
  ð: 'd',
  ı: 'i',
};
const MARKS = /\p{M}/gu;

/** Lower case, folded, words only; whatever else stands in the text separates words. Texts are cut at 300 characters. */
export const folded = (text: string): string =>
  text
    .slice(0, 300)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüßøåæœłđþðı]/g, (letter) => FOLDED[letter] ?? letter)
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(/[’'`´.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Legal forms of the countries our ERPs serve, folded, and the words between them. They say nothing about who it is. */
const LEGAL_FORMS = new Set(
  (
    'gmbh ggmbh mbh ag kg kgaa ohg gbr ek ekfm ug haftungsbeschraenkt eg ev se co cie compagnie company corp corporation inc ' +
    'incorporated llc llp lp ltd limited plc pty sa sas sarl spa srl sl bv nv vof cv as aps ab oy oyj sp zoo oo z o doo kft rt zrt ' +
    'und and et the der die das holding group gruppe'
  ).split(' '),
);

/** The words of a name that say who it is; all of its words where nothing else is left. */
export function nameWords(name: string): string[] {
  const words = folded(name)
    .split(' ')
    .filter((word) => word !== '');
  const own = words.filter((word) => !LEGAL_FORMS.has(word));
  return [...new Set(own.length > 0 ? own : words)];
}

/** Letters and digits only, upper case: `DE 811.204.471` → `DE811204471`. Null: too short to say anything. */
export function taxIdOf(text: string | null): string | null {
  const plain = (text ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
  return plain.replace(/\D/g, '').length >= 5 ? plain : null;
}

/** Without a country in front, and without the `U` and the endings that Austria and Switzerland write. */
const taxDigits = (taxId: string): string =>
  taxId.replace(/^(?:CHE|ATU|[A-Z]{2})/, '').replace(/(?:MWST|TVA|IVA)$/, '');
const hasCountry = (taxId: string): boolean => /^[A-Z]{2}/.test(taxId);

/** The same tax number; a missing country is no difference, another country is. */
export function sameTaxId(a: string, b: string): boolean {
  if (hasCountry(a) && hasCountry(b) && a.slice(0, 2) !== b.slice(0, 2)) return false;
  return taxDigits(a) === taxDigits(b);
}

/** Where anybody may have an address: such a domain says nothing about a company. */
const FREEMAIL = new Set(
  (
    'gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de live.com live.de msn.com yahoo.com yahoo.de ' +
    'ymail.com icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de freenet.de t-online.de ' +
    'mail.de posteo.de mailbox.org proton.me protonmail.com bluewin.ch chello.at aon.at arcor.de vodafone.de orange.fr ' +
    'laposte.net free.fr wanadoo.fr libero.it virgilio.it mail.ru yandex.ru seznam.cz wp.pl o2.pl onet.pl'
  ).split(' '),
);

/** The domain of a web or e-mail address, `einkauf@www.Nordwind.example` → `nordwind.example`; null: none, or anybody's. */
export function domainOf(text: string | null): string | null {
  const host = (text ?? '')
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/^.*@/, '')
    .replace(/:\d+$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(host) && host.length <= 200 && !FREEMAIL.has(host) ? host : null;
}

/** Eight digits: subscriber number with the end of the area code; what stands before is written in too many ways. */
const PHONE_DIGITS = 8;

/** The last digits of a phone number; null: fewer than seven, which are no number of anybody. */
export function phoneEnd(text: string | null): string | null {
  const digits = (text ?? '').replace(/\D/g, '');
  return digits.length >= 7 ? digits.slice(-PHONE_DIGITS) : null;
}
