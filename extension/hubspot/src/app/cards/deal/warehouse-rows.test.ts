import { expect, test } from 'vitest';
import type { ItemStock } from './availability-words.ts';
import { isSomeOwing, warehouseRows } from './warehouse-rows.ts';

const format = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const now = Date.parse('2026-11-21T13:06:00Z');

const warehouse = (warehouseId: string, available: string, more: object = {}) => ({
  warehouseId,
  name: null,
  onHand: available,
  allocated: '0',
  available,
  nextOn: null,
  nextQuantity: null,
  ...more,
});
const item = (itemId: string, warehouses: unknown[], known = true) =>
  ({ itemId, known, warehouses }) as unknown as ItemStock;
const rows = (...warehouses: unknown[]) => {
  const [first] = warehouseRows(['A'], [item('A', warehouses)], now, format);
  if (first === undefined || !first.known) throw new Error('no rows');
  return { ...first, told: first.rows.map((row) => [row.where, row.onHand, row.allocated, row.available, row.next]) };
};

test('one warehouse is one row with its name, or its id where it has none, and no sum', () => {
  const kiel = warehouse('KI', '52', { name: 'Kiel', onHand: '1060.500', allocated: '1008.500' });
  expect(rows(kiel)).toMatchObject({ told: [['Kiel', '1,060.5', '1,008.5', '52', '–']], more: null });
  expect(rows(warehouse('KI', '0')).told).toEqual([['KI', '0', '0', '0', '–']]);
});

test('several warehouses have a sum above them, with the next receipt of all', () => {
  const { told, rows: made } = rows(
    warehouse('HH', '0', { onHand: '8', allocated: '8', nextOn: '2026-12-09', nextQuantity: '20' }),
    warehouse('KI', '12', { onHand: '15', allocated: '3', nextOn: '2026-12-09', nextQuantity: '5' }),
    warehouse('MU', '0', { nextOn: '2027-01-04', nextQuantity: '400' }),
  );
  expect(told).toEqual([
    ['All 3 warehouses', '23', '11', '12', '25 on 9 Dec'],
    ['KI', '15', '3', '12', '5 on 9 Dec'],
    ['HH', '8', '8', '0', '20 on 9 Dec'],
    ['MU', '0', '0', '0', '400 on 4 Jan 2027'],
  ]);
  expect(made.map(({ isSum }) => isSum)).toEqual([true, false, false, false]);
});

test('a receipt of which the ERP does not say how much is still told; one of nothing is none', () => {
  expect(rows(warehouse('HH', '0', { nextOn: '2026-12-09' })).told[0]?.[4]).toBe('on 9 Dec');
  expect(rows(warehouse('HH', '0', { nextOn: '2026-12-09', nextQuantity: '0' })).told[0]?.[4]).toBe('–');
});

test('empty warehouses come last, in a sentence, and none is passed over', () => {
  const [a, b] = [warehouse('HH', '4'), warehouse('KI', '1')];
  expect(rows(warehouse('MU', '0'), a, b)).toMatchObject({ more: 'Nothing in MU, and nothing expected.' });
  const empty = ['E1', 'E2', 'E3', 'E4'].map((id) => warehouse(id, '0'));
  expect(rows(a, ...empty.slice(0, 3)).more).toBe('Nothing in E1, E2 and E3, and nothing expected.');
  expect(rows(a, ...empty)).toMatchObject({ more: 'Nothing in 4 more warehouses, and nothing expected.' });
  expect(rows(...empty)).toMatchObject({
    told: [['All 4 warehouses', '0', '0', '0', '–']],
    more: 'Nothing in any of them, and nothing expected.',
  });
});

test('of very many warehouses eight are shown, those with stock first, and the sum has the rest', () => {
  const many = Array.from({ length: 12 }, (_one, index) => warehouse(`W${index}`, index < 6 ? '-1' : '2'));
  const { told, more } = rows(...many, warehouse('E', '0'));
  expect(told.map(([where]) => where)).toEqual([
    ...['All 13 warehouses', 'W6', 'W7', 'W8', 'W9', 'W10', 'W11', 'W0', 'W1'],
  ]);
  expect(more).toBe('5 more warehouses are not shown; the sum has them.');
});

test('a warehouse that owes shows its debt, and takes nothing from the sum: the line above says the same', () => {
  const owing = item('A', [warehouse('HH', '-25'), warehouse('KI', '10')]);
  expect(rows(...owing.warehouses).told.map((row) => row[3])).toEqual(['10', '10', '-25']);
  expect(isSomeOwing([owing])).toBe(true);
  // Alone it is in no sum.
  expect(isSomeOwing([item('A', [warehouse('HH', '-25')]), item('B', [warehouse('HH', '1')])])).toBe(false);
});

test('an item the ERP does not know, one that no warehouse has, and one that was not asked for are told apart', () => {
  const items = [item('A', [], false), item('B', [])];
  expect(warehouseRows(['B', 'A', 'C'], items, now, format)).toEqual([
    { itemId: 'B', known: false, text: 'in no warehouse' },
    { itemId: 'A', known: false, text: 'not known in the ERP' },
    { itemId: 'C', known: false, text: 'not asked' },
  ]);
});
