import { addDecimals, type Decimal, ZERO } from '#contracts/decimal';

const PLACES = 6;

/** Millionths. */
const scaled = (value: Decimal): bigint => {
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const units = BigInt(whole + fraction.padEnd(PLACES, '0'));
  return value.startsWith('-') ? -units : units;
};

/** Quantity times unit price, rounded to cents, half away from zero: as an ERP states a line. */
export function lineAmount(quantity: Decimal, unitPrice: Decimal): Decimal {
  const product = scaled(quantity) * scaled(unitPrice);
  const perCent = 10n ** BigInt(2 * PLACES - 2);
  const size = product < 0n ? -product : product;
  const cents = (size * 2n + perCent) / (perCent * 2n);
  const digits = cents.toString().padStart(3, '0');
  const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  return (product < 0n && cents > 0n ? `-${text}` : text) as Decimal;
}

/** The sum of all lines whose quantity and price are numbers. */
export const orderAmount = (lines: readonly { quantity: Decimal | null; unitPrice: Decimal | null }[]): Decimal =>
  lines.reduce<Decimal>(
    (sum, { quantity, unitPrice }) =>
      quantity === null || unitPrice === null ? sum : addDecimals(sum, lineAmount(quantity, unitPrice)),
    ZERO,
  );
