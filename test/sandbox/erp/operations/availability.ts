import { grossOf } from '../amounts.ts';
import { group, optional, type Part, value } from '../envelope.ts';
import { writeAmount, writeDate, writeFlag, writeQuantity } from '../wire-format.ts';
import { childrenOf } from '../xml-tree.ts';
import {
  done,
  numberIn,
  type OperationContext,
  type ReadOperation,
  rowOf,
  rowsOf,
  textIn,
  textOrNullIn,
} from './operation.ts';

const WAREHOUSE_NAMES: Readonly<Record<string, string>> = { HH: 'Hamburg', KI: 'Kiel', MU: 'München' };

const warehousesOf = (context: OperationContext, itemNo: string): Part[] =>
  rowsOf(context, 'SELECT * FROM stock WHERE item_no = ? ORDER BY warehouse', itemNo).map((row) => {
    const warehouse = textIn(row, 'warehouse');
    const [onHand, reserved] = [numberIn(row, 'on_hand'), numberIn(row, 'reserved')];
    return group('Lager', [
      value('LagerNr', warehouse),
      ...optional('LagerName', WAREHOUSE_NAMES[warehouse] ?? null),
      value('Bestand', writeQuantity(onHand)),
      value('Reserviert', writeQuantity(reserved)),
      value('Verfuegbar', writeQuantity(onHand - reserved)),
      value('NaechsterZugang', writeDate(textOrNullIn(row, 'next_on'))),
      ...optional('ZugangsMenge', row.next_quantity === null ? null : writeQuantity(numberIn(row, 'next_quantity'))),
    ]);
  });

/** BestandLesen: one entry for each item asked for, in that order, also when asked twice; an unknown one has Bekannt N. */
export const readAvailability: ReadOperation = (context, request) => {
  const asked = childrenOf(request, 'ArtikelNummern')
    .flatMap((list) => childrenOf(list, 'ArtikelNr'))
    .map(({ text }) => text.trim());
  const items = asked.map((itemNo) => {
    const item = rowOf(context, 'SELECT * FROM item WHERE item_no = ?', itemNo);
    const known = [value('ArtikelNr', itemNo), value('Bekannt', writeFlag(item !== null))];
    if (item === null) return group('Artikel', known);
    const vat = numberIn(item, 'vat');
    return group('Artikel', [
      ...known,
      value('Bezeichnung', textIn(item, 'description')),
      value('Einheit', textIn(item, 'unit')),
      value('BruttoPreis', writeAmount(grossOf(numberIn(item, 'net_price'), vat))),
      value('MwStSatz', writeAmount(vat * 100)),
      group('Bestaende', warehousesOf(context, itemNo)),
    ]);
  });
  return done([group('ArtikelListe', items)]);
};
