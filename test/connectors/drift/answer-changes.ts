/** Changes of answers as they come over the wire. Each names what must be stopped by it. */
export interface AnswerChange {
  name: string;
  /** Whether a write reads or sends what is changed, so that it has to be stopped. */
  stops: boolean;
  change(xml: string): string;
}

const inElements =
  (names: string, to: (text: string) => string) =>
  (xml: string): string =>
    xml.replace(
      new RegExp(`(<(${names})>)([^<]+)(</)`, 'g'),
      (_all, open, _name, text: string, close) => `${open}${to(text)}${close}`,
    );

const AMOUNTS = 'BruttoSumme|KreditLimit|KreditGenutzt|BruttoBetrag|OffenerBetrag|Betrag|BruttoPreis|Preis';
const DATES = 'AuftragsDatum|WunschTermin|RechnungsDatum|FaelligAm|EingangsDatum';
const isoOf = (text: string): string => text.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, '$3-$2-$1');

/** What an ERP may do to its answers over night, without a word in its WSDL. */
export const ANSWER_CHANGES: AnswerChange[] = [
  {
    name: 'decimal point',
    stops: true,
    change: inElements(AMOUNTS, (text) => text.replaceAll('.', '').replace(',', '.')),
  },
  {
    name: 'english grouping',
    stops: true,
    change: inElements(AMOUNTS, (text) => text.replaceAll('.', '#').replace(',', '.').replaceAll('#', ',')),
  },
  { name: 'four places', stops: true, change: inElements(AMOUNTS, (text) => `${text}00`) },
  { name: 'whole cents', stops: true, change: inElements(AMOUNTS, (text) => text.replace(/[.,]/g, '')) },
  { name: 'currency sign', stops: true, change: inElements(AMOUNTS, (text) => `${text} EUR`) },
  { name: 'iso dates', stops: true, change: inElements(DATES, isoOf) },
  { name: 'compact dates', stops: true, change: inElements(DATES, (text) => isoOf(text).replaceAll('-', '')) },
  { name: 'short years', stops: true, change: inElements(DATES, (text) => text.replace(/^(\d\d\.\d\d\.)\d\d/, '$1')) },
  {
    name: 'american dates',
    stops: true,
    change: inElements(DATES, (text) => text.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, '$2/$1/$3')),
  },
  { name: 'unpadded keys', stops: true, change: inElements('KundenNr|AuftragsNr', (text) => text.replace(/^0+/, '')) },
  { name: 'longer keys', stops: true, change: inElements('KundenNr|AuftragsNr', (text) => `00${text}`) },
  { name: 'new status', stops: false, change: inElements('Status', () => '97') },
  { name: 'new kind', stops: false, change: inElements('Art', () => 'ST') },
  { name: 'english flags', stops: false, change: inElements('Sperre|Bekannt', (text) => (text === 'J' ? 'Y' : 'NO')) },
  {
    name: 'renamed amount',
    stops: false,
    change: (xml) =>
      xml
        .replaceAll('BruttoSumme>', 'Gesamtbetrag>')
        .replaceAll('KreditLimit>', 'Limit>')
        .replaceAll('OffenerBetrag>', 'Offen>'),
  },
  {
    name: 'renamed number',
    stops: false,
    change: (xml) => xml.replace(/<(\/?)(AuftragsNr|KundenNr|RechnungsNr|ZahlungsNr)>/g, '<$1Nr>'),
  },
  { name: 'removed element', stops: false, change: (xml) => xml.replace(/<(Waehrung)>[^<]*<\/\1>/g, '') },
  {
    name: 'moved namespace',
    stops: false,
    change: (xml) => xml.replace(/<(KundenNr|Waehrung)>/g, '<$1 xmlns="urn:other">'),
  },
];

/** Differences that mean nothing. */
export const HARMLESS_ANSWERS: AnswerChange[] = [
  { name: 'comments', stops: false, change: (xml) => xml.replace(/<(Waehrung|Kunde|Auftrag)>/g, '<!-- x --><$1>') },
  { name: 'whitespace', stops: false, change: (xml) => xml.replace(/>\s+</g, '>\n\t\t<') },
  {
    name: 'prefixes',
    stops: false,
    change: (xml) =>
      xml
        .replace(/\bsoap:/g, 'env:')
        .replace('xmlns:soap', 'xmlns:env')
        .replace(/\bk:/g, 'kk:')
        .replace('xmlns:k=', 'xmlns:kk='),
  },
  {
    name: 'an element more',
    stops: false,
    change: (xml) => xml.replace(/<(Waehrung)>/g, '<Neuerung>5</Neuerung><$1>'),
  },
  { name: 'no phone, no mail', stops: false, change: (xml) => xml.replace(/<(Telefon|EMail)>[^<]*<\/\1>/g, '') },
  { name: 'nothing', stops: false, change: (xml) => xml },
];
