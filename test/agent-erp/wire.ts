/** Answers of the demo ERP as it writes them, made by hand, so that a test can have any of them and any number. */

const NAMESPACE = 'urn:kontor-erp:auftragsdienst:v3';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

export const envelope = (body: string, header = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${SOAP}">${header}<soap:Body>${body}</soap:Body></soap:Envelope>`;

const YES = '<Rueckgabe><Code>0</Code><Text></Text></Rueckgabe>';

export const response = (operation: string, content: string): string =>
  `<k:${operation}Antwort xmlns:k="${NAMESPACE}">${YES}${content}</k:${operation}Antwort>`;

/** The whole answer of an operation that went well. */
export const answered = (operation: string, content: string): string => envelope(response(operation, content));

type Fields = Record<string, string>;
const element = (name: string, fields: Fields): string =>
  `<${name}>${Object.entries(fields)
    .map(([field, text]) => `<${field}>${text}</${field}>`)
    .join('')}</${name}>`;

/** A row of AuftraegeLesen and AuftragSuchen; texts are put in as they are. */
export const orderRow = (no: number, more: Fields = {}): string =>
  element('Auftrag', {
    AuftragsNr: String(no).padStart(10, '0'),
    KundenNr: '0000010447',
    BestellNr: `PO-${no}`,
    AuftragsDatum: '21.11.2026',
    WunschTermin: '01.01.0001',
    Status: '30',
    MengeGesamt: '1.250,000',
    MengeGeliefert: '250,000',
    Waehrung: 'EUR',
    BruttoSumme: '12.345,67',
    ...more,
  });

export const invoiceRow = (no: number, more: Fields = {}): string =>
  element('Rechnung', {
    RechnungsNr: String(no).padStart(10, '0'),
    KundenNr: '0000010447',
    Art: 'RE',
    RechnungsDatum: '21.11.2026',
    FaelligAm: '21.12.2026',
    BruttoBetrag: '119,00',
    OffenerBetrag: '0,00',
    Waehrung: 'EUR',
    ...more,
  });

export const paymentRow = (no: number, more: Fields = {}): string =>
  element('Zahlung', {
    ZahlungsNr: String(no).padStart(10, '0'),
    KundenNr: '0000010447',
    EingangsDatum: '21.11.2026',
    Betrag: '119,00',
    Waehrung: 'EUR',
    ...more,
  });

/** KundeLesen of customer 10447 by this name. */
export const customer = (name: string): string =>
  answered('KundeLesen', element('Kunde', { KundenNr: '0000010447', Name1: name, Waehrung: 'EUR', Sperre: 'N' }));

export const orders = (rows: string): string => answered('AuftraegeLesen', `<Auftraege>${rows}</Auftraege>`);

export const LOGIN_ANSWER = answered('Anmelden', '<SitzungsNr>S-1</SitzungsNr>');
