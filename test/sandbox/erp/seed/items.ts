import { CAST_ITEMS } from '../../cast.ts';
import { addDays, workday } from './calendar.ts';
import type { Prng } from './prng.ts';
import type { ItemRow, PriceRow, StockRow } from './rows.ts';

export const WAREHOUSES = ['HH', 'KI', 'MU'] as const;

interface Family {
  code: string;
  noun: string;
  unit: string;
  /** Net, in cents. */
  price: readonly [min: number, max: number];
  vat: number;
}

const family = (code: string, noun: string, unit: string, min: number, max: number, vat = 19): Family => ({
  code,
  noun,
  unit,
  price: [min, max],
  vat,
});

const FAMILIES: readonly Family[] = [
  family('PUMP', 'Centrifugal pump', 'ST', 18_000, 240_000),
  family('SEAL', 'Shaft seal', 'ST', 450, 6_900),
  family('VALV', 'Ball valve', 'ST', 1_900, 38_000),
  family('HOSE', 'Pressure hose', 'ROL', 2_900, 21_000),
  family('MOTR', 'Three-phase motor', 'ST', 16_000, 180_000),
  family('FLAN', 'Flange', 'ST', 890, 14_500),
  family('FILT', 'Filter cartridge', 'ST', 1_200, 18_900),
  family('GAUG', 'Pressure gauge', 'ST', 1_590, 12_900),
  family('BEAR', 'Ball bearing', 'ST', 380, 9_900),
  family('GASK', 'Flat gasket', 'ST', 35, 1_250),
  family('PIPE', 'Stainless pipe', 'M', 640, 5_400),
  family('COUP', 'Shaft coupling', 'ST', 2_400, 32_000),
  family('SENS', 'Level sensor', 'ST', 4_900, 46_000),
  family('CABL', 'Motor cable', 'M', 180, 1_450),
  family('BOLT', 'Hexagon bolts, 100 pieces', 'PAK', 690, 5_900),
  family('TANK', 'Expansion tank', 'ST', 5_900, 98_000),
  family('IMPL', 'Impeller', 'ST', 3_900, 42_000),
  family('SHAF', 'Pump shaft', 'ST', 5_400, 61_000),
  family('KITS', 'Repair kit', 'SA', 3_200, 29_900),
  family('BOOK', 'Handbook', 'ST', 1_490, 8_900, 7),
];
const SIZES = ['DN 15', 'DN 20', 'DN 25', 'DN 32', 'DN 40', 'DN 50', 'DN 65', 'DN 80', 'DN 100', 'DN 125', 'DN 150'];
const MATERIALS = ['stainless 1.4404', 'cast iron', 'brass', 'FKM', 'EPDM', 'PTFE', 'bronze', 'PVC-U'];
const SUBJECTS = ['pump maintenance', 'pipework', 'drive technology', 'water hygiene', 'work safety'];

export const castItems = (): ItemRow[] =>
  CAST_ITEMS.map(({ itemId, description, unit, netPrice }) => ({
    no: itemId,
    description,
    unit,
    netPrice: Number(netPrice.replace('.', '')),
    vat: 19,
  }));

/** Breaks for everybody, and the brewery's own price for a motor. */
export const castPrices = (): PriceRow[] => [
  { customerNo: 0, itemNo: 'PUMP-0040', fromQuantity: 20_000, netPrice: 39_500 },
  { customerNo: 0, itemNo: 'SEAL-0014', fromQuantity: 100_000, netPrice: 1_150 },
  { customerNo: 10_480, itemNo: 'MOTR-0750', fromQuantity: 1_000, netPrice: 29_500 },
];

/** Prices end on 0 or 5 cents, spread evenly over the orders of magnitude. */
const priceOf = ({ price: [min, max] }: Family, prng: Prng): number =>
  Math.max(5, Math.round(Math.exp(Math.log(min) + prng.uniform() * Math.log(max / min)) / 5) * 5);

export function generatedItems(count: number, prng: Prng): ItemRow[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = FAMILIES[index % FAMILIES.length] ?? prng.pick(FAMILIES);
    const number = 1000 + Math.floor(index / FAMILIES.length) * 5 + prng.int(0, 4);
    const detail =
      kind.code === 'BOOK'
        ? `${prng.pick(SUBJECTS)}, vol. ${number % 9}`
        : `${prng.pick(SIZES)}, ${prng.pick(MATERIALS)}`;
    return {
      no: `${kind.code}-${number}`,
      description: `${kind.noun} ${detail}`,
      unit: kind.unit,
      netPrice: priceOf(kind, prng),
      vat: kind.vat,
    };
  });
}

type Level = 'plenty' | 'short' | 'none';

/** Stock in the three warehouses, quantities in thousandths. Short: single pieces, with more on the way. */
export function stockOf(itemNo: string, level: Level, today: string, prng: Prng): StockRow[] {
  return WAREHOUSES.map((warehouse, index) => {
    const reserved = prng.int(0, level === 'plenty' ? 60 : 8);
    const free = level === 'plenty' ? prng.int(180, 900) : level === 'short' ? prng.int(1, 4) : 0;
    const expected = level === 'short' ? index === 0 || prng.chance(0.4) : prng.chance(level === 'none' ? 0.25 : 0.3);
    return {
      itemNo,
      warehouse,
      onHand: (reserved + free) * 1000,
      reserved: reserved * 1000,
      nextOn: expected ? workday(addDays(today, prng.int(4, 40))) : null,
      nextQuantity: expected ? prng.int(2, 40) * 10_000 : null,
    };
  });
}

export const castStock = (today: string, prng: Prng): StockRow[] =>
  CAST_ITEMS.flatMap(({ itemId, stock }) => stockOf(itemId, stock, today, prng));

export const generatedStock = (items: readonly ItemRow[], today: string, prng: Prng): StockRow[] =>
  items.flatMap(({ no }) => {
    const chance = prng.uniform();
    return stockOf(no, chance < 0.72 ? 'plenty' : chance < 0.92 ? 'short' : 'none', today, prng);
  });
