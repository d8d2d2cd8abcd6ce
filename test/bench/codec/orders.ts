import type { CommandInput } from '#contracts/commands';
import { NewSalesOrder, SalesOrder } from '#contracts/sales-order';
import { answered } from '../../agent-erp/wire.ts';

/**
 * Orders of five lines, each another: as the contract says them, and written by hand as the demo ERP does. Neither
 * is made from the other by the code that is measured, so that what it gives can be compared.
 */
const LINES = [1, 2, 3, 4, 5];
const TEXTS = [
  'Kreiselpumpe 40 m³/h',
  'Gleitringdichtung Ø 28',
  'Flansch DN 50 & Schrauben',
  'Kabel <NYM-J> 3×1,5',
  null,
];

const priceOf = (index: number, line: number): string => `${((index * 37 + line * 411) % 9_000) + 5}.50`;
const quantityOf = (index: number, line: number): string => String(((index + line * 3) % 1_500) + 1);
const dayOf = (index: number): string => String((index % 28) + 1).padStart(2, '0');

/** What `order.create` is asked. */
export const newOrder = (index: number): CommandInput<'order.create'> =>
  NewSalesOrder.parse({
    reference: `DB-${8_000_000 + index}-1`,
    customerId: String(10_000 + (index % 900)),
    customerReference: index % 4 === 0 ? null : `PO ${index} & Co`,
    requestedOn: index % 3 === 0 ? null : `2026-12-${dayOf(index)}`,
    currency: 'EUR',
    lines: LINES.map((line) => ({
      itemId: `PUMP-${String(line).padStart(4, '0')}`,
      quantity: quantityOf(index, line),
      unitPrice: priceOf(index, line),
    })),
  });

/** What `order.read` gives; every fifth order has no shipment, the others one or two. */
export function salesOrder(index: number): SalesOrder {
  const lines = LINES.map((line) => ({
    line: line * 10,
    itemId: `PUMP-${String(line).padStart(4, '0')}`,
    description: TEXTS[line - 1] ?? null,
    unit: 'ST',
    ordered: `${quantityOf(index, line)}.000`,
    shipped: line < 3 ? '1.000' : '0.000',
    nextOn: line < 3 ? null : `2026-12-${dayOf(index + line)}`,
    unitPrice: priceOf(index, line),
    amount: `${((index * 991 + line * 77) % 900_000) + 1}.25`,
  }));
  const shipments = LINES.slice(0, index % 5 === 0 ? 0 : 1 + (index % 2)).map((part) => ({
    shipmentId: String(810_000 + index * 2 + part),
    shippedOn: `2026-11-${dayOf(index)}`,
    carrier: 'Spedition Müller & Söhne',
    trackingNumber: part === 2 ? null : `1Z${index}`,
    lines: [{ line: part * 10, itemId: `PUMP-${String(part).padStart(4, '0')}`, quantity: '1.000' }],
  }));
  return SalesOrder.parse({
    orderId: String(240_000 + index),
    customerId: String(10_000 + (index % 900)),
    customerReference: `PO-${index}`,
    reference: index % 2 === 0 ? null : `DB-${8_000_000 + index}-1`,
    orderedOn: `2026-11-${dayOf(index)}`,
    requestedOn: null,
    status: 'part-shipped',
    erpStatus: '30',
    quantityOrdered: '1250.000',
    quantityShipped: '2.000',
    total: `${1_000_000 + index}.67`,
    currency: 'EUR',
    priceBasis: 'gross',
    lines,
    shipments,
  });
}

/** `1234567.50` → `1.234.567,50` */
const grouped = (decimal: string): string => {
  const [whole = '', places] = decimal.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '.')}${places === undefined ? '' : `,${places}`}`;
};
/** `2026-11-21` → `21.11.2026`; none is the first day there is. */
const german = (day: string | null): string => (day === null ? '01.01.0001' : day.split('-').reverse().join('.'));
const padded = (key: string): string => key.padStart(10, '0');

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
/** What is null is left out, as the demo ERP does. */
const element = (name: string, fields: Record<string, string | null>, inside = ''): string =>
  `<${name}>${Object.entries(fields)
    .map(([field, text]) => (text === null ? '' : `<${field}>${escaped(text)}</${field}>`))
    .join('')}${inside}</${name}>`;

/** The answer to AuftragLesen that says this order, as bytes from the wire. */
export function orderAnswer(order: SalesOrder): Uint8Array {
  const head = element('Auftrag', {
    AuftragsNr: padded(order.orderId),
    KundenNr: padded(order.customerId),
    BestellNr: order.customerReference,
    FremdReferenz: order.reference,
    AuftragsDatum: german(order.orderedOn),
    WunschTermin: german(order.requestedOn),
    Status: order.erpStatus,
    MengeGesamt: grouped(order.quantityOrdered),
    MengeGeliefert: grouped(order.quantityShipped),
    Waehrung: order.currency,
    BruttoSumme: grouped(order.total),
  });
  const lines = order.lines.map((line) =>
    element('Position', {
      PosNr: String(line.line),
      ArtikelNr: line.itemId,
      Bezeichnung: line.description,
      Einheit: line.unit,
      Menge: grouped(line.ordered),
      MengeGeliefert: grouped(line.shipped),
      LieferTermin: german(line.nextOn),
      BruttoPreis: grouped(line.unitPrice),
      BruttoBetrag: grouped(line.amount),
    }),
  );
  const shipments = order.shipments.map(({ shipmentId, shippedOn, carrier, trackingNumber, lines: shipped }) =>
    element(
      'Lieferung',
      {
        LieferscheinNr: padded(shipmentId),
        LieferDatum: german(shippedOn),
        Spediteur: carrier,
        SendungsNr: trackingNumber,
      },
      `<Positionen>${shipped
        .map(({ line, itemId, quantity }) =>
          element('Position', { PosNr: String(line), ArtikelNr: itemId, Menge: grouped(quantity) }),
        )
        .join('')}</Positionen>`,
    ),
  );
  const content = `${head}<Positionen>${lines.join('')}</Positionen><Lieferungen>${shipments.join('')}</Lieferungen>`;
  return new TextEncoder().encode(answered('AuftragLesen', content));
}

/** The request of AuftragAnlegen in the ERP's own words, as the soap package takes it: nothing is left to be mapped. */
export const orderInErpWords = (order: CommandInput<'order.create'>): object => ({
  KundenNr: padded(order.customerId),
  ...(order.customerReference === null ? {} : { BestellNr: order.customerReference }),
  FremdReferenz: order.reference,
  ...(order.requestedOn === null ? {} : { WunschTermin: german(order.requestedOn) }),
  Waehrung: order.currency,
  PreisKennzeichen: 'N',
  Positionen: {
    Position: order.lines.map(({ itemId, quantity, unitPrice }) => ({
      ArtikelNr: itemId,
      Menge: quantity.replace('.', ','),
      Preis: unitPrice.replace('.', ','),
    })),
  },
});
